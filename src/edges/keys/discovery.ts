import type { JSONWebKeySet } from 'jose'
import { Why403Error } from '../../core/error.ts'
import { type JsonObject, objectOf, parseJson, textOf } from '../../core/json.ts'
import type { KeySource } from '../../core/token/signature.ts'
import type { Io } from '../../io.ts'
import { cameWords } from '../answer-words.ts'
import { type KeptKeys, keepKeys, keySet, readKeptKeys } from './cache.ts'

const timeoutMs = 10_000
/** The keys of all tenants together are some twenty kilobytes. */
const longest = 1024 * 1024

/** Where an issuer's keys are found, and whose they are. */
export interface KeyIssuer {
  /** Address of the OpenID Connect discovery document. */
  readonly document: string
  /** `the tenant`: who is said to have signed. */
  readonly name: string
  /** Whether it may name its keys at that address. */
  allows(keysUrl: string): boolean
  /** The issuer that the document must be of; absent where the address alone decides. */
  readonly issuer?: string
  readonly algorithms?: readonly string[]
}

/** What the token and the command line say on the keys that are wanted. */
export interface KeyWish {
  readonly kid: string | null
  readonly offline: boolean
}

/** Keys that were fetched so recently need not be fetched again: issuers roll them over weeks. */
const freshSeconds = 24 * 3600
/** Older ones verify nothing: a key that was withdrawn would live on in them. */
const longestKeptSeconds = 7 * 24 * 3600

/**
 * The signing keys of an issuer, by OpenID Connect discovery: kept ones if they are fresh and hold the key
 * that is wanted, else asked for, else kept ones that are older. Keys that cannot be had are a reason, never
 * an exception. Source: OpenID Connect Discovery 1.0.
 */
export async function issuersKeys(issuer: KeyIssuer, { kid, offline }: KeyWish, io: Io): Promise<KeySource> {
  const now = Math.floor(io.now() / 1000)
  const kept = await readKeptKeys(issuer.document, io)
  const age = kept === null ? Number.POSITIVE_INFINITY : Math.abs(now - kept.fetchedAt)
  const usable = kept !== null && age <= longestKeptSeconds && holds(kept.keys, kid) ? kept : null
  if (usable !== null && (offline || age <= freshSeconds)) return keptSource(issuer, usable)
  if (offline) {
    return {
      missing: 'the keys were not asked for (--offline), and this machine keeps none that would do',
      notAsked: true,
    }
  }
  const found = await discover(issuer, io)
  if ('missing' in found) return usable === null ? found : keptSource(issuer, usable)
  await keepKeys(issuer.document, { keys: found.keys, fetchedAt: now }, io)
  return source(issuer, found.keys, issuer.name)
}

function holds({ keys }: JSONWebKeySet, kid: string | null): boolean {
  return kid === null || keys.some(key => key.kid === kid)
}

function keptSource(issuer: KeyIssuer, { keys, fetchedAt }: KeptKeys): KeySource {
  const day = new Date(fetchedAt * 1000).toISOString().slice(0, 10)
  return source(issuer, keys, `${issuer.name}, as of ${day}`)
}

function source({ algorithms }: KeyIssuer, keys: JSONWebKeySet, from: string): KeySource {
  return { keys, from, ...(algorithms === undefined ? {} : { algorithms }) }
}

async function discover(
  { document, name, allows, issuer }: KeyIssuer,
  io: Io,
): Promise<{ readonly keys: JSONWebKeySet } | { readonly missing: string }> {
  const { host } = new URL(document)
  try {
    const asked = await getJson(document, io)
    if ('came' in asked) return { missing: `${host} has no discovery document for ${name} (${asked.came})` }
    const found = asked.json
    if (issuer !== undefined && textOf(found.issuer)?.replace(/\/$/, '') !== issuer)
      return { missing: `the discovery document at ${host} is of another issuer` }
    const keysUrl = textOf(found.jwks_uri)
    if (keysUrl === null || !URL.canParse(keysUrl) || !allows(keysUrl))
      return { missing: `${host} names no keys of its own` }
    const keys = await getJson(keysUrl, io)
    if ('came' in keys || !Array.isArray(keys.json.keys)) return { missing: noKeySet(keysUrl, keys) }
    return { keys: keySet(keys.json.keys) }
  } catch (error) {
    if (error instanceof Why403Error) return { missing: `${name}'s keys are out of reach: ${error.message}` }
    throw error
  }
}

/** A JSON object, or in words what came in its place. */
export type AskedJson = { readonly json: JsonObject } | { readonly came: string }

export function noKeySet(url: string, asked: AskedJson): string {
  return `${new URL(url).host} answered no key set${'came' in asked ? ` (${asked.came})` : ''}`
}

export async function getJson(url: string, io: Io): Promise<AskedJson> {
  const response = await io.http({
    method: 'GET',
    url,
    timeoutMs,
    longest,
    headers: { accept: 'application/json' },
  })
  const json = response.status === 200 ? objectOf(parseJson(response.body)) : null
  return json === null ? { came: cameWords(response) } : { json }
}
