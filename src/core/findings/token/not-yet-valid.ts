import { fixesFor } from '../../fixes/registry.ts'
import { duration, isoTime } from '../../time.ts'
import { defineFinding } from '../finding.ts'
import { clockEvidence } from './clock.ts'

export const notYetValid = defineFinding({
  id: 'token/not-yet-valid',
  title: 'The token is not valid yet',
  words: {
    meaning:
      'The nbf claim lies in the future. Entra ID sets it five minutes back, so a fresh token is not yet valid only where a clock is wrong.',
    causes: ['The clock of this machine is behind.', 'The token was judged as of an earlier time (--at).'],
    certainty: 'Certain: nbf lies more than 300 s ahead.',
    sources: ['RFC 7519 section 4.1.5', 'Learn: Access token claims reference'],
  },
  find({ facts: { token, at, clockOffset }, target }) {
    if (token?.form !== 'jwt' || token.lifetime !== 'not-yet-valid') return []
    const nbf = token.payload.nbf!
    return [
      {
        severity: 'error',
        certainty: 'certain',
        about: 'token',
        saying: { seconds: nbf - at, isServers: clockOffset !== null },
        evidence: [
          { name: 'nbf', expected: `before ${isoTime(at)}`, actual: isoTime(nbf), source: 'token' },
          ...clockEvidence(at, clockOffset),
        ],
        fix: fixesFor('clock', target),
      },
    ]
  },
  say({ seconds, isServers }: Saying) {
    return {
      headline: `The token becomes valid in ${duration(seconds)}.`,
      why: isServers
        ? 'That is judged by the time that a server told: the token was issued with a time of its own, or that server is behind.'
        : 'Entra ID sets nbf five minutes back, so the clock this was judged by is behind.',
    }
  },
})

interface Saying {
  readonly seconds: number
  /** Whether it was judged by a server's clock. */
  readonly isServers: boolean
}
