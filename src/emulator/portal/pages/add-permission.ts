import { html, type Markup } from '../../../render/html/parts/html.ts'
import { applicationOf, declaredOf } from '../access.ts'
import type { Content, Visit } from '../visit.ts'
import { appFrame } from './app-frame.ts'

/** More are not shown: the search is for narrowing. */
const mostShown = 60

/** All that Microsoft Graph publishes, searched by name. */
export async function addPermissionPage(visit: Visit, appId: string): Promise<Content> {
  const app = await applicationOf(visit, appId)
  const asked = visit.url.searchParams
  const find = (asked.get('find') ?? '').trim().slice(0, 100)
  const kind = asked.get('type') === 'Scope' ? 'Scope' : 'Role'
  const declared = declaredOf(visit, app)
  const found = published(visit, kind, find)
  const path = `/portal/apps/${appId}`
  const rows = found.slice(0, mostShown).map(({ id, name, needsAdmin }): Markup => {
    const isThere = declared.some(one => one.id === id)
    return html`<tr><th scope="row"><label><input type="checkbox" name="permission" value="${kind}:${id}"${isThere ? html` checked disabled` : null}><code>${name}</code></label></th><td>${isThere ? 'declared already' : needsAdmin ? 'An administrator must consent' : 'A user may consent'}</td></tr>`
  })
  const choice = (value: 'Role' | 'Scope', words: string): Markup =>
    html`<option value="${value}"${value === kind ? html` selected` : null}>${words}</option>`
  return appFrame(
    visit,
    app,
    'permissions',
    html`<section class="card blk"><h2>Add a permission of Microsoft Graph</h2><p>An application permission lets the app act as itself, with no user: that is what a daemon needs. A delegated one lets it act for somebody who is signed in.</p><form class="row" method="get" action="${path}/permissions/add" role="search"><label class="f">Name<input type="search" name="find" value="${find}" autocomplete="off" placeholder="User.Read"></label><label class="f">Type<select name="type">${choice('Role', 'Application permissions')}${choice('Scope', 'Delegated permissions')}</select></label><button>Search</button></form></section><form class="card blk" method="post" action="${path}/declare"><h2><span role="status">${found.length === 0 ? 'None of that name' : `${found.length} ${kind === 'Role' ? 'application' : 'delegated'} permission${found.length === 1 ? '' : 's'}`}</span></h2><p>${found.length > mostShown ? `The first ${mostShown} are shown; a part of a name finds fewer.` : 'Declaring grants nothing.'}</p><table class="grid"><thead><tr><th scope="col">Permission</th><th scope="col">Consent</th></tr></thead><tbody>${rows}</tbody></table><div class="row"><button class="go"${rows.length === 0 ? html` disabled` : null}>Add permissions</button><a class="btn" href="${path}/permissions">Cancel</a></div></form>`,
  )
}

interface Published {
  readonly id: string
  readonly name: string
  readonly needsAdmin: boolean
}

function published({ world: { index } }: Visit, kind: 'Role' | 'Scope', find: string): Published[] {
  const wanted = find.toLowerCase()
  const found: Published[] = []
  for (const name of index.permissionNames()) {
    if (!name.toLowerCase().includes(wanted)) continue
    const schemes = index.permission(name)?.schemes
    const scheme = kind === 'Role' ? schemes?.application : schemes?.delegatedWork
    if (scheme?.id) found.push({ id: scheme.id, name, needsAdmin: kind === 'Role' || scheme.adminConsent })
  }
  // What begins with the words is meant more often than what holds them.
  const begins = ({ name }: Published): boolean => name.toLowerCase().startsWith(wanted)
  return [...found.filter(begins), ...found.filter(one => !begins(one))]
}
