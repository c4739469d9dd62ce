import { html, type Markup } from '../../../render/html/parts/html.ts'
import type { Entity } from '../../graph/entities.ts'
import { Refused } from '../graph-client.ts'
import { type Content, listOf, textOf, type Visit } from '../visit.ts'

const perPage = 50

/** The directory's people, a page at a time. */
export async function usersPage(visit: Visit): Promise<Content> {
  const { graph, url } = visit
  const find = (url.searchParams.get('find') ?? '').trim().slice(0, 60)
  const after = url.searchParams.get('after')
  const query = new URLSearchParams({ $top: String(perPage), $count: 'true' })
  query.set('$select', 'id,displayName,userPrincipalName,department')
  if (find !== '') query.set('$search', `"displayName:${find.replace(/["\\]/g, '')}"`)
  if (after !== null) query.set('$skiptoken', after)
  const answer = await graph.get(`/users?${query}`)
  const users = listOf(answer, 'value')
  const next = new URLSearchParams(textOf(answer, '@odata.nextLink').split('?')[1] ?? '').get('$skiptoken')
  const signIns = await signInsToday(visit)
  const rows = users.map((user): Markup => {
    const name = textOf(user, 'userPrincipalName')
    return html`<tr><th scope="row">${textOf(user, 'displayName')}</th><td>${name}</td><td>${textOf(user, 'department')}</td><td>${signIns === null ? '' : (signIns.get(name) ?? 0)}</td></tr>`
  })
  const total = textOf(answer, '@odata.count')
  const further = new URLSearchParams({
    ...(find === '' ? {} : { find }),
    ...(next === null ? {} : { after: next }),
  })
  return {
    title: 'Users',
    place: 'users',
    body: html`<h1>Users</h1><section class="card blk"><h2><span role="status">${total === '' ? users.length : total} ${find === '' ? 'users' : 'found'}</span></h2><p>Made from a seed. Nobody in it is real.</p><form class="row" method="get" action="/portal/users" role="search"><label class="f">Name<input type="search" name="find" value="${find}" autocomplete="off"></label><button>Search</button></form><table class="grid"><thead><tr><th scope="col">Name</th><th scope="col">User principal name</th><th scope="col">Department</th><th scope="col">${signIns === null ? html`<span class="sr">Sign-ins, for administrators</span>` : 'Sign-ins in a day'}</th></tr></thead><tbody>${rows}</tbody></table>${next === null ? null : html`<div class="row"><a class="btn" href="/portal/users?${further.toString()}">More</a></div>`}</section>`,
  }
}

/** By user principal name; null: who is here may not read the log. */
async function signInsToday({ graph, world }: Visit): Promise<ReadonlyMap<string, number> | null> {
  const since = `${new Date(world.now() - 86_400_000).toISOString().slice(0, 19)}Z`
  try {
    const all = await graph.list(`/auditLogs/signIns?$top=999&$filter=createdDateTime ge ${since}`)
    const counts = new Map<string, number>()
    for (const one of all) add(counts, one)
    return counts
  } catch (error) {
    if (error instanceof Refused) return null
    throw error
  }
}

function add(counts: Map<string, number>, signIn: Entity): void {
  const name = textOf(signIn, 'userPrincipalName')
  counts.set(name, (counts.get(name) ?? 0) + 1)
}
