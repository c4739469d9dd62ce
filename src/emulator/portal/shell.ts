import { servedFrame } from '../../render/html/parts/frame.ts'
import { html, type Markup } from '../../render/html/parts/html.ts'
import { tabStyle } from '../../render/html/parts/tabs.ts'
import { labPanel } from './lab.ts'
import { entriesOf } from './log.ts'
import { portalScript } from './script.ts'
import { roles } from './session.ts'
import { portalStyle } from './style.ts'
import { type Content, type Place, places, tenantName, type Visit } from './visit.ts'

/** A page of the portal, with all that stands around it. */
export async function pageOf(visit: Visit, content: Content): Promise<Response> {
  const { url } = visit
  const isWide = content.isLog === true || content.styles !== undefined
  const body = html`<div class="${isWide ? 'wide' : ''}">${banner(url, visit.hooks.isKept === true)}${head(visit)}<div class="shell">${menu(tenantName(visit), content.place)}<main class="main" id="main" tabindex="-1"><p class="said" id="state" role="status" hidden>The tenant was changed. <a href="${here(url)}">Show it as it is now</a></p>${labOf(visit)}${content.body}</main>${isWide ? null : conversation(visit)}</div></div>`
  return respond(content.status ?? 200, {
    ...{ title: content.title, styles: content.styles ?? [], script: portalScript, body },
    ...(content.isLog === true
      ? { head: html`<noscript><meta http-equiv="refresh" content="5"></noscript>` }
      : {}),
  })
}

/** Where the script puts what has become of the step. */
function labOf({ hooks, url }: Visit): Markup | null {
  if (hooks.lab === undefined) return null
  const { view } = hooks.lab
  return html`<div id="lab" aria-live="polite">${view === null ? null : labPanel(view, url.pathname)}</div>`
}

interface Answer {
  readonly title: string
  readonly styles: readonly string[]
  readonly script?: string
  readonly head?: Markup
  readonly body: Markup
}

async function respond(status: number, { title, styles, ...rest }: Answer): Promise<Response> {
  const { text, policy } = await servedFrame({
    ...{ title: `${title} · why403 emulator`, styles: [tabStyle, portalStyle, ...styles], ...rest },
    skipTo: { id: 'main', name: 'Skip to the content' },
  })
  return new Response(text, {
    status,
    headers: { ...pageHeaders, 'content-security-policy': policy },
  })
}

const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
}

/** A page without what only visitors see: the way in, and what is refused there. */
export function plainPage(
  url: URL,
  status: number,
  title: string,
  words: Markup,
  head?: Markup,
): Promise<Response> {
  const body = html`${banner(url, false)}<main class="main" id="main" tabindex="-1"><h1>${title}</h1>${words}</main>`
  return respond(status, { title, styles: [], body, ...(head === undefined ? {} : { head }) })
}

const banner = ({ host }: URL, isKept: boolean): Markup =>
  html`<aside class="make" aria-label="Make-believe"><b>Make-believe tenant</b><span>The why403 emulator, on this machine only: ${host}</span><span>Not a page of Microsoft’s. ${isKept ? 'Kept in a file.' : 'Gone when it stops.'}</span></aside>`

function head(visit: Visit): Markup {
  const { world, role, url } = visit
  const choices = roles.map(
    one =>
      html`<button name="role" value="${one}" aria-pressed="${one === role ? 'true' : 'false'}">${one === 'developer' ? 'Developer' : 'Administrator'}</button>`,
  )
  return html`<header class="hd"><a class="brand" href="/">why<b>403</b> emulator</a><span class="soft s">${tenantName(visit)} (make-believe) · ${world.tenant.domain}</span><form method="post" action="/portal/role"><input type="hidden" name="back" value="${url.pathname}"><div class="seg" role="group" aria-label="Act as">${choices}</div></form><a class="btn" href="/portal/settings${appIn(url)}">Settings for .env</a></header>`
}

/** On a page of an app, the settings of that app. */
function appIn({ pathname }: URL): string {
  const id = /^\/portal\/apps\/([\w-]{36})(?:\/|$)/.exec(pathname)?.[1]
  return id === undefined ? '' : `?app=${id}`
}

function menu(name: string, current: Place): Markup {
  const links = Object.entries(places).map(
    ([place, { title, path, drawing }]) =>
      html`<a href="${path}"${place === current ? html` aria-current="page"` : null}><svg class="i" viewBox="0 0 24 24" aria-hidden="true"><path d="${drawing}"/></svg>${title}</a>`,
  )
  return html`<nav class="side" aria-label="Portal"><h2>${name}</h2>${links}</nav>`
}

function conversation({ world, hooks }: Visit): Markup {
  const all = world.exchanges.all()
  const entries = entriesOf(world, all, hooks.explain !== undefined)
  return html`<aside class="talk" aria-labelledby="talk"><header><h2 id="talk">Conversation</h2><p><span class="live"></span>Newest first; times in UTC. Tokens are shown without their signature.</p><noscript><p>It stands as it was when the page came. <a href="/portal/log">On its own page it reloads.</a></p></noscript></header>${logOf(all.at(-1)?.id ?? 0, entries)}</aside>`
}

export function logOf(last: number, entries: readonly Markup[]): Markup {
  return html`<div id="log" role="log" aria-label="Conversation, newest first" data-last="${last}" tabindex="0">${entries}</div>`
}

const here = ({ pathname, search }: URL): string => `${pathname}${search}`
