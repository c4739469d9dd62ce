import { graphAppId } from '../clouds.ts'
import { again } from '../command-line.ts'
import { appName, hasFixedScopes } from '../knowledge/apps.ts'
import { inTurn, powerShellLiteral } from '../shell.ts'
import { commandFor } from './commands.ts'
import { type Fix, step, who } from './fix.ts'
import { grantByCurl, grantByPowerShell, grantByRest, namesOf, withdrawGrant } from './grant.ts'
import { lookUp } from './look-up.ts'
import { registrationPage } from './portal.ts'
import type { AppRole, EmulatorTarget, FixTarget, Known } from './target.ts'
import { thenNewToken } from './token.ts'

/** Grants what the app declares. Sources: Learn, "Grant tenant-wide admin consent to an application"; Azure CLI. */
export function grantAdminConsent(target: FixTarget, { permissions }: Pick<Known, 'permissions'>): Fix[] {
  const known = permissions.length > 0
  return [
    step(target, {
      label: 'Grant admin consent to what the app declares',
      by: who.consentsToGraph,
      portal: {
        menu: 'API permissions, Grant admin consent',
        url: registrationPage(target, 'CallAnAPI'),
      },
      az: canConsent(target) ? consentCommand(target) : undefined,
      powershell: known ? grantByPowerShell(target, permissions) : undefined,
      rest: known ? grantByRest(target, permissions) : undefined,
      leaves: grants,
      undo: withdrawGrant(target),
    }),
    {
      label: 'Or open the consent page (without a redirect URI it ends in AADSTS500113, although it worked)',
      url: `https://${target.cloud.authorities[0]}/${target.tenant}/adminconsent?client_id=${target.clientId}`,
      by: who.consentsToGraph,
      leaves: grants,
    },
    thenNewToken(target),
  ]
}

/** Source: Learn, "Grant tenant-wide admin consent to an application". */
const grants =
  'Consent grants all that the app declares, and may withdraw what it no longer declares. A grant by PowerShell or REST is one permission more, and declares nothing: the next consent may withdraw it.'

export function consentOnEmulator(target: EmulatorTarget): Fix[] {
  if (target.line.command === 'run') {
    const label = 'Grant what the app declares, as its administrator would, and run the program again'
    return [{ label, command: again(target.line, '--consent') }]
  }
  const url = `${target.emulator}/${target.tenant}/adminconsent?client_id=${target.clientId}`
  return [
    { label: "Grant what the app declares, on the emulator's own consent page", url },
    { label: 'Or without a browser', command: commandFor(target, 'curl', '--request', 'POST', url) },
    thenNewToken(target),
  ]
}

/**
 * Brings permissions into the next token that the registration does not declare, or may not: declared and
 * consented to, or granted by hand. Where no id is known, the operation's needs are looked up first.
 */
export function grantPermissions(target: FixTarget, known: Known): Fix[] {
  const { permissions, operations } = known
  if (permissions.length === 0) {
    const consent = grantAdminConsent(target, known)
    return operations.length === 0 ? consent : [...lookUp(target, known), ...consent]
  }
  return [
    step(target, {
      label: `Add ${asPermissions(permissions)}, and grant ${permissions.length === 1 ? 'it' : 'them'}`,
      by: who.consentsToGraph,
      portal: {
        menu: `API permissions, add ${asPermissions(permissions)}, then Grant admin consent`,
        url: registrationPage(target, 'CallAnAPI'),
      },
      az: declareAndGrant(target, permissions),
      powershell: grantByPowerShell(target, permissions),
      rest: grantByRest(target, permissions),
      leaves: grants,
      undo: withdrawGrant(target),
    }),
    thenNewToken(target),
  ]
}

/** The emulator's registrations are a file: nothing declares, and the grant alone is left. */
export function grantOnEmulator(target: EmulatorTarget, { permissions }: Known): Fix[] {
  return permissions.length === 0
    ? consentOnEmulator(target)
    : [grantByCurl(target, permissions), thenNewToken(target)]
}

/** By REST where the ids are known, as the Azure CLI's makers advise; its own command consents in one cloud only. */
function declareAndGrant(target: FixTarget, roles: readonly AppRole[]): string | undefined {
  const grant =
    target.graphPrincipal !== null && target.servicePrincipal !== null
      ? grantByRest(target, roles)
      : canConsent(target)
        ? consentCommand(target)
        : undefined
  return grant && inTurn(target.line.shell, [declareCommand(target, roles), grant])
}

/** The permissions are to be declared first: which ones, the app's developer knows. */
export function addPermission(target: FixTarget, known: Known): Fix[] {
  return [
    {
      label: 'Declare the permissions that the app needs, as application permissions',
      url: registrationPage(target, 'CallAnAPI'),
      by: who.ownsTheApp,
    },
    ...grantAdminConsent(target, known),
  ]
}

/** Source: Azure CLI, `az ad app permission list`. */
export function reviewPermissions(target: FixTarget): Fix[] {
  return [
    {
      label: 'Remove declared permissions that the portal no longer knows',
      url: registrationPage(target, 'CallAnAPI'),
      by: who.ownsTheApp,
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
      label: 'If this ended a consent: check whether the permissions now say Granted',
      url: registrationPage(target, 'CallAnAPI'),
    },
    step(target, {
      label: 'Or register the redirect URI',
      first: 'portal',
      by: who.ownsTheApp,
      portal: { menu: 'Authentication, Web', url: registrationPage(target, 'Authentication') },
      az: commandFor(
        target,
        ...['az', 'ad', 'app', 'update', '--id', target.clientId, '--web-redirect-uris', '<redirect-uri>'],
      ),
      leaves: 'The Azure CLI replaces the whole list: name the existing ones as well.',
    }),
  ]
}

/** Source: Learn, "Resource-specific consent for your Teams app". */
export function resourceSpecific(): Fix[] {
  return [
    {
      label: "Name the permission in the Teams app's manifest, and add the app there",
      url: 'https://learn.microsoft.com/microsoftteams/platform/graph-api/rsc/resource-specific-consent',
    },
  ]
}

/** A new sign-in that asks for the scopes. Sources: Microsoft Graph PowerShell, Connect-MgGraph; Azure CLI. */
export function signIn(target: FixTarget, { scopes }: Known): Fix[] {
  const { cloud, clientId, tenant } = target
  const wanted = scopes.length === 0 ? ['<scope>'] : scopes
  if (hasFixedScopes(clientId)) return ownRegistration(target, wanted)
  return [
    {
      label: 'Sign in again and ask for it; the user, or an administrator, consents',
      command: `Connect-MgGraph -Environment ${cloud.graphPowerShell} -ClientId ${powerShellLiteral(clientId)} -TenantId ${powerShellLiteral(tenant)} -Scopes ${wanted.map(powerShellLiteral).join(',')}`,
      alternatives: [
        {
          form: 'az',
          label: `for all users of the tenant, by a ${who.managesApps}`,
          command: commandFor(
            target,
            ...['az', 'ad', 'app', 'permission', 'grant', '--id', clientId],
            ...['--api', graphAppId, '--scope', wanted.join(' ')],
          ),
        },
      ],
    },
  ]
}

/** Microsoft sets the scopes of most of its own clients in advance: asking for more ends in AADSTS65002. */
function ownRegistration({ cloud, clientId, tenant }: FixTarget, scopes: readonly string[]): Fix[] {
  return [
    {
      label: `The scopes of ${appName(clientId) ?? 'this client'} are fixed by Microsoft: ask with Graph PowerShell, or a registration of your own`,
      command: `Connect-MgGraph -Environment ${cloud.graphPowerShell} -TenantId ${powerShellLiteral(tenant)} -Scopes ${scopes.map(powerShellLiteral).join(',')}`,
    },
    {
      label: 'How to register an app of your own',
      url: 'https://learn.microsoft.com/entra/identity-platform/quickstart-register-app',
    },
  ]
}

function asPermissions(roles: readonly AppRole[]): string {
  return `${namesOf(roles)} as application permission${roles.length === 1 ? '' : 's'}`
}

function declareCommand(target: FixTarget, roles: readonly AppRole[]): string {
  return commandFor(
    target,
    ...['az', 'ad', 'app', 'permission', 'add', '--id', target.clientId],
    ...['--api', graphAppId, '--api-permissions', ...roles.map(({ id }) => `${id}=Role`)],
  )
}

/** The command speaks to an endpoint that sovereign clouds do not have, and wants a user's sign-in. */
function canConsent({ cloud }: FixTarget): boolean {
  return cloud.name === 'global'
}

function consentCommand(target: FixTarget): string {
  return commandFor(target, 'az', 'ad', 'app', 'permission', 'admin-consent', '--id', target.clientId)
}
