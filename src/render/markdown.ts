import type { Fix } from '../core/fixes/fix.ts'
import type { WeighedCause } from '../core/knowledge/cause.ts'
import type { FindingReport, OperationReport, Report } from '../core/report/report.ts'
import type { SchemeReport } from '../core/report/requirement.ts'
import { rootsOf } from '../core/report/roots.ts'
import { appRows } from './app-words.ts'
import { caseWords } from './case-words.ts'
import { chainTable } from './chain-table.ts'
import { conversationOf } from './conversation/conversation.ts'
import { drawing } from './conversation/drawing.ts'
import { mermaid as mermaidOf } from './conversation/mermaid.ts'
import { forTerminal } from './neutralise.ts'
import { withoutPeople } from './people.ts'
import { unreadRecords } from './record-words.ts'
import type { Rendering, View } from './rendering.ts'
import { operationName } from './rows.ts'
import { sourceWords } from './source-words.ts'
import { noColours } from './text/colours.ts'
import { Style, type TextOptions } from './text/style.ts'
import { claimRows, proofWords } from './token-words.ts'

/**
 * A report for a ticket: GitHub Flavored Markdown that other dialects read as well. Values stand in code spans,
 * where nothing is a mention, a link or markup. People are left out unless they are asked for.
 */
export const render: Rendering['render'] = (report, view, options) => {
  const shown = options.personal ? report : withoutPeople(report)
  switch (view.show) {
    case 'road':
    case 'token':
      return document([...answer(shown, options), source(shown)])
    case 'needs':
      return document([
        caseOf(shown),
        ...shown.operations.map(operation => needs(operation, view)),
        source(shown),
      ])
    case 'line':
    case 'reference':
      return asText(shown, view, options)
  }
}

/** What is read from top to bottom, and has no columns to speak of. */
async function asText(report: Report, view: View, options: TextOptions): Promise<string> {
  const text = await (await import('./text.ts')).render(report, view, {
    ...options,
    colours: noColours,
    width: 80,
  })
  return document([fenced(text.trimEnd())])
}

function answer(report: Report, options: TextOptions): string[] {
  const style = new Style({ ...options, colours: noColours, unicode: true }, report.case === undefined)
  const { headline, verdict } = report
  const lead = `**${headline === undefined ? verdict : `${style.mark(headline.mark)} ${prose(headline.text)}`}**`
  const roots = rootsOf(report).map(finding)
  return [
    lead,
    caseOf(report),
    app(report),
    token(report, style),
    conversation(report, options, style),
    operations(report, style),
    ...roots,
    prose(unreadRecords(report)),
  ]
}

/** Whose observations these are, and what has changed since. */
function caseOf(report: Report): string {
  const [whole = '', why = '', ...changes] = caseWords(report).map(prose)
  return paragraphs([whole, why, changes.map(change => `- ${change}`).join('\n')])
}

/** The app that the records are of, in the place of a token. */
function app(report: Report): string {
  return appRows(report)
    .map(([name, value]) => `- ${prose(`${name === '' ? '' : `${name}: `}${value}`)}`)
    .join('\n')
}

function token(report: Report, style: Style): string {
  const { token } = report
  if (token === undefined) return ''
  if (token.form !== 'jwt') return `Token: ${prose(token.kind ?? token.form)}`
  const proof = proofWords(token, report.acquisition)
  const rows = [
    ['kind', token.access ?? 'unknown'],
    ...(proof === null ? [] : [['proof', proof]]),
    ...claimRows(token, report, style),
  ]
  return table(
    ['Token', ''],
    // A value, and behind a gap what it is.
    rows.map(([name = '', value = '']) => [
      code(name),
      value
        .split(/ {3,9}/)
        .map(code)
        .join(' '),
    ]),
  )
}

/** The chain, link by link. */
function operations(report: Report, style: Style): string {
  const chain = chainTable(report)
  if (chain === null) return ''
  const signs = { start: '', holds: style.signs.holds, broken: style.signs.broken, beside: '-', unseen: '?' }
  const rows = chain.rows.map(({ name, cells }) => [
    code(name),
    ...cells.map(({ state, words }) => prose([signs[state], words].filter(part => part !== '').join(' '))),
  ])
  return paragraphs([
    table(['Operation', ...chain.columns], rows),
    chain.notes.map(note => `- ${prose(note)}`).join('\n'),
  ])
}

/** Who said what to whom: as a diagram where tickets draw it, else in characters. */
function conversation(report: Report, { mermaid }: TextOptions, style: Style): string {
  const told = conversationOf(report)
  if (told === null) return ''
  if (mermaid) return fenced(mermaidOf(told), 'mermaid')
  return fenced(drawing(told, style.signs.broken).join('\n'))
}

function finding({
  id,
  certainty,
  title,
  why,
  causes = [],
  evidence,
  wouldTell,
  wouldTellBy,
  fix,
}: FindingReport): string {
  const looked = evidence.map(({ name, expected, actual }) => {
    const wanted = expected === null ? '' : `; expected ${prose(expected)}`
    return `- ${code(name)}: ${actual === null ? 'absent' : code(actual)}${wanted}`
  })
  return paragraphs([
    `### ${prose(title)}`,
    `${code(id)}, ${certainty}. ${prose(why)}`,
    causes.map(cause).join('\n'),
    looked.join('\n'),
    wouldTell === undefined ? '' : `What would tell for certain: ${prose(wouldTell)}.`,
    wouldTellBy === undefined ? '' : fenced(wouldTellBy, 'sh'),
    ...fix.map((step, at) => next(step, at === 0)),
  ])
}

const standings: Record<WeighedCause['standing'], string> = {
  proven: 'It is so',
  possible: 'It may be so',
  'ruled-out': 'Ruled out',
}

function cause({ says, standing, since }: WeighedCause): string {
  return `1. ${standings[standing]}${since === null ? '' : `, since ${prose(since)}`}: ${prose(says)}`
}

function next(fix: Fix, isFirst: boolean): string {
  const { label, by, alternatives = [] } = fix
  const heading = `${isFirst ? '**Next:** ' : ''}${prose(label)}${by === undefined ? '' : ` (by ${prose(by)})`}`
  const links = alternatives.flatMap(way =>
    'url' in way ? [`Or in the portal${way.label ? `, ${prose(way.label)}` : ''}: ${address(way.url)}`] : [],
  )
  return paragraphs([heading, 'command' in fix ? fenced(fix.command, 'sh') : address(fix.url), ...links])
}

/** As a link where it is one (CommonMark §6.5); what holds more than an address is shown as code. */
function address(url: string): string {
  return /^https?:\/\/[\w.:/?#@!$&'()*+,;=%~-]+$/.test(url) ? `<${url}>` : code(url)
}

/** What an operation needs: the recommendation, then all that is accepted. */
function needs(operation: OperationReport, { scheme }: Extract<View, { show: 'needs' }>): string {
  const { application, delegatedWork, inferredFrom, status } = operation
  const chosen = scheme === 'delegated' ? delegatedWork : application
  const name = `### ${code(operationName(operation))}`
  if (chosen === undefined) return paragraphs([name, prose(inferredFrom ?? status.replace('-', ' '))])
  return paragraphs([
    name,
    least(chosen),
    accepted(chosen),
    ...(scheme === 'delegated' ? [] : narrower(operation)),
  ])
}

function least({ leastPrivileged, why, withholds }: SchemeReport): string {
  if (leastPrivileged === null) return prose(why)
  const less = withholds === undefined ? '' : ` It withholds ${prose(withholds)}.`
  return `Least privileged: ${code(leastPrivileged)}. ${prose(why)}${less}`
}

/** What an app may be given for less than the whole tenant, each with the step that makes it. */
function narrower({ narrower = [] }: OperationReport): string[] {
  const ways = narrower.flatMap(({ reaches, takes, fix: [first] }) => [
    `- ${prose(reaches)}: ${prose(takes)}${first?.by === undefined ? '' : ` (by ${prose(first.by)})`}`,
    ...(first === undefined ? [] : ['command' in first ? fenced(first.command, 'sh') : address(first.url)]),
  ])
  return ways.length === 0 ? [] : ['For less than the whole tenant:', ...ways]
}

function accepted({ accepted }: SchemeReport): string {
  if (accepted.length === 0) return ''
  return table(
    ['Accepted', 'With', 'Level', 'Consent', 'Opens'],
    accepted.map(({ permission, alsoRequires, level, consent, opens }) => [
      code(permission),
      alsoRequires.map(code).join(' or '),
      level === null ? '' : String(level),
      consent,
      String(opens),
    ]),
  )
}

function source({ data }: Report): string {
  return `<sub>why403. ${sourceWords(data)}.</sub>`
}

function document(parts: readonly string[]): string {
  return `${paragraphs(parts)}\n`
}

function paragraphs(parts: readonly string[]): string {
  return parts.filter(part => part !== '').join('\n\n')
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  // A bar ends a cell, in code as well (GitHub Flavored Markdown §4.10).
  const row = (cells: readonly string[]): string =>
    `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n')
}

/** Words, in which nothing is markup. What a tracker takes for a mention or an address becomes code. */
function prose(text: string): string {
  return forTerminal(text)
    .split(' ')
    .map(word => (/[@#]|https?:/.test(word) ? code(word) : word.replace(/[\\`*_[\]<>~!]/g, '\\$&')))
    .join(' ')
}

/** CommonMark §6.1: a run of backticks that the text does not hold, and a blank where the text begins with one. */
function code(text: string): string {
  const shown = forTerminal(text).trim()
  if (shown === '') return ''
  const fence = '`'.repeat(longestRun(shown) + 1)
  const blank = fence.length > 1 ? ' ' : ''
  return `${fence}${blank}${shown}${blank}${fence}`
}

function fenced(text: string, language = 'text'): string {
  const shown = text.split('\n').map(forTerminal).join('\n')
  const fence = '`'.repeat(Math.max(3, longestRun(shown) + 1))
  return `${fence}${language}\n${shown}\n${fence}`
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(({ 0: run }) => run.length))
}
