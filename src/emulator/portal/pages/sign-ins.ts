import { cut, html, type Markup } from '../../../render/html/parts/html.ts'
import { icon } from '../../../render/html/parts/icons.ts'
import { nameOf } from '../log.ts'
import { type Content, listOf, moment, textOf, type Visit } from '../visit.ts'

const mostShown = 60

/** Who signed in: people, as Graph lists them, and apps, as Entra ID was asked. */
export async function signInsPage(visit: Visit): Promise<Content> {
  const answer = await visit.graph.get(`/auditLogs/signIns?$top=${mostShown}`)
  const people = listOf(answer, 'value').map(one => {
    const status = new Map(Object.entries(one)).get('status')
    const code = textOf(typeof status === 'object' && status !== null ? { ...status } : {}, 'errorCode')
    return html`<tr><td>${moment(textOf(one, 'createdDateTime'))}</td><td>${textOf(one, 'userDisplayName') || textOf(one, 'userPrincipalName')}</td><td>${textOf(one, 'appDisplayName')}</td><td class="m">${textOf(one, 'ipAddress')}</td><td class="st">${outcome(code === '0' ? null : code)}</td></tr>`
  })
  const apps = visit.world.exchanges
    .all()
    .flatMap(one => (one.kind === 'token' ? [one] : []))
    .slice(-mostShown)
    .reverse()
    .map(
      one =>
        html`<tr><td>${moment(new Date(one.at).toISOString())}</td><td>${cut(nameOf(visit.world, one.clientId), 60)}</td><td>${one.credential ?? 'no credential'}</td><td class="st">${outcome(one.claims === null ? (one.refusal ?? String(one.status)) : null)}</td></tr>`,
    )
  return {
    title: 'Sign-in logs',
    place: 'signIns',
    body: html`<h1>Sign-in logs</h1>${table('User sign-ins (interactive)', 'What GET /auditLogs/signIns answers, newest first.', ['Time', 'User', 'Application', 'Address', 'Status'], people)}${table('Service principal sign-ins', 'Apps that asked Entra ID for a token since the start. They are no part of that answer.', ['Time', 'App', 'Credential', 'Status'], apps)}`,
  }
}

function outcome(code: string | null): Markup {
  return code === null
    ? html`<span class="good">${icon('ok')} Success</span>`
    : html`<span class="bad">${icon('x')} ${code}</span>`
}

function table(title: string, words: string, columns: readonly string[], rows: readonly Markup[]): Markup {
  const grid = html`<table class="grid"><thead><tr>${columns.map(name => html`<th scope="col">${name}</th>`)}</tr></thead><tbody>${rows}</tbody></table>`
  return html`<section class="card blk"><h2>${title}</h2><p>${words}</p>${rows.length === 0 ? html`<p>None so far.</p>` : grid}</section>`
}
