import { decode, encode } from 'jose/base64url'
import type { JsonObject } from '../json.ts'
import type { Secret } from '../secret.ts'
import { type KeySet, keyFlaw, publicHalf, publicKeyAlgorithms } from './key.ts'

export interface SignatureResult {
  /**
   * Unverifiable: its header asks for what is never accepted. Verified when written: a case says so, which holds no
   * signature that anybody could look at again.
   */
  readonly status: 'verified' | 'verified-when-written' | 'mismatch' | 'not-checked' | 'unverifiable'
  /** Of one that is not checked: what became of the keys. */
  readonly keys?: KeyFate
  /** One sentence. */
  readonly reason: string
  readonly kid: string | null
  /** The header carries a nonce, as tokens for Graph do; of a verified one, the signature was taken over its hash. */
  readonly graphNonce: boolean
}

/**
 * Nobody asked for them; they could not be had; some were had and none of them signed it; the one that may
 * have signed it cannot be used.
 */
export type KeyFate = 'not-asked' | 'out-of-reach' | 'none-fits' | 'unusable'

/** Keys as fetched or given; `missing` says why there are none. */
export type KeySource =
  | {
      readonly keys: KeySet
      readonly from: string
      /** What they may be used with; default: RS256, the one that Entra ID signs with. */
      readonly algorithms?: readonly string[]
    }
  | {
      readonly missing: string
      /** True: nobody asked for them. Absent: they were asked for, and could not be had. */
      readonly notAsked?: true
    }

/**
 * Verifies a compact JWS against keys: RS256 (RFC 7518 §3.3), unless the keys allow others; never `none`
 * nor HS*. Key references inside the token (jku, x5u, x5c, jwk) and critical extensions are never followed.
 *
 * A mismatch says that a key of the token's own kid did not sign it. Where no key has that kid, or the token
 * names none, each key that may be meant is tried, and one that does not fit proves nothing: apps with a
 * signing key of their own are signed by keys that the tenant does not list.
 *
 * Tokens for Microsoft Graph carry a `nonce` in the header and are signed over a header in which that nonce
 * is replaced by the base64url of its SHA-256, every other byte the same. Microsoft does not document it:
 * established by measurement on real tokens. Not verified: that it holds for tokens made before 2018.
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
  const notChecked = (keys: KeyFate, reason: string): SignatureResult => ({
    ...result('not-checked', reason),
    keys,
  })

  if (header.crit !== undefined)
    return result('unverifiable', 'the header demands extensions (crit), and none is followed')
  if ('missing' in source) return notChecked(source.notAsked ? 'not-asked' : 'out-of-reach', source.missing)
  const { from, algorithms = ['RS256'] } = source
  if (source.keys.keys.length === 0) return notChecked('out-of-reach', `no keys were had: ${from} lists none`)

  const tried = await tryKeys(token.reveal(), header, source.keys, algorithms)
  switch (tried.outcome) {
    case 'forbidden':
      return result(
        'unverifiable',
        algorithms.length === 1
          ? 'alg is not RS256, the one that Entra ID signs with'
          : 'alg is not one that a public key verifies',
      )
    case 'verified':
      return result('verified', `signed by a key of ${from}`)
    case 'flawed':
      return notChecked('unusable', `a key of ${from} cannot be used: ${tried.flaw}`)
    case 'none-fits':
      return notChecked(
        'none-fits',
        kid === null
          ? `no key that was had signed it: the token names none, and none of ${from} fits`
          : `no key that was had signed it: ${from} holds no key with this kid`,
      )
    case 'mismatch':
      return result('mismatch', `the signature does not fit the token's content (keys of ${from})`)
  }
}

type Tried =
  | { readonly outcome: 'verified' | 'mismatch' | 'none-fits' | 'forbidden' }
  | { readonly outcome: 'flawed'; readonly flaw: string }

/** Tries the keys of the token's kid, and those without a kid; of a token that names no key, all. */
async function tryKeys(
  token: string,
  { alg, kid, nonce }: JsonObject,
  { keys }: KeySet,
  algorithms: readonly string[],
): Promise<Tried> {
  if (typeof alg !== 'string') return { outcome: 'forbidden' }
  // Loaded late: without keys nothing is verified, and most of a short run is loading.
  const { compactVerify, importJWK, errors } = await import('jose')
  const allowed = publicKeyAlgorithms.filter(name => algorithms.includes(name))
  // One form only: a token that also passed as it stands could be altered into one that does.
  const signed = isCanonical(token) ? await asSigned(token, nonce) : null

  const tryKey = async (key: JsonObject): Promise<Tried> => {
    let flaw: string | null = null
    // jose asks for the key once it has found the algorithm among the allowed ones.
    const usable = async (): Promise<Awaited<ReturnType<typeof importJWK>>> => {
      flaw = keyFlaw(key, alg)
      if (flaw !== null) throw new TypeError(flaw)
      return importJWK(publicHalf(key, alg), alg).catch(error => {
        flaw = 'it is malformed'
        throw error
      })
    }
    try {
      await compactVerify(signed ?? token, usable, { algorithms: allowed })
      return { outcome: signed === null ? 'mismatch' : 'verified' }
    } catch (error) {
      if (flaw !== null) return { outcome: 'flawed', flaw }
      if (error instanceof errors.JOSEAlgNotAllowed) return { outcome: 'forbidden' }
      if (error instanceof errors.JOSEError || error instanceof TypeError) return { outcome: 'mismatch' }
      throw error
    }
  }

  const isNameless = typeof kid !== 'string'
  const named = isNameless ? [] : keys.filter(key => key.kid === kid)
  const others = isNameless ? keys : keys.filter(key => key.kid === undefined)
  const results = await Promise.all([...named, ...others].map(key => tryKey({ ...key })))
  const decided = results.find(({ outcome }) => outcome === 'verified' || outcome === 'forbidden')
  if (decided !== undefined) return decided
  const ofNamed = results.slice(0, named.length)
  if (ofNamed.some(({ outcome }) => outcome === 'mismatch')) return { outcome: 'mismatch' }
  // A flaw explains it where no sound key may be meant.
  const [first, ...rest] = named.length > 0 ? ofNamed : results
  return first?.outcome === 'flawed' && rest.every(({ outcome }) => outcome === 'flawed')
    ? first
    : { outcome: 'none-fits' }
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

/**
 * The token in the form that was signed: with a nonce in its header, over the nonce's hash. Null when the nonce
 * does not stand in it literally.
 */
async function asSigned(token: string, nonce: unknown): Promise<string | null> {
  if (typeof nonce !== 'string') return token
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
