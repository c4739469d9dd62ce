import type { GraphFix } from '../knowledge/graph-refusals.ts'
import { consentInBrowser, grantAdminConsent, grantPermissions, newToken } from './consent.ts'
import { addCredential, newServicePrincipal } from './credential.ts'
import { commandFor, type Fix, type FixTarget, inRealTenant } from './fix.ts'
import type { AppRole } from './grant.ts'
import { enterpriseAppsPage, statusPage } from './portal.ts'
import { enableServicePrincipal } from './principal.ts'
import { graphScope } from './settings.ts'
import {
  grantSite,
  grantTeamsPolicy,
  showLicences,
  showMailbox,
  testApplicationAccessPolicy,
  testExchangeAuthorization,
} from './workload.ts'

/** What is known of the call that was refused; null and empty where it is not. */
export interface RefusedCall {
  /** The user or mailbox in its path, as it stands there. */
  readonly user: string | null
  /** The site in its path. */
  readonly site: string | null
  /** `GET /users/{id}`, for people. */
  readonly operation: string | null
  /** App roles to ask for: the service's own list, else the tables' recommendation. */
  readonly permissions: readonly AppRole[]
}

export const unknownCall: RefusedCall = { user: null, site: null, operation: null, permissions: [] }

/** The user or site that a path is about: `/users/ID/…`, `/sites/ID/…`. */
export function calledBy(path: string | null): Pick<RefusedCall, 'user' | 'site'> {
  const named = (collection: string): string | null =>
    path === null ? null : (new RegExp(`^/${collection}/([^/]+)`, 'i').exec(path)?.[1] ?? null)
  return { user: named('users'), site: named('sites') }
}

type Recipe = (target: FixTarget, call: RefusedCall) => Fix[]

/** The next steps for a refusal of Graph; on the emulator, those that its tenant cannot take are named so. */
export function fixesOfGraph(key: GraphFix, target: FixTarget, call: RefusedCall = unknownCall): Fix[] {
  const fixes = recipes[key](target, call)
  return emulated.includes(key) ? fixes : inRealTenant(target, fixes)
}

const emulated: readonly GraphFix[] = ['new-token', 'graph-scope', 'inspect-token', 'permission', 'user-path']

const recipes: Readonly<Record<GraphFix, Recipe>> = {
  none: () => [],
  'new-token': target => [newToken(target, 'Ask for a new token')],
  'graph-scope': graphScope,
  'inspect-token': () => [
    {
      label: 'See what the token is: paste it into standard input, where it leaves no trace',
      command: 'why403 inspect',
    },
  ],
  'claims-challenge': target => [
    {
      label: 'Pass the claims of the challenge on when you ask for the next token; MSAL takes them as claims',
      url: 'https://learn.microsoft.com/entra/identity-platform/app-resilience-continuous-access-evaluation',
    },
    newToken(target, 'Or ask for a new token, without the capability cp1'),
  ],
  'service-principal': target =>
    target.emulator === null
      ? [...newServicePrincipal(target), ...consentInBrowser(target)]
      : grantAdminConsent(target),
  'enable-service-principal': enableServicePrincipal,
  'enable-api': () => [
    {
      label: 'See whether a subscription has lapsed',
      url: 'https://admin.microsoft.com/#/subscriptions',
    },
  ],
  permission: (target, { permissions, operation }) => {
    if (permissions.length === 0 && operation !== null)
      return [...whatItNeeds(target, operation), ...consentInBrowser(target)]
    return target.emulator === null ? grantPermissions(target, permissions) : grantAdminConsent(target)
  },
  'application-access-policy': (target, { user }) => testApplicationAccessPolicy(target, user),
  'exchange-authorization': (target, { user }) => [
    ...testExchangeAuthorization(target, user),
    ...testApplicationAccessPolicy(target, user).slice(0, 1),
  ],
  mailbox: (_, { user }) => showMailbox(user),
  'teams-policy': (target, { user }) => grantTeamsPolicy(target, user),
  'protected-api': () => [
    {
      label: "Ask Microsoft for access, or use resource-specific consent in the app's Teams manifest",
      url: 'https://learn.microsoft.com/graph/teams-protected-apis',
    },
  ],
  'teams-setting': () => [
    {
      label: 'See what the tenant allows (Teams PowerShell), as Teams Administrator',
      command: 'Get-CsTeamsMeetingConfiguration',
    },
  ],
  'site-grant': (target, { site }) => grantSite(target, site),
  certificate: target => [
    {
      label: 'Give the app a certificate and prove it with that, or call the same through Graph',
      command: addCredential(target, '--create-cert'),
    },
  ],
  licences: showLicences,
  'directory-role': target => [
    {
      label: 'Give the least directory role that allows it to whoever calls: the enterprise app, or the user',
      url: enterpriseAppsPage(target),
    },
    {
      label: 'Which role that is, task by task',
      url: 'https://learn.microsoft.com/entra/identity/role-based-access-control/delegate-by-task',
    },
  ],
  'consistency-level': () => [
    {
      label: 'Send the header ConsistencyLevel: eventual, and $count=true unless it is a $search',
      url: 'https://learn.microsoft.com/graph/aad-advanced-queries',
    },
  ],
  'user-path': target => [
    {
      label: 'Name the user by id or sign-in name',
      command: commandFor(target, 'why403', 'check', 'GET /users/{id}'),
    },
  ],
  path: (target, { operation }) => (operation === null ? [] : whatItNeeds(target, operation)),
  region: () => [
    {
      label: 'Add "region" to the request, such as "EUR" or "NAM": where the tenant keeps its data',
      url: 'https://learn.microsoft.com/graph/search-concept-searchall',
    },
  ],
  'existing-grants': target => [newToken(target, 'Ask for a new token: the grant is there')],
  wait: () => [{ label: 'If it goes on for hours, see whether Microsoft knows', url: statusPage }],
}

/** An operation that the tables know by its words; hostile ones are quoted like any word. */
function whatItNeeds(target: FixTarget, operation: string): Fix[] {
  return [{ label: 'See what it needs', command: commandFor(target, 'why403', 'permissions', operation) }]
}
