import { known } from '../core/explain/words.ts'
import { claimRows } from '../core/knowledge/claims.ts'
import { capitalized } from '../core/text.ts'
import { html, type Markup } from '../render/html/parts/html.ts'

interface Entry {
  readonly id: string
  readonly title: string
}

/** Findings, by the road that everything takes: what each group is about. */
const groups: readonly (readonly [prefix: string, title: string])[] = [
  ['acquire/', 'Getting a token'],
  ['token/', 'The token itself'],
  ['consent/', 'Declared, granted, held'],
  ['operation/', 'The call'],
  ['workload/', 'Behind the permission'],
  ['privilege/', 'Least privilege'],
]

const catalogs: readonly (readonly [prefix: string, title: string])[] = [
  ['AADSTS', 'Codes of Entra ID'],
  ['graph/', 'Refusals of Microsoft Graph'],
  ['gate/', 'What else a call may need'],
  ['narrower/', 'Less than the whole tenant'],
  ['change/', 'What Microsoft changes'],
]

/** What there is to read: the idea in a few lines, then every finding, code and claim by its name. */
export function lessons(): Markup {
  const all = known()
  const titled = [...groups, ...catalogs]
  const others = all.filter(({ id }) => !titled.some(([prefix]) => id.startsWith(prefix)))
  const claims = claimRows().map(({ name, meaning }) => ({ id: name, title: `${capitalized(meaning)}.` }))
  const under = (prefix: string): Entry[] => all.filter(({ id }) => id.startsWith(prefix))
  return html`<h1>Declared, granted, held, used.</h1><p class="lead">An app wants to read users. The developer asks (declares), an administrator allows (consents), Entra ID writes it into the token (roles). Graph reads only the token.</p><div class="cols"><section class="card"><h2>The quick decision</h2><p class="soft">Is a user present while the call is made?</p><ol><li><strong>Yes: delegated.</strong> <span class="soft">Scopes (scp), never more than that user may do.</span></li><li><strong>No: app-only.</strong> <span class="soft">Roles (roles), for the whole tenant, always by admin consent.</span></li></ol></section><section class="card"><h2>Short reads</h2><ol>${reads.map(([id, title]) => html`<li>${link(id, title)}</li>`)}</ol></section></div><section class="lesson"><h2>What can be wrong</h2><p>Each finding in its own words: what it means, why it comes about, how sure it is.</p>${groups.map(([prefix, title]) => list(title, under(prefix)))}</section><section class="lesson"><h2>Codes, claims and conditions</h2><p>By the name that an answer carries. Any of them can be pasted into the box as well.</p>${catalogs.map(([prefix, title]) => list(title, under(prefix)))}${list('Other services and libraries', others)}${list('Claims of a token', claims)}</section>`
}

const reads: readonly (readonly [id: string, title: string])[] = [
  ['consent/missing-admin-consent', 'Declared is not granted'],
  ['consent/stale-token', 'Why the old token stays refused'],
  ['consent/delegated-instead-of-application', 'Granted, but as the other kind'],
  ['operation/delegated-only', 'What no app may do'],
  ['privilege/more-than-needed', 'Least privileged, and its price'],
  ['403', '403, and what would say more'],
]

function list(title: string, entries: readonly Entry[]): Markup | null {
  if (entries.length === 0) return null
  return html`<details class="card pad"><summary>${title} <small class="soft">${entries.length}</small></summary><ul class="links">${entries.map(({ id, title }) => html`<li>${link(id, id)}<small>${title}</small></li>`)}</ul></details>`
}

function link(id: string, text: string): Markup {
  return html`<a href="#explain=${encodeURIComponent(id)}">${text}</a>`
}
