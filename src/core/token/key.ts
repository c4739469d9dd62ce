import type { JWK } from 'jose'
import { decode } from 'jose/base64url'
import type { JsonObject } from '../json.ts'

/** A JSON Web Key Set (RFC 7517 §5), as an issuer publishes it at its `jwks_uri`. */
export interface KeySet {
  readonly keys: readonly JsonObject[]
}

/** What a signature algorithm wants of a key. Sources: RFC 7518 §6, RFC 8037 §2. */
interface Kind {
  readonly kty: 'RSA' | 'EC' | 'OKP'
  readonly crv?: string
}

const rsa: Kind = { kty: 'RSA' }
const ed25519: Kind = { kty: 'OKP', crv: 'Ed25519' }

const kinds = new Map<string, Kind>([
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'].map((alg): [string, Kind] => [alg, rsa]),
  ['ES256', { kty: 'EC', crv: 'P-256' }],
  ['ES384', { kty: 'EC', crv: 'P-384' }],
  ['ES512', { kty: 'EC', crv: 'P-521' }],
  ['EdDSA', ed25519],
  ['Ed25519', ed25519],
])

/** Signatures that a public key verifies (RFC 7518 §3.1, RFC 8037, RFC 9864): what other issuers may use. */
export const publicKeyAlgorithms: readonly string[] = [...kinds.keys()]

/** RFC 7518 §3.3: a key of this size or larger must be used. */
const fewestBits = 2048

/**
 * Why a key of a set (JWK, RFC 7517) cannot verify a signature of this algorithm, as a clause about the key;
 * null: it can. A private key can: its public half is in it.
 */
export function keyFlaw(key: JsonObject, alg: string): string | null {
  const kind = kinds.get(alg)
  if (key.kty === 'oct') return 'it is a shared secret, and whoever verifies with one can also sign'
  if (kind === undefined || key.kty !== kind.kty) return `it is not of the type that ${alg} needs`
  if (kind.crv !== undefined && key.crv !== kind.crv) return `it is not on the curve that ${alg} needs`
  if (key.use !== undefined && key.use !== 'sig') return 'it is not meant for signatures (use)'
  if (isForOtherOperations(key)) return 'it is not meant for verifying (key_ops)'
  if (key.alg !== undefined && (kind === rsa ? key.alg !== alg : kinds.get(String(key.alg)) !== kind))
    return 'it is meant for another algorithm (alg)'
  const members = publicMembers(kind)
  if (members.some(name => typeof key[name] !== 'string')) {
    return key.x5c === undefined
      ? `it is not whole: it needs ${members.join(' and ')}`
      : `it brings a certificate only (x5c), where ${members.join(' and ')} are needed`
  }
  return kind === rsa ? rsaFlaw(key, alg) : null
}

function isForOtherOperations(key: JsonObject): boolean {
  return Array.isArray(key.key_ops) && !isPrivate(key) && !key.key_ops.includes('verify')
}

function rsaFlaw({ n, e }: JsonObject, alg: string): string | null {
  const [modulus, exponent] = [numberOf(n), numberOf(e)]
  if (modulus === null || exponent === null) return 'its numbers (n and e) cannot be read'
  const bits = modulus.toString(2).length
  if (bits < fewestBits) return `it has ${bits} bits, and ${alg} needs ${fewestBits}`
  // With 1, whatever is written into a token is its own signature; an even one has no private half.
  return exponent < 3n || exponent % 2n === 0n
    ? `its exponent (e) is ${exponent}, with which nothing is signed`
    : null
}

/** An unsigned number in base64url; null when it is none. */
function numberOf(text: unknown): bigint | null {
  try {
    const hex = [...decode(String(text))].map(byte => byte.toString(16).padStart(2, '0')).join('')
    return BigInt(`0x${hex}`)
  } catch {
    return null
  }
}

function publicMembers({ kty }: Kind): readonly string[] {
  if (kty === 'RSA') return ['n', 'e']
  return kty === 'EC' ? ['x', 'y'] : ['x']
}

/** Whether the secret half of a key is in it, or a shared secret (RFC 7518 §6). */
export function isPrivate({ d, p, q, k }: JsonObject): boolean {
  return [d, p, q, k].some(member => member !== undefined)
}

/** The key without anything that verifying does not need: its secret half first of all. */
export function publicHalf(key: JsonObject, alg: string): JWK {
  const kind = kinds.get(alg)!
  const names = ['kty', ...(kind.crv === undefined ? [] : ['crv']), ...publicMembers(kind)]
  return Object.fromEntries(names.map(name => [name, key[name]])) as unknown as JWK
}
