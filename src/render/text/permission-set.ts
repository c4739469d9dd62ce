import { needsPhrase, permissionPhrase } from '../../core/need/phrase.ts'
import { userForm } from '../../core/operation/operation.ts'
import type { OperationReport, Report } from '../../core/report/report.ts'
import type { SchemeReport } from '../../core/report/requirement.ts'
import { leftWords } from '../left-words.ts'
import { operationName } from '../rows.ts'
import { renderStep } from './findings.ts'
import type { Style } from './style.ts'

/** Several operations at a glance: each with its least permission and what to heed, then the set, then its grant. */
export function renderSet(report: Report, style: Style): string {
  const parts = [renderTable(report, style)]
  if (report.minimal !== undefined) parts.push(setBlock(report, report.minimal, style))
  const [grant] = report.minimal?.fix ?? []
  if (grant !== undefined) parts.push(renderStep(grant, true, style))
  return parts.join('\n\n')
}

function renderTable(report: Report, style: Style): string {
  const rows = report.operations.map((operation, index) => ({
    name: style.plain(operationName(operation)),
    least: leastOf(operation, style),
    caveats: caveatsOf(report, index),
  }))
  const column = Math.min(Math.max(...rows.map(({ name }) => name.length)), Math.floor(style.width / 2)) + 2
  const lines = rows.map(({ name, least, caveats }) => {
    const words = [least, ...caveats].join(style.separator)
    return name.length + 2 > column
      ? `${style.wrap(name, 0)}\n${style.wrap(words, column)}`
      : style.wrap(words, column, name.padEnd(column))
  })
  return [style.colour.dim(`${'operation'.padEnd(column)}least`), ...lines].join('\n')
}

function leastOf({ status, application, method, path, cmdlet }: OperationReport, style: Style): string {
  if (status !== 'known') return statusWords[status] ?? status
  const { accepted = [], leastPrivileged = null } = application ?? {}
  const entry = accepted.find(({ permission }) => permission === leastPrivileged)
  if (entry !== undefined) return permissionPhrase(entry)
  if (cmdlet !== undefined && application !== undefined && accepted.length > 0)
    return `by its form ${needsPhrase(application, style.ellipsis)}`
  if (application !== undefined && isUnion(application))
    return `by what the request names ${needsPhrase(application, style.ellipsis)}`
  const form = path === null ? null : userForm({ path, query: null })
  const instead = form === null ? '' : `; for an app ${method} ${form}`
  return accepted.length === 0
    ? `for signed-in users only${instead}`
    : 'nothing that an app registration can be given'
}

/** Nothing is recommended although some of it could be granted: what is listed is a union. */
export function isUnion({
  leastPrivileged,
  accepted,
}: Pick<SchemeReport, 'leastPrivileged' | 'accepted'>): boolean {
  return leastPrivileged === null && accepted.some(({ consent }) => consent === 'admin' || consent === 'user')
}

const statusWords: Partial<Record<OperationReport['status'], string>> = {
  open: 'no permission',
  envelope: 'what its requests need',
  malformed: 'cannot be read',
  'not-graph': 'not a host of Microsoft Graph',
  'unknown-path': 'known to neither source',
  'unknown-method': 'listed, but not with this method',
}

/** The first gate and what is announced, in a few words; what several share is told once, beside the set. */
function caveatsOf(report: Report, index: number): string[] {
  return ownCaveats(report, index).filter(words => !sharedCaveats(report).includes(words))
}

function ownCaveats({ operations, findings }: Report, index: number): string[] {
  const [gate] = operations[index]?.gates ?? []
  return [
    ...(gate === undefined ? [] : [`also ${gate.needs}`]),
    ...findings
      .filter(({ about, id }) => about === index && id === 'operation/change-announced')
      .map(({ title }) => title),
  ]
}

function sharedCaveats(report: Report): string[] {
  const all = report.operations.flatMap((_, index) => ownCaveats(report, index))
  return [...new Set(all.filter((words, at) => all.indexOf(words) !== at))]
}

/** What each Basic permission of the set withholds, and what several operations ask for besides: once. */
function caveatLines(report: Report, set: readonly string[], style: Style): string[] {
  const basic = report.operations.flatMap(({ application }) => {
    const { leastPrivileged = null, next = null, withholds } = application ?? {}
    if (leastPrivileged === null || withholds === undefined || !set.includes(leastPrivileged)) return []
    return [`${leastPrivileged} withholds ${withholds}${next === null ? '' : ` (all: ${next})`}`]
  })
  return [...new Set(basic), ...sharedCaveats(report)].map(words => style.wrap(words, 4, '  - '))
}

/** What may be given for less than the whole tenant, once for all that it serves. */
function narrowerLines({ operations }: Report, style: Style): string[] {
  const ways = new Map(operations.flatMap(({ narrower = [] }) => narrower).map(way => [way.key, way]))
  const words = [...ways.values()].map(({ key, reaches }) => `${reaches} (why403 explain narrower/${key})`)
  return words.length === 0 ? [] : [style.wrap(`or for less than the whole tenant: ${words.join('; ')}`, 2)]
}

function setBlock(
  report: Report,
  { application, opens, leaves, proven }: NonNullable<Report['minimal']>,
  style: Style,
): string {
  const all = report.operations.length
  const heading = leaves.length === 0 ? `For all ${all} together` : `For ${opens} of ${all} together`
  const doubt = leaves.length === 0 && !proven ? ' (the best found; not all combinations were tried)' : ''
  const words =
    application.length === 0
      ? 'none: no application permission opens any of them'
      : `${application.join(', ')}${doubt}`
  const left = leaves.map(
    ({ operation, because }) => `${operationName(report.operations[operation]!)} (${leftWords(because)})`,
  )
  return [
    style.colour.bold(heading),
    style.wrap(words, 2),
    ...(left.length === 0 ? [] : [style.wrap(`not for: ${left.join('; ')}`, 2)]),
    ...caveatLines(report, application, style),
    ...narrowerLines(report, style),
  ].join('\n')
}
