import { succeeded } from '../../facts.ts'
import { fixesFor } from '../../fixes/registry.ts'
import { defineFinding } from '../finding.ts'

export const keyBound = defineFinding({
  id: 'token/key-bound',
  title: 'The token is bound to a key, and a bearer alone is refused',
  words: {
    meaning:
      'cnf names a key. Whoever sends the token must prove that they hold it, by signing the request (proof of possession) or by the certificate of the connection. To make a stolen token useless, an API refuses it as a plain Bearer.',
    causes: [
      'The client was told to ask for proof of possession, and its token was copied out of it.',
      "The token was taken from one of Microsoft's own programs, which bind theirs to a key of the device.",
    ],
    certainty:
      "Likely: the meaning of cnf is standard, but only Graph's answer to such a token sent as a bearer settles it.",
    sources: ['RFC 7800', 'Learn: Access token claims reference'],
  },
  find({ facts: { token, asked, operations }, target }) {
    if (token?.form !== 'jwt') return []
    const members = membersOf(token.payload.all.cnf)
    if (members.length === 0 || operations.some(({ call }) => succeeded(call))) return []
    return [
      {
        severity: asked === 'operations' ? 'error' : 'warning',
        certainty: 'likely',
        about: 'token',
        saying: null,
        lookAt: 'call',
        evidence: [
          {
            name: 'cnf',
            expected: null,
            actual: members.slice(0, mostMembers).join(', '),
            source: 'token',
          },
        ],
        fix: fixesFor('new-token', target, {
          purpose: 'Acquire a Bearer token, without proof of possession',
        }),
      },
    ]
  },
  say() {
    return {
      headline: 'The token is bound to a key (cnf): sent as a plain Bearer it is refused.',
      why: 'Whoever sends it must prove that they hold that key, as the program that asked for it does. Another program needs a token of its own.',
      wouldTell: "Graph's answer",
    }
  },
})

function membersOf(cnf: unknown): string[] {
  if (typeof cnf !== 'object' || cnf === null) return []
  return Object.entries(cnf).flatMap(([name, value]) => (value == null ? [] : [name]))
}

/** So many members of cnf are named; a key has few. */
const mostMembers = 4
