import { needsPhrase } from '../../core/need/phrase.ts'
import type { CallReport, OperationReport, Report } from '../../core/report/report.ts'
import { operationName } from '../rows.ts'
import type { Mark, Style } from './style.ts'
import { renderTable } from './table.ts'

/** An operation a line: verdict, what it needs, what is held, what Graph answered. */
export function renderOperations(report: Report, style: Style): string {
  const { operations } = report
  if (operations.length === 0) return ''
  const names = operations.map(operation => style.plain(operationName(operation)))
  const column = Math.min(Math.max(...names.map(name => name.length)), Math.floor(style.width / 2) - 6) + 6
  const lines = operations.map((operation, index) => {
    const call = report.calls.find(call => call.operation === index)
    const words = wordsOf(operation, call, report, style)
    const lead = `  ${style.mark(markOf(operation, call))} `
    const name = names[index]!
    if (name.length + 4 > column - 1) return `${style.wrap(name, 4, lead)}\n${style.wrap(words, column)}`
    return style.wrap(words, column, `${lead}${style.wrap(name, 0)}${' '.repeat(column - 4 - name.length)}`)
  })
  return [style.colour.bold('Operations'), ...lines].join('\n')
}

/** The entities that Graph answered, a table per call. */
export function renderRows(report: Report, style: Style): string {
  if (style.rows === 0) return ''
  return report.calls
    .flatMap(({ operation, value }) => {
      if (value === undefined) return []
      const title = style.wrap(operationName(report.operations[operation]!), 0)
      return [
        `${style.colour.bold(title)}\n${value.length === 0 ? '  (no entities)' : renderTable(value, style)}`,
      ]
    })
    .join('\n\n')
}

export function markOf({ verdict, status, gates = [] }: OperationReport, call: CallReport | undefined): Mark {
  if (call?.error !== undefined || gates.some(({ state }) => state === 'shut')) return 'bad'
  if (verdict === 'allowed' && call?.sent === true && call.status == null) return 'warning'
  if (verdict === 'allowed') return gates.length > 0 ? 'note' : 'good'
  if (verdict === undefined) return status === 'malformed' ? 'bad' : 'note'
  return verdict === 'undecided' || verdict.startsWith('unknown') ? 'warning' : 'bad'
}

function wordsOf(
  operation: OperationReport,
  call: CallReport | undefined,
  report: Report,
  style: Style,
): string {
  return [verdictWords(operation, report, style), callWords(call)]
    .filter(words => words !== '')
    .join(style.separator)
}

export function verdictWords(operation: OperationReport, { token }: Report, style: Style): string {
  const { verdict, status, held, inferredFrom } = operation
  if (status === 'malformed') return inferredFrom ?? 'cannot be read'
  if (status === 'open') return 'needs no permission'
  if (status === 'envelope') return 'a batch: its requests are answered one by one'
  if (status === 'not-graph') return 'not a host of Microsoft Graph'
  const scheme = token?.access === 'delegated' ? operation.delegatedWork : operation.application
  const needs = scheme === undefined ? '' : `needs ${needsPhrase(scheme, style.ellipsis)}`
  switch (verdict) {
    case 'allowed':
      if (held === undefined || held.length === 0) return 'allowed, as Graph answered'
      return `${held.join(', ')}${token?.access === 'delegated' ? "; the user's own rights count as well" : ''}`
    case 'missing-permission':
      return `${needs}${style.separator}token holds ${holdsWords(operation, token)}`
    case 'delegated-only':
      return 'accepts no application permission: for signed-in users only'
    case 'wrong-host':
      return "goes to another host than the token's own Graph"
    case 'undecided':
      return token?.form === 'jwt'
        ? `${needs}${style.separator}only Graph can tell`
        : 'the token cannot be read'
    case 'unknown-path':
      return 'not in the permission tables'
    case 'unknown-method':
      return 'in the permission tables, but not with this method'
    default:
      return status === 'known'
        ? needs
        : status === 'unknown-path'
          ? 'not in the permission tables'
          : status.replace('-', ' ')
  }
}

function holdsWords({ held }: OperationReport, token: Report['token']): string {
  if (held !== undefined && held.length > 0) return `${held.join(', ')} only`
  const all = token?.access === 'delegated' ? token.scp : token?.roles
  return all == null || all.length === 0 ? 'none' : 'none of them'
}

export function callWords(call: CallReport | undefined): string {
  if (call === undefined) return ''
  if (!call.sent) return 'not sent'
  if (call.status == null) return `no answer of Graph's: ${call.reason}`
  if (call.error !== undefined) return `${call.status} ${call.error.code ?? ''}`.trim()
  if (call.reason !== null) return `${call.status}, ${call.reason}`
  return `${call.status}${call.rows == null ? '' : `, ${call.rows} row${call.rows === 1 ? '' : 's'}`}`
}
