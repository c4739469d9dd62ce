import type { CommandLine } from '../command-line.ts'
import { type JsonObject, textOf } from '../json.ts'
import { requirementOf } from '../need/requirement-of.ts'
import { nothingObserved, type Observed, type ObservedCall, type ObservedToken } from '../observed.ts'
import { nameOf } from '../operation/name.ts'
import { type Operation, type UnreadableOperation, untoldOperation } from '../operation/operation.ts'
import { readToken, tokenOfClaims } from '../read-token.ts'
import type { PermissionIndex } from '../tables/permission-index.ts'
import { secondsOf } from '../time.ts'
import { operationOf } from './operation-of.ts'
import type { Pasted } from './read.ts'
import { type Graph, type PastedRefusal, wasTaken } from './refusal.ts'
import type { PastedCall } from './requests.ts'
import type { SucceededCall } from './succeeded.ts'
import type { PastedToken } from './token.ts'

export interface Occasion {
  /** Seconds since 1970; null: lifetimes are not judged. */
  readonly now: number | null
  readonly line: CommandLine
}

/** What a text tells, as the edges would have gathered it: nothing of it is judged yet. */
export function observedIn(pasted: Pasted, index: PermissionIndex, { now, line }: Occasion): Observed {
  const { refusals, flow } = pasted
  const called = calledIn(pasted, index)
  // A token beside a refusal of Entra ID's, or of somebody whose call is not told, is not known to be for Graph.
  const token = called.length > 0 || refusals.length === 0 ? pasted.token : null
  const read = token === null ? null : observedToken(token, pasted, called.length > 0)
  const entra = refusals.find(({ service }) => service === 'entra')
  return {
    ...nothingObserved,
    at: read?.form === 'jwt' ? timeOf(pasted, read.claims, now) : 0,
    asked: called.length > 0 ? 'operations' : 'token',
    claimsOnly: token !== null && token.kind !== 'token',
    line,
    acquisition: entra?.service === 'entra' ? { told: entra } : null,
    ...(flow === null ? {} : { flow }),
    token: read,
    operations: called.map(({ operation }) => operation),
    calls: called.flatMap(({ refusal, succeeded }, operation) => {
      if (succeeded !== undefined) return [letThrough(succeeded, operation)]
      return refusal?.service === 'graph' ? [refused(refusal, operation)] : []
    }),
  }
}

export interface Called {
  readonly operation: Operation | UnreadableOperation
  readonly refusal: PastedRefusal | null
  /** Of a call that Graph answered. */
  readonly succeeded?: SucceededCall
}

/** What was asked for: of refused calls each, with what Graph answered beside them; else whatever the text tells of. */
export function calledIn({ refusals, calls, succeeded }: Pasted, index: PermissionIndex): Called[] {
  if (refusals.length === 0)
    return calls.flatMap(call => {
      const operation = operationOf(call, index)
      return operation === null ? [] : [{ operation, refusal: null }]
    })
  const refused = refusedIn(refusals, index)
  return refused.some(({ refusal }) => refusal?.service === 'graph')
    ? [...refused, ...answeredIn(succeeded, refused, index)]
    : refused
}

/** More of what went well is not needed to see what did not; nor are more looked up, since a log is long. */
const [mostAnswered, mostLookedUp] = [10, 40]

/** Each operation once, and none that was refused as well. */
function answeredIn(
  succeeded: readonly SucceededCall[],
  refused: readonly Called[],
  index: PermissionIndex,
): Called[] {
  const seen = new Set(refused.map(({ operation }) => nameOf(operation)))
  const found: Called[] = []
  const first = new Map(succeeded.toReversed().map(one => [outlineOf(one.call), one]))
  for (const one of [...first.values()].toReversed().slice(0, mostLookedUp)) {
    if (found.length >= mostAnswered) break
    const operation = operationOf(one.call, index)
    if (operation === null) continue
    const { template } = requirementOf(index, operation)
    const name = template === null ? nameOf(operation) : `${operation.method} ${template}`
    if (seen.has(name) || seen.has(nameOf(operation))) continue
    seen.add(name)
    found.push({ operation, refusal: null, succeeded: one })
  }
  return found
}

/** Calls that differ in ids, names and query alone are told apart by nobody who reads a log. */
function outlineOf({ method, url }: PastedCall): string {
  const segments = url.split('?', 1)[0]!.split('/')
  return `${method} ${segments.map(segment => (/[\d@%{(:]/.test(segment) ? '{}' : segment)).join('/')}`
}

function refusedIn(refusals: readonly PastedRefusal[], index: PermissionIndex): Called[] {
  return refusals.flatMap((refusal): Called[] => {
    if (refusal.service === 'entra') return []
    const operation = operationOf(refusal.call, index)
    if (refusal.service === 'graph') return [{ operation: operation ?? untoldOperation, refusal }]
    return operation === null || refusal.service === 'library' ? [] : [{ operation, refusal }]
  })
}

function letThrough({ call, status }: SucceededCall, operation: number): ObservedCall {
  return {
    ...{ operation, sent: true, url: call.url, status, reason: null, requestId: null },
    ...{ clientRequestId: null, durationMs: null, body: '' },
  }
}

function refused(
  { service: _, times: __, atLeast: ___, requestId, call, challenge, resource: ____, ...error }: Graph,
  operation: number,
): ObservedCall {
  return {
    ...{ operation, sent: true, url: call?.url ?? '', status: error.status, reason: null, requestId },
    ...{ clientRequestId: null, durationMs: null, body: '', told: { error, challenge } },
  }
}

const origin = 'your text'

function observedToken(token: PastedToken, { presented }: Pasted, isAsked: boolean): ObservedToken {
  if (token.kind === 'token')
    return readToken({ form: 'jwt', token: token.token, wrapping: token.wrapping }, origin, false)
  // Who lists permissions of Graph's means a token for Graph, where nothing says otherwise.
  const aud = presented?.told === 'the claims' ? presented.audience : graphAudience
  const claims = token.kind === 'claims' ? token.claims : { aud, ...token.claims }
  const read = tokenOfClaims(claims, origin)
  return isAsked && !isWhole(claims) ? { ...read, partial: true } : read
}

/** Every token of Entra ID's names who issued it and when it ends: without these, somebody left claims out. */
function isWhole(claims: JsonObject): boolean {
  return textOf(claims.iss) !== null && secondsOf(claims.exp) !== null
}

const graphAudience = 'https://graph.microsoft.com'

/** Clocks may differ by so much. */
const skew = 300

/**
 * When the token was judged by those who refused: a text is read later than it was written. A refusal that is no 401 says
 * that it was valid then.
 */
function timeOf({ refusals, refusedAt }: Pasted, claims: JsonObject, now: number | null): number {
  const began = secondsOf(claims.nbf) ?? secondsOf(claims.iat)
  if (refusedAt !== null && (began === null || refusedAt >= began - skew)) return refusedAt
  // Entra ID dates iat back, and what was refused was younger than that at no time.
  const issued = began === null ? null : began + skew
  return (wasTaken(refusals) ? null : now) ?? issued ?? now ?? 0
}
