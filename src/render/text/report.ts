import type { Report } from '../../core/report/report.ts'
import { unreadRecords } from '../record-words.ts'
import { sourceWords } from '../source-words.ts'
import { renderApp } from './app.ts'
import { renderCase } from './case.ts'
import { renderChecks } from './checks.ts'
import { renderClaims } from './claims.ts'
import { renderComparison } from './comparison.ts'
import { renderFindings } from './findings.ts'
import { renderNext } from './next.ts'
import { renderOperations, renderRows } from './operations.ts'
import { renderReach } from './reach.ts'
import { Style, type TextOptions } from './style.ts'
import { renderSummary } from './summary.ts'
import { renderToken } from './token.ts'
import { renderTokens } from './tokens.ts'
import { renderVerdict } from './verdict.ts'

export type { TextOptions }

const parts = {
  verdict: renderVerdict,
  case: renderCase,
  app: renderApp,
  token: renderToken,
  summary: renderSummary,
  next: renderNext,
  tokens: renderTokens,
  comparison: renderComparison,
  // Named where they are shown, since these are in a file of the bundle that most answers do not come by.
  claims: (report: Report, style: Style) => renderClaims(report, style),
  checks: (report: Report, style: Style) => renderChecks(report, style),
  reach: (report: Report, style: Style) => renderReach(report, style),
  operations: renderOperations,
  rows: renderRows,
  findings: renderFindings,
  unread: renderUnreadRecords,
  age: renderAge,
}

export type ReportPart = keyof typeof parts

/**
 * A report for a terminal: the answer, the token, the operations, the rows, the findings.
 *
 * @param drawing the conversation, which stands before the operations; loaded and drawn for who asks for more
 */
export function renderText(
  report: Report,
  options: TextOptions,
  show: readonly ReportPart[] = [
    'verdict',
    'case',
    'app',
    'token',
    'operations',
    'rows',
    'findings',
    'unread',
    'age',
  ],
  drawing = '',
): string {
  const style = new Style(options, report.case === undefined)
  const shown = show.flatMap(part => {
    const text = parts[part](report, style)
    return part === 'operations' ? [drawing, text] : [text]
  })
  if (options.verbose) shown.push(footer(report, style))
  return `${shown.filter(part => part !== '').join('\n\n')}\n`
}

/** What of the tenant's records was asked for and refused. */
function renderUnreadRecords(report: Report, style: Style): string {
  const words = unreadRecords(report)
  return words === '' ? '' : style.wrap(words, 2, `${style.mark('note')} `)
}

/** How old the data is that no answer of Graph's confirmed, where that has to be said. */
function renderAge({ data, operations, calls }: Report, style: Style): string {
  const isAnswered = (at: number): boolean =>
    calls.some(({ operation, sent, status }) => operation === at && sent && status != null)
  const judged = operations.some(({ verdict }, at) => verdict !== undefined && !isAnswered(at))
  if (data.ageInDays === undefined || !judged) return ''
  return style.wrap(
    `${sourceWords(data)}: what Microsoft has changed since is not in them.`,
    2,
    `${style.mark('note')} `,
  )
}

function footer({ data, notChecked }: Report, style: Style): string {
  const silent = notChecked.map(({ id, missing }) =>
    style.wrap(`${id}: not looked at (${missing.join(', ')})`, 4, '  '),
  )
  const source = style.wrap(
    `Permission tables: ${data.source}, ${data.date}, commit ${data.commit.slice(0, 12)}`,
    2,
  )
  return [style.colour.bold('Not checked'), ...silent, '', source].join('\n')
}
