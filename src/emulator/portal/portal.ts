import { type Context, Hono } from 'hono'
import { isGuid } from '../../core/guid.ts'
import { html } from '../../render/html/parts/html.ts'
import type { InWorld, World } from '../world.ts'
import { applicationOf } from './access.ts'
import { acts, Misfit, register, type Shown } from './acts.ts'
import { portalApp, Refused, userOf } from './graph-client.ts'
import type { PortalHooks } from './hooks.ts'
import { labPanel } from './lab.ts'
import { entriesOf } from './log.ts'
import { addPermissionPage } from './pages/add-permission.ts'
import { appsPage } from './pages/apps.ts'
import { enterpriseAppsPage, enterprisePage } from './pages/enterprise.ts'
import { explainPage, logPage } from './pages/log.ts'
import { overviewPage } from './pages/overview.ts'
import { permissionsPage } from './pages/permissions.ts'
import { secretsPage } from './pages/secrets.ts'
import { settingsPage } from './pages/settings.ts'
import { signInsPage } from './pages/sign-ins.ts'
import { usersPage } from './pages/users.ts'
import { isRole, type Role, Session } from './session.ts'
import { pageOf, plainPage } from './shell.ts'
import { type Content, type Visit, visitOf } from './visit.ts'

type Page = (visit: Visit, appId: string) => Promise<Content>

/**
 * The tenant's portal: pages and forms on this machine. They are a client of Graph's, and do what it lets them; who has not
 * opened a page since the start gets none of them, and no form of theirs is taken from elsewhere (listen.ts).
 */
export function portal(hooks: PortalHooks): Hono<InWorld> {
  const session = new Session()
  /** The one secret that a page still has to show. */
  let shown: Shown | null = null
  const takeShown = (id: string | null): Shown | null => {
    const taken = shown?.id === id ? shown : null
    if (taken !== null) shown = null
    return taken
  }

  const app = new Hono<InWorld>()

  const visited =
    (page: Page) =>
    async (c: Context<InWorld>): Promise<Response> => {
      const { world } = c.env
      const role = session.roleOf(c.req.raw)
      if (role === null) return enter(c)
      const visit = await visitOf(world, c.req.raw, role, hooks)
      return pageOf(visit, await content(visit, () => page(visit, appIdIn(c))))
    }

  /** The first time, whoever links to it: the cookie is set here, and read when the page asks for itself again. */
  const enter = async (c: Context<InWorld>): Promise<Response> => {
    const url = new URL(c.req.url)
    const again = new URL(url)
    again.searchParams.set('entered', '')
    const path = `${again.pathname}${again.search}`
    const words = url.searchParams.has('entered')
      ? html`<p class="why">The portal knows its visitors by a cookie, and the browser sent none. Allow cookies for ${url.host}, and open it again.</p>`
      : html`<p class="why"><a href="${path}">Go on to the portal</a></p>`
    const head = url.searchParams.has('entered')
      ? undefined
      : html`<meta http-equiv="refresh" content="0;url=${path}">`
    const answer = await plainPage(url, 200, 'The portal', words, head)
    answer.headers.append('set-cookie', session.cookie(c.env.world, url, 'administrator'))
    signIn(c.env.world, 'administrator')
    return answer
  }

  const posted =
    (act: (visit: Visit, form: URLSearchParams, c: Context<InWorld>) => Promise<string>) =>
    async (c: Context<InWorld>): Promise<Response> => {
      const url = new URL(c.req.url)
      const role = session.roleOf(c.req.raw)
      if (role === null)
        return plainPage(
          url,
          403,
          'This form is not from here',
          html`<p class="why">Its page was not opened since the emulator started. <a href="/">Open the portal</a>, and do it there.</p>`,
        )
      const visit = await visitOf(c.env.world, c.req.raw, role, hooks)
      try {
        const path = await act(visit, new URLSearchParams(await c.req.text()), c)
        return new Response(null, { status: 303, headers: { location: path, 'cache-control': 'no-store' } })
      } catch (error) {
        return pageOf(visit, failure(error))
      }
    }

  const act = async (visit: Visit, form: URLSearchParams, c: Context<InWorld>): Promise<string> => {
    const wanted = acts.get(c.req.param('act') ?? '')
    const appId = appIdIn(c)
    if (wanted === undefined || !isGuid(appId)) throw new Misfit('There is no such form.')
    if (wanted.ofAdministrator && visit.role !== 'administrator')
      throw new Misfit('This takes an administrator.')
    const next = await wanted.run(visit, await applicationOf(visit, appId), form)
    if (typeof next === 'string') return `/portal/apps/${appId}/${next}`
    shown = next
    return `/portal/apps/${appId}/secrets?made=${next.id}`
  }

  app.use('/portal/*', (c, next) => (isOwnName(c.req.url) ? next() : Promise.resolve(c.notFound())))
  app.get('/', visited(appsPage))
  app.get('/portal', c => c.redirect('/', 303))
  app.get('/portal/enterprise', visited(enterpriseAppsPage))
  app.get('/portal/users', visited(usersPage))
  app.get('/portal/sign-ins', visited(signInsPage))
  app.get('/portal/settings', visited(settingsPage))
  app.get('/portal/log', visited(logPage))
  app.get('/portal/log/new', async c => {
    if (session.roleOf(c.req.raw) === null) return c.json({ error: 'Open the portal first.' }, 403)
    const after = Number(c.req.query('after'))
    const fresh = c.env.world.exchanges.all().filter(({ id }) => id > after)
    const entries = entriesOf(c.env.world, fresh, hooks.explain !== undefined)
    return c.json(
      {
        last: fresh.at(-1)?.id ?? after,
        entries: entries.join('').replaceAll('<article class="ev">', '<article class="ev new">'),
        lab:
          hooks.lab?.view == null ? null : labPanel(hooks.lab.view, pathIn(c.req.query('back') ?? null)).text,
        changed: fresh.some(({ kind }) => kind === 'change' || kind === 'consent'),
      },
      200,
      { 'cache-control': 'no-store' },
    )
  })
  app.get(
    '/portal/explain/:id{[0-9]{1,9}}',
    visited(visit => explainPage(visit)),
  )
  for (const [path, page] of appPages) app.get(`/portal/apps/:app${path}`, visited(page))
  app.get(
    '/portal/apps/:app/secrets',
    visited((visit, appId) => secretsPage(visit, appId, takeShown(visit.url.searchParams.get('made')))),
  )
  app.get(
    '/portal/*',
    visited(async () => nothing),
  )
  app.post(
    '/portal/apps',
    posted((visit, form) => register(visit, form)),
  )
  app.post('/portal/apps/:app/:act', posted(act))
  app.post(
    '/portal/lab',
    posted(async (_, form) => {
      hooks.lab?.press(form.get('way') === 'back' ? 'back' : 'on')
      return pathIn(form.get('back'))
    }),
  )
  app.post('/portal/role', async c => {
    const url = new URL(c.req.url)
    const form = new URLSearchParams(await c.req.text())
    const role = form.get('role')
    const moved = await posted(async () => pathIn(form.get('back')))(c)
    if (moved.status !== 303 || !isRole(role)) return moved
    moved.headers.append('set-cookie', session.cookie(c.env.world, url, role))
    signIn(c.env.world, role)
    return moved
  })
  return app
}

/** Whoever comes to the portal signs in to it, as to any app. */
const signIn = (world: World, role: Role): void => world.tenant.addSignIn(userOf(world, role), portalApp)

/** Under a name that is stood in for (listen.ts), there is no portal. */
export const isOwnName = (url: string): boolean => url.startsWith('http://')

const appPages: readonly (readonly [path: string, page: Page])[] = [
  ['', overviewPage],
  ['/permissions', permissionsPage],
  ['/permissions/add', addPermissionPage],
  ['/enterprise', enterprisePage],
]

/** No app of that name is looked for where it cannot be an id. */
const appIdIn = (c: Context<InWorld>): string => c.req.param('app')?.toLowerCase() ?? ''

/** A page of the portal, and nothing that leads out of it. */
function pathIn(text: string | null): string {
  return text !== null && /^\/portal(?:\/[\w-]{1,40}){1,4}$/.test(text) ? text : '/'
}

async function content(visit: Visit, page: () => Promise<Content>): Promise<Content> {
  if (visit.url.pathname.startsWith('/portal/apps/') && !isGuid(visit.url.pathname.split('/')[3] ?? ''))
    return nothing
  try {
    return await page()
  } catch (error) {
    return failure(error)
  }
}

const nothing: Content = {
  ...{ title: 'Nothing here', place: 'apps', status: 404 },
  body: html`<h1>There is nothing here</h1><p class="why"><a href="/">All app registrations</a></p>`,
}

/** What Graph refused, in its own words; any other failure is a fault of ours. */
function failure(error: unknown): Content {
  if (!(error instanceof Refused || error instanceof Misfit)) throw error
  const [title, detail] =
    error instanceof Refused
      ? [`Graph refused: ${error.status}`, html`<code>${error.code}</code> ${error.message}`]
      : ['That cannot be done', html`${error.message}`]
  return {
    ...{ title, place: 'apps', status: error instanceof Refused ? error.status : 400 },
    body: html`<h1>${title}</h1><p class="said bad">${detail}</p><p class="why"><a href="/">All app registrations</a></p>`,
  }
}
