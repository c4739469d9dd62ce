import { html, type Markup } from '../../../render/html/parts/html.ts'
import { icon } from '../../../render/html/parts/icons.ts'
import { accessOf, applicationOf, type Grant, grantsByPrincipal, grantsOf, principalOf } from '../access.ts'
import { type Content, isAdministrator, moment, tenantName, textOf, type Visit } from '../visit.ts'
import { appFrame, button } from './app-frame.ts'

/** An app's service principal: whether it may sign in, and what it was granted, and when. */
export async function enterprisePage(visit: Visit, appId: string): Promise<Content> {
  const app = await applicationOf(visit, appId)
  const principal = await principalOf(visit, appId)
  const path = `/portal/apps/${appId}`
  if (principal === null)
    return appFrame(
      visit,
      app,
      'enterprise',
      html`<section class="card blk"><h2>No enterprise app</h2><p>The app is registered, and the tenant has no service principal of it: nothing can be granted, and no token is issued.</p><div class="row">${button(`${path}/instantiate`, 'Create the enterprise app', {}, { kind: 'go' })}</div></section>`,
    )
  const { isEnabled } = accessOf(principal)
  const isDisabled = !isAdministrator(visit)
  const grants = await grantsOf(visit, textOf(principal, 'id'))
  const state = isEnabled
    ? html`<span class="good">${icon('ok')} Enabled: it may sign in</span>`
    : html`<span class="bad">${icon('x')} Disabled: Entra ID refuses it a token</span>`
  return appFrame(
    visit,
    app,
    'enterprise',
    html`<section class="card blk"><h2>${state}</h2><p>Object id <code>${textOf(principal, 'id')}</code>. Disabling it does not end tokens that were issued.</p><div class="row">${isEnabled ? button(`${path}/disable`, 'Disable sign-in', {}, { isDisabled }) : button(`${path}/enable`, 'Enable sign-in', {}, { kind: 'go', isDisabled })}</div>${isDisabled ? html`<p>An administrator switches it, and revokes.</p>` : null}</section><section class="card blk"><h2>Admin consent (${grants.length})</h2><p>What ${tenantName(visit)} has granted, a record each.</p>${grants.length === 0 ? null : html`<table class="grid"><thead><tr><th scope="col">Microsoft Graph</th><th scope="col">Granted</th><th scope="col"><span class="sr">Actions</span></th></tr></thead><tbody>${grants.map(grant => row(grant, path, isDisabled))}</tbody></table>`}</section>`,
  )
}

function row({ id, name, since }: Grant, path: string, isDisabled: boolean): Markup {
  return html`<tr><th scope="row"><code>${name}</code></th><td>${moment(since)}</td><td class="a">${button(`${path}/revoke`, html`Revoke<span class="sr"> ${name}</span>`, { id, back: 'enterprise' }, { kind: 'flat', isDisabled })}</td></tr>`
}

/** All of the tenant's own; Microsoft's APIs are left out. */
export async function enterpriseAppsPage(visit: Visit): Promise<Content> {
  const { graph, world } = visit
  const all = await graph.list(
    '/servicePrincipals?$top=999&$select=id,appId,displayName,accountEnabled,servicePrincipalType,appOwnerOrganizationId',
  )
  const grants = await grantsByPrincipal(visit)
  const own = all.filter(
    one =>
      textOf(one, 'servicePrincipalType') === 'ManagedIdentity' ||
      textOf(one, 'appOwnerOrganizationId') === world.tenant.id,
  )
  const rows = own.map(one => {
    const [name, appId] = [textOf(one, 'displayName'), textOf(one, 'appId')]
    const isApp = textOf(one, 'servicePrincipalType') === 'Application'
    return html`<tr><th scope="row">${isApp ? html`<a href="/portal/apps/${appId}/enterprise">${name}</a>` : name}</th><td>${isApp ? 'Application' : 'Managed identity'}</td><td>${accessOf(one).isEnabled ? 'enabled' : html`<b>disabled</b>`}</td><td>${grants.get(textOf(one, 'id'))?.length ?? 0} granted</td></tr>`
  })
  return {
    title: 'Enterprise apps',
    place: 'enterprise',
    body: html`<h1>Enterprise apps</h1><section class="card blk"><h2>${own.length} service principals</h2><p>What the tenant grants to. Microsoft’s own APIs are not listed here.</p><table class="grid"><thead><tr><th scope="col">Name</th><th scope="col">Type</th><th scope="col">Sign-in</th><th scope="col">Microsoft Graph</th></tr></thead><tbody>${rows}</tbody></table></section>`,
  }
}
