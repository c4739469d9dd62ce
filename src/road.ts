import { type Cloud, cloudByAudience, globalCloud } from './core/clouds.ts'
import type { CommandLine } from './core/command-line.ts'
import { deriveFacts, type PredictedOperation, type Prediction, predict } from './core/derive-facts.ts'
import { Why403Error } from './core/error.ts'
import type { Facts } from './core/facts.ts'
import { isGuid } from './core/guid.ts'
import { type JsonObject, textOf } from './core/json.ts'
import { heldBackBecause } from './core/judge/send.ts'
import {
  nothingObserved,
  type Observed,
  type ObservedAcquisition,
  type ObservedCall,
} from './core/observed.ts'
import type { Operation, UnreadableOperation } from './core/operation/operation.ts'
import { wireOf } from './core/operation/wire.ts'
import { readToken } from './core/read-token.ts'
import type { ObservedRecords } from './core/records.ts'
import { answererOf } from './core/refusal/graph-answer.ts'
import type { Secret } from './core/secret.ts'
import { odditiesOf, type Settings } from './core/settings-shape.ts'
import type { PermissionIndex } from './core/tables/permission-index.ts'
import { cloudsOfIssuer } from './core/token/checks.ts'
import { decodeToken } from './core/token/decode.ts'
import { type Extracted, extractToken } from './core/token/extract.ts'
import { publicKeyAlgorithms } from './core/token/key.ts'
import type { TokenKind } from './core/token/kind.ts'
import { type Payload, readPayload } from './core/token/payload.ts'
import { type KeySource, verifySignature } from './core/token/signature.ts'
import { withClock } from './edges/clock.ts'
import type { GraphAnswer } from './edges/graph/client.ts'
import { inTurns } from './edges/in-turns.ts'
import { isMakeBelieveTenant, isMakeBelieveToken } from './edges/make-believe.ts'
import type { UsableSettings } from './edges/settings.ts'
import type { Io } from './io.ts'

/** What to walk the road for: to look at a token, to compare it with operations, or to call them too. */
export type Request = InspectRequest | OperationsRequest

export interface InspectRequest extends Common {
  readonly kind: 'inspect'
  /** Whose signature to trust instead of Entra ID's. */
  readonly trust: Trust | null
}

export interface OperationsRequest extends Common {
  readonly kind: 'check' | 'call'
  readonly operations: readonly (Operation | UnreadableOperation)[]
  /** Go on although settings or verdicts speak against it. */
  readonly anyway: boolean
  /** Read the tenant's records. Null: they are not asked for. */
  readonly records: RecordsWish | null
}

interface Common {
  readonly settings: Settings
  readonly token: TokenSource
  /** What the user typed. */
  readonly line: CommandLine
  readonly offline: boolean
  /** Judge as of this time, seconds since 1970. Default: now. */
  readonly at: number | null
  readonly expect: TokenKind | null
  /** Let the claims decide: ask nobody for keys. */
  readonly claimsOnly: boolean
}

/** A token that was handed in, as text; or settings to acquire one with. */
export type TokenSource = { readonly given: GivenToken } | { readonly acquireWith: UsableSettings }

/** An issuer, or where its keys are; null when not named. */
export interface Trust {
  readonly issuer: string | null
  readonly jwks: string | null
}

export interface RecordsWish {
  /** Reads them in the app's place. */
  readonly directoryToken: Secret | null
}

export interface GivenToken {
  readonly text: Secret
  readonly origin: string
}

/** What is worth telling while it happens. */
export type Milestone =
  | { readonly kind: 'acquiring' }
  | { readonly kind: 'token-acquired'; readonly origin: string; readonly secondsLeft: number | null }
  /** Counted from 1. */
  | { readonly kind: 'calling'; readonly operation: string; readonly nth: number; readonly of: number }
  | { readonly kind: 'reading-records' }

/** Where the road ended: what was gathered, the facts in it, and the token for those who may keep it. */
export interface Arrival {
  readonly observed: Observed
  readonly facts: Facts
  readonly token: Secret | null
}

/**
 * Walks the road: token, keys, needs, calls, records. Gathers only; judging is core's. Refusals are facts.
 * Rejects with a Why403Error where no report can be made.
 */
export async function walk(
  request: Request,
  index: PermissionIndex,
  outside: Io,
  tell: (milestone: Milestone) => void = () => {},
): Promise<Arrival> {
  const clock = withClock(outside)
  const { io } = clock
  const { emulator } = request.settings
  let observed = askedFor(request, io)
  const arrive = (token: Secret | null, prediction?: Prediction): Arrival => {
    const clockOffset = request.at === null ? clock.offset() : null
    if (clockOffset !== null) observed = { ...observed, clockOffset }
    return { observed, facts: deriveFacts(observed, index, prediction), token }
  }
  if (observed.oddities.length > 0 && !('anyway' in request && request.anyway)) return arrive(null)

  if ('acquireWith' in request.token) tell({ kind: 'acquiring' })
  const { acquisition, extracted, origin } = await obtain(request.token, io)
  observed = { ...observed, acquisition }
  if (extracted === null) return arrive(null)
  const token = readToken(extracted, origin, observed.issuer !== undefined)
  observed = { ...observed, token }
  const prediction = predict(observed, index)
  if (extracted.form !== 'jwt' || token.form !== 'jwt' || prediction.token === null)
    return arrive(null, prediction)
  const { payload } = prediction.token
  if (acquisition !== null) {
    const secondsLeft = payload.exp === null ? null : payload.exp - observed.at
    tell({ kind: 'token-acquired', origin: acquisition.origin, secondsLeft })
  }

  const graphAddress = await graphFor(payload, request.settings)
  // No verdict depends on the signature: only Graph validates Graph's tokens. So no call waits for the keys, but
  // where an emulator's address would get the token.
  const verifying = keysFor(payload, token.header, request, io).then(keys =>
    verifySignature(extracted.token, token.header, keys),
  )
  const isBarred = emulator !== null && !isMakeBelieveToken(payload.tid, (await verifying).status)
  const graph = { origin: graphAddress, token: extracted.token, barred: isBarred ? notTheEmulators : null }
  const [signature, calls] = await Promise.all([
    verifying,
    request.kind === 'call' ? callAll(prediction.operations, graph, request.anyway, io, tell) : [],
  ])
  observed = { ...observed, calls, token: { ...token, signature } }
  const records = request.kind === 'inspect' ? null : request.records
  if (records !== null && payload.appid !== null && isGuid(payload.appid)) {
    tell({ kind: 'reading-records' })
    observed = { ...observed, records: await readRecords(payload.appid, records, graph, request, io) }
  }
  return arrive(extracted.token, prediction)
}

/** The question, before anything was gathered. */
function askedFor(request: Request, io: Io): Observed {
  const { settings } = request
  const trust = request.kind === 'inspect' ? request.trust : null
  return {
    ...nothingObserved,
    at: request.at ?? Math.floor(io.now() / 1000),
    asked: request.kind === 'inspect' ? 'token' : 'operations',
    cloud: settings.cloud.origin === 'default' ? null : settings.cloud.value,
    emulator: settings.emulator?.value ?? null,
    tenant: settings.tenant?.value ?? null,
    clientId: settings.clientId?.value ?? null,
    expect: request.expect,
    keysGiven: trust !== null,
    claimsOnly: request.claimsOnly,
    ...(trust === null || trust.issuer === null ? {} : { issuer: trust.issuer }),
    oddities: 'acquireWith' in request.token ? odditiesOf(settings) : [],
    line: request.line,
    operations: request.kind === 'inspect' ? [] : request.operations,
  }
}

interface Obtained {
  readonly acquisition: ObservedAcquisition | null
  /** Null: Entra ID refused. */
  readonly extracted: Extracted | null
  readonly origin: string
}

async function obtain(source: TokenSource, io: Io): Promise<Obtained> {
  if ('given' in source) {
    const { text, origin } = source.given
    return { acquisition: null, extracted: extractToken(text.reveal()), origin }
  }
  const { acquireToken, credentialsOf } = await import('./edges/entra/acquire.ts')
  const { acquisition, token } = await acquireToken(credentialsOf(source.acquireWith), io)
  return { acquisition, extracted: token === null ? null : extractToken(token.reveal()), origin: 'acquired' }
}

/** The keys of the tenant and cloud that the token names; known clouds only, or the emulator. */
async function keysFor(payload: Payload, header: JsonObject, request: Request, io: Io): Promise<KeySource> {
  const { offline, claimsOnly, settings } = request
  if (claimsOnly) return { missing: 'the claims were to decide (--claims-only)', notAsked: true }
  const wish = { kid: textOf(header.kid), offline }
  if (request.kind === 'inspect' && request.trust !== null) {
    const { namedKeys } = await import('./edges/keys/named.ts')
    return namedKeys({ ...request.trust, algorithms: publicKeyAlgorithms }, wish, io)
  }
  const issuedBy = cloudsOfIssuer(payload)
  const audience = payload.aud === null ? null : cloudByAudience(payload.aud)
  const cloud = issuedBy.find(({ name }) => name === cloudName(audience)) ?? issuedBy[0]
  if (cloud === undefined)
    return { missing: 'the issuer is not a cloud that why403 knows, so its keys were not asked for' }
  const emulator = settings.emulator?.value ?? null
  if (emulator !== null && !isMakeBelieveTenant(payload.tid))
    return { missing: 'the token is not of the built-in tenant, and WHY403_EMULATOR leads there' }
  const { tenantKeys } = await import('./edges/keys/tenant.ts')
  return tenantKeys({ cloud, emulator, tenant: payload.tid!, version: payload.ver, ...wish }, io)
}

function cloudName(cloud: Cloud | 'any' | null): string | null {
  return cloud === null || cloud === 'any' ? null : cloud.name
}

/** The Graph that the token is for. A token of another API goes nowhere: its verdicts hold every call back. */
async function graphFor({ aud }: Payload, { cloud, emulator }: Settings): Promise<string> {
  const { graphOrigin } = await import('./edges/graph/client.ts')
  const audience = aud === null ? null : cloudByAudience(aud)
  const own = audience === null || audience === 'any' ? cloud.value : audience
  return graphOrigin(own ?? globalCloud, emulator?.value ?? null)
}

interface GraphAccess {
  readonly origin: string
  readonly token: Secret
  /** Why this token goes nowhere, whatever is asked. */
  readonly barred: string | null
}

/** Whoever listens at the emulator's address, a real token is nothing for them. */
const notTheEmulators = 'not sent: the token is not of the built-in tenant, and WHY403_EMULATOR leads there'

function callAll(
  operations: readonly PredictedOperation[],
  graph: GraphAccess,
  anyway: boolean,
  io: Io,
  tell: (milestone: Milestone) => void,
): Promise<ObservedCall[]> {
  let nth = 0
  const calling = (operation: string): void =>
    tell({ kind: 'calling', operation, nth: ++nth, of: operations.length })
  return inTurns(operations, operation => call(operation, graph, anyway, io, calling))
}

async function call(
  { index, operation, predicted, certain }: PredictedOperation,
  graph: GraphAccess,
  anyway: boolean,
  io: Io,
  calling: (operation: string) => void,
): Promise<ObservedCall> {
  if ('unreadable' in operation) return { operation: index, sent: false, reason: operation.unreadable }
  const heldBack = heldBackBecause(operation, predicted, { anyway, certain })
  if (heldBack !== null) return { operation: index, sent: false, reason: heldBack }
  if (graph.barred !== null) return { operation: index, sent: false, reason: graph.barred, barred: true }
  const wire = wireOf(operation, graph.origin)
  if ('unsent' in wire) return { operation: index, sent: false, reason: wire.unsent }
  const { url } = wire
  const { callGraph } = await import('./edges/graph/client.ts')
  calling(`${operation.method} ${operation.path}`)
  try {
    const answer = await callGraph(operation.method as 'GET' | 'HEAD', url, graph.token, io)
    return { operation: index, sent: true, url, ...readCall(answer, url, operation.method) }
  } catch (error) {
    if (!(error instanceof Why403Error)) throw error
    const none = { status: null, requestId: null, clientRequestId: null, durationMs: null, body: '' }
    return { operation: index, sent: true, url, ...none, reason: error.message }
  }
}

type AnsweredCall = Omit<Extract<ObservedCall, { sent: true }>, 'operation' | 'sent' | 'url'>

/** What came, as far as Graph said it. A body that is not Graph's, or that names the address of a link, is left out. */
function readCall(answer: GraphAnswer, url: string, method: string): AnsweredCall {
  const { requestId, clientRequestId, durationMs, headers } = answer
  const ids = { requestId, clientRequestId, durationMs }
  const answerer = answererOf({ ...answer, url, method })
  switch (answerer.by) {
    case 'graph':
      return {
        ...{ ...ids, status: answer.status, reason: null, body: answer.body },
        wwwAuthenticate: headers['www-authenticate'] ?? null,
      }
    case 'graph-with-link':
      return {
        ...{ ...ids, status: answer.status, body: '' },
        reason: `answered by a link to ${answerer.host}, not followed`,
      }
    case 'other':
      return { ...ids, status: null, body: '', reason: answerer.reason }
  }
}

async function readRecords(
  appId: string,
  { directoryToken }: RecordsWish,
  graph: GraphAccess,
  request: Request,
  io: Io,
): Promise<ObservedRecords> {
  const barred = directoryToken === null ? graph.barred : await barredOf(directoryToken, request, io)
  if (barred !== null) return { refusals: [], unread: [{ record: 'all', reason: barred }] }
  const { readAppRecords } = await import('./edges/graph/records.ts')
  return readAppRecords(appId, graph.origin, directoryToken ?? graph.token, io)
}

/** The same for the token that reads the records in the app's place. */
async function barredOf(token: Secret, request: Request, io: Io): Promise<string | null> {
  if (request.settings.emulator === null) return null
  const decoded = decodeToken(token)
  if (decoded === null) return notTheEmulators
  const payload = readPayload(decoded.claims)
  const keys = await keysFor(payload, decoded.header, request, io)
  const { status } = await verifySignature(token, decoded.header, keys)
  return isMakeBelieveToken(payload.tid, status) ? null : notTheEmulators
}
