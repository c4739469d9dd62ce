import { type Cloud, cloudByAudience, globalCloud } from './core/clouds.ts'
import type { CommandLine } from './core/command-line.ts'
import type { CredentialKind } from './core/credential.ts'
import { odditiesOfCredential, type ReadCredential } from './core/credential-shape.ts'
import { deriveFacts, type Prediction, predict, requirementsOf } from './core/derive-facts.ts'
import { Why403Error } from './core/error.ts'
import type { Facts } from './core/facts.ts'
import { isGuid } from './core/guid.ts'
import { type JsonObject, textOf } from './core/json.ts'
import type { Requirement } from './core/need/requirement.ts'
import { nothingObserved, type Observed, type ObservedCall, type ObservedToken } from './core/observed.ts'
import type { Operation, UnreadableOperation } from './core/operation/operation.ts'
import { readToken } from './core/read-token.ts'
import type { ObservedRecords } from './core/records.ts'
import { readEntraRefusal } from './core/refusal/entra.ts'
import type { RenewalReason } from './core/refusal/renewal.ts'
import type { Secret } from './core/secret.ts'
import { type Oddity, odditiesOf, type Settings } from './core/settings-shape.ts'
import type { PermissionIndex } from './core/tables/permission-index.ts'
import { cloudOfUnknownIssuer, cloudsOfIssuer } from './core/token/checks.ts'
import { decodeToken } from './core/token/decode.ts'
import { extractToken } from './core/token/extract.ts'
import { publicKeyAlgorithms } from './core/token/key.ts'
import type { TokenKind } from './core/token/kind.ts'
import { type Payload, readPayload } from './core/token/payload.ts'
import { type KeySource, type SignatureResult, verifySignature } from './core/token/signature.ts'
import type { Candidate, WhoReport } from './core/who.ts'
import { withClock } from './edges/clock.ts'
import type { FoundKeeper } from './edges/entra/credentials.ts'
import type { Acquired, Wish } from './edges/entra/keeper.ts'
import { isMakeBelieveTenant, isMakeBelieveToken } from './edges/make-believe.ts'
import { type Patience, type Wait, withRetries } from './edges/retries.ts'
import type { UsableSettings } from './edges/settings.ts'
import { whileWaiting } from './edges/while-waiting.ts'
import type { Io } from './io.ts'
import { callAll, type GraphAccess, notTheEmulators, renewalOf, withRenewal } from './road/calls.ts'
import { Pages, type RowTaker } from './road/pages.ts'

export type { RowTaker } from './road/pages.ts'

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
  /** Who takes the rows of lists, page by page. Absent: the first page stays with the answer. */
  readonly rows?: RowTaker
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
  /** Absent: nothing is tried twice. */
  readonly patience?: Patience
}

/** A token that was handed in, as text; or settings to acquire one with. */
export type TokenSource =
  | { readonly given: GivenToken }
  | {
      readonly acquireWith: UsableSettings
      /** Finds who keeps tokens from one walk to the next; absent: each walk acquires its own. */
      readonly keeping?: (io: Io) => Promise<FoundKeeper>
      /** Never the kept one: what was granted since is in no token that was issued before. */
      readonly isNew?: boolean
    }

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
  | {
      readonly kind: 'token-acquired'
      readonly credential: CredentialKind
      /** Where the credential was set. */
      readonly origin: string
      readonly secondsLeft: number | null
    }
  /** Counted from 1. */
  | { readonly kind: 'calling'; readonly operation: string; readonly nth: number; readonly of: number }
  | { readonly kind: 'reading-records' }
  | { readonly kind: 'reading-apps'; readonly read: number; readonly of: number }
  /** Graph wants another token. */
  | { readonly kind: 'renewing'; readonly because: RenewalReason }
  | ({ readonly kind: 'waiting' } & Wait)

/** Where the road ended: what was gathered, the facts in it, and the token for those who may keep it. */
export interface Arrival {
  readonly observed: Observed
  readonly facts: Facts
  readonly token: Secret | null
  /** How the token was had; null: it was handed in, or none was asked for. */
  readonly acquired: Acquired | null
}

/**
 * Walks the road: token, keys, needs, calls, records. Gathers only; judging is core's. Refusals are facts.
 * Rejects with a Why403Error where no report can be made.
 *
 * @param meanwhile what else is to be done, a piece with each request whose answer is awaited
 */
export async function walk(
  request: Request,
  index: PermissionIndex,
  outside: Io,
  tell: (milestone: Milestone) => void = () => {},
  meanwhile: readonly (() => unknown)[] = [],
): Promise<Arrival> {
  const { patience = noRetries } = request
  const waits = (wait: Wait): void => tell({ kind: 'waiting', ...wait })
  const clock = withClock(outside)
  let needs: readonly Requirement[] | null = null
  const requirements = (): readonly Requirement[] => {
    needs ??= requirementsOf(observed, index)
    return needs
  }
  const io = whileWaiting(withRetries(clock.io, patience, waits), [requirements, ...meanwhile])
  let observed = askedFor(request, io)
  let acquired: Acquired | null = null
  const arrive = (token: Secret | null, prediction?: Prediction): Arrival => {
    const clockOffset = request.at === null ? clock.offset() : null
    if (clockOffset !== null) observed = { ...observed, clockOffset }
    return { observed, facts: deriveFacts(observed, index, prediction), token, acquired }
  }
  if (observed.oddities.length > 0 && !('anyway' in request && request.anyway)) return arrive(null)

  const found = 'given' in request.token ? null : await acquirerOf(request.token, io, patience, waits)
  const odd = found === null ? [] : oddInCredential(found.read, observed, request.settings)
  observed = { ...observed, oddities: [...observed.oddities, ...odd] }
  if (
    found !== null &&
    (found.acquirer === null || (odd.length > 0 && !('anyway' in request && request.anyway)))
  )
    return arrive(null)
  const acquirer = found?.acquirer ?? null
  if (acquirer !== null) {
    tell({ kind: 'acquiring' })
    acquired = await acquirer({})
    observed = { ...observed, acquisition: acquired.acquisition }
    if (acquired.token === null) {
      observed = { ...observed, ...(await whereTenantLives(observed, io)) }
      return arrive(null)
    }
  }
  const given =
    'given' in request.token ? request.token.given : { text: acquired!.token!, origin: 'acquired' }
  let held = hold(given, observed, index, requirements())
  observed = { ...observed, token: held.token }
  if (held.jwt === null) return arrive(null, held.prediction)
  if (acquired !== null) {
    const { exp } = held.jwt.payload
    const secondsLeft = exp === null ? null : exp - observed.at
    const { credential, origin } = acquired.acquisition
    tell({ kind: 'token-acquired', credential, origin, secondsLeft })
  }

  const pages = request.kind === 'call' && request.rows !== undefined ? new Pages(request.rows) : null
  let looked = await look(held, request, io, tell, pages)
  const now = observed.at + (clock.offset() ?? 0)
  const wanted = acquirer === null ? null : renewalOf(looked.calls, held.jwt.payload.exp, now)
  if (acquirer !== null && wanted !== null) {
    const { renewal, operations } = wanted
    tell({ kind: 'renewing', because: renewal.because })
    const next = await acquirer({ isNew: true, claims: renewal.claims }).catch(unlessUnreachable)
    if (next !== null) observed = { ...observed, acquisition: next.acquisition }
    if (next !== null && next.token !== null) {
      const renewed = hold({ text: next.token, origin: 'acquired' }, observed, index, requirements())
      if (renewed.jwt !== null) {
        const again = await look(renewed, request, io, tell, pages, operations)
        const calls = withRenewal(looked.calls, again.calls, renewal)
        ;[held, looked, acquired] = [renewed, { ...again, calls }, next]
      }
    }
  }
  const { graph, signature, calls } = looked
  observed = { ...observed, calls, token: { ...held.jwt!.observed, signature } }
  const records = request.kind === 'inspect' ? null : request.records
  const { appid } = held.jwt!.payload
  if (records !== null && appid !== null && isGuid(appid)) {
    tell({ kind: 'reading-records' })
    observed = { ...observed, records: await readRecords(appid, records, graph, request, io) }
  }
  return arrive(held.jwt!.secret, held.prediction)
}

/**
 * Walks to an app's records in the place of a token of its own: acquires who reads them, or takes the token that was
 * handed in, and looks the app up. Where no token was to be had for that, the arrival is that of the token's own road.
 *
 * @param asked a client id, an object id, or a display name in full; and the same of one that is compared with it
 */
export async function walkToApp(
  { word, against }: { readonly word: string; readonly against?: string | undefined },
  request: OperationsRequest,
  index: PermissionIndex,
  outside: Io,
  tell: (milestone: Milestone) => void = () => {},
): Promise<Arrival & { readonly other?: Facts }> {
  const { arrived, access } = await walkToDirectory(request, index, outside, tell)
  if (access === null) return arrived
  const { observeApp } = await import('./road/app.ts')
  const { tenant, cloud } = access
  const asked = { ...askedFor(request, access.io), tenant, cloud }
  const observed = await observeApp(word, asked, access)
  const other = against === undefined ? null : await observeApp(against, asked, access)
  return {
    ...{ observed, facts: deriveFacts(observed, index), token: null, acquired: arrived.acquired },
    ...(other === null ? {} : { other: deriveFacts(other, index) }),
  }
}

/** Walks to all that hold something of Microsoft Graph; as an arrival, where no token was to be had for that. */
export async function walkToHolders(
  operation: Operation,
  request: OperationsRequest,
  index: PermissionIndex,
  outside: Io,
  tell: (milestone: Milestone) => void = () => {},
): Promise<WhoReport | Arrival> {
  const { arrived, access } = await walkToDirectory(request, index, outside, tell)
  if (access === null) return arrived
  const { readHolders } = await import('./edges/graph/assigned.ts')
  const { candidatesOf, whoReport } = await import('./core/who.ts')
  let candidates: Candidate[] = []
  const holders = await readHolders(
    read => {
      candidates = candidatesOf(operation, read, index)
      return candidates.map(({ id }) => id)
    },
    ...([access.origin, access.token, access.io] as const),
    (read, of) => tell({ kind: 'reading-apps', read, of }),
  )
  return whoReport(operation, candidates, holders, Math.floor(outside.now() / 1000))
}

interface Directory {
  readonly origin: string
  readonly token: Secret
  readonly io: Io
  readonly tenant: string | null
  readonly cloud: Cloud | null
}

/** Whoever reads the tenant's records; null: no token was to be had, and the arrival says why. */
async function walkToDirectory(
  request: OperationsRequest,
  index: PermissionIndex,
  outside: Io,
  tell: (milestone: Milestone) => void,
): Promise<{ readonly arrived: Arrival; readonly access: Directory | null }> {
  const reader: OperationsRequest = { ...request, kind: 'check', operations: [], records: null }
  const arrived = await walk(reader, index, outside, tell)
  const { token: read, cloud } = arrived.facts
  if (arrived.token === null && 'given' in request.token)
    throw new Why403Error('unreadable-input', "The token that is to read the tenant's records is not one.", [
      'From the Azure CLI: az account get-access-token --resource-type ms-graph > FILE',
    ])
  if (arrived.token === null || read?.form !== 'jwt') return { arrived, access: null }
  const isOurs =
    request.settings.emulator === null || isMakeBelieveToken(read.payload.tid, read.signature.status)
  if (!isOurs) throw new Why403Error('usage', notTheEmulators)
  tell({ kind: 'reading-records' })
  const { patience = noRetries } = request
  const io = withRetries(outside, patience, wait => tell({ kind: 'waiting', ...wait }))
  const origin = await graphFor(read.payload, request.settings)
  return { arrived, access: { origin, token: arrived.token, io, tenant: read.payload.tid, cloud } }
}

const noRetries: Patience = { retries: 0, timeoutMs: null }

/** Of servers out of reach the first answer tells enough. */
function unlessUnreachable(error: unknown): null {
  if (error instanceof Why403Error) return null
  throw error
}

/** A token, and what it is for the operations that were asked about. */
interface Held {
  readonly token: ObservedToken
  readonly prediction: Prediction
  /** Null: its claims cannot be read. */
  readonly jwt: {
    readonly secret: Secret
    readonly observed: Extract<ObservedToken, { form: 'jwt' }>
    readonly payload: Payload
  } | null
}

function hold(
  { text, origin }: GivenToken,
  observed: Observed,
  index: PermissionIndex,
  requirements: readonly Requirement[],
): Held {
  const extracted = extractToken(text.reveal())
  const token = readToken(extracted, origin, observed.issuer !== undefined)
  const prediction = predict({ ...observed, token }, index, requirements)
  if (extracted.form !== 'jwt' || token.form !== 'jwt' || prediction.token === null)
    return { token, prediction, jwt: null }
  const { payload } = prediction.token
  return { token, prediction, jwt: { secret: extracted.token, observed: token, payload } }
}

interface Looked {
  readonly graph: GraphAccess
  readonly signature: SignatureResult
  readonly calls: readonly ObservedCall[]
}

/** Verifies the token, and calls: all operations, or some. */
async function look(
  { jwt, prediction }: Held,
  request: Request,
  io: Io,
  tell: (milestone: Milestone) => void,
  pages: Pages | null,
  only?: ReadonlySet<number>,
): Promise<Looked> {
  const { secret, observed, payload } = jwt!
  const origin = await graphFor(payload, request.settings)
  // No verdict depends on the signature: only Graph validates Graph's tokens. So no call waits for the keys, but
  // where an emulator's address would get the token.
  const verifying = keysFor(payload, observed.header, request, io).then(keys =>
    verifySignature(secret, observed.header, keys),
  )
  const isBarred =
    request.settings.emulator !== null && !isMakeBelieveToken(payload.tid, (await verifying).status)
  const graph = { origin, token: secret, barred: isBarred ? notTheEmulators : null }
  const operations = prediction.operations.filter(({ index }) => only?.has(index) ?? true)
  let nth = 0
  const calling = (operation: string): void =>
    tell({ kind: 'calling', operation, nth: ++nth, of: operations.length })
  const [signature, calls] = await Promise.all([
    verifying,
    request.kind === 'call' ? callAll(operations, graph, request.anyway, io, calling, pages) : [],
  ])
  return { graph, signature, calls }
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

/** Refusals that a tenant of another cloud meets: there is none here, or the cloud is named. */
const ofOtherClouds = [90002, 90038, 90043, 90051, 900382, 900432, 900439, 1000104]

async function whereTenantLives(
  { acquisition, tenant, emulator }: Observed,
  io: Io,
): Promise<Pick<Observed, 'tenantCloud'>> {
  if (acquisition === null || 'told' in acquisition || tenant === null) return {}
  const refusal = readEntraRefusal(acquisition.status, acquisition.refusal ?? '')
  if (!refusal?.codes.some(code => ofOtherClouds.includes(code))) return {}
  const { discoverCloud } = await import('./edges/entra/discover-cloud.ts')
  return { tenantCloud: (await discoverCloud(tenant, emulator, io))?.name ?? null }
}

interface FoundAcquirer {
  readonly read: ReadCredential | null
  /** Null: the credential proves nothing. */
  readonly acquirer: ((wish: Wish) => Promise<Acquired>) | null
}

/** How to come by a token, and by another. */
async function acquirerOf(
  { acquireWith, keeping, isNew = false }: Extract<TokenSource, { acquireWith: unknown }>,
  io: Io,
  patience: Patience,
  tell: (wait: Wait) => void,
): Promise<FoundAcquirer> {
  const { keeperOf } = await import('./edges/entra/credentials.ts')
  const found = await (keeping === undefined ? keeperOf(acquireWith, io) : keeping(io))
  const kept = found.keeper
  return {
    read: found.read,
    acquirer: kept === null ? null : wish => kept.acquire(io, { isNew, ...wish }, patience, tell),
  }
}

function oddInCredential(read: ReadCredential | null, { at }: Observed, { cloud }: Settings): Oddity[] {
  return read === null ? [] : odditiesOfCredential(read, at, cloud.value)
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
  const cloud =
    cloudOfUnknownIssuer(payload) ?? issuedBy.find(({ name }) => name === cloudName(audience)) ?? issuedBy[0]
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
