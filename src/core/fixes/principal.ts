import { graphAppId } from '../clouds.ts'
import { isGuid } from '../guid.ts'
import { powerShellLiteral } from '../shell.ts'
import {
  azRest,
  commandFor,
  graphPowerShell,
  inShell,
  principalPath,
  principalWord,
  unknownPrincipal,
} from './commands.ts'
import { grantAdminConsent } from './consent.ts'
import { type Fix, type Forms, step, who } from './fix.ts'
import { withdrawGrant } from './grant.ts'
import {
  directoryRolesPage,
  enterpriseAppsPage,
  propertiesPage,
  registrationPage,
  subscriptionsPage,
} from './portal.ts'
import { graphScope } from './settings.ts'
import { type FixTarget, guidOr, type Known } from './target.ts'
import { thenNewToken } from './token.ts'

/** The service principal that a registration lacks in its tenant, and what can be granted to it then. */
export function createAndConsent(target: FixTarget, known: Known): Fix[] {
  return [
    step(target, {
      label: 'Create the service principal in this tenant',
      ...create(target, target.clientId),
    }),
    ...grantAdminConsent(target, known),
  ]
}

/** The API that was asked for has no service principal in the tenant: another was meant, or it is created. */
export function createForApi(target: FixTarget, { named: { resource } }: Known): Fix[] {
  const isMeant = isGuid(resource) && resource !== graphAppId
  return [
    ...graphScope(target),
    ...(isMeant
      ? [
          step(target, {
            label: 'Or, if the API is meant, create its service principal in this tenant',
            ...create(target, resource),
          }),
        ]
      : []),
  ]
}

/** Source: Learn, "Create servicePrincipal". */
function create(target: FixTarget, appId: string): Omit<Forms, 'label'> {
  return {
    by: who.managesApps,
    az: commandFor(target, 'az', 'ad', 'sp', 'create', '--id', appId),
    powershell: graphPowerShell(
      target,
      ['Application.ReadWrite.All'],
      `New-MgServicePrincipal -AppId ${powerShellLiteral(appId)}`,
    ),
    rest: azRest(target, 'POST', 'servicePrincipals', { appId }),
    leaves: 'An enterprise app, which can be restored for 30 days once it is deleted.',
    undo: azRest(target, 'DELETE', principalPath({ ...target, clientId: appId, servicePrincipal: null })),
  }
}

/** Switches a disabled service principal on again. Source: Learn, "Update servicePrincipal". */
export function enable(target: FixTarget): Fix[] {
  const set = (enabled: boolean): Record<'az' | 'powershell' | 'rest', string> => ({
    az: commandFor(
      target,
      ...['az', 'ad', 'sp', 'update', '--id', target.clientId, '--set', `accountEnabled=${enabled}`],
    ),
    powershell: graphPowerShell(
      target,
      ['Application.ReadWrite.All'],
      `Update-MgServicePrincipal -ServicePrincipalId ${principalWord(target.servicePrincipal, target.clientId)} -AccountEnabled:$${enabled}`,
    ),
    rest: azRest(target, 'PATCH', principalPath(target), { accountEnabled: enabled }),
  })
  return [
    step(target, {
      label: 'Find out who disabled it and why; then enable it again',
      by: who.managesApps,
      portal: {
        menu: 'the enterprise app, Properties, Enabled for users to sign in',
        url: propertiesPage(target),
      },
      ...set(true),
      leaves: 'Where Microsoft disabled it (disabledByMicrosoftStatus), only its support can help.',
      undo: inShell(target, set(false)),
    }),
  ]
}

export function enableApi(target: FixTarget, { named: { resource } }: Known): Fix[] {
  const api = guidOr(resource, '<api-id>')
  return [
    step(target, {
      label: 'See whether the service principal of the API is enabled',
      az: commandFor(
        target,
        ...['az', 'ad', 'sp', 'show', '--id', api, '--query', '{name:displayName,enabled:accountEnabled}'],
      ),
      powershell: graphPowerShell(
        target,
        ['Application.Read.All'],
        `Get-MgServicePrincipal -Filter ${powerShellLiteral(`appId eq '${api}'`)} | Format-List DisplayName,AccountEnabled`,
      ),
    }),
    {
      label: "If it is disabled although nobody disabled it, look at the tenant's subscriptions",
      url: subscriptionsPage,
    },
  ]
}

/**
 * An app role of an API, whose service principal lists its roles. Source: Learn, "Grant an appRoleAssignment for a
 * service principal".
 */
export function assignAppRole(target: FixTarget): Fix[] {
  return [
    step(target, {
      label: 'Give the app an app role of the API, or set "Assignment required" of the API to No',
      first: 'portal',
      by: `${who.managesApps}, or an owner of the API`,
      portal: { menu: 'the API, Properties', url: enterpriseAppsPage(target) },
      ...roleOfApi(target),
    }),
  ]
}

function roleOfApi(target: FixTarget): Pick<Forms, 'rest' | 'powershell'> {
  const [api, role] = ['<api-service-principal-id>', '<app-role-id>']
  const principal = principalWord(target.servicePrincipal, target.clientId)
  return {
    rest: azRest(target, 'POST', `${principalPath(target)}/appRoleAssignments`, {
      principalId: target.servicePrincipal ?? '<service-principal-id>',
      resourceId: api,
      appRoleId: role,
    }),
    powershell: graphPowerShell(
      target,
      ['AppRoleAssignment.ReadWrite.All', 'Application.Read.All'],
      `New-MgServicePrincipalAppRoleAssignment -ServicePrincipalId ${principal} -PrincipalId ${principal} -ResourceId '${api}' -AppRoleId '${role}'`,
    ),
  }
}

/**
 * An app role that an API of one's own defines. Sources: Learn, "Add app roles to your application and receive them in the
 * token", "Grant an appRoleAssignment for a service principal".
 */
export function giveOwnAppRole(target: FixTarget): Fix[] {
  return [
    ownRole(target, { menu: ownRoleMenu, url: registrationPage(target, 'CallAnAPI') }),
    thenNewToken(target),
  ]
}

/** The same where there is no registration. */
export function assignOwnAppRole(target: FixTarget): Fix[] {
  return [ownRole(target, undefined), thenNewToken(target)]
}

const ownRoleMenu =
  'API permissions, Add a permission, the API, Application permissions; then Grant admin consent'

function ownRole(target: FixTarget, portal: Forms['portal']): Fix {
  return step(target, {
    label: 'If that API asks for an app role: define one there for applications, and give it to the app',
    by: `${who.managesApps}, or an owner of the API`,
    ...(portal === undefined ? {} : { first: 'portal', portal }),
    ...roleOfApi(target),
    undo: withdrawGrant(target),
  })
}

/** Source: Learn, "Manage users and groups assignment to an application". */
export function assignUser(target: FixTarget): Fix[] {
  return [
    {
      label:
        'Assign the user, or a group of theirs, to the enterprise app; or set "Assignment required" of it to No',
      url: enterpriseAppsPage(target),
      by: `${who.managesApps}, or an owner of the enterprise app`,
    },
  ]
}

export function confidentialClient(target: FixTarget): Fix[] {
  return [
    {
      label: 'Set "Allow public client flows" to No, and move redirect URIs to the platform Web',
      url: registrationPage(target, 'Authentication'),
      by: who.ownsTheApp,
    },
  ]
}

/** Source: Learn, "Create unifiedRoleAssignment". */
export function directoryRole(target: FixTarget): Fix[] {
  const principal = target.servicePrincipal ?? '<service-principal-id>'
  return [
    step(target, {
      label: 'Give the caller (the enterprise app, or the user) the least directory role that allows it',
      first: 'portal',
      by: who.assignsRoles,
      portal: {
        menu: 'Roles & admins, the role, Add assignments',
        url: directoryRolesPage(target),
      },
      powershell: graphPowerShell(
        target,
        ['RoleManagement.ReadWrite.Directory'],
        `New-MgRoleManagementDirectoryRoleAssignment -PrincipalId '${principal}' -RoleDefinitionId '<role-id>' -DirectoryScopeId '/'`,
      ),
      rest: azRest(target, 'POST', 'roleManagement/directory/roleAssignments', {
        principalId: principal,
        roleDefinitionId: '<role-id>',
        directoryScopeId: '/',
      }),
      undo: azRest(target, 'DELETE', 'roleManagement/directory/roleAssignments/<assignment-id>'),
    }),
    {
      label: 'Which role that is, task by task',
      url: 'https://learn.microsoft.com/entra/identity/role-based-access-control/delegate-by-task',
    },
  ]
}

/**
 * A directory role over one administrative unit. Sources: Learn, "Assign Microsoft Entra roles", "Create
 * unifiedRoleAssignment".
 */
export function scopedRole(target: FixTarget, { role }: Known): Fix[] {
  const principal = target.servicePrincipal ?? unknownPrincipal
  const scope = '/administrativeUnits/<administrative-unit-id>'
  const definition = guidOr(role, '<role-id>')
  return [
    step(target, {
      label: 'Give the app the role over the administrative unit, and Directory Readers over the tenant',
      by: who.assignsRoles,
      portal: { menu: 'Roles & admins, the role, Add assignments, scope', url: directoryRolesPage(target) },
      powershell: graphPowerShell(
        target,
        ['RoleManagement.ReadWrite.Directory'],
        `New-MgRoleManagementDirectoryRoleAssignment -PrincipalId '${principal}' -RoleDefinitionId '${definition}' -DirectoryScopeId '${scope}'`,
      ),
      rest: azRest(target, 'POST', 'roleManagement/directory/roleAssignments', {
        principalId: principal,
        roleDefinitionId: definition,
        directoryScopeId: scope,
      }),
      undo: azRest(target, 'DELETE', 'roleManagement/directory/roleAssignments/<assignment-id>'),
    }),
  ]
}

/** Source: Learn, "Add group owner". */
export function groupOwner(target: FixTarget): Fix[] {
  const principal = target.servicePrincipal ?? unknownPrincipal
  const object = `https://${target.cloud.graph}/v1.0/directoryObjects/${principal}`
  return [
    step(target, {
      label: 'Make the service principal an owner of the group',
      by: 'an owner of the group, or Groups Administrator',
      az: commandFor(
        target,
        ...['az', 'ad', 'group', 'owner', 'add', '--group', '<group-id>', '--owner-object-id', principal],
      ),
      powershell: graphPowerShell(
        target,
        ['Group.ReadWrite.All'],
        `New-MgGroupOwnerByRef -GroupId '<group-id>' -OdataId ${powerShellLiteral(object)}`,
      ),
      undo: azRest(target, 'DELETE', `groups/<group-id>/owners/${principal}/$ref`),
    }),
  ]
}

/** Source: Learn, "Add owner" of an application. */
export function appOwner(target: FixTarget): Fix[] {
  const principal = target.servicePrincipal ?? unknownPrincipal
  const object = `https://${target.cloud.graph}/v1.0/directoryObjects/${principal}`
  return [
    step(target, {
      label: 'Make the service principal an owner of the registration it is to change',
      by: who.ownsTheApp,
      az: commandFor(
        target,
        ...['az', 'ad', 'app', 'owner', 'add', '--id', '<other-client-id>', '--owner-object-id', principal],
      ),
      powershell: graphPowerShell(
        target,
        ['Application.ReadWrite.All'],
        `New-MgApplicationOwnerByRef -ApplicationId '<application-object-id>' -OdataId ${powerShellLiteral(object)}`,
      ),
      undo: azRest(target, 'DELETE', `applications/<application-object-id>/owners/${principal}/$ref`),
    }),
  ]
}
