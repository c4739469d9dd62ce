import { fixesFor } from '../../fixes/registry.ts'
import { duration, isoTime } from '../../time.ts'
import { cloudsOfIssuer } from '../../token/checks.ts'
import { defineFinding } from '../finding.ts'

export const clockBehind = defineFinding({
  id: 'token/clock-behind',
  title: 'The token is younger than a fresh one can be',
  words: {
    meaning:
      'Entra ID dates iat and nbf of a token five minutes back, so that a slow clock does no harm. A token that was issued less than that ago, by the clock that judged it, tells that this clock is behind: by it a token seems to live longer than it does, and another program on this machine may call a fresh token not valid yet.',
    causes: [
      'The clock of this machine is behind.',
      'The token was judged as of an earlier time (--at).',
      'The token was made by hand, or by another issuer than its iss claim names.',
    ],
    certainty: 'Likely: that iat lies five minutes back was seen in many tokens, and is documented nowhere.',
    sources: ['Learn: Access token claims reference', 'Published tokens'],
  },
  find({ facts: { token, at, issuer }, target }) {
    if (token?.form !== 'jwt' || token.lifetime !== 'valid' || issuer !== null) return []
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
      headline: `The clock that this was judged by seems to be behind, by ${duration(behind)} at least.`,
      why: 'Entra ID dates iat five minutes back, and by this clock the token is younger than that.',
      wouldTell: "a server's clock",
    }
  },
})

/** In seconds. */
const backdated = 300

/** Below it, rounding and the way of the answer explain the difference. */
const noticeable = 30
