import type { FindingId } from '../findings/ids.ts'

/** A status of Graph's answers, where nothing is known but its number. */
export interface StatusRow {
  readonly status: number
  /** As HTTP names it (RFC 9110 §15). */
  readonly phrase: string
  readonly meaning: string
  /** A sentence each, likeliest first. */
  readonly causes: readonly string[]
  /** Findings that it may be a sign of. */
  readonly candidates: readonly FindingId[]
  readonly retry?: string
  /** What to look at besides the answer itself. */
  readonly next: 'answer' | 'token' | 'check'
}

/** Source: Learn, "Microsoft Graph error responses and resource types". The order of causes is ours. */
export const statuses: readonly StatusRow[] = [
  {
    status: 400,
    phrase: 'Bad Request',
    meaning: 'Graph does not understand the request, and has not come to permissions.',
    causes: [
      'The body, a parameter or a filter is malformed; the message names it.',
      'The operation is not made for the kind of token that was sent, as /me is not for app-only ones.',
    ],
    candidates: [],
    next: 'answer',
  },
  {
    status: 401,
    phrase: 'Unauthorized',
    meaning: 'Graph does not accept the token, and has not come to permissions.',
    causes: [
      'No token arrived, or it was damaged on its way: quotes around it, Bearer twice, an end cut off.',
      'The token is for another API: its aud is not Graph.',
      'It has expired, or is not valid yet by the clock of Graph.',
    ],
    candidates: ['token/expired', 'token/claims-challenge'],
    next: 'token',
  },
  {
    status: 403,
    phrase: 'Forbidden',
    meaning: 'Graph accepts the token, and refuses what was asked with it.',
    causes: [
      'The token holds no permission that the operation accepts: not declared, not consented to, or declared as delegated.',
      'The permission was granted after this token was issued.',
      'The permission is there, and something else is not: a licence, a policy, a role of the service.',
    ],
    candidates: [
      'operation/missing-permission',
      'consent/stale-token',
      'workload/directory-role-missing',
      'workload/licence-missing',
    ],
    next: 'check',
  },
  {
    status: 404,
    phrase: 'Not Found',
    meaning: 'Graph knows no such thing, or does not show it to this app.',
    causes: [
      'The id or the path is wrong, or it exists in another version (v1.0, beta) or another tenant.',
      'The thing exists, and the app may not see it.',
    ],
    candidates: ['workload/mailbox-unavailable'],
    next: 'answer',
  },
  {
    status: 429,
    phrase: 'Too Many Requests',
    meaning: 'Graph asks the app to slow down; it is no question of permissions.',
    causes: ['The app, or all apps together, ask more often than the service allows.'],
    candidates: [],
    retry: 'ask again when Retry-After has passed, with growing pauses',
    next: 'answer',
  },
  {
    status: 503,
    phrase: 'Service Unavailable',
    meaning: 'The service does not answer at the moment; it is no question of permissions.',
    causes: ['The service is overloaded or being worked on.'],
    candidates: [],
    retry: 'ask again when Retry-After has passed, with growing pauses',
    next: 'answer',
  },
]
