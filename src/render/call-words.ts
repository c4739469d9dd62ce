import type { CallReport } from '../core/report/report.ts'
import { brokenOffWords, rowsWords } from '../core/report/rows-read.ts'

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
  if (call.status == null) return listed([`no answer of Graph's: ${call.reason}`, brokenOffWords(call)])
  if (call.error !== undefined)
    return listed([`${call.status} ${call.error.code ?? ''}`.trim(), brokenOffWords(call)])
  return listed([`${call.status}`, call.reason ?? rowsWords(call)])
}

function listed(words: readonly string[]): string {
  return words.filter(one => one !== '').join(', ')
}
