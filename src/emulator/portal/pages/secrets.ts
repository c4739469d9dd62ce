import { html, type Markup } from '../../../render/html/parts/html.ts'
import type { Entity } from '../../graph/entities.ts'
import { applicationOf } from '../access.ts'
import { settingsBlock } from '../settings.ts'
import { type Content, listOf, textOf, type Visit } from '../visit.ts'
import { appFrame, button } from './app-frame.ts'

/** @param shown the value of the secret that was made just now; null: none was */
export async function secretsPage(
  visit: Visit,
  appId: string,
  shown: { readonly id: string; readonly value: string } | null,
): Promise<Content> {
  const app = await applicationOf(visit, appId)
  const all = listOf(app, 'passwordCredentials')
  const path = `/portal/apps/${appId}`
  const rows = all.map(secret => row(secret, path, shown?.id ?? null))
  const certificates = listOf(app, 'keyCredentials').map(
    key =>
      html`<tr><th scope="row">${textOf(key, 'displayName') || 'without a name'}</th><td>ends ${textOf(key, 'endDateTime').slice(0, 10)}</td><td class="m">${textOf(key, 'customKeyIdentifier')}</td></tr>`,
  )
  return appFrame(
    visit,
    app,
    'secrets',
    html`<section class="card blk"><h2>Client secrets (${all.length})</h2><p>A value is shown once. Afterwards only its ID is known, and the ID proves nothing.</p>${shown === null ? null : html`<div class="one" role="status"><strong>Copy the value now.</strong> Use the value, not the Secret ID.<code class="cmd" id="secret">${shown.value}</code><button type="button" data-copy="secret" hidden>Copy the value</button></div>`}<form class="row" method="post" action="${path}/secret"><label class="f">Description<input type="text" name="displayName" maxlength="256" autocomplete="off"></label><button class="go">New client secret</button></form><table class="grid"><thead><tr><th scope="col">Description</th><th scope="col">Expires</th><th scope="col">Value</th><th scope="col">Secret ID</th><th scope="col"><span class="sr">Actions</span></th></tr></thead><tbody>${rows}</tbody></table></section>${shown === null ? null : settingsBlock(visit, appId, shown.value)}<section class="card blk"><h2>Certificates (${certificates.length})</h2><p>A certificate is uploaded by <code>PATCH ${visit.url.origin}/v1.0/applications/${textOf(app, 'id')}</code>, keyCredentials.</p>${certificates.length === 0 ? null : html`<table class="grid"><tbody>${certificates}</tbody></table>`}</section>`,
  )
}

function row(secret: Entity, path: string, shown: string | null): Markup {
  const id = textOf(secret, 'keyId')
  const name = textOf(secret, 'displayName') || 'without a description'
  return html`<tr><th scope="row">${name}</th><td>${textOf(secret, 'endDateTime').slice(0, 10)}</td><td class="m">${id === shown ? 'shown above' : `${textOf(secret, 'hint')}••••••`}</td><td class="m">${id}</td><td class="a">${button(`${path}/remove-secret`, html`Delete<span class="sr"> ${name}</span>`, { id }, { kind: 'flat' })}</td></tr>`
}
