import { permissionPhrase } from '../../core/permissions/phrase.ts'
import type { SchemeReport } from '../../core/permissions/requirement-report.ts'
import { userForm } from '../../core/permissions/user-form.ts'
import type { OperationReport, Report } from '../../core/report.ts'
import type { TextOptions } from './style.ts'
import { Style } from './style.ts'

/** Which schemes are asked about: an app's own permissions, a signed-in user's, or both. */
export type SchemeChoice = 'application' | 'delegated' | 'all'

const label = 10
const most = 12

/** What operations need, without a token: the recommendation and why, then all that is accepted. */
export function renderPermissions(
  report: Report,
  options: TextOptions,
  choice: SchemeChoice = 'application',
): string {
  const style = new Style(options)
  const blocks = report.operations.map(operation => block(operation, choice, style))
  if (report.minimal !== undefined && choice !== 'delegated') blocks.push(minimalBlock(report.minimal, style))
  return `${blocks.join('\n\n')}\n\n${sourceLine(report, style)}\n`
}

/** Whose the data is, and of when. */
export function sourceLine({ data }: Report, style: Style): string {
  const source = `Permission tables of ${data.date}; they are Microsoft's, and Graph has the last word.`
  return style.colour.dim(style.wrap(source, 0))
}

function block(operation: OperationReport, choice: SchemeChoice, style: Style): string {
  const { method, url, path, status, template, matched, inferredFrom } = operation
  const name = method === null ? url : `${method} ${path ?? url}`
  const rows = [style.colour.bold(style.wrap(name, 0))]
  if (status === 'known') {
    if (matched !== 'exact' && template !== null)
      rows.push(line('matched', `${template}: ${inferredFrom ?? matched}`, style))
    return [...rows, ...knownRows(operation, choice, style)].join('\n')
  }
  return [...rows, ...unknownRows(operation, style)].join('\n')
}

function unknownRows({ status, template, inferredFrom, nearest }: OperationReport, style: Style): string[] {
  switch (status) {
    case 'unreadable':
      return [line('unknown', inferredFrom ?? 'cannot be read', style)]
    case 'open':
      return [line('needs', 'no permission at all', style)]
    case 'envelope':
      return [line('needs', 'what its requests need: give its body with --from FILE', style)]
    case 'not-graph':
      return [line('unknown', 'this is no host of Microsoft Graph', style)]
    case 'unknown-method':
      return [
        line('unknown', `the tables list ${template}, but not with this method; that is not "denied"`, style),
      ]
    default:
      return [
        line('unknown', 'the tables do not list this path; that is not "denied"', style),
        ...(nearest === undefined ? [] : [line('nearest', nearest.join(', '), style)]),
      ]
  }
}

function knownRows(operation: OperationReport, choice: SchemeChoice, style: Style): string[] {
  const { application, delegatedWork, delegatedPersonal } = operation
  const rows: string[] = []
  if (choice !== 'delegated') rows.push(...schemeRows('Application', application!, operation, style))
  const showDelegated = choice !== 'application' || application!.accepted.length === 0
  if (!showDelegated) return rows
  rows.push(...schemeRows('Delegated, work or school', delegatedWork!, operation, style))
  if (choice === 'application') return rows
  const same = JSON.stringify(delegatedPersonal!.accepted.map(({ permission }) => permission))
  if (same === JSON.stringify(delegatedWork!.accepted.map(({ permission }) => permission)))
    rows.push(line('personal', 'accounts: the same', style))
  else rows.push(...schemeRows('Delegated, personal account', delegatedPersonal!, operation, style))
  return rows
}

function schemeRows(title: string, scheme: SchemeReport, operation: OperationReport, style: Style): string[] {
  const { leastPrivileged, why, next, marked, accepted } = scheme
  const head = style.wrap(title, 2)
  if (accepted.length === 0) {
    const rows = [head, line('least', `none: ${why}`, style)]
    const form =
      title === 'Application' && operation.path !== null
        ? userForm({ path: operation.path, query: null })
        : null
    if (form !== null) rows.push(line('instead', `${operation.method} ${form}`, style))
    return rows
  }
  const rows = [
    head,
    line(
      'least',
      `${leastWords(scheme)}${next === null ? '' : `; next: ${next}`}`,
      style,
    ),
    line('why', why, style),
  ]
  if (marked.length > 1 || (marked.length === 1 && marked[0] !== leastPrivileged)) {
    rows.push(line('marked', `${marked.join(', ')} (least privileged, in Microsoft's tables)`, style))
  }
  return [...rows, ...acceptedTable(accepted, style)]
}

/** The recommendation with what it needs besides. */
function leastWords({ leastPrivileged, accepted }: SchemeReport): string {
  const entry = accepted.find(({ permission }) => permission === leastPrivileged)
  return entry === undefined ? 'none that can be consented to' : permissionPhrase(entry)
}

const columns = { level: 7, consent: 9, opens: 7 }

/** All that is accepted, least first: privilege level, who consents, how many operations it opens. */
function acceptedTable(accepted: SchemeReport['accepted'], style: Style): string[] {
  const width = Math.min(style.width, 80) - 4 - columns.level - columns.consent - columns.opens
  const shown = style.verbose ? accepted : accepted.slice(0, most)
  const head = `    ${'accepted'.padEnd(width)}${'level'.padStart(columns.level)}${'consent'.padStart(columns.consent)}${'opens'.padStart(columns.opens)}`
  const rows = shown.flatMap(entry => {
    const { permission, alsoRequires, level, opens } = entry
    const figures = `${String(level ?? '-').padStart(columns.level)}${consentOf(entry).padStart(columns.consent)}${String(opens).padStart(columns.opens)}`
    const name = style.plain(permission)
    const first =
      name.length < width
        ? [`    ${name.padEnd(width)}${figures}`]
        : [`    ${name}`, `    ${' '.repeat(width)}${figures}`]
    const beside = besideOf(entry)
    return beside === null
      ? first
      : [...first, style.wrap(beside, 8, `      ${alsoRequires.length > 0 ? 'and ' : ''}`)]
  })
  const more = accepted.length - shown.length
  if (more > 0) rows.push(`    ${style.ellipsis} ${more} more (--verbose)`)
  const notes = [...new Set(shown.map(consentOf))].flatMap(word => consentNotes[word] ?? [])
  return [style.colour.dim(head), ...rows, ...notes.map(note => style.colour.dim(style.wrap(note, 4)))]
}

type Accepted = SchemeReport['accepted'][number]

/** What must be held besides; null when it does alone. */
function besideOf({ alsoRequires, sufficesAlone }: Accepted): string | null {
  if (alsoRequires.length > 0) return alsoRequires.join(' or ')
  return sufficesAlone ? null : 'does not suffice alone'
}

function consentOf({ consentable, resourceSpecific, adminConsent }: Accepted): string {
  if (resourceSpecific) return 'rsc'
  if (!consentable) return 'none'
  return adminConsent ? 'admin' : 'user'
}

const consentNotes: Readonly<Record<string, string>> = {
  rsc: 'rsc: granted per team, chat or site (resource-specific), never on an app registration.',
  none: 'none: hidden or disabled; an app registration cannot be given it.',
}

function minimalBlock({ application, proven }: NonNullable<Report['minimal']>, style: Style): string {
  const words =
    application.length === 0
      ? 'none: no application permission opens any of them'
      : `${application.join(', ')}${proven ? '' : ' (the best found; not all combinations were tried)'}`
  return `${style.colour.bold('For all of them together')}\n${line('least', words, style)}`
}

/** A labelled line, broken under its text. */
export function line(name: string, text: string, style: Style): string {
  return style.wrap(text, label + 4, `    ${style.colour.dim(name.padEnd(label))}`)
}
