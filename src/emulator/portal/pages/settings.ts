import { html } from '../../../render/html/parts/html.ts'
import { settingsBlock } from '../settings.ts'
import { type Content, textOf, type Visit } from '../visit.ts'

/** The settings of one app, chosen here. */
export async function settingsPage(visit: Visit): Promise<Content> {
  const apps = await visit.graph.list('/applications?$top=999')
  const wanted = visit.url.searchParams.get('app')
  const chosen = apps.find(app => textOf(app, 'appId') === wanted) ?? apps[0]
  const options = apps.map(
    app =>
      html`<option value="${textOf(app, 'appId')}"${app === chosen ? html` selected` : null}>${textOf(app, 'displayName')}</option>`,
  )
  return {
    title: 'Settings',
    place: 'apps',
    body: html`<h1>Settings</h1><section class="card blk"><h2>Of which app?</h2><form class="row" method="get" action="/portal/settings"><label class="f">App<select name="app">${options}</select></label><button>Show</button></form></section>${chosen === undefined ? null : settingsBlock(visit, textOf(chosen, 'appId'), null)}`,
  }
}
