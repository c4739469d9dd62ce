import { globalCloud } from '../clouds.ts'
import type { CredentialKind, Presented } from '../credential.ts'
import { type Diagnosis, diagnose } from '../diagnose.ts'
import type { Explanation } from '../explain/explanation.ts'
import type { RefusalReport } from '../explain/paste.ts'
import { type BrokenLink, type Facts, type OperationFacts, succeeded } from '../facts.ts'
import type { Evidence, FindingDefinition, FindingWords, Severity, Subject } from '../findings/finding.ts'
import type { FindingId } from '../findings/ids.ts'
import type { Fix } from '../fixes/fix.ts'
import { appRoles } from '../fixes/grant.ts'
import { narrowerWays, stepsOf } from '../fixes/narrower.ts'
import { fixesFor } from '../fixes/registry.ts'
import { fixTarget } from '../fixes/target.ts'
import { bounded, type JsonObject, objectOf, objectsOf, parseJson } from '../json.ts'
import type { Doubt } from '../judge/doubts.ts'
import type { Gate, GateState } from '../judge/gates.ts'
import type { Verdict } from '../judge/judge.ts'
import type { WeighedCause } from '../knowledge/cause.ts'
import type { GateKind } from '../knowledge/gates.ts'
import { type MinimalPermissions, minimalSet } from '../need/minimal.ts'
import type { PermissionProfile } from '../need/profile.ts'
import type { PagesRead } from '../observed.ts'
import { isUntold } from '../operation/operation.ts'
import { type RecordReader, recordsNotRead } from '../record-readers.ts'
import type { RenewalReason } from '../refusal/renewal.ts'
import { cleaned } from '../secret/gate.ts'
import type { KnownSecrets } from '../secret/known.ts'
import type { DataSources, PermissionIndex } from '../tables/permission-index.ts'
import { doubtOf } from '../token/standing.ts'
import { type AppReport, appReport } from './app.ts'
import type { CaseReport } from './case.ts'
import { type AppComparisonReport, compareApps } from './compare-apps.ts'
import { aged, type DataReport } from './data-age.ts'
import { type Headline, headlineOf } from './headline.ts'
import { type ProposedReport, proposedReach } from './proposed.ts'
import { locationReport, type RequirementReport, schemesReport } from './requirement.ts'
import type { RoundReport } from './round.ts'
import {
  type ComparisonReport,
  comparisonOf,
  type TokenReport,
  type TokenReportOptions,
  tokenReport,
} from './token.ts'

export type { AppReport } from './app.ts'
export type { ClaimReport, ComparisonReport, Instant, ReachReport, TokenReport } from './token.ts'

/**
 * The one value that every output renders, and what `--format json` prints. Described by
 * docs/report.schema.json. A member that is absent was not looked at; null was looked at and not there.
 * Times are ISO 8601 in UTC beside the claim's own number of seconds.
 */
export interface Report {
  readonly schema: 1
  readonly tool: { readonly name: 'why403'; readonly version: string }
  readonly data: DataReport
  readonly cloud?: string
  readonly verdict: ReportVerdict
  /** The verdict in a sentence. */
  readonly headline?: Headline
  readonly acquisition?: AcquisitionReport
  readonly token?: TokenReport
  /** In the place of `token`: the app, as the tenant's records show it. */
  readonly app?: AppReport
  /** Beside another app, or the same in another tenant. */
  readonly appComparison?: AppComparisonReport
  /** In the place of `token`, where the text held several: each, in its order. */
  readonly tokens?: readonly InspectedToken[]
  readonly comparison?: ComparisonReport
  /** What the token would open with what its operations lack; counted with `reach`, and on demand only. */
  readonly proposed?: ProposedReport
  readonly operations: readonly OperationReport[]
  /** What the operations need together, without what a token holds. Absent: no operation was asked about. */
  readonly minimal?: MinimalPermissions & { readonly fix: readonly Fix[] }
  /** The list of operations only on demand. */
  readonly permission?: Omit<PermissionProfile, 'operations'> & Partial<Pick<PermissionProfile, 'operations'>>
  readonly calls: readonly CallReport[]
  /** Those of a pasted text, each with its explanation. */
  readonly refusals?: readonly RefusalReport[]
  /** What is known of a word: of one code several refusals may be. */
  readonly entries?: readonly Explanation[]
  /** A finding in its own words. */
  readonly page?: FindingPage
  /** All that `why403 explain` knows, by the word that it takes. */
  readonly list?: readonly { readonly id: string; readonly title: string }[]
  readonly findings: readonly FindingReport[]
  readonly notChecked: readonly NotChecked[]
  /** The case that was judged; absent: what was gathered here was. */
  readonly case?: CaseReport
  /** Which of several rounds this is; absent: it was asked once. */
  readonly round?: RoundReport
}

export interface NotChecked {
  /** A finding's, or `records/NAME`. */
  readonly id: string
  /** Facts that were not gathered; of a record, why it was not read. */
  readonly missing: readonly string[]
  /** Of a record that whoever asked may not read: what reads it. */
  readonly readBy?: RecordReader
}

/** `problem`: an error was found. `undetermined`: none was, and something that was asked stayed undecided. */
export type ReportVerdict = 'clear' | 'problem' | 'undetermined'

/** What a finding is, whenever it is found. */
export interface FindingPage extends FindingWords {
  readonly id: FindingId
  readonly title: string
}

/** One of several tokens, with the answer for it. */
export interface InspectedToken {
  readonly verdict: ReportVerdict
  readonly headline: Headline
  readonly token: TokenReport
  readonly findings: readonly FindingReport[]
}

export interface AcquisitionReport {
  readonly authority: string
  /** How the app proved itself. */
  readonly credential: CredentialKind
  /** What an assertion presented. */
  readonly presented?: Presented
  /** Whether the token's own claim (appidacr) tells the same; absent: there is none to tell. */
  readonly claimAgrees?: boolean
  readonly origin: string
  readonly status: number
  /** How often it was asked for until this came of it; absent: once. */
  readonly attempts?: number
  /** Seconds that the refusal asks to be left alone. */
  readonly retryAfter?: number
  readonly error?: string | null
  readonly codes?: readonly number[]
  readonly message?: string
  readonly traceId?: string | null
  readonly correlationId?: string | null
  readonly timestamp?: string | null
}

export interface OperationReport extends RequirementReport {
  readonly verdict?: Verdict
  readonly held?: readonly string[]
  readonly missing?: readonly string[]
  /** Of a verdict `missing-permission` or `delegated-only`: both sources say so. */
  readonly certain?: boolean
  /** Held permissions that bear on it without settling it, each with why. */
  readonly doubts?: readonly Doubt[]
  /** `inherited`: an agent identity has it from its blueprint. */
  readonly granted?: readonly {
    readonly permission: string
    readonly since: string | null
    readonly inherited?: true
  }[]
  readonly declared?: readonly { readonly permission: string; readonly kind: 'application' | 'delegated' }[]
  readonly broken?: BrokenLink
  /** What else must be true beside the permission, and is not known to be. */
  readonly gates?: readonly GateReport[]
  /** What an app may be given in the place of the recommended permission, for less than the whole tenant; the wider first. */
  readonly narrower?: readonly NarrowerReport[]
}

/** A way to give an app less than the whole tenant. */
export interface NarrowerReport {
  /** What `why403 explain narrower/KEY` takes. */
  readonly key: string
  /** What it opens, a phrase. */
  readonly reaches: string
  /** What has to be done, a phrase. */
  readonly takes: string
  /** What it takes in Microsoft Entra ID; empty where another grants it. */
  readonly permissions: readonly string[]
  /** The step that makes it first. */
  readonly fix: readonly Fix[]
  /** What was not verified, one sentence. */
  readonly uncertain?: string
}

/** A gate behind the permission: a licence, a policy, a role, a header … */
export interface GateReport {
  /** What `why403 explain gate/KEY` takes. */
  readonly key: string
  readonly kind: GateKind
  readonly state: GateState
  /** A phrase that follows "also needs". */
  readonly needs: string
  /** Graph answers 200 while it is shut, with less. */
  readonly silent: boolean
  readonly symptom: string
  /** What shows whether it is open. */
  readonly tell: string
  readonly cure: string
  /** The guarded properties that the query names, or that a body may change. */
  readonly properties?: readonly string[]
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
  /** How often it was sent until this came of it. */
  readonly attempts?: number
  /** Seconds that the refusal asks to be left alone. */
  readonly retryAfter?: number
  /** Graph answered the first token with 401, for what a new one cures; this is its answer to the new one. */
  readonly renewed?: { readonly because: RenewalReason; readonly requestId: string | null }
  /** How many entities the answer held; null when it was no collection. Of a list of several pages, all. */
  readonly rows?: number | null
  /** Of a list that was followed: how many pages were read, and whether there is more. */
  readonly pages?: number
  readonly isWhole?: boolean
  /** What the entities were cut down to. */
  readonly columns?: readonly string[]
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
  readonly id: FindingId
  readonly severity: Severity
  readonly certainty: 'certain' | 'likely'
  readonly about: Subject
  readonly becauseOf: FindingId | null
  readonly wouldTell?: string
  /** The command that would look at it. */
  readonly wouldTellBy?: string
  readonly title: string
  readonly why: string
  readonly causes?: readonly WeighedCause[]
  readonly evidence: readonly Evidence[]
  readonly fix: readonly Fix[]
  /** The page's id: `why403 explain ID`. */
  readonly docs: FindingId
}

export interface ReportOptions extends TokenReportOptions {
  readonly version: string
  readonly data: DataSources
  /** Carry the entities of the answers. */
  readonly rows: boolean
  /** The app to compare with, by its records. */
  readonly otherApp?: Facts
  /** Secrets that were met on the way: none of them gets into the report, in any encoding. */
  readonly known?: KnownSecrets
}

/** A Report without what only the tool can tell: its version and the data it was given. */
export type Judged = Omit<Report, 'schema' | 'tool' | 'data'>

/**
 * Judges facts and puts everything into a Report, free of secrets. Pure.
 *
 * @param findings all, or at least those that may speak of these facts
 */
export function reportOf(
  facts: Facts,
  index: PermissionIndex,
  findings: readonly FindingDefinition[],
  { version, data, ...options }: ReportOptions,
): Report {
  return {
    schema: 1,
    tool: { name: 'why403', version },
    data: aged(data, facts.at),
    ...judgedOf(facts, index, findings, options),
  }
}

/** A round that came to no answer, as a report: what was asked stays undecided. */
export function failedRound(
  round: RoundReport & Required<Pick<RoundReport, 'failed'>>,
  at: number,
  { version, data, known }: Pick<ReportOptions, 'version' | 'data' | 'known'>,
): Report & { readonly round: RoundReport } {
  return {
    ...{ schema: 1, tool: { name: 'why403', version }, data: aged(data, at), verdict: 'undetermined' },
    ...cleaned({ headline: { mark: 'warning' as const, text: round.failed.message }, round }, known),
    ...{ operations: [], calls: [], findings: [], notChecked: [] },
  }
}

export function judgedOf(
  facts: Facts,
  index: PermissionIndex,
  findings: readonly FindingDefinition[],
  options: Omit<ReportOptions, 'version' | 'data'>,
): Judged {
  const diagnosis = diagnose(facts, index, findings)
  const operations = facts.operations.map(operation => operationReport(operation, facts, index))
  const judged = {
    ...(facts.emulator !== null
      ? { cloud: 'emulator' }
      : facts.cloud !== null
        ? { cloud: facts.cloud.name }
        : {}),
    verdict: verdictOf(facts, diagnosis),
    ...acquisitionReport(facts),
    ...(facts.token === null ? {} : { token: tokenReport(facts.token, facts.at, index, options) }),
    ...(facts.byRecords === true ? { app: appReport(facts, index) } : {}),
    ...appComparisonOf(facts, index, options),
    ...comparisonOf(facts, index, options),
    ...proposedOf(facts, operations, index, options),
    operations,
    ...minimalOf(facts, index),
    calls: facts.operations.flatMap(operation => callReport(operation, options.rows)),
    findings: diagnosis.findings.map(({ headline, id, ...rest }) => ({
      id,
      ...rest,
      title: headline,
      docs: id,
    })),
    notChecked: [...diagnosis.notChecked, ...unreadRecords(facts)],
  }
  const { verdict, ...rest } = judged
  return cleaned({ verdict, headline: headlineOf(facts, judged), ...rest }, options.known)
}

/**
 * `problem` iff any error. `undetermined` iff no error, and something that was asked stayed undecided: an
 * operation unknown to the tables that Graph did not answer, a call without an answer, a token that cannot
 * be read, a signature that was asked for and not verified.
 */
function verdictOf(facts: Facts, { findings }: Diagnosis): ReportVerdict {
  if (findings.some(({ severity }) => severity === 'error')) return 'problem'
  const { token, operations } = facts
  // Of an app whose grants nobody could read, nothing is known.
  const unknown = facts.byRecords === true && facts.holder === null
  const unread = unknown || (token !== null && (token.form !== 'jwt' || doubtOf(token, facts) !== null))
  const open = operations.some(({ requirement, verdict, call }) => {
    if (requirement.status === 'envelope') return false
    if (verdict === 'allowed') return call !== null && (call.sent ? !succeeded(call) : call.barred)
    return token !== null || facts.byRecords === true || requirement.status !== 'known'
  })
  return unread || open ? 'undetermined' : 'clear'
}

function appComparisonOf(
  facts: Facts,
  index: PermissionIndex,
  { otherApp }: Pick<ReportOptions, 'otherApp'>,
): Pick<Report, 'appComparison'> {
  if (facts.byRecords !== true || otherApp === undefined) return {}
  return { appComparison: compareApps(appReport(facts, index), appReport(otherApp, index)) }
}

/** Of one that a text tells of, its refusal is among those of the text. */
function acquisitionReport({ acquisition, token }: Facts): Pick<Report, 'acquisition'> {
  if (acquisition === null || !('sentAt' in acquisition)) return {}
  const { authority, credential, presented, origin, status, attempts, retryAfter, refusal } = acquisition
  const base = {
    ...{ authority, credential, origin, status },
    ...(presented === undefined ? {} : { presented }),
    ...claimAgrees(credential, token),
    ...(attempts === undefined ? {} : { attempts }),
    ...(retryAfter === undefined ? {} : { retryAfter }),
  }
  if (refusal === null) return { acquisition: base }
  const { error, codes, message, traceId, correlationId, timestamp } = refusal
  return { acquisition: { ...base, error, codes, message, traceId, correlationId, timestamp } }
}

/** appidacr knows two ways: by a secret, and by anything signed. */
function claimAgrees(
  credential: CredentialKind,
  token: Facts['token'],
): Pick<AcquisitionReport, 'claimAgrees'> {
  if (token?.form !== 'jwt') return {}
  const told = token.payload.credential
  if (told === 'unknown') return {}
  return { claimAgrees: told === (credential === 'secret' ? 'secret' : 'assertion') }
}

function operationReport(facts: OperationFacts, all: Facts, index: PermissionIndex): OperationReport {
  const { token, records } = all
  const { operation, requirement, verdict } = facts
  const location = locationReport(operation, requirement)
  const source = operation.source === undefined ? {} : { source: operation.source }
  if ('unreadable' in operation) return { ...location, ...source }
  const { status, schemes, nearest } = requirement
  const relevant = new Set(schemes.application.accepted.map(({ permission }) => permission))
  const ofOperation = <Record extends { readonly permission: string }>(list: readonly Record[]): Record[] =>
    list.filter(({ permission }) => relevant.has(permission))
  return {
    ...location,
    ...(verdict === null ? {} : { verdict }),
    ...(status === 'known' ? schemesReport(requirement) : {}),
    ...(token === null && all.holder === null ? {} : { held: facts.held, missing: facts.missing }),
    ...(verdict === 'missing-permission' || verdict === 'delegated-only' ? { certain: facts.certain } : {}),
    ...(verdict === 'undecided' && facts.doubts.length > 0 ? { doubts: facts.doubts } : {}),
    ...(records?.granted === undefined
      ? {}
      : {
          granted: [
            ...ofOperation(records.granted).map(({ permission, since }) => ({ permission, since })),
            ...ofOperation(records.inherited ?? []).map(({ permission, since }) => ({
              ...{ permission, since },
              inherited: true as const,
            })),
          ],
        }),
    ...(records?.declared === undefined
      ? {}
      : { declared: ofOperation(records.declared).map(({ permission, kind }) => ({ permission, kind })) }),
    ...(facts.broken === null ? {} : { broken: facts.broken }),
    ...(facts.gates.length === 0 ? {} : { gates: facts.gates.map(gateReport) }),
    ...narrowerReport(facts, all, index),
    ...(nearest.length === 0 ? {} : { nearest }),
    ...source,
  }
}

function gateReport({ row, state, named }: Gate): GateReport {
  const { key, kind, needs, silent, symptom, tell, cure, properties } = row
  const about = state === 'depends' ? (properties?.names ?? []) : named
  return {
    key,
    kind,
    state,
    needs,
    silent,
    symptom,
    tell,
    cure,
    ...(about.length === 0 ? {} : { properties: about }),
  }
}

/** Said where nothing is settled by what is held: without a token, or where it lacks something. */
function narrowerReport(
  facts: OperationFacts,
  all: Facts,
  index: PermissionIndex,
): Pick<OperationReport, 'narrower'> {
  const isAsked = all.token !== null || all.holder !== null
  if (isAsked && (facts.missing.length === 0 || all.holder === null)) return {}
  if (all.holder?.access === 'delegated') return {}
  const ways = narrowerWays(facts)
  if (ways.length === 0) return {}
  const target = fixTarget(all, globalCloud)
  return {
    narrower: ways.map(way => ({
      key: way.row.key,
      reaches: way.row.reaches,
      takes: way.takes,
      permissions: way.permissions,
      fix: stepsOf(way, facts, target, index),
      ...(way.row.uncertain === undefined ? {} : { uncertain: way.row.uncertain }),
    })),
  }
}

function proposedOf(
  { token }: Facts,
  operations: readonly OperationReport[],
  index: PermissionIndex,
  { reach }: TokenReportOptions,
): Pick<Report, 'proposed'> {
  if (reach !== true || token?.form !== 'jwt' || token.graph === null || token.access.access !== 'app-only')
    return {}
  const proposed = proposedReach(token.payload.roles ?? [], operations, index)
  return proposed === null ? {} : { proposed }
}

/** What all the operations need together, and one script that grants it. */
function minimalOf(facts: Facts, index: PermissionIndex): Pick<Report, 'minimal'> {
  const operations = facts.operations.filter(({ operation }) => !isUntold(operation))
  if (operations.length === 0) return {}
  const minimal = minimalSet(
    index,
    operations.map(({ requirement }) => requirement),
  )
  // Of a single one its finding has the fix, and a start less to do.
  const permissions = operations.length < 2 ? [] : appRoles(index, minimal.application)
  const fix =
    permissions.length === 0 ? [] : fixesFor('permission', fixTarget(facts, globalCloud), { permissions })
  return { minimal: { ...minimal, fix } }
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
    attempts: call.attempts ?? 1,
    ...(call.retryAfter === undefined ? {} : { retryAfter: call.retryAfter }),
    ...(call.renewed === undefined ? {} : { renewed: call.renewed }),
    ...readReport(call.read),
  }
  if (refusal !== null) {
    const { code, message, inner, requiredByService, heldByService } = refusal
    return [{ ...sent, error: { code, message, inner, requiredByService, heldByService } }]
  }
  const json = objectOf(parseJson(call.body))
  const rows = json === null ? null : entitiesOf(json)
  const count = call.read?.rows ?? rows?.length ?? null
  const value = call.read === undefined ? rows : (call.read.kept?.rows ?? null)
  return [{ ...sent, rows: count, ...(withRows && value !== null ? { value } : {}) }]
}

function readReport(read: PagesRead | undefined): Pick<CallReport, 'rows' | 'pages' | 'isWhole' | 'columns'> {
  if (read === undefined) return {}
  const { pages, rows, isWhole, kept } = read
  return { rows, pages, isWhole, ...(kept == null || kept.columns === null ? {} : { columns: kept.columns }) }
}

/** The entities of an OData collection, or the single entity. */
export function entitiesOf(json: JsonObject): JsonObject[] {
  return (Array.isArray(json.value) ? objectsOf(json.value) : [json]).map(bounded)
}

function unreadRecords({ records }: Facts): NotChecked[] {
  if (records === null) return []
  return recordsNotRead(records).map(({ record, because, ...rest }) => ({
    id: `records/${record}`,
    missing: [because],
    ...rest,
  }))
}
