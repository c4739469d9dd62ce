import { graphAppId } from '../clouds.ts'
import { inTurn, powerShellLiteral } from '../shell.ts'
import { commandFor, type Fix } from './fix.ts'
import { grantByCurl, grantByPowerShell, grantByRest, namesOf } from './grant.ts'
import { lookUp } from './look-up.ts'
import { registrationPage } from './portal.ts'
import type { AppRole, EmulatorTarget, FixTarget, Known } from './target.ts'
import { thenNewToken, waitForIdentity } from './token.ts'

/**
 * Who may consent to application permissions of Graph: Cloud Application Administrator may not.
 * Source: Learn, "Grant tenant-wide admin consent to an application".
 */
const consentRoles = 'Privileged Role Administrator or Global Administrator'

/**
 * Grants what the app declares. The roles, where they are known, are for what has no registration, and for
 * clouds where the Azure CLI cannot consent.
 */
export function grantAdminConsent(
  target: FixTarget,
  { permissions: roles }: Pick<Known, 'permissions'>,
): Fix[] {
  if (target.managedIdentity) return grantToIdentity(target, roles)
  const fixes: Fix[] = [
    {
      label: `As ${consentRoles}: API permissions, Grant admin consent`,
      url: registrationPage(target, 'CallAnAPI'),
    },
  ]
  // The command speaks to an endpoint that sovereign clouds do not have, and wants a user's sign-in.
  if (target.cloud.name === 'global') {
    fixes.push({
      label: 'Or, signed in as that administrator, from the Azure CLI',
      command: consentCommand(target),
    })
  } else if (roles.length > 0) {
    fixes.push({
      label: 'Or, as that administrator, from Graph PowerShell',
      command: grantByPowerShell(target, roles),
    })
  }
  return [
    ...fixes,
    {
      label:
        'Or open as that administrator (without a redirect URI it ends in AADSTS500113, having worked all the same)',
      url: `https://${target.cloud.authorities[0]}/${target.tenant}/adminconsent?client_id=${target.clientId}`,
    },
    thenNewToken(target),
  ]
}

export function consentOnEmulator(target: EmulatorTarget): Fix[] {
  const url = `${target.emulator}/${target.tenant}/adminconsent?client_id=${target.clientId}`
  return [
    { label: "Grant what the app declares, on the emulator's own consent page", url },
    { label: 'Or without a browser', command: commandFor(target, 'curl', '--request', 'POST', url) },
    thenNewToken(target),
  ]
}

/** The same where other steps come first: the links alone. */
export function consentInBrowser(target: FixTarget): Fix[] {
  const fixes = grantAdminConsent(target, { permissions: [] })
  return target.managedIdentity ? fixes : fixes.filter((step, at) => 'url' in step || at === fixes.length - 1)
}

/**
 * Brings permissions into the next token that the registration does not declare, or may not: declared and
 * consented to, or granted by hand. Where no id is known, the operation's needs are looked up first.
 */
export function grantPermissions(target: FixTarget, known: Known): Fix[] {
  const { permissions: roles, operations } = known
  if (roles.length === 0) {
    return operations.length === 0
      ? grantAdminConsent(target, known)
      : [...lookUp(target, known), ...consentInBrowser(target)]
  }
  if (target.managedIdentity) return grantToIdentity(target, roles)
  return [
    {
      label: `As ${consentRoles}: API permissions, add ${namesOf(roles)} as application permission, then Grant admin consent`,
      url: registrationPage(target, 'CallAnAPI'),
    },
    declareAndGrant(target, roles),
    {
      label: 'Or from Graph PowerShell, as that administrator: the grant alone, which needs no declaration',
      command: grantByPowerShell(target, roles),
    },
    thenNewToken(target),
  ]
}

/** The emulator's registrations are a file: nothing declares, and the grant alone is left. */
export function grantOnEmulator(target: EmulatorTarget, known: Known): Fix[] {
  const { permissions } = known
  return permissions.length === 0
    ? consentOnEmulator(target)
    : [grantByCurl(target, permissions), thenNewToken(target)]
}

/** By REST where the ids are known, as the Azure CLI's makers advise; its own command consents in one cloud only. */
function declareAndGrant(target: FixTarget, roles: readonly AppRole[]): Fix {
  const declare = declareCommand(target, roles)
  const grants =
    target.graphPrincipal !== null && target.servicePrincipal !== null
      ? [grantByRest(target, roles)]
      : target.cloud.name === 'global'
        ? [consentCommand(target)]
        : []
  return {
    label:
      grants.length === 0
        ? `Or declare it from ${azureCli(target)}, and grant it in another way`
        : `Or from ${azureCli(target)}, signed in as that administrator: declare it, and grant it`,
    command: inTurn(target.line.shell, [declare, ...grants]),
  }
}

/** Grants app roles to a managed identity: it has a service principal, and no registration to consent to. */
function grantToIdentity(target: FixTarget, roles: readonly AppRole[]): Fix[] {
  const wanted = roles.length === 0 ? [{ name: 'the permission', id: '<app-role-id>' }] : roles
  return [
    {
      label: `A managed identity has no registration: as ${consentRoles}, grant ${namesOf(wanted)} to its service principal`,
      command: grantByPowerShell(target, wanted),
    },
    {
      label: `Or by REST, from ${azureCli(target)}, signed in as that administrator`,
      command: grantByRest(target, wanted),
    },
    waitForIdentity(target),
  ]
}

/** Declares application permissions on the registration, which grants nothing yet */
export function declarePermissions(target: FixTarget, { permissions }: Known): Fix[] {
  if (target.managedIdentity) return grantToIdentity(target, permissions)
  if (permissions.length === 0) {
    return [{ label: 'Add it as application permission', url: registrationPage(target, 'CallAnAPI') }]
  }
  return [
    {
      label: `Add ${namesOf(permissions)} as application permission`,
      command: declareCommand(target, permissions),
    },
  ]
}

/** The permissions are to be declared first: which ones, the app's developer knows. */
export function addPermission(target: FixTarget, known: Known): Fix[] {
  return [
    {
      label: `Declare the permissions that the app needs, as application permissions; then, as ${consentRoles}, Grant admin consent`,
      url: registrationPage(target, 'CallAnAPI'),
    },
    ...grantAdminConsent(target, known).slice(1),
  ]
}

export function reviewPermissions(target: FixTarget): Fix[] {
  return [
    {
      label: 'Remove declared permissions that the portal no longer knows',
      url: registrationPage(target, 'CallAnAPI'),
    },
    {
      label: 'Or list them',
      command: commandFor(target, 'az', 'ad', 'app', 'permission', 'list', '--id', target.clientId),
    },
  ]
}

export function redirectUri(target: FixTarget): Fix[] {
  return [
    {
      label: 'If this ended a consent: look whether the permissions say Granted now',
      url: registrationPage(target, 'CallAnAPI'),
    },
    {
      label: 'Or register the redirect URI under Web',
      url: registrationPage(target, 'Authentication'),
    },
  ]
}

export function resourceSpecific(): Fix[] {
  return [
    {
      label: "Name the permission in the Teams app's manifest, and add the app there",
      url: 'https://learn.microsoft.com/microsoftteams/platform/graph-api/rsc/resource-specific-consent',
    },
  ]
}

function declareCommand(target: FixTarget, roles: readonly AppRole[]): string {
  return commandFor(
    target,
    ...['az', 'ad', 'app', 'permission', 'add', '--id', target.clientId],
    ...['--api', graphAppId, '--api-permissions', ...roles.map(({ id }) => `${id}=Role`)],
  )
}

function consentCommand(target: FixTarget): string {
  return commandFor(target, 'az', 'ad', 'app', 'permission', 'admin-consent', '--id', target.clientId)
}

/** A new sign-in that asks for the scopes. Source: Microsoft Graph PowerShell, Connect-MgGraph. */
export function signIn({ cloud, clientId, tenant }: FixTarget, { scopes }: Known): Fix[] {
  const wanted = scopes.length === 0 ? ['<scope>'] : scopes
  return [
    {
      label: 'Sign in again and ask for it; the user, or an administrator, consents',
      command: `Connect-MgGraph -Environment ${cloud.graphPowerShell} -ClientId ${powerShellLiteral(clientId)} -TenantId ${powerShellLiteral(tenant)} -Scopes ${wanted.map(powerShellLiteral).join(',')}`,
    },
  ]
}

function azureCli({ cloud }: FixTarget): string {
  return cloud.name === 'global' ? 'the Azure CLI' : `the Azure CLI (az cloud set --name ${cloud.azureCli})`
}
