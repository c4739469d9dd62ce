import { createHash } from 'node:crypto'
import type { CredentialKind } from '../core/credential.ts'
import { objectOf, objectsOf, parseJson, textOf } from '../core/json.ts'
import type { ObservedToken, SentCall } from '../core/observed.ts'
import { type Operation, parseOperation, type UnreadableOperation } from '../core/operation/operation.ts'
import { readToken } from '../core/read-token.ts'
import { answererOf } from '../core/refusal/graph-answer.ts'
import { secretsIssued, secretsSent } from '../core/secret/exchanged.ts'
import type { KnownSecrets } from '../core/secret/known.ts'
import { Secret } from '../core/secret.ts'
import { decodeToken } from '../core/token/decode.ts'
import { extractToken } from '../core/token/extract.ts'
import { retryAfter } from '../edges/retries.ts'
import type { Exchange, Part } from './conversation.ts'
import { isGraphHost } from './hosts.ts'

/** What a watched program did: it asked for a token, or it called Graph. */
export type Sighting = TokenSighting | CallSighting

export interface TokenSighting {
  readonly kind: 'token'
  /** A token, or before it what the tenant publishes about itself: told only where that was refused. */
  readonly asked: 'token' | 'discovery'
  /** `https://login.microsoftonline.com/TENANT`, as it was asked. */
  readonly authority: string
  readonly tenant: string
  readonly clientId: string | null
  /** Whom the token is for: the app itself, or a user. */
  readonly flow: 'app-only' | 'delegated'
  /** How the app proved itself; null: it did not, or not in a way that is known. */
  readonly credential: CredentialKind | null
  readonly status: number
  /** The body of a refusal; null: a token was issued. */
  readonly refusal: string | null
  readonly token: SeenToken | null
  /** Seconds since 1970. */
  readonly at: number
}

export interface CallSighting {
  readonly kind: 'call'
  readonly operation: Operation | UnreadableOperation
  /** Null: none was sent. */
  readonly token: SeenToken | null
  readonly call: Answered
  /** Seconds since 1970. */
  readonly at: number
}

export type Answered = SentCall & { readonly wwwAuthenticate: string | null }

/** A token without itself: its claims, and by what another one of the same is known. */
export interface SeenToken {
  readonly digest: string
  readonly read: ObservedToken
}

/** An answer that went well is told by its status; of a refusal, Graph's words. In characters. */
const longestKept = 64 * 1024

/**
 * What an exchange was; nothing for what is neither. The secrets in it are remembered where the gate asks, and kept
 * nowhere else.
 */
export function sightingsOf(exchange: Exchange, known: KnownSecrets): Sighting[] {
  const { request, answer } = exchange
  const isForm = /urlencoded/i.test(request.headers.get('content-type') ?? '')
  const sent = secretsSent(request.headers.get('authorization'), isForm ? request.body : undefined)
  for (const secret of sent) known.add(secret)
  for (const secret of secretsIssued(answer.body)) known.add(secret)
  // A program that runs for weeks sends thousands.
  for (const what of ['access token', 'assertion']) known.keepLatest(mostRemembered, what)
  if (isGraphHost(exchange.host)) return callsOf(exchange)
  const token = tokenRequestOf(exchange) ?? refusedDiscoveryOf(exchange)
  return token === null ? [] : [token]
}

const mostRemembered = 100

function tokenRequestOf({
  host,
  method,
  target,
  request,
  status,
  answer,
  sentAt,
}: Exchange): TokenSighting | null {
  const tenant = /^\/([^/?#]{1,256})\/oauth2\/(?:v2\.0\/)?token\/?(?:\?|$)/i.exec(target)?.[1]
  if (method !== 'POST' || tenant === undefined) return null
  const form = new URLSearchParams(request.body)
  const clientId = form.get('client_id') ?? basicUser(request.headers.get('authorization'))
  const issued = status === 200 ? textOf(objectOf(parseJson(answer.body))?.access_token) : null
  return {
    ...{ kind: 'token', asked: 'token', authority: `https://${host}/${tenant}` },
    ...{ tenant, clientId, status },
    flow: form.get('grant_type') === 'client_credentials' ? 'app-only' : 'delegated',
    credential: credentialIn(form, clientId, request),
    refusal: status === 200 ? null : answer.body.slice(0, longestKept),
    token: issued === null ? null : seen(issued),
    at: Math.floor(sentAt / 1000),
  }
}

/** A tenant that is not there is found out before a token is asked for. */
function refusedDiscoveryOf({ host, target, status, answer, sentAt }: Exchange): TokenSighting | null {
  const tenant = /^\/([^/?#]{1,256})\/(?:v2\.0\/)?\.well-known\/openid-configuration(?:\?|$)/i.exec(
    target,
  )?.[1]
  if (tenant === undefined || status < 400) return null
  return {
    ...{ kind: 'token', asked: 'discovery', authority: `https://${host}/${tenant}`, tenant },
    ...{ clientId: null, flow: 'app-only', credential: null, status, token: null },
    refusal: answer.body.slice(0, longestKept),
    at: Math.floor(sentAt / 1000),
  }
}

/** Who signed an assertion shows whose it is: the app's own, with its certificate, or another issuer's. */
function credentialIn(
  form: URLSearchParams,
  clientId: string | null,
  { headers }: Part,
): CredentialKind | null {
  const assertion = form.get('client_assertion')
  if (assertion !== null) {
    const issuer = decodeToken(new Secret('assertion', assertion))?.claims.iss
    return issuer === clientId ? 'certificate' : 'federated'
  }
  return form.has('client_secret') || /^Basic /i.test(headers.get('authorization') ?? '') ? 'secret' : null
}

/** RFC 6749 §2.3.1. */
function basicUser(authorization: string | undefined): string | null {
  const given = /^Basic ([\w+/=-]{1,4000})$/i.exec(authorization ?? '')?.[1]
  return given === undefined
    ? null
    : decodeURIComponent(Buffer.from(given, 'base64').toString('utf8').split(':')[0]!)
}

function callsOf(exchange: Exchange): CallSighting[] {
  const { host, method, target, request, answer, status, sentAt, endedAt } = exchange
  const bearer = /^Bearer (\S+)$/i.exec(request.headers.get('authorization')?.trim() ?? '')?.[1]
  const token = bearer === undefined ? null : seen(bearer)
  const at = Math.floor(sentAt / 1000)
  const url = `https://${host}${target}`
  const isBatch = /^\/(?:v1\.0|beta)\/\$batch\/?(?:\?|$)/i.test(target)
  const parts = isBatch && status === 200 ? batched(exchange) : null
  if (parts !== null) return parts.map(part => ({ kind: 'call', token, at, ...part }))
  const headers = Object.fromEntries(answer.headers)
  // A body that did not pass in full is none to judge by: the status tells.
  const body = answer.isWhole || status >= 400 ? answer.body : '{}'
  const by = answererOf({ method, url, status, headers, body, proxy: null })
  const wait = status >= 400 ? retryAfter(headers, endedAt) : null
  const call: Answered = {
    ...{ sent: true, url },
    status: by.by === 'other' ? null : status,
    reason: by.by === 'other' ? by.reason : by.by === 'graph' ? null : `answered by a link to ${by.host}`,
    requestId: headers['request-id'] ?? null,
    clientRequestId: headers['client-request-id'] ?? null,
    durationMs: endedAt - sentAt,
    body: keptOf(status, body),
    wwwAuthenticate: headers['www-authenticate'] ?? null,
    ...(wait === null ? {} : { retryAfter: Math.ceil(wait / 1000) }),
  }
  return [{ kind: 'call', operation: parseOperation(method, url), token, call, at }]
}

function keptOf(status: number, body: string): string {
  if (status < 400) return body.length <= longestKept ? body : ''
  return body.slice(0, longestKept)
}

/** The requests of a `$batch`, each with its own answer; null: it cannot be read. Source: Learn, "JSON batching". */
function batched({
  host,
  target,
  request,
  answer,
  sentAt,
  endedAt,
}: Exchange): Pick<CallSighting, 'operation' | 'call'>[] | null {
  const asked = objectsOf(objectOf(parseJson(request.body))?.requests)
  const answers = new Map(
    objectsOf(objectOf(parseJson(answer.body))?.responses).map(one => [textOf(one.id), one] as const),
  )
  if (asked.length === 0 || answers.size === 0) return null
  const base = `https://${host}/${/^\/(v1\.0|beta)/i.exec(target)![1]}`
  return asked.flatMap(one => {
    const answered = answers.get(textOf(one.id))
    const status = answered?.status
    if (answered === undefined || typeof status !== 'number') return []
    const url = `${base}/${(textOf(one.url) ?? '').replace(/^\/+/, '')}`
    const body = typeof answered.body === 'string' ? answered.body : JSON.stringify(answered.body ?? {})
    const headers = objectOf(answered.headers)
    const call: Answered = {
      ...{ sent: true, url, status, reason: null },
      requestId: textOf(headers?.['request-id']) ?? answer.headers.get('request-id') ?? null,
      clientRequestId: answer.headers.get('client-request-id') ?? null,
      durationMs: endedAt - sentAt,
      body: keptOf(status, body),
      wwwAuthenticate: textOf(headers?.['WWW-Authenticate']),
    }
    return [{ operation: parseOperation(textOf(one.method) ?? 'GET', url), call }]
  })
}

function seen(text: string): SeenToken {
  const digest = createHash('sha256').update(text).digest('base64')
  const read = readToken(extractToken(text), 'the program', false)
  return {
    digest,
    read: read.form === 'jwt' ? { ...read, signature: { ...read.signature, reason: asItPassed } } : read,
  }
}

const asItPassed = 'it was read as it passed'
