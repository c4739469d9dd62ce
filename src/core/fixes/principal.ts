import { graphAppId } from '../clouds.ts'
import { isGuid } from '../guid.ts'
import { consentInBrowser } from './consent.ts'
import { commandFor, type Fix } from './fix.ts'
import { enterpriseAppsPage, registrationPage, subscriptionsPage } from './portal.ts'
import { graphScope } from './settings.ts'
import { type FixTarget, guidOr, type Known } from './target.ts'

/** The service principal that a registration lacks in its tenant, and what can be granted to it then. */
export function createAndConsent(target: FixTarget): Fix[] {
  return [
    { label: 'Create the service principal in this tenant', command: create(target, target.clientId) },
    ...consentInBrowser(target),
  ]
}

/** The API that was asked for has no service principal in the tenant: another was meant, or it is created. */
export function createForApi(target: FixTarget, { named: { resource } }: Known): Fix[] {
  const isMeant = isGuid(resource) && resource !== graphAppId
  return [
    ...graphScope(target),
    ...(isMeant
      ? [
          {
            label: 'Or, if the API is meant, create its service principal in this tenant',
            command: create(target, resource),
          },
        ]
      : []),
  ]
}

function create(target: FixTarget, appId: string): string {
  return commandFor(target, 'az', 'ad', 'sp', 'create', '--id', appId)
}

/** Switches a disabled service principal on again: a Cloud Application Administrator may. */
export function enable(target: FixTarget): Fix[] {
  return [
    {
      label: 'Find out who disabled it and why; then, as Cloud Application Administrator, enable it again',
      command: commandFor(
        target,
        ...['az', 'ad', 'sp', 'update', '--id', target.clientId, '--set', 'accountEnabled=true'],
      ),
    },
    {
      label: 'Or in the portal: the enterprise app, Properties, Enabled for users to sign in',
      url: enterpriseAppsPage(target),
    },
  ]
}

export function enableApi(target: FixTarget, { named: { resource } }: Known): Fix[] {
  return [
    {
      label: 'See whether the service principal of the API is enabled',
      command: commandFor(
        target,
        ...['az', 'ad', 'sp', 'show', '--id', guidOr(resource, '<api-id>')],
        ...['--query', '{name:displayName,enabled:accountEnabled}'],
      ),
    },
    {
      label: 'If it is disabled although nobody did that, look at the subscriptions of the tenant',
      url: subscriptionsPage,
    },
  ]
}

export function assignAppRole(target: FixTarget): Fix[] {
  return [
    {
      label: 'Give the app an app role of the API, or set "Assignment required" of the API to No',
      url: enterpriseAppsPage(target),
    },
  ]
}

export function confidentialClient(target: FixTarget): Fix[] {
  return [
    {
      label: 'Set "Allow public client flows" to No, and move redirect URIs to the platform Web',
      url: registrationPage(target, 'Authentication'),
    },
  ]
}

export function directoryRole(target: FixTarget): Fix[] {
  return [
    {
      label: 'Give the least directory role that allows it to whoever calls: the enterprise app, or the user',
      url: enterpriseAppsPage(target),
    },
    {
      label: 'Which role that is, task by task',
      url: 'https://learn.microsoft.com/entra/identity/role-based-access-control/delegate-by-task',
    },
  ]
}
