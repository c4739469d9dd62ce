import type { JSONWebKeySet } from 'jose'
import { decode, encode } from 'jose/base64url'
import type { JsonObject } from '../json.ts'
import type { Secret } from '../secret.ts'

export interface SignatureResult {
  readonly status: 'verified' | 'mismatch' | 'not-checked' | 'unverifiable'
  /** One sentence. */
  readonly reason: string
  readonly kid: string | null
  /** The header carries a nonce, as tokens for Graph do; of a verified one, the signature was taken over its hash. */
  readonly graphNonce: boolean
}

/** Keys as fetched or given; `missing` says why there are none. */
export type KeySource =
  | {
      readonly keys: JSONWebKeySet
      readonly from: string
      /** What they may be used with; default: RS256, the one that Entra ID signs with. */
      readonly algorithms?: readonly string[]
    }
  | { readonly missing: string }

/** Signatures that a public key verifies (RFC 7518 §3.1, RFC 8037, RFC 9864): what other issuers may use. */
export const publicKeyAlgorithms: readonly string[] = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
]

/**
 * Verifies a compact JWS against keys: RS256 (RFC 7518 §3.3), unless the keys allow others; never `none`
 * nor HS*. Key references inside the token (jku, x5u, x5c, jwk) and critical extensions are never followed.
 *
 * Tokens for Microsoft Graph carry a `nonce` in the header and are signed over a header in which that nonce
 * is replaced by the base64url of its SHA-256, every other byte the same. Microsoft does not document it:
 * established by measurement on real tokens. Not verified: that it holds for tokens made before 2018.
 *
 * Not-checked is no failure: it says that the keys were out of reach, or held no key of that id.
 */
export async function verifySignature(
  token: Secret,
  header: JsonObject,
  source: KeySource,
): Promise<SignatureResult> {
  const kid = typeof header.kid === 'string' ? header.kid : null
  const graphNonce = typeof header.nonce === 'string'
  const result = (status: SignatureResult['status'], reason: string): SignatureResult => ({
    status,
    reason,
    kid,
    graphNonce,
  })

  const algorithms = ('algorithms' in source ? source.algorithms : undefined) ?? ['RS256']
  const allowed = publicKeyAlgorithms.filter(name => algorithms.includes(name))
  if (typeof header.alg !== 'string' || !allowed.includes(header.alg)) {
    return result(
      'unverifiable',
      algorithms.length === 1
        ? 'alg is not RS256, the one that Entra ID signs with'
        : 'alg is none that a public key verifies',
    )
  }
  if (header.crit !== undefined)
    return result('unverifiable', 'the header demands extensions (crit), and none is followed')
  if ('missing' in source) return result('not-checked', source.missing)

  // Loaded late: without keys nothing is verified, and most of a short run is loading.
  const { compactVerify, createLocalJWKSet, errors } = await import('jose')
  const mismatch = result(
    'mismatch',
    `the signature does not fit the token's content (keys of ${source.from})`,
  )
  const plain = token.reveal()
  if (!isCanonical(plain)) return mismatch
  // One form only: a token that also passed as it stands could be altered into one that does.
  const signed = typeof header.nonce === 'string' ? await withHashedNonce(plain, header.nonce) : plain
  if (signed === null) return mismatch
  try {
    await compactVerify(signed, createLocalJWKSet(source.keys), { algorithms: allowed })
    return result('verified', `signed by a key of ${source.from}`)
  } catch (error) {
    if (error instanceof errors.JWKSNoMatchingKey) {
      return result('not-checked', `${source.from} holds no key with this kid`)
    }
    if (error instanceof errors.JWKSMultipleMatchingKeys) {
      return result('not-checked', `the token names no key, and ${source.from} holds several`)
    }
    if (!(error instanceof errors.JOSEError) && !(error instanceof TypeError) && !isWebCryptoError(error))
      throw error
  }
  return mismatch
}

/**
 * Whether every part is the one spelling of its bytes, and the header of its text. Decoders forgive other
 * last letters and a byte order mark, and the signature would then fit a token whose bytes were changed.
 */
function isCanonical(token: string): boolean {
  try {
    const parts = token.split('.')
    const header = new TextDecoder().decode(decode(parts[0]!))
    return parts.every(part => encode(decode(part)) === part) && encode(header) === parts[0]
  } catch {
    return false
  }
}

/** A key of the set that WebCrypto cannot use is a key that does not fit. */
function isWebCryptoError(error: unknown): boolean {
  return error instanceof Error && (error.name === 'DataError' || error.name === 'OperationError')
}

/** The same token with the header that Entra ID signed. Null when the nonce does not stand in it literally. */
async function withHashedNonce(token: string, nonce: string): Promise<string | null> {
  const [head, ...rest] = token.split('.')
  const text = new TextDecoder().decode(decode(head!))
  const name = /"nonce"\s*:\s*/.exec(text)
  const literal = JSON.stringify(nonce)
  if (name === null || !text.startsWith(literal, name.index + name[0].length)) return null
  const at = name.index + name[0].length
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(nonce)))
  const signed = `${text.slice(0, at)}"${encode(hash)}"${text.slice(at + literal.length)}`
  return [encode(signed), ...rest].join('.')
}
