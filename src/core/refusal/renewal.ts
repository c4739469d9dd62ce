import type { JsonObject } from '../json.ts'
import { readChallenge } from './challenge.ts'
import { readGraphRefusal } from './graph.ts'

/** What Graph says that only a new token can cure. */
export interface Renewal {
  /** The token had ended when it arrived, or Graph wants one that proves more. */
  readonly because: RenewalReason
  /** What the new token must be asked for with; null: nothing. */
  readonly claims: JsonObject | null
}

export const renewalReasons = ['expired', 'claims-challenge'] as const
export type RenewalReason = (typeof renewalReasons)[number]

/**
 * Whether another token may get another answer to a refused call; null: a new one would be refused alike.
 * Sources: RFC 6750 §3.1; Learn, "Continuous access evaluation for workload identities".
 *
 * @param exp of the token that was sent, and the time by the servers' clock, both in seconds since 1970
 */
export function renewalFor(
  answer: { readonly status: number | null; readonly body: string; readonly wwwAuthenticate?: string | null },
  exp: number | null,
  at: number,
): Renewal | null {
  if (answer.status !== 401) return null
  const challenge = readChallenge(answer.wwwAuthenticate)
  if (challenge?.error === 'insufficient_claims')
    return challenge.claims === null ? null : { because: 'claims-challenge', claims: challenge.claims }
  const isOver = exp !== null && at >= exp
  return isOver || readGraphRefusal(401, answer.body).known === 'token-expired'
    ? { because: 'expired', claims: null }
    : null
}
