import type { CallReport } from '../core/report/report.ts'
import { counted } from '../core/text.ts'

/** What became of a call, in a few words. */
export function callWords(call: CallReport | undefined): string {
  const words = answerWords(call)
  if (call?.renewed === undefined) return words
  const why = call.renewed.because === 'expired' ? 'had expired' : 'was challenged'
  return `${words} with a new token, since the first ${why} (401)`
}

function answerWords(call: CallReport | undefined): string {
  if (call === undefined) return ''
  if (!call.sent) return 'not sent'
  if (call.status == null) {
    const after = brokenOffWords(call)
    return `no answer of Graph's${after === '' ? '' : ` ${after}`}: ${call.reason}`
  }
  if (call.error !== undefined)
    return listed([`${call.status} ${call.error.code ?? ''}`.trim(), brokenOffWords(call)])
  return listed([`${call.status}`, call.reason ?? rowsWords(call)])
}

function listed(words: readonly string[]): string {
  return words.filter(one => one !== '').join(', ')
}

/** `13 rows on 3 pages, and there are more`; empty: no entities came. */
function rowsWords({ rows, pages = 1, isWhole }: CallReport): string {
  if (rows == null) return ''
  const where = pages > 1 ? ` on ${pages} pages` : ''
  return `${counted(rows, 'row')}${where}${isWhole === false ? ', and there are more' : ''}`
}

/** What came of a list before it broke off; empty: nothing did. */
function brokenOffWords({ rows, pages }: CallReport): string {
  return pages === undefined || rows == null
    ? ''
    : `after ${counted(rows, 'row')} on ${counted(pages, 'page')}`
}
