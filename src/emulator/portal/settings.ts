import { html, type Markup } from '../../render/html/parts/html.ts'
import { tabs } from '../../render/html/parts/tabs.ts'
import { settingsOf, spellings } from '../dotenv.ts'
import type { Visit } from './visit.ts'

/** What an app's program is to be told, in each form that takes it. @param secret null: it is not known any more */
export function settingsBlock({ world, url }: Visit, appId: string, secret: string | null): Markup {
  const { tenant, cloud } = world
  const settings = settingsOf(
    { url: url.origin, tenantId: tenant.id, cloud },
    { clientId: appId, secret: secret ?? 'PASTE-THE-VALUE' },
  )
  const forms = Object.entries(spellings).map(([form, { title, line }]) => ({
    name: title,
    body: html`<code class="cmd" id="settings-${form}">${settings.map(setting => html`${line(setting)}\n`)}</code><button type="button" data-copy="settings-${form}" hidden>Copy</button>`,
  }))
  return html`<section class="card blk" id="settings"><h2>Settings</h2><p>${secret === null ? 'The tenant keeps hashes of secrets only, so the value has to be put in.' : 'With the secret, which is not shown again.'} Then, in that folder or shell: <code>why403</code></p>${tabs('settings', 'For', forms)}</section>`
}
