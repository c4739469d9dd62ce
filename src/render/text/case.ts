import type { Report } from '../../core/report/report.ts'
import { caseWords } from '../case-words.ts'
import type { Style } from './style.ts'

/** Whose observations these are, and what has changed since. */
export function renderCase(report: Report, style: Style): string {
  const [whole, ...more] = caseWords(report)
  if (whole === undefined) return ''
  const [why, ...changes] = more
  return [
    style.wrap(whole, 2, `${style.mark('note')} `),
    ...(why === undefined ? [] : [style.wrap(why, 2)]),
    ...changes.map(change => style.wrap(change, 6, '    - ')),
  ].join('\n')
}
