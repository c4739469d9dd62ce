import { permissionPhrase } from '../../core/permissions/phrase.ts'
import type { OperationReport, Report, SchemeReport } from '../../core/report.ts'
import type { TextOptions } from './style.ts'
import { Style } from './style.ts'

const label = 10
const most = 12

/** What operations need, without a token: the recommendation and why, then all that is accepted. */
export function renderPermissions(report: Report, options: TextOptions): string {
  const style = new Style(options)
  const blocks = report.operations.map(operation => block(operation, style))
  const source = `Permission tables of ${report.data.date}; they are Microsoft's, and Graph has the last word.`
  return `${blocks.join('\n\n')}\n\n${style.colour.dim(style.wrap(source, 0))}\n`
}

function block(operation: OperationReport, style: Style): string {
  const { method, url, path, status, template, matched, inferredFrom, application, nearest } = operation
  const name = method === null ? url : `${method} ${path ?? url}`
  const head = style.colour.bold(style.wrap(name, 0))
  if (status === 'unreadable') return `${head}\n${line('unknown', inferredFrom ?? 'cannot be read', style)}`
  if (status === 'open') return `${head}\n${line('needs', 'no permission at all', style)}`
  if (status === 'envelope')
    return `${head}\n${line('needs', 'what its requests need: it is a batch', style)}`
  if (status === 'not-graph')
    return `${head}\n${line('unknown', 'this is no host of Microsoft Graph', style)}`
  if (application === undefined) {
    const reason =
      status === 'unknown-method'
        ? `the tables list ${template}, but not with ${method}`
        : 'the tables do not list this path'
    const rows = [line('unknown', `${reason}; that is not "denied"`, style)]
    if (nearest !== undefined) rows.push(line('nearest', nearest.join(', '), style))
    return [head, ...rows].join('\n')
  }
  const rows = schemeRows(application, operation, style)
  if (matched !== 'exact' && template !== null)
    rows.push(line('matched', `${template}: ${inferredFrom ?? matched}`, style))
  return [head, ...rows].join('\n')
}

function schemeRows(
  { leastPrivileged, why, next, marked, accepted }: SchemeReport,
  { delegatedWork }: OperationReport,
  style: Style,
): string[] {
  if (accepted.length === 0) {
    const scopes = delegatedWork?.accepted.map(({ permission }) => permission) ?? []
    return [
      line('least', 'none: no application permission opens it', style),
      line('delegated', scopes.length === 0 ? 'none either' : list(scopes, style), style),
    ]
  }
  const rows = [
    line(
      'least',
      `${leastPrivileged ?? 'none that can be consented to'}${next === null ? '' : `; next: ${next}`}`,
      style,
    ),
    line('why', why, style),
    line('accepted', list(accepted.map(words), style), style),
  ]
  if (marked.length > 1 || (marked.length === 1 && marked[0] !== leastPrivileged)) {
    rows.push(line('marked', `${marked.join(', ')} (least privileged, in Microsoft's tables)`, style))
  }
  return rows
}

function words(accepted: SchemeReport['accepted'][number]): string {
  return `${permissionPhrase(accepted)}${accepted.level === null ? '' : ` (${accepted.level})`}`
}

function list(names: readonly string[], style: Style): string {
  const shown = style.verbose ? names : names.slice(0, most)
  const more = names.length - shown.length
  return shown.join(style.separator) + (more > 0 ? `${style.separator}${more} more (--verbose)` : '')
}

function line(name: string, text: string, style: Style): string {
  return style.wrap(text, label + 2, `  ${style.colour.dim(name.padEnd(label))}`)
}
