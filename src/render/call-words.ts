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
  if (call.status == null) return `no answer of Graph's: ${call.reason}`
  if (call.error !== undefined) return `${call.status} ${call.error.code ?? ''}`.trim()
  if (call.reason !== null) return `${call.status}, ${call.reason}`
  return `${call.status}${call.rows == null ? '' : `, ${counted(call.rows, 'row')}`}`
}
