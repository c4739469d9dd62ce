import { createHash } from 'node:crypto'
import { CompactSign, type CryptoKey, exportJWK, generateKeyPair, type JSONWebKeySet } from 'jose'
import { type CloudName, cloudByName, globalCloud } from '../src/core/clouds.ts'
import { bareCommandLine } from '../src/core/command-line.ts'
import type { Setting } from '../src/core/credential.ts'
import { odditiesOfCredential, type ReadCredential } from '../src/core/credential-shape.ts'
import { deriveFacts } from '../src/core/derive-facts.ts'
import type { Facts } from '../src/core/facts.ts'
import type { JsonObject } from '../src/core/json.ts'
import type { Observed, ObservedCall } from '../src/core/observed.ts'
import { type Operation, parseOperation, type UnreadableOperation } from '../src/core/operation/operation.ts'
import { wireOf } from '../src/core/operation/wire.ts'
import type { ObservedRecords } from '../src/core/records.ts'
import { Secret } from '../src/core/secret.ts'
import { type Oddity, odditiesOf, type Settings } from '../src/core/settings-shape.ts'
import type { PermissionIndex } from '../src/core/tables/permission-index.ts'
import { decodeToken } from '../src/core/token/decode.ts'
import { verifySignature } from '../src/core/token/signature.ts'

/**
 * What fixtures/cases holds: the raw input of one run, as the world would give it. Never a verdict, and
 * never a token or a key: those are made when the case is played.
 */
export interface Case {
  /** What the input is, in a sentence; nothing reads it. */
  readonly note: string
  /** The time it is judged at, ISO 8601. */
  readonly at: string
  /** Default: operations. */
  readonly asked?: 'operations' | 'token'
  /** `--cloud`. */
  readonly cloud?: string
  /** Seconds by which the servers' clock is ahead. */
  readonly clockOffset?: number
  /** `--expect`. */
  readonly expect?: 'app-only' | 'delegated'
  /** The lines of an .env. */
  readonly settings?: Readonly<Record<string, string>>
  /** What was read of another credential than a secret. */
  readonly credential?: ReadCredential
  /** What the tenant's discovery document names. */
  readonly tenantCloud?: CloudName
  /** A managed identity was asked for. */
  readonly identity?: true
  /** The token endpoint's answer to a request with these settings; a body only where it refused. */
  readonly tokenEndpoint?: { readonly status: number; readonly body?: JsonObject | string }
  readonly token?: {
    readonly header: JsonObject
    readonly claims: JsonObject
    /** Claims that are written over the others once the token is signed. */
    readonly alteredAfterSigning?: JsonObject
    /** How many characters of the signature are left; absent: all. */
    readonly signatureLength?: number
    /** The kid of the key that the tenant publishes; absent: the header's. */
    readonly publishedKid?: string
  }
  /** `GET /users`. */
  readonly operations?: readonly string[]
  /** Graph's answers to the operations, by position. */
  readonly answers?: readonly {
    readonly operation: number
    readonly status: number
    readonly headers: Readonly<Record<string, string>>
    readonly body: JsonObject | string
  }[]
  /** Objects as Graph returns them. */
  readonly directory?: Omit<ObservedRecords, 'refusals'>
}

/** Plays a case against the core: signs its token, verifies it, and derives the facts. */
export async function factsOfCase(input: Case, index: PermissionIndex): Promise<Facts> {
  return deriveFacts(await observeCase(input), index)
}

/** What the edges would have gathered in the case. */
export async function observeCase(input: Case): Promise<Observed> {
  const settings = settingsOf(input)
  const emulator = settings.emulator?.value ?? null
  const operations = (input.operations ?? []).map(operationOf)
  return {
    at: Date.parse(input.at) / 1000,
    ...(input.clockOffset === undefined ? {} : { clockOffset: input.clockOffset }),
    asked: input.asked ?? 'operations',
    cloud: settings.cloud.origin === 'default' ? null : settings.cloud.value,
    emulator,
    tenant: settings.tenant?.value ?? null,
    clientId: settings.clientId?.value ?? null,
    expect: input.expect ?? null,
    keysGiven: false,
    line: bareCommandLine,
    claimsOnly: false,
    // A token that is handed in needs no settings, so nobody looks at them.
    oddities:
      input.token !== undefined && input.tokenEndpoint === undefined
        ? []
        : [...odditiesOf(settings), ...ofCredential(input, settings)],
    acquisition:
      input.tokenEndpoint === undefined ? null : acquisitionOf(input.tokenEndpoint, input, settings),
    token: input.token === undefined ? null : await tokenOf(input.token, input),
    operations,
    ...(input.tenantCloud === undefined ? {} : { tenantCloud: input.tenantCloud }),
    calls: (input.answers ?? []).map(answer => callOf(answer, operations, emulator ?? graphOf(settings))),
    records: input.directory === undefined ? null : { ...input.directory, refusals: [] },
  }
}

function ofCredential({ credential, at }: Case, { cloud }: Settings): Oddity[] {
  return credential === undefined ? [] : odditiesOfCredential(credential, Date.parse(at) / 1000, cloud.value)
}

function settingsOf({ settings = {}, cloud }: Case): Settings {
  const setting = (name: string): Setting<string> | null => {
    const value = settings[name]
    return value === undefined ? null : { value, name, origin: '.env' }
  }
  const secret = setting('CLIENT_SECRET')
  const named = cloud === undefined ? null : cloudByName(cloud)
  return {
    tenant: setting('TENANT_ID'),
    clientId: setting('CLIENT_ID'),
    credential:
      secret === null
        ? null
        : { kind: 'secret', secret: { ...secret, value: new Secret('client secret', secret.value) } },
    scope: setting('GRAPH_SCOPE') ?? {
      value: 'https://graph.microsoft.com/.default',
      name: 'GRAPH_SCOPE',
      origin: 'default',
    },
    cloud: { value: named ?? globalCloud, name: '--cloud', origin: named === null ? 'default' : 'flag' },
    emulator: setting('WHY403_EMULATOR'),
  }
}

function graphOf({ cloud }: Settings): string {
  return `https://${cloud.value.graph}`
}

function acquisitionOf(
  { status, body }: NonNullable<Case['tokenEndpoint']>,
  { at, credential, identity }: Case,
  { tenant, cloud }: Settings,
): Observed['acquisition'] {
  return {
    authority: `https://${cloud.value.authorities[0]}/${tenant?.value ?? ''}`,
    credential: identity === true ? 'managed-identity' : (credential?.kind ?? 'secret'),
    origin: '.env',
    sentAt: Date.parse(at) / 1000,
    status,
    refusal: status < 400 || body === undefined ? null : textOf(body),
  }
}

async function tokenOf(
  { header, claims, alteredAfterSigning, signatureLength, publishedKid }: NonNullable<Case['token']>,
  { tokenEndpoint }: Case,
): Promise<Observed['token']> {
  const key = await keyNamed(publishedKid ?? String(header.kid))
  const signed = await signToken(key, header, claims)
  const whole =
    alteredAfterSigning === undefined ? signed : withPayload(signed, { ...claims, ...alteredAfterSigning })
  const [head, payload, signature] = whole.split('.')
  const token = [head, payload, signature!.slice(0, signatureLength)].join('.')
  const secret = new Secret('access token', token)
  const decoded = decodeToken(secret)
  if (decoded === null) throw new Error('the token of a case cannot be decoded')
  return {
    form: 'jwt',
    origin: tokenEndpoint === undefined ? 'token.txt' : 'acquired',
    ...decoded,
    signature: await verifySignature(secret, decoded.header, { keys: key.jwks, from: 'the tenant' }),
  }
}

function operationOf(line: string): Operation | UnreadableOperation {
  const [method = '', ...url] = line.split(' ')
  return parseOperation(method, url.join(' '))
}

function callOf(
  { operation: position, status, headers, body }: NonNullable<Case['answers']>[number],
  operations: readonly (Operation | UnreadableOperation)[],
  graph: string,
): ObservedCall {
  const operation = operations[position]
  if (operation === undefined || 'unreadable' in operation)
    throw new Error(`a case holds an answer to no operation: ${position}`)
  const wire = wireOf(operation, graph)
  if ('unsent' in wire) throw new Error(wire.unsent)
  return {
    operation: position,
    sent: true,
    url: wire.url,
    status,
    reason: null,
    requestId: headers['request-id'] ?? null,
    clientRequestId: headers['client-request-id'] ?? null,
    durationMs: null,
    body: textOf(body),
    wwwAuthenticate: headers['www-authenticate'] ?? null,
  }
}

function textOf(body: JsonObject | string): string {
  return typeof body === 'string' ? body : JSON.stringify(body)
}

/** A key pair that lives as long as the process. */
export interface Key {
  readonly privateKey: CryptoKey
  /** What the tenant publishes: like Entra ID's, the key names no alg. */
  readonly jwks: JSONWebKeySet
}

/** Making an RSA key takes a while: once a process will do. */
let pair: ReturnType<typeof generateKeyPair> | undefined

/** The process's key pair, under the id that is wanted. */
export async function keyNamed(kid: string): Promise<Key> {
  pair ??= generateKeyPair('RS256', { extractable: true })
  const { privateKey, publicKey } = await pair
  const { kty, n, e } = await exportJWK(publicKey)
  return { privateKey, jwks: { keys: [{ kty: kty!, use: 'sig', kid, n: n!, e: e! }] } }
}

/** A compact JWS; with a nonce in the header, signed over its hash as tokens for Microsoft Graph are. */
export async function signToken(key: Key, header: JsonObject, claims: JsonObject): Promise<string> {
  const { nonce } = header
  const signed = typeof nonce === 'string' ? { ...header, nonce: hashed(nonce) } : header
  const jws = await new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
    .setProtectedHeader({ ...signed, alg: 'RS256' })
    .sign(key.privateKey)
  const [, payload, signature] = jws.split('.')
  return [part(header), payload, signature].join('.')
}

/** The same token with other claims under the old signature. */
export function withPayload(token: string, claims: JsonObject): string {
  const [header, , signature] = token.split('.')
  return [header, part(claims), signature].join('.')
}

/** The same token with another header over the old signature. */
export function withHeader(token: string, header: JsonObject): string {
  const [, payload, signature] = token.split('.')
  return [part(header), payload, signature].join('.')
}

function part(value: JsonObject): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

function hashed(nonce: string): string {
  return createHash('sha256').update(nonce).digest('base64url')
}
