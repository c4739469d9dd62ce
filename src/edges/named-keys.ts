import { Why403Error } from '../core/error.ts'
import { objectOf, parseJson } from '../core/json.ts'
import type { KeySource } from '../core/token/signature.ts'
import type { Io } from '../io.ts'
import { getJson, issuersKeys, type KeyWish } from './discovery.ts'
import { keySet } from './key-cache.ts'
import { isLoopback } from './loopback.ts'

/** Whose signature is trusted, where the user names it; each null when not named. */
export interface NamedTrust {
  /** `--issuer`: an OpenID Connect issuer. */
  readonly issuer: string | null
  /** `--jwks`: a file or an address. */
  readonly jwks: string | null
  /** What an issuer that is not Entra ID may sign with. */
  readonly algorithms: readonly string[]
}

/**
 * The keys that the user named. An issuer's come from its own discovery document, which may name keys on its
 * own host only. A file that cannot be read is an exception; keys out of reach are a reason.
 */
export async function namedKeys(
  { issuer, jwks, algorithms }: NamedTrust,
  wish: KeyWish,
  io: Io,
): Promise<KeySource> {
  if (jwks !== null) return keysIn(jwks, algorithms, wish, io)
  const own = new URL(issuer!)
  const base = issuer!.replace(/\/$/, '')
  return issuersKeys(
    {
      document: `${base}/.well-known/openid-configuration`,
      name: own.host,
      issuer: base,
      algorithms,
      allows: url => new URL(url).origin === own.origin,
    },
    wish,
    io,
  )
}

async function keysIn(
  jwks: string,
  algorithms: readonly string[],
  { offline }: KeyWish,
  io: Io,
): Promise<KeySource> {
  const isAddress = /^https?:\/\//i.test(jwks)
  if (isAddress && offline) return { missing: 'the keys were not asked for (--offline)', notAsked: true }
  const found = isAddress ? await fetched(jwks, io) : objectOf(parseJson(await textOf(jwks, io)))
  if (found !== null && 'missing' in found) return { missing: String(found.missing) }
  const keys = Array.isArray(found?.keys) ? found.keys : typeof found?.kty === 'string' ? [found] : null
  const from = isAddress ? new URL(jwks).host : 'the keys that were given'
  if (keys !== null) return { keys: keySet(keys), from, algorithms }
  if (isAddress) return { missing: `${from} answered no key set` }
  throw new Why403Error('unreadable-input', '--jwks names a file that holds no key set.', [
    'It is JSON with a member "keys", or a single key (JWK).',
  ])
}

async function fetched(url: string, io: Io): Promise<Readonly<Record<string, unknown>> | null> {
  try {
    return await getJson(url, io)
  } catch (error) {
    if (error instanceof Why403Error) return { missing: `the keys are out of reach: ${error.message}` }
    throw error
  }
}

async function textOf(file: string, io: Io): Promise<string> {
  try {
    return await io.readFile(file)
  } catch (cause) {
    throw new Why403Error(
      'unreadable-input',
      'The file of --jwks cannot be read.',
      ['--jwks takes a file with a key set (JSON), or its address.'],
      { cause },
    )
  }
}

/** An address that may say whom to trust: https, or on this machine; null for any other. */
export function trustedAddress(text: string): string | null {
  if (!URL.canParse(text)) return null
  const { protocol, username, password, hash, search } = new URL(text)
  if (username !== '' || password !== '' || hash !== '' || search !== '') return null
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(text)) ? text : null
}
