import { counted } from '../text.ts'
import type { CallReport } from './report.ts'

type Read = Pick<CallReport, 'rows' | 'pages' | 'isWhole'>

/** `13 rows on 3 pages, and there are more`; empty: no entities came. */
export function rowsWords({ rows, pages = 1, isWhole }: Read): string {
  if (rows == null) return ''
  const where = pages > 1 ? ` on ${pages} pages` : ''
  return `${counted(rows, 'row')}${where}${isWhole === false ? ', and there are more' : ''}`
}

/** What came of a list before it broke off; empty: nothing did. */
export function brokenOffWords({ rows, pages }: Read): string {
  return pages === undefined || rows == null
    ? ''
    : `after ${counted(rows, 'row')} on ${counted(pages, 'page')}`
}
