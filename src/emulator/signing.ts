import { createHash, createPrivateKey, createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto'
import { CompactSign, compactVerify, exportJWK, generateKeyPair, type JWK } from 'jose'
import { rsaKeyOf } from './seeded-rsa.ts'

/** A header as Entra ID writes it for v1.0 tokens: typ, (nonce,) alg, x5t, kid, in this order. */
interface Header {
  typ: 'JWT'
  nonce?: string
  alg: 'RS256'
  x5t: string
  kid: string
}

/** Entra ID's signing keys: the one in use, and the next one, which Entra publishes ahead of a rollover. */
export interface SigningKeys {
  /** The body of `/discovery/keys`, RFC 7517. Entra's keys carry no `alg`; nor do these. */
  readonly jwks: { readonly keys: readonly JWK[] }
  /** Signs a payload; with a nonce, the way tokens for Microsoft Graph are signed. */
  sign(payload: object, nonce: string | null): Promise<string>
  /** The payload of a token that these keys signed; null for any other string. Looks at no claim. */
  verify(token: string): Promise<Record<string, unknown> | null>
  /** Whether a key of this start ever had that id, in use or withdrawn. */
  isOwn(kid: string): boolean
  /** Withdraws the key in use: the next one signs from now on, and another is published ahead. */
  roll(): Promise<void>
}

/**
 * Makes RSA keys. It takes about 0.2 s, so tests make them once and share them.
 *
 * @param seed decides them: the same seed, the same keys. Null: they are of this start only
 */
export async function makeSigningKeys(seed: string | null = null): Promise<SigningKeys> {
  let made = 0
  const next = (): Promise<Pair> => makePair(seed === null ? null : `${seed}\0key ${made++}`)
  let pairs: readonly [Pair, Pair] = [await next(), await next()]
  const kids = new Set(pairs.map(({ kid }) => kid))

  return {
    get jwks() {
      return { keys: pairs.map(pair => pair.jwk) }
    },

    isOwn: kid => kids.has(kid),

    async roll() {
      const fresh = await next()
      kids.add(fresh.kid)
      pairs = [pairs[1], fresh]
    },

    async sign(payload, nonce) {
      const [current] = pairs
      const header = (value: string | null): Header => ({
        typ: 'JWT',
        ...(value === null ? {} : { nonce: value }),
        alg: 'RS256',
        x5t: current.kid,
        kid: current.kid,
      })
      const signed = await new CompactSign(new TextEncoder().encode(JSON.stringify(payload)))
        .setProtectedHeader({ ...header(nonce === null ? null : transformed(nonce)) })
        .sign(current.privateKey)
      const [, body, signature] = signed.split('.')
      return `${encode(header(nonce))}.${body}.${signature}`
    },

    async verify(token) {
      const [head, body, signature, ...rest] = token.split('.')
      if (head === undefined || body === undefined || signature === undefined || rest.length > 0) return null
      const header = decode(head)
      if (header === null) return null
      const key = pairs.find(({ kid }) => kid === header.kid)?.publicKey
      if (key === undefined || !isCanonical(signature)) return null
      const signedHead =
        typeof header.nonce === 'string' ? encode({ ...header, nonce: transformed(header.nonce) }) : head
      try {
        await compactVerify(`${signedHead}.${body}.${signature}`, key, { algorithms: ['RS256'] })
      } catch {
        return null
      }
      return decode(body)
    },
  }
}

/**
 * Base64url without padding, and in the one spelling that its bytes have: what decoders pass over (a line end,
 * `=`, the spare bits of the last letter) would let one token have many texts. Source: RFC 7515 §2, RFC 4648 §3.5.
 */
function isCanonical(part: string): boolean {
  return Buffer.from(part, 'base64url').toString('base64url') === part
}

/** A JWS part that holds a JSON object; null for anything else. */
export function decode(part: string): Record<string, unknown> | null {
  if (!isCanonical(part)) return null
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null
  } catch {
    return null
  }
}

const encode = (header: object) => Buffer.from(JSON.stringify(header)).toString('base64url')

/**
 * The nonce over which a Graph token is signed: the SHA-256 of the one it carries. Whoever holds only the
 * token cannot present it elsewhere as if it were theirs. Microsoft does not document the transformation;
 * it was verified on a published, expired token.
 */
const transformed = (nonce: string) => createHash('sha256').update(nonce).digest('base64url')

interface Pair {
  readonly kid: string
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
  readonly jwk: JWK
}

async function makePair(seed: string | null): Promise<Pair> {
  const privateKey = createPrivateKey({ key: await privateJwk(seed), format: 'jwk' })
  const publicKey = createPublicKey(privateKey)
  const { n, e } = publicKey.export({ format: 'jwk' })
  // Entra's kid is the SHA-1 thumbprint of a certificate. There is none here: the public key stands in for it.
  const der = publicKey.export({ type: 'spki', format: 'der' })
  const kid = createHash('sha1').update(der).digest('base64url')
  const jwk = { kty: 'RSA', use: 'sig', kid, x5t: kid, n, e } as JWK
  return { privateKey, publicKey, kid, jwk }
}

async function privateJwk(seed: string | null): Promise<JsonWebKey> {
  if (seed !== null) return rsaKeyOf(seed) as JsonWebKey
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  return (await exportJWK(privateKey)) as JsonWebKey
}
