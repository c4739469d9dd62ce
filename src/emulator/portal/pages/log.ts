import { html } from '../../../render/html/parts/html.ts'
import type { Exchange } from '../../exchanges.ts'
import { recordsOf } from '../access.ts'
import type { Explanation } from '../hooks.ts'
import { entriesOf } from '../log.ts'
import { logOf } from '../shell.ts'
import type { Content, Visit } from '../visit.ts'

/** The conversation by itself: without a script it loads itself anew. */
export async function logPage({ world, hooks }: Visit): Promise<Content> {
  const all = world.exchanges.all()
  return {
    title: 'Conversation',
    place: 'log',
    isLog: true,
    body: html`<h1>Conversation</h1><p class="why"><span class="live"></span>Newest first; times in UTC. Tokens are shown without their signature.</p><section class="card blk">${logOf(all.at(-1)?.id ?? 0, entriesOf(world, all, hooks.explain !== undefined))}</section>`,
  }
}

async function explained(visit: Visit, exchange: Exchange): Promise<Explanation | null> {
  const { world, hooks, url } = visit
  if (hooks.explain === undefined) return null
  const app = exchange.clientId === null ? null : world.tenant.appByClientId(exchange.clientId)
  const records = app === null ? null : await recordsOf(visit, app.clientId)
  return hooks.explain(exchange, { url: url.origin, tenantId: world.tenant.id, records })
}

/** What one refusal means: told by whoever started the emulator, which itself judges nothing. */
export async function explainPage(visit: Visit): Promise<Content> {
  const { world, url } = visit
  const id = Number(url.pathname.split('/').at(-1))
  const exchange = world.exchanges.all().find(one => one.id === id)
  const explanation = exchange === undefined ? null : await explained(visit, exchange)
  const back = html`<p class="crumb"><a href="/portal/log">Conversation</a> / number ${id}</p>`
  if (exchange === undefined || explanation === null)
    return {
      ...{ title: 'Explanation', place: 'log' as const, status: 404 },
      body: html`${back}<h1>${exchange === undefined ? 'That is no longer kept' : 'There is nothing to explain'}</h1><p class="why">Of the conversation, the last 500 entries are kept. why403 explains those that are refusals.</p>`,
    }
  return {
    ...{ title: 'Explanation', place: 'log' as const, styles: explanation.styles },
    body: html`${back}${explanation.body}`,
  }
}
