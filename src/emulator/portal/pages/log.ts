import { html } from '../../../render/html/parts/html.ts'
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

/** What one refusal means: told by whoever started the emulator, which itself judges nothing. */
export async function explainPage({ world, hooks, url }: Visit): Promise<Content> {
  const id = Number(url.pathname.split('/').at(-1))
  const exchange = world.exchanges.all().find(one => one.id === id)
  const explanation = exchange === undefined ? null : ((await hooks.explain?.(exchange)) ?? null)
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
