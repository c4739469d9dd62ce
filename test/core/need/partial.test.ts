import { describe, expect, test } from 'vitest'
import { isOneSubjectOf, isPartial, isSharedByIntune, subjectOf } from '../../../src/core/need/partial.ts'

describe('what opens a part only', () => {
  test.each([
    ...['Sites.Selected', 'Lists.SelectedOperations.Selected', 'sites.selected'],
    ...['TeamsActivity.ReadSelected.All', 'X.ReadWriteSelected', 'X.ManageSelectedForUser.All'],
    ...['TeamsAppInstallation.ManageSelectedForTeam', 'X.ReadSelectedForChat.All'],
    ...['Application.ReadWrite.OwnedBy', 'Printer.Read.CreatedByApp', 'Files.ReadWrite.AppFolder'],
    ...['TeamsAppInstallation.ReadWriteSelfForUser.All', 'X.ReadSelfForTeam', 'X.ReadSelfForChat.All'],
    ...['Chat.Read.WhereInstalled', 'ChannelMessage.Read.Group', 'ChatMessage.Read.Chat'],
    ...['Teamwork.Migrate.All', 'AgentIdentity.Read.IdentityParentedBy', 'X.ReadWrite.ManagedBy'],
    ...['AgentIdentity.CreateAsManager', 'Directory.Write.Restricted', 'Member.Read.Hidden'],
    ...['Calls.JoinGroupCall.All', 'Calls.JoinGroupCallAsGuest.All', 'Calls.AccessMedia.All'],
  ])('%s', permission => {
    expect(isPartial(permission)).toBe(true)
  })

  test.each([
    ...['User.Read.All', 'Selected', 'Sites.Selected.All', 'X.DeleteSelected', 'X.ReadSelectedForSite'],
    ...['X.ReadSelected.Any', 'XReadSelected', 'Application.ReadWrite.OwnedByApp', 'OwnedBy'],
    ...['X.ReadWriteSelfForSite.All', 'X.SelfForUser.Any', 'X.WhereInstalled.All', 'Group.Read.All'],
    ...[
      'Chat.Read.All',
      'MyTeamwork.Migrate.All',
      'Teamwork.Migrate.All.X',
      'Teamwork.Migrate',
      'X.ManagedByAll',
    ],
    ...[
      'X.Hidden.All',
      'MyCalls.AccessMedia.All',
      'Calls.AccessMedia',
      'Calls.AccessMedia.All.X',
      'Calls.Initiate.All',
    ],
  ])('and not %s', permission => {
    expect(isPartial(permission)).toBe(false)
  })
})

describe('a subject of several', () => {
  test.each([
    ...['AzureADGroup', 'Directory', 'EntraAppRole', 'Exchange', 'CloudPC', 'EntitlementManagement'],
    ...['Defender', 'Membership', 'Global', 'Quarantined'],
  ])('%s', subject => {
    expect(subjectOf(`RoleManagement.Read.${subject}`)).toBe(subject)
    expect(subjectOf(`RoleManagement.Read.${subject}.All`)).toBeNull()
  })

  test('it is one where another of the same name has another', () => {
    const held = 'RoleManagementPolicy.Read.Directory'
    const other = 'RoleManagementPolicy.Read.AzureADGroup'
    expect(isOneSubjectOf(held, [held, other])).toBe(true)
    expect(isOneSubjectOf(held, ['User.Read.All', other])).toBe(true)
    expect(isOneSubjectOf(held, [held, 'RoleManagementPolicy.ReadWrite.Directory'])).toBe(false)
    expect(isOneSubjectOf(held, ['RoleManagement.Read.Exchange'])).toBe(false)
    expect(isOneSubjectOf(held, ['RoleManagementPolicy.Read.All'])).toBe(false)
    expect(isOneSubjectOf('RoleManagementPolicy.Read.All', [held, other])).toBe(false)
  })
})

test.each([
  ['DeviceManagementConfiguration.Read.All', '/users/{id}', true],
  ['DeviceManagementConfiguration.Read.All', '/deviceManagement/reports', false],
  ['DeviceManagementApps.Read.All', '/deviceAppManagement', false],
  ['DeviceManagementApps.Read.All', '/devicemanagement', false],
  ['DeviceManagementApps.Read.All', '/deviceManagementX', true],
  ['DeviceManagementApps.Read.All', '/users/deviceManagement/x', true],
  ['Device.Read.All', '/users/{id}', false],
  ['MyDeviceManagement.Read', '/users/{id}', false],
])("%s on %s is Intune's on a path that it shares: %s", (permission, template, shared) => {
  expect(isSharedByIntune(permission, template)).toBe(shared)
})
