import { fixesFor } from '../../fixes/registry.ts'
import { capitalized } from '../../text.ts'
import { doubtOfSignature } from '../../token/standing.ts'
import { defineFinding } from '../finding.ts'

export const unverifiedSignature = defineFinding({
  id: 'token/unverified-signature',
  title: "The token's signature was not verified",
  words: {
    meaning:
      'The signature was to be verified, and nothing could decide it: the keys were out of reach, none of the keys at hand had signed the token, or the one that may have signed it cannot be used. That proves nothing, for the token or against it.',
    causes: [
      'The app has a signing key of its own (claims mapping, SAML): the tenant lists it only for that app.',
      'The key has been withdrawn since, or the token is not from the issuer it names.',
      'A proxy or a firewall keeps this machine from the keys.',
    ],
    certainty: 'Certain that it was not verified; whether it would have been is open.',
    sources: ['Learn: Access tokens, Validate the signature', 'RFC 7517', 'RFC 7515 section 5.2'],
  },
  find({ facts, target }) {
    const { token, issuer } = facts
    if (token?.form !== 'jwt' || token.signature.status !== 'not-checked') return []
    if (doubtOfSignature(token, facts) === null || token.checks.some(isDamaged)) return []
    const { reason, keys, kid } = token.signature
    const isOwnKey = keys === 'none-fits' && issuer === null && facts.emulator === null
    return [
      {
        severity: 'warning',
        certainty: 'certain',
        about: 'token',
        saying: { reason, noneFits: keys === 'none-fits' },
        evidence: [{ name: 'kid', expected: 'a key of the issuer', actual: kid, source: 'token' }],
        fix: isOwnKey
          ? fixesFor('keys-of-app', target, { version: token.payload.ver })
          : fixesFor('name-keys', target),
      },
    ]
  },
  say({ reason, noneFits }: Saying) {
    return {
      headline: noneFits
        ? 'None of the keys at hand signed the token.'
        : "The token's signature was not verified.",
      why: `${capitalized(reason)}.`,
    }
  },
})

interface Saying {
  readonly reason: string
  readonly noneFits: boolean
}

function isDamaged({ check, status }: { readonly check: string; readonly status: string }): boolean {
  return check === 'form' && status === 'failed'
}
