import type { TokenFacts } from '../../facts.ts'
import { fixesFor } from '../../fixes/registry.ts'
import { duration } from '../../time.ts'
import { lifetimeOf } from '../../token/checks.ts'
import { defineFinding } from '../finding.ts'
import { clockEvidence, offBy } from './clock.ts'

export const clockOff = defineFinding({
  id: 'token/clock-off',
  title: "This machine's clock differs from the servers'",
  words: {
    meaning:
      'Each answer of a server carries its time (the header Date), and it differs from the time of this machine by more than validators grant. Lifetimes are judged by the servers here, as they are where the token is sent; another program on this machine judges by its own clock.',
    causes: [
      'The clock is not kept by a time server: a virtual machine that was paused, a container host, a laptop without a network.',
      'Somebody set it by hand, or in the wrong time zone: then it is off by whole hours.',
    ],
    certainty: 'Certain: the two times stand side by side, taken in one exchange.',
    proof: 'the header Date of any answer, beside: date -u',
    sources: ['RFC 9110 section 6.6.1', 'Learn: Access token claims reference'],
  },
  find({ facts, target }) {
    const offset = offBy(facts)
    if (offset === null) return []
    const { token, at } = facts
    return [
      {
        severity: 'warning',
        certainty: 'certain',
        about: token === null ? 'acquisition' : 'token',
        saying: { offset, seems: seemingOf(token, at, offset) },
        evidence: clockEvidence(at, offset),
        fix: fixesFor('clock', target),
      },
    ]
  },
  say({ offset, seems }: Saying) {
    const seeming =
      seems === null
        ? ''
        : `By it the token ${seems === 'expired' ? 'has expired' : 'is not valid yet'}, and by the servers' it is valid. `
    const ahead =
      'Programs here take fresh tokens for expired and ask for new ones again and again, and sign assertions whose time has not come (AADSTS700024).'
    const behind =
      'Programs here take fresh tokens for not valid yet, go on with expired ones until Graph answers 401, and sign assertions that have expired already (AADSTS700024).'
    return {
      headline: `This machine's clock is ${duration(offset)} ${offset > 0 ? 'behind' : 'ahead of'} the servers'.`,
      why: `${seeming}${offset > 0 ? behind : ahead}`,
    }
  },
})

interface Saying {
  /** Seconds by which the servers are ahead. */
  readonly offset: number
  /** What a valid token seems to be by this machine's clock; null: valid as well, or there is none. */
  readonly seems: 'expired' | 'not-yet-valid' | null
}

function seemingOf(token: TokenFacts | null, at: number, clockOffset: number): Saying['seems'] {
  if (token?.form !== 'jwt' || token.lifetime !== 'valid') return null
  const seems = lifetimeOf(token.payload, at - clockOffset)
  return seems === 'expired' || seems === 'not-yet-valid' ? seems : null
}
