import type { ObservedToken } from './observed.ts'
import { damageOf } from './token/damage.ts'
import { decodeToken } from './token/decode.ts'
import type { Extracted } from './token/extract.ts'
import { otherKindOf } from './token/other-kinds.ts'
import { readPayload } from './token/payload.ts'
import type { SignatureResult } from './token/signature.ts'

/**
 * A token as far as it can be read without keys.
 *
 * @param ofOtherIssuer an issuer was named whose habits are not Entra ID's: then no kind is told by its claims
 */
export function readToken(extracted: Extracted, origin: string, ofOtherIssuer: boolean): ObservedToken {
  if (extracted.form !== 'jwt') return { form: extracted.form, origin, kind: extracted.kind }
  const decoded = decodeToken(extracted.token)
  if (decoded === null) return { form: 'not-a-token', origin, kind: damageOf(extracted.token.reveal()) }
  const { header, claims } = decoded
  const kind = ofOtherIssuer ? null : otherKindOf(header, claims, readPayload(claims))
  if (kind !== null) return { form: 'not-a-token', origin, kind, decoded }
  return { form: 'jwt', origin, ...decoded, wrapping: extracted.wrapping, signature: unverified }
}

type ReadToken = Extract<ObservedToken, { readonly form: 'jwt' }>

/** Claims without the token that they stood in. */
export function tokenOfClaims(claims: ReadToken['claims'], origin: string): ReadToken {
  const signature = { ...unverified, reason: 'there are claims only' }
  return { form: 'jwt', origin, header: { alg: 'RS256' }, claims, flaws: [], signature }
}

const unverified: SignatureResult = {
  status: 'not-checked',
  keys: 'not-asked',
  reason: 'the keys have not been asked for yet',
  kid: null,
  graphNonce: false,
}
