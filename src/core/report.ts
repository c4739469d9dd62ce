import { claimMeaning } from './catalog/claims.ts'
import { cloudByName } from './clouds.ts'
import { type Diagnosis, diagnose } from './diagnose.ts'
import {
  type BrokenLink,
  type Facts,
  type OperationFacts,
  type ReadableToken,
  succeeded,
  type TokenFacts,
} from './facts.ts'
import type { Evidence, Severity, Subject } from './findings/finding.ts'
import type { Fix } from './fixes/fix.ts'
import { type JsonObject, objectOf, objectsOf, parseJson } from './json.ts'
import type { Verdict } from './permissions/judge.ts'
import type { PermissionIndex } from './permissions/permission-index.ts'
import type { Requirement, RequirementStatus, SchemeRequirement } from './permissions/requirement.ts'
import { isoTime } from './time.ts'
import type { TokenCheck } from './token/checks.ts'
import type { SignatureResult } from './token/signature.ts'

/**
 * The one value that every output renders, and what `--format json` prints. Described by
 * docs/report.schema.json. A member that is absent was not looked at; null was looked at and not there.
 * Times are ISO 8601 in UTC beside the claim's own number of seconds.
 */
export interface Report {
  readonly schema: 1
  readonly tool: { readonly name: 'why403'; readonly version: string }
  readonly data: DataSource
  readonly cloud?: string
  readonly verdict: 'clear' | 'problem' | 'undetermined'
  readonly acquisition?: AcquisitionReport
  readonly token?: TokenReport
  readonly operations: readonly OperationReport[]
  readonly calls: readonly CallReport[]
  readonly findings: readonly FindingReport[]
  readonly notChecked: readonly { readonly id: string; readonly missing: readonly string[] }[]
}

/** Which permission tables were consulted. */
export interface DataSource {
  readonly source: string
  readonly commit: string
  /** `2026-08-07`. */
  readonly date: string
}

export interface AcquisitionReport {
  readonly authority: string
  readonly credential: 'secret'
  readonly origin: string
  readonly status: number
  readonly error?: string | null
  readonly codes?: readonly number[]
  readonly message?: string
  readonly traceId?: string | null
  readonly correlationId?: string | null
  readonly timestamp?: string | null
}

export interface TokenReport {
  readonly form: TokenFacts['form']
  readonly kind?: string
  readonly origin: string
  readonly access?: 'app-only' | 'delegated' | 'unknown'
  readonly accessEvidence?: readonly string[]
  readonly header?: JsonObject
  readonly aud?: string | null
  readonly iss?: string | null
  readonly appid?: string | null
  readonly oid?: string | null
  readonly tid?: string | null
  readonly roles?: readonly string[] | null
  readonly scp?: readonly string[] | null
  readonly ver?: string | null
  readonly iat?: Instant | null
  readonly nbf?: Instant | null
  readonly exp?: Instant | null
  readonly expired?: boolean
  readonly secondsLeft?: number | null
  readonly credential?: 'secret' | 'assertion' | 'public' | 'unknown'
  readonly signature?: SignatureResult
  readonly checks?: readonly TokenCheck[]
  readonly claims?: readonly {
    readonly name: string
    readonly value: unknown
    readonly meaning: string | null
  }[]
}

export interface Instant {
  /** The claim's own number. */
  readonly value: number
  readonly time: string
}

export interface OperationReport {
  readonly method: string | null
  readonly url: string
  readonly path: string | null
  readonly template: string | null
  readonly version: 'v1.0' | 'beta' | null
  readonly matched: Requirement['matched']
  readonly inferredFrom: string | null
  readonly status: RequirementStatus
  readonly verdict?: Verdict
  readonly application?: SchemeReport
  readonly delegatedWork?: SchemeReport
  readonly delegatedPersonal?: SchemeReport
  readonly held?: readonly string[]
  readonly missing?: readonly string[]
  readonly granted?: readonly { readonly permission: string; readonly since: string | null }[]
  readonly declared?: readonly { readonly permission: string; readonly kind: 'application' | 'delegated' }[]
  readonly broken?: BrokenLink
  readonly nearest?: readonly string[]
  readonly source?: { readonly file: string; readonly line: number }
}

export interface SchemeReport {
  readonly leastPrivileged: string | null
  readonly why: string
  readonly next: string | null
  readonly marked: readonly string[]
  readonly accepted: readonly {
    readonly permission: string
    readonly alsoRequires: readonly string[]
    readonly level: number | null
  }[]
}

export interface CallReport {
  readonly operation: number
  readonly method: string
  readonly url: string
  readonly sent: boolean
  readonly reason: string | null
  readonly status?: number | null
  readonly requestId?: string | null
  readonly clientRequestId?: string | null
  readonly durationMs?: number | null
  readonly attempts?: number
  /** How many entities the answer held; null when it was no collection. */
  readonly rows?: number | null
  /** The entities themselves, on demand. */
  readonly value?: readonly JsonObject[]
  readonly error?: {
    readonly code: string | null
    readonly message: string
    readonly inner: readonly string[]
    readonly requiredByService: readonly string[] | null
    readonly heldByService: readonly string[] | null
  }
}

export interface FindingReport {
  readonly id: string
  readonly severity: Severity
  readonly certainty: 'certain' | 'likely'
  readonly about: Subject
  readonly becauseOf: string | null
  readonly wouldTell?: string
  readonly title: string
  readonly why: string
  readonly evidence: readonly Evidence[]
  readonly fix: readonly Fix[]
  /** The page's id: `why403 explain ID`. */
  readonly docs: string
}

export interface ReportOptions {
  readonly version: string
  readonly data: DataSource
  /** Carry the entities of the answers. */
  readonly rows: boolean
}

/** Judges facts and puts everything into a Report. Pure. */
export function reportOf(facts: Facts, index: PermissionIndex, options: ReportOptions): Report {
  const diagnosis = diagnose(facts, index)
  return {
    schema: 1,
    tool: { name: 'why403', version: options.version },
    data: options.data,
    ...(facts.emulator !== null
      ? { cloud: 'emulator' }
      : facts.cloud !== null
        ? { cloud: facts.cloud.name }
        : {}),
    verdict: verdictOf(facts, diagnosis),
    ...(facts.acquisition === null ? {} : { acquisition: acquisitionReport(facts) }),
    ...(facts.token === null ? {} : { token: tokenReport(facts.token, facts.at) }),
    operations: facts.operations.map(operation => operationReport(operation, facts)),
    calls: facts.operations.flatMap(operation => callReport(operation, options.rows)),
    findings: diagnosis.findings.map(({ headline, id, ...rest }) => ({
      id,
      ...rest,
      title: headline,
      docs: id,
    })),
    notChecked: [...diagnosis.notChecked, ...unreadRecords(facts)],
  }
}

/**
 * `problem` iff any error. `undetermined` iff no error, and something that was asked stayed undecided: an
 * operation unknown to the tables that Graph did not answer, a call without an answer, a token that cannot
 * be read, a signature that does not fit.
 */
function verdictOf({ token, operations }: Facts, { findings }: Diagnosis): Report['verdict'] {
  if (findings.some(({ severity }) => severity === 'error')) return 'problem'
  const unread = token !== null && (token.form !== 'jwt' || token.signature.status === 'mismatch')
  const open = operations.some(({ requirement, verdict, call }) => {
    if (requirement.status === 'envelope') return false
    if (verdict === 'allowed') return call?.sent === true && !succeeded(call)
    return token !== null || requirement.status !== 'known'
  })
  return unread || open ? 'undetermined' : 'clear'
}

function acquisitionReport({ acquisition }: Facts): AcquisitionReport {
  const { authority, credential, origin, status, refusal } = acquisition!
  const base = { authority, credential, origin, status }
  if (refusal === null) return base
  const { error, codes, message, traceId, correlationId, timestamp } = refusal
  return { ...base, error, codes, message, traceId, correlationId, timestamp }
}

function tokenReport(token: TokenFacts, at: number): TokenReport {
  if (token.form !== 'jwt') return { form: token.form, kind: token.kind, origin: token.origin }
  const { payload } = token
  return {
    form: 'jwt',
    origin: token.origin,
    access: token.access.access,
    accessEvidence: token.access.evidence,
    header: token.header,
    aud: payload.aud,
    iss: payload.iss,
    appid: payload.appid,
    oid: payload.oid,
    tid: payload.tid,
    roles: payload.roles,
    scp: payload.scp,
    ver: payload.ver,
    iat: instant(payload.iat),
    nbf: instant(payload.nbf),
    exp: instant(payload.exp),
    expired: token.lifetime === 'expired',
    secondsLeft: payload.exp === null ? null : Math.floor(payload.exp - at),
    credential: payload.credential,
    signature: token.signature,
    checks: token.checks,
    claims: claimsOf(token),
  }
}

function claimsOf({ payload }: ReadableToken): NonNullable<TokenReport['claims']> {
  return Object.entries(payload.all).map(([name, value]) => ({ name, value, meaning: claimMeaning(name) }))
}

function instant(seconds: number | null): Instant | null {
  return seconds === null ? null : { value: seconds, time: isoTime(seconds) }
}

function operationReport(facts: OperationFacts, { token, records }: Facts): OperationReport {
  const { operation, requirement, verdict } = facts
  if ('unreadable' in operation) {
    return {
      ...{ method: null, url: operation.text, path: null, template: null, version: null },
      ...{ matched: null, inferredFrom: operation.unreadable, status: 'unreadable' },
      ...(operation.source === undefined ? {} : { source: operation.source }),
    }
  }
  const { template, matched, inferredFrom, status, schemes, nearest } = requirement
  const known = status === 'known'
  const relevant = new Set(schemes.application.accepted.map(({ permission }) => permission))
  const ofOperation = <Record extends { readonly permission: string }>(list: readonly Record[]): Record[] =>
    list.filter(({ permission }) => relevant.has(permission))
  return {
    ...{
      method: operation.method,
      url: operation.url,
      path: operation.path,
      template,
      version: operation.version,
    },
    ...{ matched, inferredFrom, status },
    ...(verdict === null ? {} : { verdict }),
    ...(known ? { application: scheme(schemes.application) } : {}),
    ...(known ? { delegatedWork: scheme(schemes.delegatedWork) } : {}),
    ...(known ? { delegatedPersonal: scheme(schemes.delegatedPersonal) } : {}),
    ...(token === null ? {} : { held: facts.held, missing: facts.missing }),
    ...(records?.granted === undefined
      ? {}
      : { granted: ofOperation(records.granted).map(({ permission, since }) => ({ permission, since })) }),
    ...(records?.declared === undefined
      ? {}
      : { declared: ofOperation(records.declared).map(({ permission, kind }) => ({ permission, kind })) }),
    ...(facts.broken === null ? {} : { broken: facts.broken }),
    ...(nearest.length === 0 ? {} : { nearest }),
    ...(operation.source === undefined ? {} : { source: operation.source }),
  }
}

function scheme({ leastPrivileged, why, next, marked, accepted }: SchemeRequirement): SchemeReport {
  return {
    leastPrivileged,
    why,
    next,
    marked,
    accepted: accepted.map(({ permission, alsoRequires, level }) => ({ permission, alsoRequires, level })),
  }
}

function callReport({ index, operation, call }: OperationFacts, withRows: boolean): CallReport[] {
  if (call === null) return []
  const asked = 'unreadable' in operation ? { method: '', url: operation.text } : operation
  const base = { operation: index, method: asked.method }
  if (!call.sent) return [{ ...base, url: asked.url, sent: false, reason: call.reason }]
  const { url, status, reason, requestId, clientRequestId, durationMs, refusal } = call
  const sent = {
    ...base,
    url,
    sent: true,
    reason,
    status,
    requestId,
    clientRequestId,
    durationMs,
    attempts: 1,
  }
  if (refusal !== null) {
    const { code, message, inner, requiredByService, heldByService } = refusal
    return [{ ...sent, error: { code, message, inner, requiredByService, heldByService } }]
  }
  const rows = rowsOf(call.body)
  return [{ ...sent, rows: rows?.length ?? null, ...(withRows && rows !== null ? { value: rows } : {}) }]
}

/** The entities of an OData collection, or the single entity; null for anything else. */
export function rowsOf(body: string): JsonObject[] | null {
  const json = objectOf(parseJson(body))
  if (json === null) return null
  return Array.isArray(json.value) ? objectsOf(json.value) : [json]
}

function unreadRecords({ records }: Facts): { id: string; missing: string[] }[] {
  return (records?.refusals ?? []).map(({ record, status, code, requestId }) => ({
    id: `records/${record}`,
    missing: [
      `${status}${code === null ? '' : ` ${code}`}${requestId === null ? '' : `, request-id ${requestId}`}`,
    ],
  }))
}

/** The cloud's name for people. */
export function cloudTitle(name: string): string {
  return name === 'emulator' ? 'the built-in emulator' : (cloudByName(name)?.title ?? name)
}
