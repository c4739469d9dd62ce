import type { Fix } from '../../core/fixes/fix.ts'
import { isSharedByIntune } from '../../core/need/partial.ts'
import { permissionPhrase } from '../../core/need/phrase.ts'
import { userForm } from '../../core/operation/operation.ts'
import type { OperationReport, Report } from '../../core/report/report.ts'
import type { AcceptedReport, SchemeReport } from '../../core/report/requirement.ts'
import { operationName } from '../rows.ts'
import type { SchemeChoice } from '../schemes.ts'
import { sourceWords } from '../source-words.ts'
import { isUnion, renderSet } from './permission-set.ts'
import type { TextOptions } from './style.ts'
import { Style } from './style.ts'

const label = 10
const most = 12

/** What operations need, without a token: the recommendation and why, then all that is accepted. */
export function renderPermissions(
  report: Report,
  options: TextOptions,
  choice: SchemeChoice = 'application',
): string {
  const style = new Style(options)
  const isSet = report.operations.length > 1 && choice === 'application'
  const details = report.operations.map((operation, index) =>
    [
      block(operation, choice, style),
      ...adviceRows(report, index, style),
      ...(choice === 'delegated' ? [] : narrowerRows(operation, style)),
    ].join('\n'),
  )
  const blocks = [...(isSet && !style.verbose ? [] : details), ...(isSet ? [renderSet(report, style)] : [])]
  const more = isSet && !style.verbose ? [style.wrap('All that each accepts: --verbose', 0)] : []
  return `${[...blocks, ...more, sourceLine(report, style)].join('\n\n')}\n`
}

/** Whose the data is, and of when. */
export function sourceLine({ data }: Report, style: Style): string {
  const source = `${sourceWords(data)}; they are Microsoft's, and Graph has the last word.`
  return style.colour.dim(style.wrap(source, 0))
}

function block(operation: OperationReport, choice: SchemeChoice, style: Style): string {
  const { status, template, matched, inferredFrom } = operation
  const name = operationName(operation)
  const rows = [style.colour.bold(style.wrap(name, 0))]
  if (status === 'known') {
    if (matched !== 'exact' && template !== null)
      rows.push(line('matched', `${template}: ${inferredFrom ?? matched}`, style))
    return [...rows, ...knownRows(operation, choice, style), ...witnessRows(operation, style)].join('\n')
  }
  return [...rows, ...unknownRows(operation, style)].join('\n')
}

/**
 * What the query or the operation asks for besides. That the tables do not know it is said already, and so is what a Basic
 * permission withholds.
 */
function adviceRows({ findings }: Report, index: number, style: Style): string[] {
  const said = ['operation/unknown', 'operation/basic-properties']
  return findings
    .filter(({ about, id }) => about === index && !said.includes(id))
    .map(({ title, id }) => style.wrap(`${title} More: why403 explain ${id}`, 4, `  ${style.mark('note')} `))
}

/** What an app may be given for less than the whole tenant, each with the step that makes it. */
function narrowerRows({ narrower = [] }: OperationReport, style: Style): string[] {
  return narrower.flatMap(({ reaches, takes, fix, uncertain }, at) => [
    ...(at === 0 ? ['', `  ${style.colour.dim('For less than the whole tenant')}`] : []),
    style.wrap(`${reaches}: ${takes}`, 4, `  ${style.mark('note')} `),
    ...narrowerSteps(fix).map(step => narrowerStep(step, style)),
    ...(uncertain === undefined || !style.verbose ? [] : [style.wrap(`Not certain: ${uncertain}`, 4)]),
  ])
}

/** Those that change something: consent, and what makes the way; where none does, the first. */
function narrowerSteps(fix: readonly Fix[]): readonly Fix[] {
  const making = fix.filter(({ undo }) => undo !== undefined)
  return making.length === 0 ? fix.slice(0, 1) : making
}

function narrowerStep({ label, by, ...step }: Fix, style: Style): string {
  const shown = 'command' in step ? step.command : step.url
  const words = by === undefined ? label : `${label}, by ${by}`
  return [style.colour.dim(style.wrap(words, 4)), `    ${style.colour.cyan(style.plain(shown))}`].join('\n')
}

/** Who knows the operation, where that is one source alone; our corrections; its page. */
function witnessRows(
  { sources = [], versions = [], page, corrections = [], application }: OperationReport,
  style: Style,
): string[] {
  const [only] = versions
  const alone = sources.length === 1 ? `the ${witnessWords[sources[0]!]} alone` : null
  const version = versions.length === 1 ? `documented for ${only} only` : null
  const known = [alone, version].filter(words => words !== null).join('; ')
  const withdrawn = (application?.withdrawn ?? []).map(({ permission }) => permission)
  return [
    ...(known === '' ? [] : [line('source', known, style)]),
    ...corrections.map(({ since, source }) =>
      line(
        'corrected',
        `since ${since}${withdrawn.length > 0 ? `, no more: ${withdrawn.join(', ')}` : ''} (${source})`,
        style,
      ),
    ),
    ...(page === undefined ? [] : [line('page', page, style)]),
  ]
}

const witnessWords = {
  tables: 'permission tables',
  documentation: 'documentation',
  correction: 'correction',
} as const

function unknownRows({ status, template, inferredFrom, nearest }: OperationReport, style: Style): string[] {
  switch (status) {
    case 'malformed':
      return [line('unknown', inferredFrom ?? 'cannot be read', style)]
    case 'open':
      return [line('needs', 'no permission at all', style)]
    case 'envelope':
      return [line('needs', 'what its requests need: give its body with --from FILE', style)]
    case 'not-graph':
      return [line('unknown', 'this is not a host of Microsoft Graph', style)]
    case 'unknown-method':
      return [line('unknown', `${template} is listed, but not with this method; that is not "denied"`, style)]
    default:
      return [
        line(
          'unknown',
          'neither the tables nor the documentation list this path; that is not "denied"',
          style,
        ),
        ...(nearest === undefined ? [] : [line('nearest', nearest.join(', '), style)]),
      ]
  }
}

function knownRows(operation: OperationReport, choice: SchemeChoice, style: Style): string[] {
  const { application, delegatedWork, delegatedPersonal, cmdlet } = operation
  const isCmdlet = cmdlet !== undefined
  if (choice === 'application') {
    const rows = appRows(application!, operation, style)
    return application!.accepted.length > 0 ? rows : [...rows, scopesRow(delegatedWork!, style)]
  }
  const title = (text: string): string => `  ${style.colour.underline(text)}`
  const rows = [title('Delegated, work or school'), ...schemeRows(delegatedWork!, style, isCmdlet)]
  const names = ({ accepted }: SchemeReport): string => accepted.map(({ permission }) => permission).join()
  rows.push(title('Delegated, personal account'))
  if (names(delegatedPersonal!) === names(delegatedWork!)) rows.push(line('least', 'the same', style))
  else rows.push(...schemeRows(delegatedPersonal!, style, isCmdlet))
  if (choice === 'delegated') return rows
  return [title('Application'), ...appRows(application!, operation, style), ...rows]
}

function appRows(
  application: SchemeReport,
  { method, path, cmdlet, template }: OperationReport,
  style: Style,
): string[] {
  if (application.accepted.length > 0)
    return [
      ...schemeRows(application, style, cmdlet !== undefined),
      ...intuneNote(application, template, style),
    ]
  if (cmdlet !== undefined)
    return [line('least', "none: the cmdlet's page lists no application permission", style)]
  const rows = [line('least', 'none: no application permission opens it', style)]
  const form = path === null ? null : userForm({ path, query: null })
  if (form === null) return rows
  return [
    ...rows,
    line('instead', `${method} ${form}: /me is the signed-in user, and an app has none`, style),
  ]
}

/** That Intune's permissions open what is not Intune's. */
function intuneNote({ accepted }: SchemeReport, template: string | null | undefined, style: Style): string[] {
  if (template == null || !accepted.some(({ permission }) => isSharedByIntune(permission, template)))
    return []
  const note = "DeviceManagement...: Intune's own, on a path that it shares; they stand last."
  return [style.colour.dim(style.wrap(note, 2))]
}

/** What a signed-in user needs, in a line: for what an app cannot do. */
function scopesRow({ accepted }: SchemeReport, style: Style): string {
  const scopes = accepted.map(({ permission }) => permission)
  const { shown, more } = style.few(scopes, most)
  const list = [...shown, ...more].join(style.separator)
  return line('delegated', scopes.length === 0 ? 'none either' : list, style)
}

function schemeRows(scheme: SchemeReport, style: Style, isCmdlet: boolean): string[] {
  const { leastPrivileged, why, next, marked, accepted, withholds } = scheme
  if (accepted.length === 0) return [line('least', 'none', style)]
  const rows = [
    line('least', `${leastWords(scheme, isCmdlet)}${next === null ? '' : `; next: ${next}`}`, style),
    line('why', why, style),
    ...(withholds === undefined ? [] : [line('withholds', withholds, style)]),
  ]
  if (marked.length > 1 || (marked.length === 1 && marked[0] !== leastPrivileged)) {
    rows.push(line('marked', `${marked.join(', ')} (least privileged, in Microsoft's tables)`, style))
  }
  return [...rows, ...acceptedTable(scheme, style)]
}

/** The recommendation with what it needs besides. */
function leastWords({ leastPrivileged, accepted }: SchemeReport, isCmdlet: boolean): string {
  if (isCmdlet) return 'by the form of the cmdlet, one of these'
  const entry = accepted.find(({ permission }) => permission === leastPrivileged)
  if (entry !== undefined) return permissionPhrase(entry)
  return isUnion({ leastPrivileged, accepted })
    ? 'by what the request names, one of these'
    : 'none that can be consented to'
}

const columns = { level: 7, consent: 9, opens: 7 }

/** All that is accepted, least first: privilege level, who consents, how many operations it opens. */
function acceptedTable({ accepted, leastPrivileged }: SchemeReport, style: Style): string[] {
  const width = Math.min(style.width, 80) - 2 - columns.level - columns.consent - columns.opens
  const few = accepted.filter(
    ({ permission }, at) => at < most || (permission === leastPrivileged && at >= most),
  )
  const shown = style.verbose ? accepted : few
  const head = `  ${'accepted'.padEnd(width)}${'level'.padStart(columns.level)}${'consent'.padStart(columns.consent)}${'opens'.padStart(columns.opens)}`
  // Where one source alone knows the operation, that is said of it, and of no entry.
  const witnesses = new Set(accepted.flatMap(({ sources = [] }) => sources))
  const areBoth = witnesses.has('tables') && witnesses.has('documentation')
  const rows = shown.flatMap(entry => {
    const { permission, alsoRequires, level, consent, opens } = entry
    const consentWord = consent === 'resource-specific' ? 'rsc' : style.plain(consent)
    const figures = `${String(level ?? '-').padStart(columns.level)}${consentWord.padStart(columns.consent)}${String(opens).padStart(columns.opens)}`
    const name = style.plain(permission)
    const first =
      name.length < width
        ? [`  ${name.padEnd(width)}${figures}`]
        : [`  ${name}`, `  ${' '.repeat(width)}${figures}`]
    const beside = besideOf(entry)
    const rows =
      beside === null
        ? first
        : [...first, style.wrap(beside, 6, `    ${alsoRequires.length > 0 ? 'and ' : ''}`)]
    const alone = aloneOf(entry, areBoth)
    return alone === null ? rows : [...rows, style.wrap(alone, 6, '    ')]
  })
  const more = accepted.length - shown.length
  if (more > 0) rows.push(`  ${style.ellipsis} ${more} more (--verbose)`)
  const byTables = areBoth ? shown.filter(({ sources }) => sources?.join() === 'tables') : []
  return [
    style.colour.dim(head),
    ...rows,
    ...consentNotes(shown, style),
    ...(byTables.length === 0
      ? []
      : [style.wrap(`by the tables alone: ${byTables.map(({ permission }) => permission).join(', ')}`, 2)]),
  ]
}

/** That the documentation alone lists it, or a correction of ours adds it; what the tables alone list is told together. */
function aloneOf({ sources = [], documentedFor }: AcceptedReport, areBoth: boolean): string | null {
  const words = [
    ...(areBoth && sources.join() === 'documentation' ? ['by the documentation alone'] : []),
    ...(sources.includes('correction') ? ['by a correction of ours'] : []),
    ...(documentedFor === undefined ? [] : [`documented for ${documentedFor} only`]),
  ]
  return words.length === 0 ? null : words.join(', ')
}

/** What must be held besides; null when it does alone. */
function besideOf({ alsoRequires, sufficesAlone }: AcceptedReport): string | null {
  if (alsoRequires.length > 0) return alsoRequires.join(' or ')
  return sufficesAlone ? null : 'does not suffice alone'
}

/** Notes on the unusual kinds of consent that a table shows. */
function consentNotes(shown: readonly AcceptedReport[], style: Style): string[] {
  const has = (kind: AcceptedReport['consent']): boolean => shown.some(({ consent }) => consent === kind)
  return [
    ...(has('resource-specific')
      ? ['rsc: granted per team, chat or site (resource-specific), never on an app registration.']
      : []),
    ...(has('none') ? ['none: hidden or disabled; an app registration cannot be given it.'] : []),
  ].map(note => style.colour.dim(style.wrap(note, 2)))
}

/** A labelled line, broken under its text. */
export function line(name: string, text: string, style: Style): string {
  return style.wrap(text, label + 2, `  ${style.colour.dim(name.padEnd(label))}`)
}
