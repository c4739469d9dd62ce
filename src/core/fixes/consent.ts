import { graphAppId } from '../clouds.ts'
import type { PermissionIndex } from '../permissions/permission-index.ts'
import { posixCommand } from '../shell.ts'
import type { Fix, FixTarget } from './fix.ts'
import { type AppRole, grantByPowerShell, grantByRest, grantOnEmulator, namesOf } from './grant.ts'
import { registrationPage } from './portal.ts'

/**
 * Who may consent to application permissions of Graph: Cloud Application Administrator may not.
 * Source: Learn, "Grant tenant-wide admin consent to an application".
 */
export const consentRoles = 'Privileged Role Administrator or Global Administrator'

/**
 * Grants what the app declares. The roles, where they are known, are for what has no registration, and for
 * clouds where the Azure CLI cannot consent.
 */
export function grantAdminConsent(target: FixTarget, roles: readonly AppRole[] = []): Fix[] {
  if (target.emulator !== null) {
    const url = `${target.emulator}/${target.tenant}/adminconsent?client_id=${target.clientId}`
    return [
      { label: "Grant what the app declares, on the emulator's own consent page", url },
      { label: 'Or without a browser', command: posixCommand('curl', '--request', 'POST', url) },
      newToken,
    ]
  }
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
    newToken,
  ]
}

/** The same where other steps come first: the links alone. */
export function consentInBrowser(target: FixTarget): Fix[] {
  const fixes = grantAdminConsent(target)
  return target.managedIdentity ? fixes : fixes.filter(step => 'url' in step || step === newToken)
}

/**
 * Brings permissions into the next token that the registration does not declare, or may not: declared and
 * consented to, or granted by hand. The emulator's registrations are a file, so there the grant alone is left.
 */
export function grantPermissions(target: FixTarget, roles: readonly AppRole[]): Fix[] {
  if (roles.length === 0) return grantAdminConsent(target)
  if (target.emulator !== null) {
    return [grantOnEmulator(target, target.emulator, roles), newToken]
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
    newToken,
  ]
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
    command: [declare, ...grants].join(' && '),
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
    newTokenOfIdentity,
  ]
}

/** Declares application permissions on the registration, which grants nothing yet. The emulator's app is a file. */
export function declarePermissions(target: FixTarget, permissions: readonly AppRole[]): Fix[] {
  if (permissions.length === 0 || target.emulator !== null) return []
  if (target.managedIdentity) return grantToIdentity(target, permissions)
  return [
    {
      label: `Add ${namesOf(permissions)} as application permission`,
      command: declareCommand(target, permissions),
    },
  ]
}

function declareCommand({ clientId }: FixTarget, roles: readonly AppRole[]): string {
  return posixCommand(
    ...['az', 'ad', 'app', 'permission', 'add', '--id', clientId],
    ...['--api', graphAppId, '--api-permissions', ...roles.map(({ id }) => `${id}=Role`)],
  )
}

function consentCommand({ clientId }: FixTarget): string {
  return posixCommand('az', 'ad', 'app', 'permission', 'admin-consent', '--id', clientId)
}

/** A new sign-in that asks for the scopes. Source: Microsoft Graph PowerShell, Connect-MgGraph. */
export function signInWith(target: FixTarget, scopes: readonly string[]): Fix[] {
  if (target.emulator !== null || scopes.length === 0) return []
  return [
    {
      label: 'Sign in again and ask for it; the user, or an administrator, consents',
      command: posixCommand(
        ...['Connect-MgGraph', '-Environment', target.cloud.graphPowerShell, '-ClientId', target.clientId],
        ...['-TenantId', target.tenant, '-Scopes', scopes.join(',')],
      ),
    },
  ]
}

/** The app roles of these names; those whose id is not known for certain are left out. */
export function appRoles(index: PermissionIndex, names: readonly string[]): AppRole[] {
  return names.flatMap(name => {
    const id = index.permission(name)?.schemes.application?.id
    return id === undefined || id === null ? [] : [{ name, id }]
  })
}

function azureCli({ cloud }: FixTarget): string {
  return cloud.name === 'global' ? 'the Azure CLI' : `the Azure CLI (az cloud set --name ${cloud.azureCli})`
}

/** What is left once a grant is there and the token at hand is older. */
export function replaceToken({ managedIdentity }: FixTarget): Fix[] {
  return [managedIdentity ? newTokenOfIdentity : { ...newToken, label: 'Ask for a new token' }]
}

/** Source: Learn, "Managed identity best practice recommendations". */
const newTokenOfIdentity: Fix = {
  label:
    'Wait for a new token: the platform caches those of managed identities for about 24 h, and nothing makes it renew one sooner. See its iat and roles',
  command: 'why403 inspect',
}

export const newToken: Fix = {
  label: 'Then ask for a new token: the old one stays as it is',
  command: 'why403',
}
