import { brokenLink } from './broken-link.ts'
import { type Cloud, cloudByAudience, cloudByGraphHost, graphAppId } from './clouds.ts'
import {
  type AcquisitionFacts,
  type CallFacts,
  type Facts,
  type HolderFacts,
  type OperationFacts,
  type ReadableToken,
  succeeded,
  type TokenFacts,
} from './facts.ts'
import type { JsonObject } from './json.ts'
import { type Gate, gatesOf } from './judge/gates.ts'
import { type Holder, judge } from './judge/judge.ts'
import { whoseOf } from './judge/whose.ts'
import { pseudoRole } from './knowledge/directory-roles.ts'
import { isExchangeBacked, opensToSelected } from './knowledge/families.ts'
import type { Requirement } from './need/requirement.ts'
import { requirementOf, unreadableRequirement } from './need/requirement-of.ts'
import type { Observed, ObservedCall, ObservedToken } from './observed.ts'
import type { Operation } from './operation/operation.ts'
import { type Records, readRecords } from './records.ts'
import { readChallenge } from './refusal/challenge.ts'
import { readEntraRefusal } from './refusal/entra.ts'
import { readGraphRefusal } from './refusal/graph.ts'
import { readIdentityRefusal } from './refusal/identity.ts'
import type { PermissionIndex } from './tables/permission-index.ts'
import { accessOf } from './token/access.ts'
import { checkToken, type Expected, lifetimeOf } from './token/checks.ts'
import { consumerTenant, readPayload } from './token/payload.ts'
import { type PrincipalKind, principalKindOf } from './token/principal-kind.ts'

/** What of the observed is there before anybody is called. */
export type Before = Pick<
  Observed,
  'cloud' | 'emulator' | 'issuer' | 'token' | 'flow' | 'operations' | 'byRecords' | 'records'
>

/** A token as its claims tell. */
type ReadClaims = Pick<ReadableToken, 'payload' | 'access' | 'graph'>

/** Needs, and verdicts by the tables: what decides which calls are sent. */
export interface Prediction {
  /** Null without a token whose claims can be read. */
  readonly token: ReadClaims | null
  readonly holder: HolderFacts | null
  readonly cloud: Cloud | null
  readonly operations: readonly PredictedOperation[]
}

export type PredictedOperation = Omit<OperationFacts, 'verdict' | 'broken' | 'call' | 'gates'>

/** What each operation needs, whoever asks: it hangs on no token. Pure. */
export function requirementsOf(
  { operations, emulator }: Pick<Observed, 'operations' | 'emulator'>,
  index: PermissionIndex,
): Requirement[] {
  return operations.map(operation =>
    'unreadable' in operation
      ? unreadableRequirement()
      : requirementOf(index, operation, { emulatorOrigin: emulator }),
  )
}

/**
 * Compares what was asked for with the token, or with what the records say that a new one would carry. Pure.
 *
 * @param requirements of these very operations, where they were looked up already
 */
export function predict(
  observed: Before,
  index: PermissionIndex,
  requirements: readonly Requirement[] = requirementsOf(observed, index),
): Prediction {
  const { cloud: wanted, emulator, issuer, token, flow, operations, byRecords, records } = observed
  const claims =
    token?.form === 'jwt' ? claimsOf(token.claims, issuer === undefined ? 'entra' : 'other') : null
  const cloud = wanted ?? (claims === null || claims.graph === 'any' ? null : claims.graph)
  const isByRecords = byRecords === true && records !== null
  const holder =
    claims !== null ? carriedBy(claims) : isByRecords ? granted(readRecords(records, index)) : null
  const holding = holder === null ? null : holdingOf(holder, claims, index)
  return {
    token: claims,
    holder,
    cloud,
    operations: operations.map((operation, position) => {
      const requirement = requirements[position]!
      if ('unreadable' in operation)
        return { index: position, operation, requirement, predicted: null, ...nothing }
      const compared =
        token === null && holding === null
          ? withoutToken(requirement, flow)
          : compare(operation, requirement, holding, { emulator, cloud })
      return { index: position, operation, requirement, ...compared }
    }),
  }
}

/**
 * Derives all facts from what was observed. Pure: the same observations give the same facts.
 *
 * @param prediction of these very observations, where it was made already
 */
export function deriveFacts(
  observed: Observed,
  index: PermissionIndex,
  prediction: Prediction = predict(observed, index),
): Facts {
  const token = observed.token === null ? null : tokenFacts(observed.token, prediction.token, observed)
  const records = observed.records === null ? null : readRecords(observed.records, index)
  const { asked, emulator, tenant, clientId, expect, keysGiven, claimsOnly, oddities, line } = observed
  return {
    ...{ asked, emulator, tenant, clientId, expect, keysGiven, claimsOnly, oddities, line },
    ...(observed.byRecords === true ? { byRecords: true } : {}),
    ...(observed.fromCase === true ? { fromCase: true } : {}),
    at: serverTime(observed),
    clockOffset: observed.clockOffset ?? null,
    cloud: prediction.cloud,
    issuer: observed.issuer ?? null,
    ...(observed.tenantCloud === undefined ? {} : { tenantCloud: observed.tenantCloud }),
    acquisition: observed.acquisition === null ? null : acquisitionFacts(observed.acquisition),
    token,
    holder: prediction.holder,
    records,
    principalKind: principalKind(prediction.token, records) ?? hostsOwn(observed.acquisition),
    operations: prediction.operations.map(predicted => {
      const call = observed.calls.find(({ operation }) => operation === predicted.index)
      const gates = gatesOfPredicted(
        predicted,
        prediction.holder,
        token === null && prediction.holder === null,
      )
      return settled(predicted, gates, call === undefined ? null : callFacts(call), {
        token,
        records,
        holder: prediction.holder,
      })
    }),
  }
}

function claimsOf(claims: JsonObject, issuer: 'entra' | 'other'): ReadClaims {
  const payload = readPayload(claims, issuer)
  return {
    payload,
    access: accessOf(payload),
    graph: payload.aud === null ? null : cloudByAudience(payload.aud),
  }
}

/** Who was asked as an identity of the host is one, whatever came of it. */
function hostsOwn(acquisition: Observed['acquisition']): PrincipalKind | null {
  const isIdentity =
    acquisition !== null && 'sentAt' in acquisition && acquisition.credential === 'managed-identity'
  return isIdentity ? 'managed-identity' : null
}

/** Who has an application object in the tenant is a registration. */
function principalKind(token: ReadClaims | null, records: Records | null): PrincipalKind | null {
  const byClaims = token === null ? null : principalKindOf(token.payload)
  const byRecord = records?.servicePrincipal?.kind ?? null
  return byClaims ?? byRecord ?? (records?.declared === undefined ? null : 'registration')
}

function acquisitionFacts(acquisition: NonNullable<Observed['acquisition']>): AcquisitionFacts {
  if ('told' in acquisition) return { refusal: acquisition.told }
  const { refusal, ...rest } = acquisition
  const read = rest.credential === 'managed-identity' ? readIdentityRefusal : readEntraRefusal
  return { ...rest, refusal: refusal === null ? null : read(rest.status, refusal) }
}

/** Lifetimes are judged by the servers that will look at the token, where their clock is known. */
function serverTime({ at, clockOffset }: Observed): number {
  return at + (clockOffset ?? 0)
}

function tokenFacts(token: ObservedToken, claims: ReadClaims | null, observed: Observed): TokenFacts {
  if (token.form !== 'jwt') return token
  const { payload, access, graph } = claims!
  const at = serverTime(observed)
  return {
    form: 'jwt',
    origin: token.origin,
    header: token.header,
    wrapping: token.wrapping ?? null,
    partial: token.partial === true,
    payload,
    access,
    signature: token.signature,
    lifetime: lifetimeOf(payload, at),
    checks: checkToken({ ...token, payload }, { ...expectations(observed), at }),
    graph,
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

/** Where no permission lets the operation through, nobody gets as far as a gate. */
function gatesOfPredicted(
  { operation, requirement: { template }, predicted, held }: PredictedOperation,
  holder: HolderFacts | null,
  noToken: boolean,
): readonly Gate[] {
  if ('unreadable' in operation || template === null) return []
  if (!noToken && predicted !== 'allowed') return []
  return gatesOf(operation, template, holder, held)
}

/** With Graph's answer and the tenant's records: the last word on an operation. */
function settled(
  predicted: PredictedOperation,
  gates: readonly Gate[],
  call: CallFacts | null,
  known: Pick<Facts, 'token' | 'records' | 'holder'>,
): OperationFacts {
  const verdict = predicted.predicted !== null && succeeded(call) ? 'allowed' : predicted.predicted
  const part = { ...predicted, verdict, call, gates: succeeded(call) ? [] : gates }
  return {
    ...part,
    missing: verdict === 'allowed' ? [] : predicted.missing,
    broken: 'unreadable' in predicted.operation ? null : brokenLink(part, known),
  }
}

type Comparison = Pick<
  OperationFacts,
  'predicted' | 'certain' | 'held' | 'missing' | 'doubts' | 'doors' | 'whose'
>

/** Of a token that is only told to be an app's nothing is known but that some operations are closed to all such. */
function withoutToken(requirement: Requirement, flow: Observed['flow']): Comparison {
  const none = { predicted: null, ...nothing }
  if (flow !== 'app-only') return none
  const { verdict, ...rest } = judge(requirement, anyApp)
  return verdict === 'delegated-only' ? { ...none, ...rest, predicted: verdict } : none
}

const anyApp: Holder = { access: 'app-only', permissions: [], personal: false, directoryRoles: [] }

const nothing = { certain: false, held: [], missing: [], doubts: [], doors: [], whose: null }

function compare(
  operation: Operation,
  requirement: Requirement,
  holding: Holding | null,
  where: Where,
): Comparison {
  if (requirement.status === 'not-graph') return { predicted: null, ...nothing }
  if (holding === null) return { predicted: 'undecided', ...nothing }
  if (!isHoldersHost(operation, holding, where)) return { predicted: 'wrong-host', ...nothing }
  const { template } = requirement
  const behind =
    template === null
      ? {}
      : {
          exchange: isExchangeBacked(template),
          selected: opensToSelected(template),
          query: operation.query,
        }
  const { verdict, ...rest } = judge(requirement, holding, behind)
  const { payload, access } = holding
  const whose = access === 'delegated' && payload !== null ? whoseOf(operation.path, payload) : null
  // A scope opens the user's own; what is somebody else's must have been shared, which no token shows.
  const isShared = whose === 'another' && !isProfile(operation, template)
  return { predicted: verdict === 'allowed' && isShared ? 'undecided' : verdict, ...rest, whose }
}

/** Profiles are for whoever holds the scope; what hangs on them is their user's. */
function isProfile({ method }: Operation, template: string | null): boolean {
  return method === 'GET' && /^\/users\/\{id\}$/i.test(template ?? '')
}

/** Which Graph is meant by a bare path, or by the emulator's address. */
type Where = Pick<Observed, 'cloud' | 'emulator'>

/** Whether the operation goes to the Graph that the token is for. A bare path goes to the token's own. */
function isHoldersHost(operation: Operation, { graph }: HolderFacts, where: Where): boolean {
  if (graph === null) return false
  const target = targetCloud(operation, where)
  return graph === 'any' || target === null || target.graph === graph.graph
}

function targetCloud({ origin }: Operation, { emulator, cloud }: Where): Cloud | null {
  if (origin === null || origin === emulator) return cloud
  return cloudByGraphHost(origin.slice('https://'.length))
}

/** With what judging asks besides. */
type Holding = HolderFacts & Holder & { readonly payload: ReadClaims['payload'] | null }

function carriedBy({ access: { access }, payload, graph }: ReadClaims): HolderFacts {
  return {
    from: 'token',
    access,
    permissions: (access === 'delegated' ? payload.scp : payload.roles) ?? [],
    directoryRoles: payload.wids.filter(id => pseudoRole(id) === null),
    personal: payload.tid === consumerTenant,
    graph,
  }
}

/** What a new token would carry; null where the grants could not be read. */
function granted({
  servicePrincipal,
  granted,
  inherited = [],
  directoryRoles = [],
}: Records): HolderFacts | null {
  const own = servicePrincipal === null ? [] : granted
  if (own === undefined) return null
  const names = [...own, ...inherited]
    .filter(({ api }) => api === graphAppId)
    .map(({ permission }) => permission)
  return {
    from: 'records',
    access: 'app-only',
    permissions: [...new Set(names)].sort(),
    directoryRoles,
    personal: false,
    // A new one is for the Graph that is asked.
    graph: 'any',
  }
}

function holdingOf(holder: HolderFacts, claims: ReadClaims | null, index: PermissionIndex): Holding {
  const { access, permissions } = holder
  const scheme = access === 'delegated' ? 'delegatedWork' : 'application'
  return {
    ...holder,
    opensNothing: permissions.filter(name => (index.permission(name)?.schemes[scheme]?.opens ?? 0) === 0),
    payload: claims?.payload ?? null,
  }
}

function callFacts(call: ObservedCall): CallFacts {
  if (!call.sent) return { sent: false, reason: call.reason, barred: call.barred === true }
  const { operation: _, wwwAuthenticate, told, ...answer } = call
  if (told !== undefined) return { ...answer, refusal: told.error, challenge: told.challenge }
  const { status, body } = answer
  const refused = status !== null && status >= 400
  return {
    ...answer,
    refusal: refused ? readGraphRefusal(status, body) : null,
    challenge: refused ? readChallenge(wwwAuthenticate) : null,
  }
}
