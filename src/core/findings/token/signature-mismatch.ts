import { fixesFor } from '../../fixes/registry.ts'
import { defineFinding } from '../finding.ts'

export const signatureMismatch = defineFinding({
  id: 'token/signature-mismatch',
  title: "The token's signature does not fit",
  words: {
    meaning:
      "The signature was checked against the issuer's keys and does not fit the token's content. For a Microsoft Graph token the cause is only likely: Microsoft documents no way to validate such a token outside Graph, and why403 relies on one that was observed (the hashed header nonce).",
    causes: [
      'The token was altered, or damaged when it was copied.',
      "Microsoft changed how Graph's tokens are signed.",
    ],
    certainty:
      'Likely for a Graph token; certain when the audience is another API, when the keys were named by a flag, or on the emulator.',
    sources: ['Learn: Access tokens, Token ownership', 'RFC 7515 section 5.2'],
  },
  find({ facts: { token, emulator, keysGiven }, target }) {
    if (token?.form !== 'jwt' || token.signature.status !== 'mismatch') return []
    const { reason, kid } = token.signature
    const known = token.graph === null || keysGiven || emulator !== null
    return [
      {
        severity: 'error',
        certainty: known ? 'certain' : 'likely',
        about: 'token',
        saying: { signing: known ? ('known' as const) : ('observed' as const) },
        evidence: [
          { name: 'signature', expected: 'verified', actual: reason, source: 'token' },
          { name: 'kid', expected: 'a key of the issuer', actual: kid, source: 'token' },
        ],
        fix: fixesFor('new-token', target, { purpose: 'Take a fresh token, unaltered' }),
      },
    ]
  },
  say({ signing }: { readonly signing: Signing }) {
    return {
      headline: "The token's signature does not fit its content.",
      why: whys[signing],
      wouldTell: "Graph's own answer to a call",
    }
  },
})

/** How the token was signed is documented, or only observed: so it is with those for Graph. */
type Signing = 'known' | 'observed'

const whys: Record<Signing, string> = {
  known: 'The token was altered or damaged after it was signed.',
  observed:
    "It was altered or damaged, or Microsoft signs differently today: only Graph itself validates Graph's tokens.",
}
