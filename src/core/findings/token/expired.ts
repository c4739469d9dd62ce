import { fixesFor } from '../../fixes/registry.ts'
import { duration, isoTime } from '../../time.ts'
import { defineFinding } from '../finding.ts'
import { clockEvidence } from './clock.ts'

export const expired = defineFinding({
  id: 'token/expired',
  title: 'The token has expired',
  words: {
    meaning:
      'Graph accepts a token until its exp claim, and answers 401 InvalidAuthenticationToken afterwards. An access token cannot be renewed: a new one is asked for.',
    causes: [
      'The token was copied some time ago: it lives 60 to 90 minutes by default.',
      'A long-running program kept it in a cache of its own.',
      'The clock of this machine is wrong.',
    ],
    certainty: 'Certain: exp lies more than 300 s back, the skew that validators allow.',
    proof: "the token's exp: why403 inspect",
    sources: ['Learn: Configurable token lifetimes', 'RFC 7519 section 4.1.4'],
  },
  find({ facts: { token, at, clockOffset }, target }) {
    if (token?.form !== 'jwt' || token.lifetime !== 'expired') return []
    const exp = token.payload.exp!
    return [
      {
        severity: 'error',
        certainty: 'certain',
        about: 'token',
        saying: { seconds: at - exp },
        evidence: [
          { name: 'exp', expected: `after ${isoTime(at)}`, actual: isoTime(exp), source: 'token' },
          ...clockEvidence(at, clockOffset),
        ],
        fix: fixesFor('new-token', target),
      },
    ]
  },
  say({ seconds }: { readonly seconds: number }) {
    return {
      headline: `The token expired ${duration(seconds)} ago.`,
      why: 'Graph answers 401 to an expired token, whatever it holds. Ask for a new one.',
    }
  },
})
