import { html, type Markup } from '../../../render/html/parts/html.ts'
import type { Entity } from '../../graph/entities.ts'
import { type Content, textOf, type Visit } from '../visit.ts'

/** The parts of an app, in their order. */
export const tabsOfApp = {
  overview: { title: 'Overview', path: '' },
  secrets: { title: 'Certificates & secrets', path: '/secrets' },
  permissions: { title: 'API permissions', path: '/permissions' },
  enterprise: { title: 'Enterprise app', path: '/enterprise' },
} as const

export type TabOfApp = keyof typeof tabsOfApp

/** What every page of an app begins with: its name, its ids, its parts. */
export function appFrame({ world }: Visit, app: Entity, current: TabOfApp, body: Markup): Content {
  const [name, appId] = [textOf(app, 'displayName'), textOf(app, 'appId')]
  const links = Object.entries(tabsOfApp).map(
    ([tab, { title, path }]) =>
      html`<a href="/portal/apps/${appId}${path}"${tab === current ? html` aria-current="page"` : null}>${title}</a>`,
  )
  return {
    title: `${name} · ${tabsOfApp[current].title}`,
    place: current === 'enterprise' ? 'enterprise' : 'apps',
    body: html`<p class="crumb"><a href="/">App registrations</a> / ${name}</p><h1>${name}</h1><dl class="ess"><div><dt>Application (client) ID</dt><dd>${appId}</dd></div><div><dt>Directory (tenant) ID</dt><dd>${world.tenant.id}</dd></div></dl><nav class="tabbar" aria-label="${name}">${links}</nav>${body}`,
  }
}

/** A form that is one button. */
export function button(
  action: string,
  words: Markup | string,
  fields: Readonly<Record<string, string>> = {},
  { kind = '', isDisabled = false }: { kind?: 'go' | 'flat' | ''; isDisabled?: boolean } = {},
): Markup {
  const hidden = Object.entries(fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  )
  return html`<form method="post" action="${action}">${hidden}<button class="${kind}"${isDisabled ? html` disabled` : null}>${words}</button></form>`
}
