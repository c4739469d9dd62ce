import { clouds } from '../../core/clouds.ts'
import { Why403Error } from '../../core/error.ts'
import { type JsonObject, objectOf, parseJson } from '../../core/json.ts'
import { cannotRead } from '../../core/secret/named-file.ts'
import { isPrivate } from '../../core/token/key.ts'
import type { KeySource } from '../../core/token/signature.ts'
import type { Io } from '../../io.ts'
import { isLoopback } from '../loopback.ts'
import { keySet } from './cache.ts'
import { getJson, issuersKeys, type KeyWish, noKeySet } from './discovery.ts'

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
 * own host only; Entra ID's issuers, named by hand, on the hosts of their cloud. A file that cannot be read is
 * an exception; keys out of reach are a reason.
 */
export async function namedKeys(
  { issuer, jwks, algorithms }: NamedTrust,
  wish: KeyWish,
  io: Io,
): Promise<KeySource> {
  if (jwks !== null) return keysIn(jwks, algorithms, wish, io)
  const own = new URL(issuer!)
  const base = issuer!.replace(/\/$/, '')
  // Not verified: that the issuer of v1.0 tokens serves a document of its own. Its keys are on the cloud's hosts.
  const entra = clouds.find(
    ({ v1Issuer, v2IssuerHost }) =>
      own.host === v2IssuerHost || (v1Issuer !== null && own.host === new URL(v1Issuer).host),
  )
  return issuersKeys(
    {
      document: `${base}/.well-known/openid-configuration`,
      name: own.host,
      issuer: base,
      algorithms: entra === undefined ? algorithms : ['RS256'],
      allows: url => {
        const { origin, protocol, host } = new URL(url)
        return origin === own.origin || (protocol === 'https:' && entra?.authorities.includes(host) === true)
      },
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
  if (typeof found === 'string') return { missing: found }
  const keys = Array.isArray(found?.keys) ? found.keys : typeof found?.kty === 'string' ? [found] : null
  const from = isAddress ? new URL(jwks).host : 'the keys that were given'
  if (keys !== null) {
    const set = keySet(keys)
    if (set.keys.some(key => isPrivate({ ...key }))) {
      io.stderr.write(
        'warning: --jwks holds a private or shared key, with which anybody can make tokens; give public keys only\n',
      )
    }
    return { keys: set, from, algorithms }
  }
  if (isAddress) return { missing: noKeySet(jwks, { json: {} }) }
  throw new Why403Error('unreadable-input', '--jwks names a file that holds no key set.', [
    'It is JSON with a member "keys", or a single key (JWK).',
  ])
}

/** A text says why there are none. */
async function fetched(url: string, io: Io): Promise<JsonObject | string> {
  try {
    const asked = await getJson(url, io)
    return 'came' in asked ? noKeySet(url, asked) : asked.json
  } catch (error) {
    if (error instanceof Why403Error) return `the keys are out of reach: ${error.message}`
    throw error
  }
}

/** Entra ID's own set, with its certificates, is 30 KB. In bytes. */
const longestSet = 1024 * 1024

async function textOf(file: string, io: Io): Promise<string> {
  try {
    return await io.readFile(file, longestSet)
  } catch (cause) {
    throw cannotRead('--jwks', file, '--jwks takes a file with a key set (JSON), or its address.', cause)
  }
}

/**
 * An address that may say whom to trust: https, or on this machine; null for any other. Of keys it may have a
 * query, as the keys of one app have (`?appid=`).
 */
export function trustedAddress(text: string, of: 'issuer' | 'keys'): string | null {
  if (!URL.canParse(text)) return null
  const { protocol, username, password, hash, search } = new URL(text)
  if (username !== '' || password !== '' || hash !== '' || (search !== '' && of === 'issuer')) return null
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(text)) ? text : null
}
