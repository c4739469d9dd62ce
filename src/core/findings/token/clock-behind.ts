import { fixesFor } from '../../fixes/registry.ts'
import { duration, isoTime } from '../../time.ts'
import { cloudsOfIssuer } from '../../token/checks.ts'
import { defineFinding } from '../finding.ts'

export const clockBehind = defineFinding({
  id: 'token/clock-behind',
  title: 'The token is younger than a fresh one can be',
  words: {
    meaning:
      "Entra ID sets a token's iat and nbf five minutes back, so that a slow clock does no harm. If a token looks younger than that to the clock that judged it, the clock is behind: it makes tokens seem to live longer than they do, and another program on this machine may find a fresh token not valid yet.",
    causes: [
      'The clock of this machine is behind.',
      'The token was judged as of an earlier time (--at).',
      'The token was made by hand, or by another issuer than its iss claim names.',
    ],
    certainty:
      'Likely: that iat is set five minutes back has been seen in many tokens, but is documented nowhere.',
    sources: ['Learn: Access token claims reference', 'Published tokens'],
  },
  find({ facts: { token, at, issuer, clockOffset }, target }) {
    // A server's own time tells more than what a token was dated.
    if (token?.form !== 'jwt' || token.lifetime !== 'valid' || issuer !== null || clockOffset !== null)
      return []
    const { iat, nbf } = token.payload
    if (iat === null || iat !== nbf || cloudsOfIssuer(token.payload).length === 0) return []
    const behind = backdated - (at - iat)
    if (behind < noticeable) return []
    return [
      {
        severity: 'warning',
        certainty: 'likely',
        about: 'token',
        saying: { behind },
        evidence: [
          {
            name: 'iat',
            expected: `${isoTime(at - backdated)} or before`,
            actual: isoTime(iat),
            source: 'token',
          },
        ],
        fix: fixesFor('clock', target),
      },
    ]
  },
  say({ behind }: { readonly behind: number }) {
    return {
      headline: `The clock this was judged by seems to be behind, by ${duration(behind)} at least.`,
      why: 'Entra ID sets iat five minutes back, and by this clock the token is younger than that.',
      wouldTell: "a server's clock",
    }
  },
})

/** In seconds. */
const backdated = 300

/** Below it, rounding and the way of the answer explain the difference. */
const noticeable = 30
