import type { Facts } from '../../facts.ts'
import { isoTime } from '../../time.ts'
import { clockSkew, cloudsOfIssuer } from '../../token/checks.ts'
import type { Evidence } from '../finding.ts'

/** In seconds: below it, the way of the answer and the rounding of Date explain the difference. */
const noticeable = 5

/** The two clocks side by side, where they differ: which of them judged is part of the answer. */
export function clockEvidence(at: number, clockOffset: number | null): Evidence[] {
  if (clockOffset === null || Math.abs(clockOffset) < noticeable) return []
  return [
    { name: 'Date', expected: isoTime(at - clockOffset), actual: isoTime(at), source: "the servers' clock" },
  ]
}

/** By how many seconds the servers' clock is ahead, where the two differ by more than validators grant. */
export function offBy({ clockOffset }: Facts): number | null {
  return clockOffset !== null && Math.abs(clockOffset) > clockSkew ? clockOffset : null
}

/** In seconds: how far back Entra ID dates a token. */
const backdated = 300

/** In seconds by which a token looks younger: below it, rounding and the way of the answer explain the difference. */
const noticeablyYounger = 30

/**
 * A token that is younger than a fresh one can be, and by how many seconds the clock that judged it is behind then, at least.
 * A server's own time tells more than what a token was dated.
 */
export function tooYoung({
  token,
  at,
  issuer,
  clockOffset,
}: Facts): { readonly iat: number; readonly behind: number } | null {
  if (token?.form !== 'jwt' || token.lifetime !== 'valid' || issuer !== null || clockOffset !== null)
    return null
  const { iat, nbf } = token.payload
  if (iat === null || iat !== nbf || cloudsOfIssuer(token.payload).length === 0) return null
  const behind = backdated - (at - iat)
  return behind < noticeablyYounger ? null : { iat, behind }
}
