import type { CallReport, OperationReport, Report } from '../../core/report/report.ts'
import { callWords, markOf, verdictWords } from '../operation-words.ts'
import { operationName } from '../rows.ts'
import type { Style } from './style.ts'
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
