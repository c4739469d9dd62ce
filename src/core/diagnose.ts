import { globalCloud } from './clouds.ts'
import { again, againWithCalls, againWithRecords, type CommandLine } from './command-line.ts'
import type { Facts } from './facts.ts'
import type { Draft, FindingDefinition, LookAt } from './findings/finding.ts'
import type { FindingId } from './findings/ids.ts'
import { causesFirst, type FactName, relationsOf } from './findings/relations.ts'
import { fixTarget } from './fixes/target.ts'
import type { PermissionIndex } from './tables/permission-index.ts'

/** A finding as the report carries it: with its id, and with the id of its cause. */
export interface Finding extends Omit<Draft, 'covers' | 'isOwnCause' | 'lookAt'> {
  readonly id: FindingId
  /** The command that would look at what makes it certain. */
  readonly wouldTellBy?: string
  /** The finding that explains this one; null for a headline. */
  readonly becauseOf: FindingId | null
}

export interface Diagnosis {
  readonly findings: readonly Finding[]
  /** Findings that could not speak, and the facts that were not gathered. */
  readonly notChecked: readonly { readonly id: FindingId; readonly missing: readonly FactName[] }[]
}

/**
 * Runs the findings over the facts, and ties each result to its cause. Pure.
 *
 * @param findings all, or at least those that may speak of these facts
 */
export function diagnose(
  facts: Facts,
  index: PermissionIndex,
  findings: readonly FindingDefinition[],
): Diagnosis {
  const gathered = gatheredFacts(facts)
  const context = { facts, index, target: fixTarget(facts, globalCloud) }
  const definitions = new Map(findings.map(finding => [finding.id, finding]))
  const found: Occurrence[] = []
  const notChecked: { id: FindingId; missing: FactName[] }[] = []
  for (const id of causesFirst()) {
    const { needs, orGrants } = relationsOf(id)
    const isGranted = orGrants === true && facts.holder?.from === 'records'
    const missing = needs.filter(name => !gathered.has(name) && !(isGranted && name === 'token'))
    if (missing.length > 0) notChecked.push({ id, missing })
    else found.push(...(definitions.get(id)?.drafts(context) ?? []).map(draft => ({ id, draft })))
  }
  return { findings: found.map(occurrence => withCause(occurrence, found, facts)), notChecked }
}

interface Occurrence {
  readonly id: FindingId
  readonly draft: Draft
}

/** What the facts hold, as findings need it. */
export function gatheredFacts({ acquisition, token, operations, records }: Facts): Set<FactName> {
  const names = new Set<FactName>()
  if (acquisition !== null) names.add('acquisition')
  if (token !== null) names.add('token')
  if (operations.length > 0) names.add('operations')
  if (records?.granted !== undefined) names.add('granted')
  if (records?.declared !== undefined) names.add('declared')
  return names
}

function withCause(
  { id, draft }: Occurrence,
  found: readonly Occurrence[],
  { line, byRecords }: Facts,
): Finding {
  const { covers: _, isOwnCause, lookAt, ...finding } = draft
  const cause =
    isOwnCause === true
      ? undefined
      : found.find(other => relationsOf(other.id).explains.includes(id) && concerns(other.draft, draft))
  return {
    id,
    becauseOf: cause?.id ?? null,
    ...finding,
    // Without the app's own token nobody can call, and the records were read.
    ...(lookAt === undefined || byRecords === true ? {} : { wouldTellBy: looks[lookAt](line) }),
  }
}

const looks: Readonly<Record<LookAt, (line: CommandLine) => string>> = {
  records: againWithRecords,
  call: againWithCalls,
  anyway: line => again(line, '--anyway'),
}

/** Whether a cause reaches an effect: a cause in one operation reaches that operation only. */
function concerns(cause: Draft, effect: Draft): boolean {
  if (cause.severity === 'note') return false
  if (typeof cause.about === 'number') return cause.about === effect.about
  return typeof effect.about !== 'number' || cause.covers === undefined || cause.covers.includes(effect.about)
}
