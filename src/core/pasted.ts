import { deriveFacts } from './derive-facts.ts'
import { gatheredFacts } from './diagnose.ts'
import type { Circumstances } from './explain/candidates.ts'
import { explainRefusals } from './explain/paste.ts'
import { type Facts, succeeded } from './facts.ts'
import type { FindingDefinition } from './findings/finding.ts'
import type { FindingId } from './findings/ids.ts'
import { findings } from './findings/index.ts'
import { relationsOf } from './findings/relations.ts'
import type { Observed } from './observed.ts'
import { calledIn, type Occasion, observedIn } from './paste/observe.ts'
import type { Presented } from './paste/presented.ts'
import type { Pasted } from './paste/read.ts'
import type { PastedRefusal } from './paste/refusal.ts'
import type { Several } from './paste/token.ts'
import type { Headline } from './report/headline.ts'
import { referenceReport } from './report/reference.ts'
import { type Report, type ReportOptions, reportOf } from './report/report.ts'
import { isSettled } from './report/settled.ts'
import { cleaned } from './secret/gate.ts'
import type { PermissionIndex } from './tables/permission-index.ts'

/** What a text tells, as it is judged: nothing of the text itself is in it. */
export interface Told {
  readonly observed: Observed
  readonly refusals: readonly PastedRefusal[]
  /** The operation that each of them is about; null: none is known. */
  readonly places: readonly (number | null)[]
  readonly presented: Presented | null
  /** Tokens that stand in it, where there is more than one. */
  readonly several?: Several
}

export function toldIn(pasted: Pasted, index: PermissionIndex, occasion: Occasion): Told {
  const { refusals, presented, several } = pasted
  const observed = observedIn(pasted, index, occasion)
  return {
    observed,
    refusals,
    places: placesOf(pasted, index),
    presented,
    ...(several === undefined ? {} : { several }),
  }
}

/** What a text tells, walked on the road that everything takes; its refusals are told besides, word for word. */
export function reportOfPaste(
  pasted: Pasted,
  index: PermissionIndex,
  options: Omit<ReportOptions, 'rows'>,
  occasion: Occasion,
): Report {
  return ownerless(reportOfTold(toldIn(pasted, index, occasion), index, options), pasted)
}

/** A report that found nothing says what the text told all the same. */
export function ownerless(report: Report, { unowned }: Pasted): Report {
  const { refusals = [], operations, token } = report
  if (unowned === null || refusals.length > 0 || operations.length > 0 || token !== undefined) return report
  const missing = [`the text tells a ${unowned}, and not whose it is`]
  return { ...report, notChecked: [...report.notChecked, { id: 'refusals', missing }] }
}

export function reportOfTold(
  { observed, places, presented, several, ...told }: Told,
  index: PermissionIndex,
  options: Omit<ReportOptions, 'rows'>,
): Report {
  const facts = deriveFacts(observed, index)
  const report = judged(facts, observed, index, options)
  const circumstances = circumstancesOf(facts, report, observed)
  const explained = explainRefusals(told.refusals, index, { presented, several }, circumstances)
  const refusals = cleaned(
    explained.map((refusal, at) => {
      const operation = places[at] ?? null
      return operation === null ? refusal : { ...refusal, operation }
    }),
    options.known,
  )
  if (refusals.length === 0) return { ...report, refusals }
  const lead = refusals.some(refusal => isSettled(refusal, report)) ? {} : headlineOf(refusals)
  return { ...report, ...lead, verdict: 'problem', refusals }
}

function judged(
  facts: Facts,
  { token }: Observed,
  index: PermissionIndex,
  options: Omit<ReportOptions, 'rows'>,
): Report {
  if (facts.token === null && facts.operations.length === 0 && facts.acquisition === null)
    return referenceReport(options, {}, 'undetermined')
  if (token?.form !== 'jwt' || token.partial !== true)
    return reportOf(facts, index, findings, { ...options, rows: false })
  // A list of permissions is no token: what it leaves out is not absent.
  const { token: _, ...report } = reportOf(facts, index, findings.filter(isOfPermissions), {
    ...options,
    rows: false,
  })
  return report
}

function isOfPermissions({ id }: FindingDefinition): boolean {
  return !id.startsWith('token/')
}

/** Where nothing that came with it settles a refusal, the first says all there is to say. */
function headlineOf(refusals: readonly { readonly title: string }[]): { headline?: Headline } {
  const [first] = refusals
  return first === undefined ? {} : { headline: { mark: 'bad', text: first.title } }
}

/** The operation of the report that each refusal is about. */
function placesOf(pasted: Pasted, index: PermissionIndex): (number | null)[] {
  const called = calledIn(pasted, index)
  return pasted.refusals.map(refusal => {
    const operation = called.findIndex(call => call.refusal === refusal)
    return operation < 0 ? null : operation
  })
}

function circumstancesOf(facts: Facts, report: Report, { flow, line }: Observed): Circumstances {
  const { token } = facts
  const payload = token?.form === 'jwt' ? token.payload : null
  const access = token?.form === 'jwt' ? token.access.access : 'unknown'
  const gathered = gatheredFacts(facts)
  const found = new Set(report.findings.map(({ id }) => id))
  return {
    line,
    decided: (id: FindingId) =>
      found.has(id) || (payload !== null && relationsOf(id).needs.every(name => gathered.has(name))),
    clientId: payload?.appid ?? null,
    tenant: payload?.tid ?? null,
    flow: access === 'unknown' ? (flow ?? null) : access,
    answered: facts.operations.flatMap(({ operation, call }) =>
      call?.sent === true && call.status !== null && succeeded(call) ? [[operation, call.status]] : [],
    ),
  }
}
