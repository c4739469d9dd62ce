/**
 * Refusals of Microsoft Graph that are known, a row each, the specific before the general: the first row
 * that fits describes the answer. Texts change, so rows match on codes and on fragments that have been
 * stable. Sources: Learn, "Microsoft Graph error responses", "Resolve authorization errors"; answers seen
 * in public issue threads.
 */
export interface GraphRefusalRow {
  readonly key: string
  readonly status?: number
  /** `error.code`, or a code nested deeper. */
  readonly code?: string
  /** Groups `required` and `held` are the service's own comma-separated lists. */
  readonly message?: RegExp
  /** What it means, one sentence. */
  readonly meaning: string
  /** What kind of cause it has: decides which finding explains it. */
  readonly cause:
    | 'token'
    | 'permission'
    | 'request'
    | 'licence'
    | 'policy'
    | 'principal'
    | 'absent'
    | 'throttled'
}

export const graphRefusals: readonly GraphRefusalRow[] = [
  {
    key: 'token-expired',
    status: 401,
    code: 'InvalidAuthenticationToken',
    message: /token (is|has) expired/i,
    meaning: 'The token had expired when it arrived.',
    cause: 'token',
  },
  {
    key: 'wrong-audience',
    status: 401,
    code: 'InvalidAuthenticationToken',
    message: /Invalid audience/i,
    meaning: 'The token is for another API than Microsoft Graph, or for the Graph of another cloud.',
    cause: 'token',
  },
  {
    key: 'token-invalid',
    status: 401,
    code: 'InvalidAuthenticationToken',
    meaning: 'Graph cannot accept the token: it is empty, cut, altered, or no access token.',
    cause: 'token',
  },
  {
    key: 'identity-not-found',
    status: 401,
    code: 'Authorization_IdentityNotFound',
    meaning: 'The app has no service principal in the tenant, or a very new one.',
    cause: 'principal',
  },
  {
    key: 'me-needs-a-user',
    status: 400,
    message: /only valid with delegated authentication flow/i,
    meaning: '/me is the signed-in user, and an app-only token has none.',
    cause: 'request',
  },
  {
    key: 'premium-licence',
    status: 403,
    code: 'Authentication_RequestFromNonPremiumTenantOrB2CTenant',
    meaning: 'The tenant lacks Entra ID P1, which this log needs: no permission will cure it.',
    cause: 'licence',
  },
  {
    key: 'reporting-permission',
    status: 403,
    code: 'Authentication_MSGraphPermissionMissing',
    message: /permission\(?s?\)?:?\s+(?<required>[A-Za-z.-]+(?:\s*,\s*[A-Za-z.-]+)*?)(?: to call|\.?$)/,
    meaning: 'The reporting service names the permissions that it wants.',
    cause: 'permission',
  },
  {
    key: 'teams-permission',
    status: 403,
    message: /API requires one of '(?<required>[^']*)'(?:.*? on the request '(?<held>[^']*)')?/,
    meaning: 'Teams names the permissions that it wants and those that it saw.',
    cause: 'permission',
  },
  {
    key: 'defender-permission',
    status: 403,
    message: /API required roles:\s*(?<required>[^:]*?)(?:,\s*application roles:\s*(?<held>[^:]*?))?\.?$/,
    meaning: 'Defender names the roles that it wants and those that it saw.',
    cause: 'permission',
  },
  {
    key: 'directory-permission',
    status: 403,
    code: 'Authorization_RequestDenied',
    meaning: 'The directory refuses for lack of a permission, and does not say which.',
    cause: 'permission',
  },
  {
    key: 'no-permissions-in-token',
    code: 'NoPermissionsInAccessToken',
    meaning: 'Exchange found no permission at all in the token.',
    cause: 'permission',
  },
  {
    key: 'exchange-policy',
    status: 403,
    code: 'ErrorAccessDenied',
    message: /Access to OData is disabled/i,
    meaning:
      'An Exchange application access policy keeps this app out of the mailbox, whatever the token holds.',
    cause: 'policy',
  },
  {
    key: 'segment-not-found',
    status: 400,
    message: /Resource not found for the segment/i,
    meaning: 'The path does not exist in this version or cloud.',
    cause: 'request',
  },
  {
    key: 'not-found',
    status: 404,
    meaning:
      'The object is not there, not yet replicated, or not visible. It says nothing about permissions.',
    cause: 'absent',
  },
  {
    key: 'throttled',
    status: 429,
    meaning: 'Too many requests: wait as long as Retry-After says.',
    cause: 'throttled',
  },
]

export function graphRefusalByKey(key: string): GraphRefusalRow | null {
  return graphRefusals.find(row => row.key === key) ?? null
}
