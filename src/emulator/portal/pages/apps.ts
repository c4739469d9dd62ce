import { html, type Markup } from '../../../render/html/parts/html.ts'
import type { Entity } from '../../graph/entities.ts'
import { accessOf, declaredOf, grantsByPrincipal } from '../access.ts'
import { type Content, listOf, textOf, type Visit } from '../visit.ts'

/** All registrations, and the form for another. */
export async function appsPage(visit: Visit): Promise<Content> {
  const { graph } = visit
  const [apps, principals, grants] = await Promise.all([
    graph.list('/applications?$top=999'),
    graph.list('/servicePrincipals?$top=999&$select=id,appId,accountEnabled'),
    grantsByPrincipal(visit),
  ])
  const byApp = new Map(principals.map(one => [textOf(one, 'appId'), one]))
  const rows = apps.map(app => {
    const principal = byApp.get(textOf(app, 'appId')) ?? null
    const held = principal === null ? [] : (grants.get(textOf(principal, 'id')) ?? [])
    return row(visit, app, principal, held)
  })
  return {
    title: 'App registrations',
    place: 'apps',
    body: html`<h1>App registrations</h1><section class="card blk"><h2>New registration</h2><p>An app that runs by itself needs an identity of its own. It gets its enterprise app with it.</p><form class="row" method="post" action="/portal/apps"><label class="f">Display name<input type="text" name="displayName" required maxlength="256" autocomplete="off"></label><button class="go">Register</button></form></section><section class="card blk"><h2>${apps.length} registered</h2><table class="grid"><thead><tr><th scope="col">Display name</th><th scope="col">Client ID</th><th scope="col">Declared</th><th scope="col">Granted</th></tr></thead><tbody>${rows}</tbody></table></section>`,
  }
}

function row(visit: Visit, app: Entity, principal: Entity | null, granted: readonly string[]): Markup {
  const appId = textOf(app, 'appId')
  const declared = declaredOf(visit, app)
  const asked = declared.filter(({ kind }) => kind === 'Role')
  const elsewhere = listOf(app, 'requiredResourceAccess').length - (declared.length > 0 ? 1 : 0)
  const words = [
    count(asked.length, 'application'),
    count(declared.length - asked.length, 'delegated'),
    count(elsewhere, 'other API', 's'),
  ].filter(one => one !== '')
  const held = asked.filter(({ name }) => granted.includes(name)).length
  const state =
    principal === null
      ? 'no enterprise app'
      : [
          asked.length === 0
            ? granted.length === 0
              ? 'nothing'
              : `${granted.length}`
            : `${held} of ${asked.length}`,
          ...(accessOf(principal).isEnabled ? [] : ['disabled']),
        ].join(' · ')
  return html`<tr><th scope="row"><a href="/portal/apps/${appId}/permissions">${textOf(app, 'displayName')}</a></th><td class="m">${appId}</td><td>${words.length === 0 ? 'nothing' : words.join(', ')}</td><td>${state}</td></tr>`
}

const count = (many: number, what: string, plural = ''): string =>
  many <= 0 ? '' : `${many} ${what}${many === 1 ? '' : plural}`
