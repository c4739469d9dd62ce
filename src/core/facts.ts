import { pseudoRoles } from './catalog/directory-roles.ts'
import { isExchangeBacked, opensToSelected } from './catalog/endpoints.ts'
import { type Cloud, cloudByAudience, cloudByGraphHost, graphAppId, retiredGraphAppId } from './clouds.ts'
import type { JsonObject } from './json.ts'
import { type Door, type Holder, judge, type Verdict } from './permissions/judge.ts'
import { requirementOf, unreadableRequirement } from './permissions/match.ts'
import type { Operation, UnreadableOperation } from './permissions/operation.ts'
import type { PermissionIndex } from './permissions/permission-index.ts'
import type { Requirement } from './permissions/requirement.ts'
import { type ObservedRecords, type Records, readRecords } from './records.ts'
import { type Challenge, readChallenge } from './refusal/challenge.ts'
import { type EntraRefusal, readEntraRefusal } from './refusal/entra.ts'
import { type GraphRefusal, readGraphRefusal } from './refusal/graph.ts'
import type { Oddity } from './settings-shape.ts'
import { type Access, accessOf } from './token/access.ts'
import { checkToken, type Expected, lifetimeOf, type TokenCheck } from './token/checks.ts'
import type { DecodedToken } from './token/decode.ts'
import { consumerTenant, type Payload, readPayload } from './token/payload.ts'
import type { SignatureResult } from './token/signature.ts'

/** Everything the edges gathered, before anything is judged. Null: not looked at, or not there to look at. */
export interface Observed {
  /** Seconds since 1970: the time that lifetimes are judged by. */
  readonly at: number
  /** Whether the question is about operations, or about the token alone. */
  readonly asked: 'operations' | 'token'
  /** The cloud that was asked for; null when only the token could tell. */
  readonly cloud: Cloud | null
  /** Origin of the emulator, `http://127.0.0.1:PORT`. */
  readonly emulator: string | null
  /** As configured. */
  readonly tenant: string | null
  readonly clientId: string | null
  /** The kind of token that the user demands. */
  readonly expect: 'app-only' | 'delegated' | null
  /** The keys or the issuer were named by a flag, so that a mismatch is the token's fault. */
  readonly keysGiven: boolean
  /** An issuer that was named by a flag; absent: Entra ID. */
  readonly issuer?: string
  /** Seconds by which the servers' clock is ahead of this machine's; absent when none told, or a time was named. */
  readonly clockOffset?: number
  readonly oddities: readonly Oddity[]
  readonly acquisition: ObservedAcquisition | null
  readonly token: ObservedToken | null
  readonly operations: readonly (Operation | UnreadableOperation)[]
  readonly calls: readonly ObservedCall[]
  readonly records: ObservedRecords | null
}

export interface ObservedAcquisition {
  /** The token endpoint's origin and tenant. */
  readonly authority: string
  readonly credential: 'secret'
  /** Where the secret came from. */
  readonly origin: string
  /** Seconds since 1970. */
  readonly sentAt: number
  readonly status: number
  /** The raw body of a refusal; null for a success, whose body holds the token. */
  readonly refusal: string | null
}

export type ObservedToken =
  | {
      readonly form: 'jwt'
      readonly origin: string
      readonly header: JsonObject
      readonly claims: JsonObject
      /** What is wrong with its form although it can be read. */
      readonly flaws: readonly string[]
      readonly signature: SignatureResult
    }
  | {
      readonly form: 'jwe' | 'opaque' | 'not-a-token'
      readonly origin: string
      readonly kind: string
      /** What can be read all the same, as in an ID token. */
      readonly decoded?: DecodedToken
    }

export type ObservedCall =
  | { readonly operation: number; readonly sent: false; readonly reason: string }
  | {
      readonly operation: number
      readonly sent: true
      /** Where it went, in full. */
      readonly url: string
      /** Null when no answer came; `reason` then says why. */
      readonly status: number | null
      readonly reason: string | null
      readonly requestId: string | null
      readonly clientRequestId: string | null
      readonly durationMs: number | null
      readonly body: string
      /** The header WWW-Authenticate; absent or null where the answer had none. */
      readonly wwwAuthenticate?: string | null
    }

/** What is known, by the part of the road it was learned on. */
export interface Facts {
  readonly at: number
  readonly asked: 'operations' | 'token'
  /** The cloud in play: asked for, else the token's, else null. */
  readonly cloud: Cloud | null
  readonly emulator: string | null
  readonly tenant: string | null
  readonly clientId: string | null
  readonly expect: 'app-only' | 'delegated' | null
  readonly keysGiven: boolean
  readonly issuer: string | null
  readonly oddities: readonly Oddity[]
  readonly acquisition: AcquisitionFacts | null
  readonly token: TokenFacts | null
  readonly operations: readonly OperationFacts[]
  readonly records: Records | null
}

export interface AcquisitionFacts extends Omit<ObservedAcquisition, 'refusal'> {
  readonly refusal: EntraRefusal | null
}

export type TokenFacts = ReadableToken | UnreadableToken

export interface ReadableToken {
  readonly form: 'jwt'
  readonly origin: string
  readonly header: JsonObject
  readonly payload: Payload
  readonly access: Access
  readonly signature: SignatureResult
  readonly lifetime: 'valid' | 'expired' | 'not-yet-valid' | 'unknown'
  readonly checks: readonly TokenCheck[]
  /** Whose Graph it is for; null when for no Graph at all. */
  readonly graph: Cloud | 'any' | null
}

export interface UnreadableToken {
  readonly form: 'jwe' | 'opaque' | 'not-a-token'
  readonly origin: string
  readonly kind: string
  readonly decoded?: DecodedToken
}

/** The links of the chain from need to hold; the first broken one is named. */
export type BrokenLink =
  | 'not-declared'
  | 'not-consented'
  | 'delegated-instead'
  | 'other-resource'
  | 'consented-later'
  | 'no-service-principal'
  | 'disabled'
  | 'wrong-audience'
  | 'delegated-only'
  | 'rsc-only'

export interface OperationFacts {
  /** Position in the report; what findings refer to. */
  readonly index: number
  readonly operation: Operation | UnreadableOperation
  readonly requirement: Requirement
  /** Null without a token, and for what has no verdict. */
  readonly verdict: Verdict | null
  /** The verdict by the tables alone, before Graph answered. */
  readonly predicted: Verdict | null
  readonly held: readonly string[]
  readonly missing: readonly string[]
  readonly doors: readonly Door[]
  readonly broken: BrokenLink | null
  readonly call: CallFacts | null
}

export type CallFacts =
  | { readonly sent: false; readonly reason: string }
  | {
      readonly sent: true
      readonly url: string
      readonly status: number | null
      readonly reason: string | null
      readonly requestId: string | null
      readonly clientRequestId: string | null
      readonly durationMs: number | null
      readonly body: string
      readonly refusal: GraphRefusal | null
      /** What a refusal asks the next token to prove. */
      readonly challenge: Challenge | null
    }

/** Derives all facts from what was observed. Pure: the same observations give the same facts. */
export function deriveFacts(observed: Observed, index: PermissionIndex): Facts {
  const token = observed.token === null ? null : tokenFacts(observed.token, observed)
  const records = observed.records === null ? null : readRecords(observed.records, index)
  const cloud = observed.cloud ?? (token?.form === 'jwt' && token.graph !== 'any' ? token.graph : null)
  return {
    at: serverTime(observed),
    asked: observed.asked,
    cloud,
    emulator: observed.emulator,
    tenant: observed.tenant,
    clientId: observed.clientId,
    expect: observed.expect,
    keysGiven: observed.keysGiven,
    issuer: observed.issuer ?? null,
    oddities: observed.oddities,
    acquisition: observed.acquisition === null ? null : acquisitionFacts(observed.acquisition),
    token,
    records,
    operations: observed.operations.map((operation, position) => {
      const call = observed.calls.find(call => call.operation === position) ?? null
      return operationFacts(position, operation, call, { observed, cloud, token, records, index })
    }),
  }
}

function acquisitionFacts({ refusal, ...rest }: ObservedAcquisition): AcquisitionFacts {
  return { ...rest, refusal: refusal === null ? null : readEntraRefusal(rest.status, refusal) }
}

/** Lifetimes are judged by the servers that will look at the token, where their clock is known. */
function serverTime({ at, clockOffset }: Observed): number {
  return at + (clockOffset ?? 0)
}

function tokenFacts(token: ObservedToken, observed: Observed): TokenFacts {
  if (token.form !== 'jwt') return token
  const at = serverTime(observed)
  const payload = readPayload(token.claims)
  return {
    form: 'jwt',
    origin: token.origin,
    header: token.header,
    payload,
    access: accessOf(payload),
    signature: token.signature,
    lifetime: lifetimeOf(payload, at),
    checks: checkToken({ ...token, payload }, { ...expectations(observed), at }),
    graph: payload.aud === null ? null : cloudByAudience(payload.aud),
  }
}

function expectations({
  tenant,
  clientId,
  cloud,
  issuer,
  keysGiven,
  clockOffset,
}: Observed): Omit<Expected, 'at'> {
  return { tenant, clientId, cloud, issuer: issuer ?? null, keysGiven, clockOffset: clockOffset ?? null }
}

interface Context {
  readonly observed: Observed
  readonly cloud: Cloud | null
  readonly token: TokenFacts | null
  readonly records: Records | null
  readonly index: PermissionIndex
}

function operationFacts(
  index: number,
  operation: Operation | UnreadableOperation,
  observedCall: ObservedCall | null,
  context: Context,
): OperationFacts {
  const call = observedCall === null ? null : callFacts(observedCall)
  if ('unreadable' in operation) {
    const requirement = unreadableRequirement()
    return {
      index,
      operation,
      requirement,
      verdict: null,
      predicted: null,
      held: [],
      missing: [],
      doors: [],
      broken: null,
      call,
    }
  }
  const requirement = requirementOf(context.index, operation, { emulatorOrigin: context.observed.emulator })
  const compared = compare(operation, requirement, context)
  const predicted = compared.verdict
  const verdict = predicted !== null && succeeded(call) ? 'allowed' : predicted
  const part = { index, operation, requirement, ...compared, predicted, verdict, call }
  return {
    ...part,
    missing: verdict === 'allowed' ? [] : compared.missing,
    broken: brokenLink(part, context),
  }
}

/** Graph's 2xx has the last word, whatever the tables say. */
export function succeeded(call: CallFacts | null): boolean {
  return call?.sent === true && call.status !== null && call.status >= 200 && call.status < 300
}

type Comparison = Pick<OperationFacts, 'verdict' | 'held' | 'missing' | 'doors'>

const nothing = { held: [], missing: [], doors: [] }

function compare(operation: Operation, requirement: Requirement, { token, observed }: Context): Comparison {
  if (token === null || requirement.status === 'not-graph') return { verdict: null, ...nothing }
  if (token.form !== 'jwt') return { verdict: 'undecided', ...nothing }
  if (!isTokensHost(operation, token, observed)) return { verdict: 'wrong-host', ...nothing }
  const { template } = requirement
  const behind =
    template === null ? {} : { exchange: isExchangeBacked(template), selected: opensToSelected(template) }
  return judge(requirement, holderOf(token), behind)
}

/** Whether the operation goes to the Graph that the token is for. A bare path goes to the token's own. */
function isTokensHost(
  operation: Operation,
  { graph }: ReadableToken,
  { cloud, emulator }: Observed,
): boolean {
  if (graph === null) return false
  const target = targetCloud(operation, emulator, cloud)
  return graph === 'any' || target === null || target.graph === graph.graph
}

function targetCloud({ origin }: Operation, emulator: string | null, cloud: Cloud | null): Cloud | null {
  if (origin === null || origin === emulator) return cloud
  return cloudByGraphHost(origin.slice('https://'.length))
}

function holderOf({ access: { access }, payload }: ReadableToken): Holder {
  return {
    access,
    permissions: (access === 'delegated' ? payload.scp : payload.roles) ?? [],
    personal: payload.tid === consumerTenant,
    directoryRoles: payload.wids.filter(id => !pseudoRoles.has(id)),
  }
}

function callFacts(call: ObservedCall): CallFacts {
  if (!call.sent) return { sent: false, reason: call.reason }
  const { operation: _, wwwAuthenticate, ...answer } = call
  const { status, body } = answer
  const refused = status !== null && status >= 400
  return {
    ...answer,
    refusal: refused ? readGraphRefusal(status, body) : null,
    challenge: refused ? readChallenge(wwwAuthenticate) : null,
  }
}

/**
 * The first link that is known to be broken; null when none is, or when what would tell was not looked at.
 * Without the tenant's records, need and hold alone are compared.
 */
function brokenLink(
  { verdict, missing, requirement }: Omit<OperationFacts, 'broken'>,
  { token, records }: Context,
): BrokenLink | null {
  if (verdict === 'wrong-host' && token?.form === 'jwt' && token.graph === null) return 'wrong-audience'
  if (verdict === 'delegated-only') return 'delegated-only'
  const accepted = requirement.schemes.application.accepted
  const lacks = verdict === 'missing-permission'
  if (token?.form === 'jwt' && token.access.access === 'delegated') return null
  if ((lacks || verdict === 'undecided') && accepted.length > 0 && accepted.every(isResourceSpecific))
    return 'rsc-only'
  if (!lacks) return null
  if (records?.servicePrincipal === null || hasNoPrincipal(token)) return 'no-service-principal'
  if (records === null) return null
  if (records.servicePrincipal?.enabled === false) return 'disabled'
  return brokenRecord(
    accepted.map(({ permission }) => permission),
    missing,
    records,
  )
}

function brokenRecord(
  wanted: readonly string[],
  missing: readonly string[],
  { granted, declared }: Records,
): BrokenLink | null {
  const onGraph = ({ api }: { readonly api: string | null }): boolean => api === graphAppId
  if (granted?.filter(onGraph).some(({ permission }) => wanted.includes(permission))) return 'consented-later'
  if (declared === undefined) return granted === undefined ? null : 'not-consented'
  const named = declared.filter(
    grant => onGraph(grant) && (wanted.includes(grant.permission) || missing.includes(grant.permission)),
  )
  if (named.some(({ kind }) => kind === 'application')) return granted === undefined ? null : 'not-consented'
  if (named.length > 0) return 'delegated-instead'
  return declared.some(({ api }) => api === retiredGraphAppId) ? 'other-resource' : 'not-declared'
}

function isResourceSpecific({ resourceSpecific }: { readonly resourceSpecific: boolean }): boolean {
  return resourceSpecific
}

/** Entra ID leaves oid out where the app has no service principal to name. */
export function hasNoPrincipal(token: TokenFacts | null): boolean {
  return (
    token?.form === 'jwt' &&
    token.graph !== null &&
    token.access.access === 'app-only' &&
    token.payload.oid === null
  )
}
