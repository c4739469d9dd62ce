import type { Report } from '../../core/report/report.ts'
import { appRows } from '../app-words.ts'
import type { Style } from './style.ts'

const label = 14

/** The app that the records are of, in the place of a token. */
export function renderApp(report: Report, style: Style): string {
  return appRows(report)
    .map(([name, value]) => style.wrap(value, label, `  ${name.padEnd(label - 2)}`))
    .join('\n')
}
