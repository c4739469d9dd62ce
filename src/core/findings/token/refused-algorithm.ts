import { fixesFor } from '../../fixes/registry.ts'
import { defineFinding, type Evidence } from '../finding.ts'

export const refusedAlgorithm = defineFinding({
  id: 'token/refused-algorithm',
  title: "The token's header asks for something that is never accepted",
  words: {
    meaning:
      'The header says how the signature is to be verified (alg), and what a reader must understand (crit). Entra ID signs with RS256. With none, anybody can write such a token; with a shared secret (HS256), so can whoever verifies it.',
    causes: [
      'The token was put together by hand, or its header was altered.',
      'It is from another issuer, which signs with another algorithm.',
    ],
    certainty: 'Certain: alg and crit are read from the header.',
    sources: [
      'RFC 8725 section 3.1',
      'RFC 7515 section 4.1.11',
      'Learn: Access tokens, Validate the signature',
    ],
  },
  find({ facts: { token }, target }) {
    if (token?.form !== 'jwt') return []
    const isRefused = token.signature.status === 'unverifiable'
    const refused = token.checks.find(
      ({ check, status }) => status === 'failed' && (check === 'alg' || (check === 'signature' && isRefused)),
    )
    if (refused === undefined) return []
    const { alg, crit } = token.header
    const algorithm = typeof alg === 'string' ? alg : null
    const extensions: Evidence[] =
      crit === undefined
        ? []
        : [{ name: 'crit', expected: null, actual: JSON.stringify(crit), source: 'token' }]
    return [
      {
        severity: 'error',
        certainty: 'certain',
        about: 'token',
        saying: { reason: refused.reason },
        evidence: [{ name: 'alg', expected: 'RS256', actual: algorithm, source: 'token' }, ...extensions],
        fix: fixesFor('new-token', target, { purpose: 'Take a fresh token, unaltered' }),
      },
    ]
  },
  say({ reason }: { readonly reason: string }) {
    return {
      headline: "The token's header asks for a signature that is not accepted.",
      why: `${reason}.`.replace(/^alg/, 'Its alg').replace(/^the/, 'The'),
    }
  },
})
