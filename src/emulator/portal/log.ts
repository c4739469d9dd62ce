import { cut, html, type Markup } from '../../render/html/parts/html.ts'
import { icon } from '../../render/html/parts/icons.ts'
import type { Change, Exchange } from '../exchanges.ts'
import type { World } from '../world.ts'
import { portalApp } from './graph-client.ts'

/** As many entries as a page begins with. */
const mostShown = 60

/** The conversation, newest first. */
export function entriesOf(world: World, exchanges: readonly Exchange[], explains: boolean): Markup[] {
  return exchanges
    .slice(-mostShown)
    .reverse()
    .flatMap(one => entry(world, one, explains))
}

function entry(world: World, exchange: Exchange, explains: boolean): Markup[] {
  switch (exchange.kind) {
    case 'token':
      return tokenEntries(world, exchange, explains)
    case 'call':
      return [callEntry(world, exchange, explains)]
    case 'sign-in':
      return [
        article(exchange, `Entra ID to ${nameOf(world, exchange.clientId)}`, {
          title: 'A token for a signed-in user',
          note: heldWords(exchange.claims),
          more: claimsOf(exchange.claims),
        }),
      ]
    case 'consent':
      return [
        article(exchange, 'An administrator, on the consent page', {
          title:
            exchange.granted.length === 0
              ? 'Consents, and nothing is granted'
              : html`<span class="good">Grants ${exchange.granted.join(', ')}</span>`,
          note:
            exchange.granted.length === 0
              ? `${nameOf(world, exchange.clientId)} declares no application permission`
              : `to ${nameOf(world, exchange.clientId)}; older tokens stay as they are`,
        }),
      ]
    case 'change': {
      const { change, what, by } = exchange
      const { title, note } = changeWords[change]
      const isPortal = by === portalApp.clientId
      const actor = isPortal ? 'You, in this portal' : `${nameOf(world, by)}, at Graph`
      return [
        article(exchange, actor, {
          title: title(what.join(', ')),
          note: [nameOf(world, exchange.clientId), note].filter(words => words !== '').join('; '),
        }),
      ]
    }
  }
}

const changeWords: Readonly<Record<Change, { title(what: string): string; note: string }>> = {
  registered: { title: () => 'Registered an app', note: '' },
  'secret added': { title: () => 'Made a client secret', note: 'its value was shown once' },
  'secret removed': {
    title: () => 'Removed a client secret',
    note: 'tokens issued with it stay good until they end',
  },
  declared: { title: what => `Declared ${what}`, note: 'nothing is granted by it' },
  'no longer declared': {
    title: what => `No longer declares ${what}`,
    note: 'what is granted stays granted',
  },
  'certificates changed': { title: () => 'Changed the certificates', note: '' },
  'federated credential added': { title: what => `Added a federated credential, ${what}`, note: '' },
  'service principal created': { title: () => 'Created the enterprise app', note: 'the service principal' },
  granted: {
    title: what => `Granted ${what}`,
    note: 'an app role assignment; older tokens stay as they are',
  },
  revoked: { title: what => `Revoked ${what}`, note: 'tokens already issued keep it until they end' },
  disabled: { title: () => 'Disabled the enterprise app', note: 'no new token is issued' },
  enabled: { title: () => 'Enabled the enterprise app', note: '' },
}

type Of<Kind extends Exchange['kind']> = Extract<Exchange, { kind: Kind }>

function tokenEntries(world: World, exchange: Of<'token'>, explains: boolean): Markup[] {
  const { claims, refusal, message, status, credential, scope } = exchange
  const name = nameOf(world, exchange.clientId)
  const asks = article(exchange, `${name} to Entra ID`, {
    title: 'Asks for a token',
    note: [credential === null ? 'without a credential' : `by ${credential}`, scope ?? 'no scope'].join(
      ' · ',
    ),
  })
  if (claims !== null)
    return [
      article(exchange, `Entra ID to ${name}`, {
        title: `A token, with ${rolesWords(claims)} in it`,
        note: `app-only · ends ${clock(Number(claims.exp) * 1000)}`,
        more: claimsOf(claims),
      }),
      asks,
    ]
  return [
    article(exchange, `Entra ID to ${name}`, {
      title: html`${bad(status)} ${refusal === null ? '' : html`<code>AADSTS${refusal}</code>`}`,
      note: cut((message ?? '').replace(/^AADSTS\d+: /, ''), 160),
      more: explained(exchange, refusal === null ? 'this refusal' : `AADSTS${refusal}`, explains),
    }),
    asks,
  ]
}

function callEntry(world: World, exchange: Of<'call'>, explains: boolean): Markup {
  const { status, method, path, query, answer, claims, requestId } = exchange
  const call = `${method} ${path}${query === '' ? '' : `?${query}`}`
  const isRefused = answer !== null
  return article(exchange, `Graph to ${nameOf(world, exchange.clientId)}`, {
    title: html`${isRefused ? bad(status) : html`<span class="good">${icon('ok')} ${status}</span>`} <code>${cut(call, 160)}</code>`,
    note: claims === null ? 'no token that could be read' : heldWords(claims),
    more: isRefused
      ? html`<details><summary>Body and request-id</summary><code class="cmd">${cut(answer, 800)}${'\u00a0'}</code><code class="cmd">request-id ${requestId}</code></details>${explained(exchange, `${status} of ${cut(`${method} ${path}`, 60)}`, explains)}`
      : null,
  })
}

const bad = (status: number): Markup => html`<span class="bad">${icon('x')} ${status}</span>`

function explained({ id }: Exchange, what: string, explains: boolean): Markup | null {
  return explains ? html`<p class="ex"><a href="/portal/explain/${id}">Explain ${what}</a></p>` : null
}

interface Words {
  readonly title: string | Markup
  readonly note: string
  readonly more?: Markup | null
}

function article({ at }: Exchange, who: string, { title, note, more }: Words): Markup {
  return html`<article class="ev"><span class="wh">${cut(who, 60)}</span><time datetime="${new Date(at).toISOString()}">${clock(at)}</time><p class="wt">${title}</p>${note === '' ? null : html`<p class="dt">${cut(note, 240)}</p>`}${more ?? null}</article>
`
}

/** Claims that people look at first; the rest of a token is the emulator's own filling. */
const shownClaims = ['aud', 'appid', 'idtyp', 'roles', 'scp', 'upn', 'tid', 'oid', 'exp']

function claimsOf(claims: Readonly<Record<string, unknown>>): Markup {
  const all = new Map(Object.entries(claims))
  const lines = shownClaims.flatMap(name => {
    const value = all.get(name)
    if (value === undefined)
      return name === 'roles' && all.get('idtyp') === 'app' ? [html`roles absent\n`] : []
    return [html`${name} ${cut(Array.isArray(value) ? value.join(' ') : String(value), 300)}\n`]
  })
  return html`<details><summary>Claims</summary><code class="cmd">${lines}signature withheld</code></details>`
}

function heldWords(claims: Readonly<Record<string, unknown>>): string {
  if (claims.idtyp === 'user') return `a user's token; scp ${String(claims.scp)}`
  return `the token holds ${rolesWords(claims, true)}`
}

function rolesWords({ roles }: Readonly<Record<string, unknown>>, byName = false): string {
  const all = Array.isArray(roles) ? roles.map(String) : []
  if (all.length === 0) return 'no roles'
  if (byName) return all.join(', ')
  return all.length === 1 ? '1 role' : `${all.length} roles`
}

/** The name of a client in the tenant; what is not of it, by its id. */
export function nameOf({ tenant }: World, clientId: string | null): string {
  if (clientId === null) return 'somebody'
  if (clientId === portalApp.clientId) return 'this portal'
  const known = tenant.appByClientId(clientId) ?? tenant.identities.find(one => one.clientId === clientId)
  return known?.displayName ?? clientId
}

const clock = (at: number): string => (Number.isFinite(at) ? new Date(at).toISOString().slice(11, 19) : '')
