import { fixesFor } from '../../fixes/registry.ts'
import { duration, isoTime } from '../../time.ts'
import { defineFinding } from '../finding.ts'
import { tooYoung } from './clock.ts'

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
  find({ facts, target }) {
    const young = tooYoung(facts)
    if (young === null) return []
    const { iat, behind } = young
    return [
      {
        severity: 'warning',
        certainty: 'likely',
        about: 'token',
        saying: { behind },
        evidence: [
          {
            name: 'iat',
            expected: `${isoTime(iat - behind)} or before`,
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
