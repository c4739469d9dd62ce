import { bareCommandLine } from '../core/command-line.ts'
import { readPaste } from '../core/paste/read.ts'
import { reportOfTold, toldIn } from '../core/pasted.ts'
import type { Shell } from '../core/shell.ts'
import type { Exchange, Explanation, Where } from '../emulator/emulator.ts'
import type { Io } from '../io.ts'
import { allStyles } from '../render/html/styles.ts'
import { renderContent } from '../render/html.ts'
import { viewOfPaste } from '../render/paste-view.ts'
import { openData } from './open-data.ts'

/** What why403 says of a refusal that the portal shows: as of a pasted one, and of the tenant's records beside it. */
export async function explainExchange(
  exchange: Exchange,
  { url, tenantId, records }: Where,
  shell: Shell,
  io: Io,
): Promise<Explanation | null> {
  const text = asPasted(exchange)
  if (text === null) return null
  const { index, options } = openData(io)
  const line = { ...bareCommandLine, shell }
  const told = toldIn(readPaste(text), index, { now: Math.floor(exchange.at / 1000), line })
  const observed = { ...told.observed, emulator: url, tenant: tenantId, clientId: exchange.clientId, records }
  const report = reportOfTold({ ...told, observed }, index, options)
  const view = viewOfPaste(report, 'why403 inspect --claims')
  return { body: renderContent(report, view, { personal: true }), styles: allStyles }
}

/** A refusal as somebody would paste it, with the claims of the token that it met; null: nothing was refused. */
function asPasted(exchange: Exchange): string | null {
  if (exchange.kind === 'token' && exchange.claims === null)
    return JSON.stringify({ error: 'refused', error_description: exchange.message })
  if (exchange.kind !== 'call' || exchange.answer === null) return null
  const { method, version, path, query, status, requestId, answer, claims } = exchange
  const call = `${method} https://graph.microsoft.com/${version}${path}${query === '' ? '' : `?${query}`}`
  const answered = `HTTP/1.1 ${status}\nrequest-id: ${requestId}\n\n${answer}`
  return [...(claims === null ? [] : [JSON.stringify(claims)]), call, answered].join('\n\n')
}
