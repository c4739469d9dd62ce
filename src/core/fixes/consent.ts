import { graphAppId } from '../clouds.ts'
import type { PermissionIndex } from '../permissions/permission-index.ts'
import type { Fix, FixTarget } from './fix.ts'
import { registrationPage } from './portal.ts'
import { posixCommand } from './quote.ts'

/**
 * Who may consent to application permissions of Graph: Cloud Application Administrator may not.
 * Source: Learn, "Grant tenant-wide admin consent to an application".
 */
export const consentRoles = 'Privileged Role Administrator or Global Administrator'

/** Grants what the app declares. */
export function grantAdminConsent(target: FixTarget): Fix[] {
  if (target.emulator !== null) {
    const url = `${target.emulator}/${target.tenant}/adminconsent?client_id=${target.clientId}`
    return [
      { label: "Grant what the app declares, on the emulator's own consent page", url },
      { label: 'Or without a browser', command: posixCommand('curl', '--request', 'POST', url) },
      newToken,
    ]
  }
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
      command: posixCommand('az', 'ad', 'app', 'permission', 'admin-consent', '--id', target.clientId),
    })
  } else {
    fixes.push({
      label:
        'Or open as that administrator (without a redirect URI it ends in AADSTS500113, having worked all the same)',
      url: `https://${target.cloud.authorities[0]}/${target.tenant}/adminconsent?client_id=${target.clientId}`,
    })
  }
  return [...fixes, newToken]
}

/** Declares application permissions on the registration, which grants nothing yet. The emulator's app is a file. */
export function declarePermissions(target: FixTarget, permissions: readonly AppRole[]): Fix[] {
  if (permissions.length === 0 || target.emulator !== null) return []
  return [
    {
      label: `Add ${permissions.map(({ name }) => name).join(' and ')} as application permission`,
      command: posixCommand(
        ...[
          'az',
          'ad',
          'app',
          'permission',
          'add',
          '--id',
          target.clientId,
          '--api',
          graphAppId,
          '--api-permissions',
        ],
        ...permissions.map(({ id }) => `${id}=Role`),
      ),
    },
  ]
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

export interface AppRole {
  readonly name: string
  readonly id: string
}

/** The app roles of these names; those whose id is not known for certain are left out. */
export function appRoles(index: PermissionIndex, names: readonly string[]): AppRole[] {
  return names.flatMap(name => {
    const id = index.permission(name)?.schemes.application?.id
    return id === undefined || id === null ? [] : [{ name, id }]
  })
}

export const newToken: Fix = {
  label: 'Then ask for a new token: the old one stays as it is',
  command: 'why403',
}
