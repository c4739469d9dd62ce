import type { Report } from '../core/report.ts'
import { renderFindings } from './text/findings.ts'
import { renderOperations, renderRows } from './text/operations.ts'
import { Style, type TextOptions } from './text/style.ts'
import { renderToken } from './text/token.ts'
import { renderVerdict } from './text/verdict.ts'

export type { TextOptions }

const parts = {
  verdict: renderVerdict,
  token: renderToken,
  operations: renderOperations,
  rows: renderRows,
  findings: renderFindings,
}

export type ReportPart = keyof typeof parts

/** A report for a terminal: the answer, the token, the operations, the rows, the findings. */
export function renderText(
  report: Report,
  options: TextOptions,
  show: readonly ReportPart[] = ['verdict', 'token', 'operations', 'rows', 'findings'],
): string {
  const style = new Style(options)
  const shown = show.map(part => parts[part](report, style))
  if (options.verbose) shown.push(footer(report, style))
  return `${shown.filter(part => part !== '').join('\n\n')}\n`
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
