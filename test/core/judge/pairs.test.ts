import { expect, test } from 'vitest'
import { requirement } from '../committed-index.ts'

/** Written by hand from Microsoft's reference pages: what an app needs at least. Null: no application permission. */
const pairs: readonly [operation: string, least: string | null][] = [
  ['GET /auditLogs/signIns?$top=10', 'AuditLog.Read.All'],
  ['GET /auditLogs/directoryAudits', 'AuditLog.Read.All'],
  ['GET /users?$top=10', 'User.ReadBasic.All'],
  ['GET /users/adele@contoso.com', 'User.ReadBasic.All'],
  ['POST /users', 'User.ReadWrite.All'],
  ['PATCH /users/x', 'User.ReadWrite.All'],
  ['GET /users/x/manager', 'User.Read.All'],
  ['GET /users/x/messages', 'Mail.ReadBasic.All'],
  ['GET /users/x/messages/y', 'Mail.Read'],
  ['POST /users/x/sendMail', 'Mail.Send'],
  ['GET /users/x/authentication/methods', 'UserAuthenticationMethod.Read.All'],
  ['POST /invitations', 'User.Invite.All'],
  ['POST /groups', 'Group.Create'],
  ['DELETE /groups/x', 'Group.ReadWrite.All'],
  ['GET /groups/x/members', 'GroupMember.ReadBasic.All'],
  ['GET /applications', 'Application.Read.All'],
  ['GET /servicePrincipals/x/appRoleAssignedTo', 'Application.Read.All'],
  ['POST /servicePrincipals/x/appRoleAssignments', 'AppRoleAssignment.ReadWrite.All'],
  ['DELETE /servicePrincipals/x/appRoleAssignments/y', 'AppRoleAssignment.ReadWrite.All'],
  ['GET /oauth2PermissionGrants', 'Directory.Read.All'],
  ['GET /devices', 'Device.Read.All'],
  ['GET /domains', 'Domain.Read.All'],
  ['GET /directoryRoles', 'RoleManagement.Read.Directory'],
  ['GET /identity/conditionalAccess/policies', 'Policy.Read.All'],
  ['GET /identityProtection/riskyUsers', 'IdentityRiskyUser.Read.All'],
  ['GET /security/alerts_v2', 'SecurityAlert.Read.All'],
  ['POST /security/runHuntingQuery', 'ThreatHunting.Read.All'],
  ['GET /subscribedSkus', 'LicenseAssignment.Read.All'],
  ['GET /deviceManagement/managedDevices', 'DeviceManagementManagedDevices.Read.All'],
  ['GET /reports/authenticationMethods/userRegistrationDetails', 'AuditLog.Read.All'],
  ["GET /reports/getOffice365ActiveUserDetail(period='D7')", 'Reports.Read.All'],
  ['GET /communications/callRecords/x', 'CallRecords.Read.All'],
  ['GET /teams/x/channels/y/messages', 'ChannelMessage.Read.All'],
  ['GET /sites/x/lists/y/items', 'Sites.Read.All'],
  ['GET /drives/x/items/y', 'Files.Read.All'],
  ['GET /planner/tasks/x', 'Tasks.Read.All'],
  ['GET /print/printers', null],
  ['GET /groups/x/events', null],
]

test.each(pairs)('%s: %s', (operation, least) => {
  const { status, schemes } = requirement(operation)
  expect(status).toBe('known')
  expect(schemes.application.leastPrivileged).toBe(least)
  expect(schemes.application.accepted.map(({ permission }) => permission)).toEqual(
    least === null ? [] : expect.arrayContaining([least]),
  )
})
