import { counted } from '../text.ts'
import { follows, type Link, link } from './link.ts'
import type { CallReport, OperationReport, Report } from './report.ts'

/** The last link of a chain: what Graph answered, or would. */
export function answerLink(
  { verdict, gates = [], status }: OperationReport,
  at: number,
  { calls, token, acquisition }: Report,
  isBroken: boolean,
): Link {
  const call = calls.find(({ operation }) => operation === at)
  if (call?.sent === true) return sentLink(call, isBroken)
  if (token === undefined && acquisition !== undefined) return link('beside', 'Not sent', follows)
  const shut = gates.find(({ state }) => state === 'shut')
  if (shut !== undefined && !isBroken) return link('broken', 'Would be refused', `also needs ${shut.needs}`)
  if (isBroken) return link('beside', call === undefined ? 'Would be refused' : 'Not sent', follows)
  const [gate] = gates
  const also = gate === undefined ? '' : `also needs ${gate.needs}`
  if (call !== undefined) return link('unseen', 'Not sent', reasonOf(call))
  if (verdict === 'allowed' || status === 'open')
    return link('unseen', 'Would be let in', also === '' ? 'nobody asked Graph' : also)
  return link('unseen', 'Not asked', also)
}

function sentLink(call: CallReport, isBroken: boolean): Link {
  const { status, error, rows, reason, renewed } = call
  if (status == null) return link('unseen', 'No answer', "none of Graph's came")
  if (error !== undefined)
    return link(isBroken ? 'beside' : 'broken', `${status}`, isBroken ? follows : (error.code ?? ''))
  if (status >= 400) return link(isBroken ? 'beside' : 'broken', `${status}`, '')
  const told = reason ?? (rows == null ? '' : counted(rows, 'row'))
  const again = renewed === undefined ? '' : 'with a new token'
  return link('holds', `${status}`, [told, again].filter(words => words !== '').join(', '))
}

/** Why it was not sent, in a clause. */
function reasonOf({ reason }: CallReport): string {
  return (reason ?? '').replace(/\.$/, '')
}

export function isRefused(call: CallReport | undefined, status: number): boolean {
  return call?.sent === true && call.status === status
}
