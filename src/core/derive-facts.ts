import { brokenLink } from './broken-link.ts'
import { type Cloud, cloudByAudience, cloudByGraphHost } from './clouds.ts'
import {
  type AcquisitionFacts,
  type CallFacts,
  type Facts,
  type OperationFacts,
  type ReadableToken,
  succeeded,
  type TokenFacts,
} from './facts.ts'
import { type Holder, judge } from './judge/judge.ts'
import { pseudoRole } from './knowledge/directory-roles.ts'
import { isExchangeBacked, opensToSelected } from './knowledge/endpoints.ts'
import type { Requirement } from './need/requirement.ts'
import { requirementOf, unreadableRequirement } from './need/requirement-of.ts'
import type { Observed, ObservedAcquisition, ObservedCall, ObservedToken } from './observed.ts'
import type { Operation, UnreadableOperation } from './operation/operation.ts'
import { type Records, readRecords } from './records.ts'
import { readChallenge } from './refusal/challenge.ts'
import { readEntraRefusal } from './refusal/entra.ts'
import { readGraphRefusal } from './refusal/graph.ts'
import type { PermissionIndex } from './tables/permission-index.ts'
import { accessOf } from './token/access.ts'
import { checkToken, type Expected, lifetimeOf } from './token/checks.ts'
import { consumerTenant, readPayload } from './token/payload.ts'

/** Derives all facts from what was observed. Pure: the same observations give the same facts. */
export function deriveFacts(observed: Observed, index: PermissionIndex): Facts {
  const token = observed.token === null ? null : tokenFacts(observed.token, observed)
  const records = observed.records === null ? null : readRecords(observed.records, index)
  const cloud = observed.cloud ?? (token?.form === 'jwt' && token.graph !== 'any' ? token.graph : null)
  const { asked, emulator, tenant, clientId, expect, keysGiven, claimsOnly, oddities, line } = observed
  return {
    ...{ asked, emulator, tenant, clientId, expect, keysGiven, claimsOnly, oddities, line },
    at: serverTime(observed),
    cloud,
    issuer: observed.issuer ?? null,
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
  const payload = readPayload(token.claims, observed.issuer === undefined ? 'entra' : 'other')
  return {
    form: 'jwt',
    origin: token.origin,
    header: token.header,
    wrapping: token.wrapping ?? null,
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
    directoryRoles: payload.wids.filter(id => pseudoRole(id) === null),
  }
}

function callFacts(call: ObservedCall): CallFacts {
  if (!call.sent) return { sent: false, reason: call.reason, barred: call.barred === true }
  const { operation: _, wwwAuthenticate, ...answer } = call
  const { status, body } = answer
  const refused = status !== null && status >= 400
  return {
    ...answer,
    refusal: refused ? readGraphRefusal(status, body) : null,
    challenge: refused ? readChallenge(wwwAuthenticate) : null,
  }
}
