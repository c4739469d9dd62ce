import { fixesFor } from '../../fixes/registry.ts'
import { defineFinding } from '../finding.ts'

export const unexpectedAccess = defineFinding({
  id: 'token/unexpected-access',
  title: 'The token is of the other kind',
  needs: ['token'],
  explains: ['operation/missing-permission', 'operation/refused', 'operation/delegated-only'],
  words: {
    meaning:
      'An app-only token speaks for the application and holds its permissions in roles; a delegated token speaks for a signed-in user and holds scopes in scp. With --expect, the other kind is an error.',
    causes: [
      'The token came from a sign-in (Graph Explorer, az, a web app) and not from client credentials, or the other way round.',
    ],
    certainty: 'Certain when idtyp tells; likely when it is told by weaker signs.',
    sources: ['Learn: Access token claims reference', 'Learn: Overview of permissions and consent'],
  },
  find({ facts: { token, expect }, target }) {
    if (token?.form !== 'jwt' || expect === null || token.access.access === expect) return []
    const { access, evidence } = token.access
    const told = token.payload.idtyp !== null && access !== 'unknown'
    return [
      {
        severity: 'error',
        certainty: told ? 'certain' : 'likely',
        about: 'token',
        headline:
          access === 'unknown'
            ? `The token is not known to be ${expect}.`
            : `The token is ${access}, and ${expect} was expected.`,
        why:
          access === 'unknown'
            ? 'Its claims do not tell of which kind it is, or they contradict each other.'
            : expect === 'app-only'
              ? 'It was not issued to an application alone. Ask for a token with client credentials.'
              : 'It was issued to an application alone, with no user signed in.',
        ...(told
          ? {}
          : {
              wouldTell:
                token.payload.idtyp === null
                  ? 'an idtyp claim, which Graph tokens carry'
                  : 'a token whose claims agree',
            }),
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
})
