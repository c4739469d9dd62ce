import { graphAppId } from '../clouds.ts'
import { againWithNewToken } from '../command-line.ts'
import { inTurn, powerShellLiteral } from '../shell.ts'
import type { PermissionIndex } from '../tables/permission-index.ts'
import { commandFor, type Fix, type FixTarget, inRealTenant } from './fix.ts'
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
      { label: 'Or without a browser', command: commandFor(target, 'curl', '--request', 'POST', url) },
      newToken(target),
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
    newToken(target),
  ]
}

/** The same where other steps come first: the links alone. */
export function consentInBrowser(target: FixTarget): Fix[] {
  const fixes = grantAdminConsent(target)
  return target.managedIdentity ? fixes : fixes.filter((step, at) => 'url' in step || at === fixes.length - 1)
}

/**
 * Brings permissions into the next token that the registration does not declare, or may not: declared and
 * consented to, or granted by hand. The emulator's registrations are a file, so there the grant alone is left.
 */
export function grantPermissions(target: FixTarget, roles: readonly AppRole[]): Fix[] {
  if (roles.length === 0) return grantAdminConsent(target)
  if (target.emulator !== null) {
    return [grantOnEmulator(target, target.emulator, roles), newToken(target)]
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
    newToken(target),
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
    newTokenOfIdentity(target),
  ]
}

/** Declares application permissions on the registration, which grants nothing yet */
export function declarePermissions(target: FixTarget, permissions: readonly AppRole[]): Fix[] {
  if (permissions.length === 0) return []
  if (target.managedIdentity) return grantToIdentity(target, permissions)
  return inRealTenant(target, [
    {
      label: `Add ${namesOf(permissions)} as application permission`,
      command: declareCommand(target, permissions),
    },
  ])
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
export function signInWith(target: FixTarget, scopes: readonly string[]): Fix[] {
  if (scopes.length === 0) return []
  return inRealTenant(target, [
    {
      label: 'Sign in again and ask for it; the user, or an administrator, consents',
      command: `Connect-MgGraph -Environment ${target.cloud.graphPowerShell} -ClientId ${powerShellLiteral(target.clientId)} -TenantId ${powerShellLiteral(target.tenant)} -Scopes ${scopes.map(powerShellLiteral).join(',')}`,
    },
  ])
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
export function replaceToken(target: FixTarget): Fix[] {
  return [target.managedIdentity ? newTokenOfIdentity(target) : newToken(target, 'Ask for a new token')]
}

/** Source: Learn, "Managed identity best practice recommendations". */
function newTokenOfIdentity(target: FixTarget): Fix {
  return {
    label:
      'Wait for a new token: the platform caches those of managed identities for about 24 h, and nothing makes it renew one sooner. See its iat and roles',
    command: commandFor(target, 'why403', 'inspect'),
  }
}

/** The user's own command, with a new token. */
export function newToken(
  { line }: FixTarget,
  label = 'Then the same with a new token: the old one stays as it is',
): Fix {
  return { label, command: againWithNewToken(line) }
}
