import { needsPhrase } from '../core/need/phrase.ts'
import type { CallReport, OperationReport, Report } from '../core/report/report.ts'
import { counted } from '../core/text.ts'
import type { Mark, Style } from './text/style.ts'

/** What text and Markdown say of an operation and of its call in the same words. */

export function markOf({ verdict, status, gates = [] }: OperationReport, call: CallReport | undefined): Mark {
  if (call?.error !== undefined || gates.some(({ state }) => state === 'shut')) return 'bad'
  if (verdict === 'allowed' && call?.sent === true && call.status == null) return 'warning'
  if (verdict === 'allowed') return gates.length > 0 ? 'note' : 'good'
  if (verdict === undefined) return status === 'malformed' ? 'bad' : 'note'
  return verdict === 'undecided' || verdict.startsWith('unknown') ? 'warning' : 'bad'
}

export function verdictWords(operation: OperationReport, { token }: Report, style: Style): string {
  const { verdict, status, held, inferredFrom } = operation
  if (status === 'malformed') return inferredFrom ?? 'cannot be read'
  if (status === 'open') return 'needs no permission'
  if (status === 'envelope') return 'a batch: its requests are answered one by one'
  if (status === 'not-graph') return 'not a host of Microsoft Graph'
  const scheme = token?.access === 'delegated' ? operation.delegatedWork : operation.application
  const isForApps = scheme?.accepted.length === 0 && (operation.application?.accepted.length ?? 0) > 0
  if (verdict === 'missing-permission' && isForApps) return 'accepts no scope: for apps only'
  const needs = scheme === undefined ? '' : `needs ${needsPhrase(scheme, style.ellipsis)}`
  switch (verdict) {
    case 'allowed':
      if (held === undefined || held.length === 0) return 'allowed, as Graph answered'
      return `${held.join(', ')}${token?.access === 'delegated' ? "; the user's own rights count as well" : ''}`
    case 'missing-permission':
      return `${needs}${style.separator}token holds ${holdsWords(operation, token)}`
    case 'delegated-only':
      return 'accepts no application permission: for signed-in users only'
    case 'wrong-host':
      return "goes to another host than the token's own Graph"
    case 'undecided':
      return token?.form === 'jwt'
        ? `${doubtWords(operation) ?? needs}${style.separator}only Graph can tell`
        : 'the token cannot be read'
    case 'unknown-path':
      return 'known to neither source'
    case 'unknown-method':
      return 'listed, but not with this method'
    default:
      return status === 'known'
        ? needs
        : status === 'unknown-path'
          ? 'known to neither source'
          : status.replace('-', ' ')
  }
}

/** What is held and may do; null where nothing is. */
function doubtWords({ doubts }: OperationReport): string | null {
  if (doubts === undefined) return null
  return `${[...new Set(doubts.map(({ permission }) => permission))].join(', ')} may do`
}

function holdsWords({ held }: OperationReport, token: Report['token']): string {
  if (held !== undefined && held.length > 0) return `${held.join(', ')} only`
  const all = token?.access === 'delegated' ? token.scp : token?.roles
  return all == null || all.length === 0 ? 'none' : 'none of them'
}

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
