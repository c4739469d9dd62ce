import { fixesFor } from '../../fixes/registry.ts'
import { defineFinding } from '../finding.ts'

/** Microsoft's privilege levels run from 1 to 5; from here on, a leaked credential endangers the tenant. */
const highLevel = 4

export const sharedSecret = defineFinding({
  id: 'privilege/shared-secret',
  title: 'The app proves itself with a shared secret',
  words: {
    meaning:
      'appidacr 1 says that the client sent a secret: a password known to both sides, which can be copied and ends up in files and logs. A certificate or a federated credential never leaves the machine.',
    causes: ['A secret is the quickest credential to set up.'],
    certainty: 'Certain: Entra ID writes into the token how the client proved itself.',
    sources: [
      'Learn: Access token claims reference, appidacr',
      'Learn: Security best practices for application properties',
    ],
  },
  find({ facts: { token, asked }, index, target }) {
    if (token?.form !== 'jwt' || token.payload.credential !== 'secret') return []
    const high = (token.payload.roles ?? []).filter(
      role => (index.permission(role)?.schemes.application?.level ?? 0) >= highLevel,
    )
    if (asked !== 'token' && high.length === 0) return []
    return [
      {
        severity: 'note',
        certainty: 'certain',
        about: 'token',
        saying: { high },
        evidence: [
          {
            name: 'appidacr',
            expected: '2 (certificate or federated credential)',
            actual: '1 (secret)',
            source: 'token',
          },
        ],
        fix: fixesFor('without-secret', target),
      },
    ]
  },
  say({ high }: { readonly high: readonly string[] }) {
    return {
      headline: 'The app proves itself with a shared secret.',
      why:
        high.length === 0
          ? 'A secret is sent with every request for a token, and can be copied wherever it is kept; the private key of a certificate is never sent.'
          : `It holds ${high.join(', ')}, of high privilege: whoever copies the secret can do as much.`,
    }
  },
})
