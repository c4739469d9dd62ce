import type { Facts } from '../../facts.ts'
import { fixesFor } from '../../fixes/registry.ts'
import type { Access } from '../../token/access.ts'
import { defineFinding } from '../finding.ts'

export const unexpectedAccess = defineFinding({
  id: 'token/unexpected-access',
  title: 'The token is of the other kind',
  words: {
    meaning:
      'An app-only token speaks for the application and holds its permissions in roles; a delegated token speaks for a signed-in user and holds scopes in scp. With --expect, the other kind is an error.',
    causes: [
      'The token came from a sign-in (Graph Explorer, az, a web app) and not from client credentials, or the other way round.',
    ],
    certainty: 'Certain when idtyp tells; likely when it is told by weaker signs.',
    sources: [
      'Learn: Access token claims reference',
      'Learn: Overview of permissions and consent in the Microsoft identity platform',
    ],
  },
  find({ facts: { token, expect }, target }) {
    if (token?.form !== 'jwt' || expect === null || token.access.access === expect) return []
    const { access, evidence } = token.access
    const { idtyp } = token.payload
    return [
      {
        severity: 'error',
        certainty: idtyp !== null && access !== 'unknown' ? 'certain' : 'likely',
        about: 'token',
        saying: { access, expected: expect, hasIdtyp: idtyp !== null },
        evidence: [
          { name: 'access', expected: expect, actual: `${access}: ${evidence.join('; ')}`, source: 'token' },
        ],
        fix:
          expect === 'app-only'
            ? fixesFor('new-token', target, { purpose: 'Acquire an app-only token from the settings' })
            : [],
      },
    ]
  },
  say({ access, expected, hasIdtyp }: Saying) {
    const wouldTell = hasIdtyp ? 'a token whose claims agree' : 'an idtyp claim, which Graph tokens carry'
    if (access === 'unknown') {
      return {
        headline: `The token is not known to be ${expected}.`,
        why: 'Its claims do not tell of which kind it is, or they contradict each other.',
        wouldTell,
      }
    }
    return {
      headline: `The token is ${access}, and ${expected} was expected.`,
      why: mistakes[expected],
      wouldTell,
    }
  },
})

type Expected = NonNullable<Facts['expect']>

interface Saying {
  readonly access: Access['access']
  readonly expected: Expected
  readonly hasIdtyp: boolean
}

const mistakes: Record<Expected, string> = {
  'app-only': 'It was not issued to an application alone. Ask for a token with client credentials.',
  delegated: 'It was issued to an application alone, with no user signed in.',
}
