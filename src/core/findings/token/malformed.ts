import { fixesFor } from '../../fixes/registry.ts'
import { capitalized } from '../../text.ts'
import { asksAboutToken } from '../../token/standing.ts'
import { defineFinding } from '../finding.ts'

export const malformed = defineFinding({
  id: 'token/malformed',
  title: "The token's form is damaged",
  words: {
    meaning:
      'The token can be read, but not as its issuer wrote it: the signature is cut or empty, or a name appears twice, where one program reads the first value and another the last.',
    causes: [
      'It was cut when it was copied: terminals, logs and table columns limit the length of a line.',
      'It was put together by hand.',
    ],
    certainty: 'Certain: only the form is judged.',
    sources: ['RFC 7515 section 7.1', 'RFC 7519 section 4', 'RFC 7518 section 3.3'],
  },
  find({ facts, target }) {
    const { token } = facts
    if (token?.form !== 'jwt') return []
    const damage = token.checks.find(({ check, status }) => check === 'form' && status === 'failed')
    if (damage === undefined) return []
    const { reason } = damage
    return [
      {
        // About calls Graph has the last word, and it may be asked.
        severity: asksAboutToken(facts) ? 'error' : 'warning',
        certainty: 'certain',
        about: 'token',
        saying: { reason },
        evidence: [{ name: 'form', expected: 'header, claims, signature', actual: reason, source: 'token' }],
        fix: fixesFor('new-token', target, { purpose: 'Take a fresh token, whole' }),
      },
    ]
  },
  say({ reason }: { readonly reason: string }) {
    return { headline: "The token's form is damaged.", why: `${capitalized(reason)}.` }
  },
})
