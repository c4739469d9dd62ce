import { html } from '../../../render/html/parts/html.ts'
import { applicationOf, principalOf } from '../access.ts'
import { settingsBlock } from '../settings.ts'
import { type Content, listOf, moment, textOf, type Visit } from '../visit.ts'
import { appFrame } from './app-frame.ts'

/** An app's ids, and its settings to paste. */
export async function overviewPage(visit: Visit, appId: string): Promise<Content> {
  const app = await applicationOf(visit, appId)
  const principal = await principalOf(visit, appId)
  return appFrame(
    visit,
    app,
    'overview',
    html`<section class="card blk"><h2>What it is made of</h2><p>Two objects with two ids: the registration describes the app, the service principal is what the tenant grants to. The app signs in with its client id.</p><dl class="looked"><div><dt>Registration</dt><dd>object id <code>${textOf(app, 'id')}</code>, made ${moment(textOf(app, 'createdDateTime'))}</dd></div><div><dt>Enterprise app</dt><dd>${principal === null ? 'none yet: Entra ID issues no token to it' : html`object id <code>${textOf(principal, 'id')}</code>`}</dd></div><div><dt>Secrets</dt><dd>${listOf(app, 'passwordCredentials').length}, certificates ${listOf(app, 'keyCredentials').length}</dd></div></dl></section>${settingsBlock(visit, appId, null)}`,
  )
}
