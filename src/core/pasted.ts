import type { CommandLine } from './command-line.ts'
import { deriveFacts } from './derive-facts.ts'
import { gatheredFacts } from './diagnose.ts'
import type { Circumstances } from './explain/candidates.ts'
import { explainRefusals } from './explain/paste.ts'
import type { Facts } from './facts.ts'
import type { FindingDefinition } from './findings/finding.ts'
import type { FindingId } from './findings/ids.ts'
import { findings } from './findings/index.ts'
import { relationsOf } from './findings/relations.ts'
import { calledIn, type Occasion, observedIn } from './paste/observe.ts'
import type { Pasted } from './paste/read.ts'
import type { Headline } from './report/headline.ts'
import { referenceReport } from './report/reference.ts'
import { type Report, type ReportOptions, reportOf } from './report/report.ts'
import { isSettled } from './report/settled.ts'
import { cleaned } from './secret/gate.ts'
import type { PermissionIndex } from './tables/permission-index.ts'

/** What a text tells, walked on the road that everything takes; its refusals are told besides, word for word. */
export function reportOfPaste(
  pasted: Pasted,
  index: PermissionIndex,
  options: Omit<ReportOptions, 'rows'>,
  occasion: Occasion,
): Report {
  const facts = deriveFacts(observedIn(pasted, index, occasion), index)
  const report = judged(facts, pasted, index, options)
  const explained = explainRefusals(
    pasted.refusals,
    index,
    pasted.presented,
    circumstancesOf(facts, report, pasted, occasion.line),
  )
  const places = placesOf(pasted, index)
  const refusals = cleaned(
    explained.map((refusal, at) => ({ ...refusal, ...places[at] })),
    options.known,
  )
  if (refusals.length === 0) return { ...report, refusals }
  const lead = refusals.some(refusal => isSettled(refusal, report)) ? {} : headlineOf(refusals)
  return { ...report, ...lead, verdict: 'problem', refusals }
}

function judged(
  facts: Facts,
  { token }: Pasted,
  index: PermissionIndex,
  options: Omit<ReportOptions, 'rows'>,
): Report {
  if (facts.token === null && facts.operations.length === 0 && facts.acquisition === null)
    return referenceReport(options, {}, 'undetermined')
  if (token?.kind !== 'words') return reportOf(facts, index, findings, { ...options, rows: false })
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
function placesOf(pasted: Pasted, index: PermissionIndex): { operation?: number }[] {
  const called = calledIn(pasted, index)
  return pasted.refusals.map(refusal => {
    const operation = called.findIndex(call => call.refusal === refusal)
    return operation < 0 ? {} : { operation }
  })
}

function circumstancesOf(facts: Facts, report: Report, { flow }: Pasted, line: CommandLine): Circumstances {
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
    flow: access === 'unknown' ? flow : access,
  }
}
