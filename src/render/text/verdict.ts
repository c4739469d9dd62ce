import type { Report } from '../../core/report/report.ts'
import type { Style } from './style.ts'

/** The answer in a sentence, the first thing that is printed. */
export function renderVerdict({ headline }: Report, style: Style): string {
  if (headline === undefined) return ''
  return style.colour.bold(style.wrap(headline.text, 2, `${style.mark(headline.mark)} `).trimEnd())
}
