import entraFixture from '../../../../fixtures/responses/entra.json' with { type: 'json' }
import { html, type Markup } from '../../../render/html/parts/html.ts'
import { icon } from '../../../render/html/parts/icons.ts'
import type { Entity } from '../../graph/entities.ts'
import {
  accessOf,
  applicationOf,
  type DeclaredHere,
  declaredOf,
  type Grant,
  grantsOf,
  principalOf,
} from '../access.ts'
import { type Content, isAdministrator, listOf, tenantName, textOf, type Visit } from '../visit.ts'
import { appFrame, button } from './app-frame.ts'

const meanings: ReadonlyMap<string, string> = new Map(Object.entries(entraFixture.permissionMeanings))

/** What an app declares, what it was granted, and what follows for its next token. */
export async function permissionsPage(visit: Visit, appId: string): Promise<Content> {
  const app = await applicationOf(visit, appId)
  const principal = await principalOf(visit, appId)
  const grants = principal === null ? [] : await grantsOf(visit, textOf(principal, 'id'))
  const declared = declaredOf(visit, app)
  const path = `/portal/apps/${appId}`
  const tenant = tenantName(visit)
  const others = grants.filter(({ name }) => !declared.some(one => one.kind === 'Role' && one.name === name))
  const elsewhere = listOf(app, 'requiredResourceAccess').filter(
    one => textOf(one, 'resourceAppId') !== visit.world.tenant.graph.appId,
  )
  const mayGrant = isAdministrator(visit)
  const missing = declared.filter(one => one.kind === 'Role' && !grants.some(({ name }) => name === one.name))
  return appFrame(
    visit,
    app,
    'permissions',
    html`<section class="card blk"><h2>Configured permissions</h2><p>Declaring asks. Only an administrator’s consent grants.</p><div class="row"><a class="btn" href="${path}/permissions/add">Add a permission</a>${button(`${path}/grant`, `Grant admin consent for ${tenant}`, {}, { kind: 'go', isDisabled: !mayGrant || missing.length === 0 })}</div>${mayGrant ? null : html`<p>A developer declares, and an administrator grants: <b>Administrator</b>, above, acts as one.</p>`}<table class="grid"><thead><tr><th scope="col">API / permission name</th><th scope="col">Type</th><th scope="col">Admin consent</th><th scope="col">Status</th><th scope="col"><span class="sr">Actions</span></th></tr></thead><tbody><tr class="api"><th colspan="5" scope="rowgroup">Microsoft Graph (${declared.length})</th></tr>${declared.map(one => row(visit, one, grants, path))}${elsewhere.map(other)}</tbody></table></section>${others.length === 0 ? null : besides(visit, others, path)}${nextToken(declared, grants, principal)}`,
  )
}

function row(visit: Visit, { id, name, kind }: DeclaredHere, grants: readonly Grant[], path: string): Markup {
  const tenant = tenantName(visit)
  const grant = kind === 'Role' ? grants.find(one => one.name === name) : undefined
  const status =
    kind === 'Scope'
      ? html`<span class="soft">not for an app-only token</span>`
      : grant === undefined
        ? html`<span class="bad">${icon('x')} Not granted</span>`
        : html`<span class="good">${icon('ok')} Granted for ${tenant}</span>`
  const scheme = visit.world.index.permission(name)?.schemes
  const needsAdmin = kind === 'Role' || scheme?.delegatedWork?.adminConsent === true
  const meaning = kind === 'Role' ? meanings.get(name) : undefined
  const [act, words, fields] =
    grant === undefined
      ? (['undeclare', 'Remove', { permission: `${kind}:${id}` }] as const)
      : (['revoke', 'Revoke', { id: grant.id }] as const)
  return html`<tr><th scope="row"><code>${name}</code>${meaning === undefined ? null : html`<small>${meaning}</small>`}</th><td>${kind === 'Role' ? 'Application' : 'Delegated'}</td><td class="hide">${needsAdmin ? 'Yes' : 'No'}</td><td class="st">${status}</td><td class="a">${button(`${path}/${act}`, html`${words}<span class="sr"> ${name}, ${kind === 'Role' ? 'application' : 'delegated'}</span>`, fields, { kind: 'flat', isDisabled: act === 'revoke' && !isAdministrator(visit) })}</td></tr>`
}

function other(access: Entity): Markup {
  return html`<tr class="api"><th colspan="5" scope="rowgroup">Another API, <code>${textOf(access, 'resourceAppId')}</code> (${listOf(access, 'resourceAccess').length}): the tenant does not have it</th></tr>`
}

function besides(visit: Visit, grants: readonly Grant[], path: string): Markup {
  const rows = grants.map(
    ({ id, name }) =>
      html`<tr><th scope="row"><code>${name}</code></th><td class="st"><span class="good">${icon('ok')} Granted</span></td><td class="a">${button(`${path}/revoke`, html`Revoke<span class="sr"> ${name}</span>`, { id }, { kind: 'flat', isDisabled: !isAdministrator(visit) })}</td></tr>`,
  )
  return html`<section class="card blk"><h2>Other permissions granted</h2><p>Granted, and no longer declared: a token carries them all the same.</p><table class="grid"><thead><tr><th scope="col">Permission</th><th scope="col">Status</th><th scope="col"><span class="sr">Actions</span></th></tr></thead><tbody>${rows}</tbody></table></section>`
}

function nextToken(
  declared: readonly DeclaredHere[],
  grants: readonly Grant[],
  principal: Entity | null,
): Markup {
  const names = grants.map(({ name }) => name)
  const missing = declared.filter(({ kind, name }) => kind === 'Role' && !names.includes(name))
  const users = declared.filter(({ kind }) => kind === 'Scope')
  const list = (all: readonly string[]): Markup =>
    html`${all.map((name, at) => html`${at === 0 ? '' : ', '}<code>${name}</code>`)}`
  const none =
    principal === null
      ? 'There is none: the tenant has no enterprise app of it, so Entra ID refuses.'
      : accessOf(principal).isEnabled
        ? null
        : 'There is none: the enterprise app is disabled, so Entra ID refuses.'
  const parts = [
    { name: 'roles', body: names.length === 0 ? html`absent: nothing is granted` : list(names) },
    ...(missing.length === 0
      ? []
      : [
          { name: 'missing', body: html`${list(missing.map(({ name }) => name))}, declared and not granted` },
        ]),
    ...(users.length === 0
      ? []
      : [
          {
            name: 'never',
            body: html`${list(users.map(({ name }) => name))}: delegated, and there is no user`,
          },
        ]),
  ]
  return html`<section class="card blk"><h2>What the next token will hold</h2><p>Entra ID copies what is granted at the moment it issues a token. Tokens already issued stay as they are.</p>${none === null ? html`<dl class="looked">${parts.map(({ name, body }) => html`<div><dt>${name}</dt><dd>${body}</dd></div>`)}</dl>` : html`<p class="bad">${none}</p>`}</section>`
}
