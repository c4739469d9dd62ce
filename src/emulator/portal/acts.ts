import type { Entity } from '../graph/entities.ts'
import { applicationOf, declaredOf, grantsOf, principalOf } from './access.ts'
import { listOf, textOf, type Visit } from './visit.ts'

/** What a form of an app's pages does, as requests to Graph. Answers where to go on. */
interface Act {
  /** Whether it takes an administrator; Graph has a say in it too. */
  readonly ofAdministrator: boolean
  run(visit: Visit, app: Entity, form: URLSearchParams): Promise<string | Shown>
}

/** A secret that was made: its value goes to the page that follows, and nowhere else. */
export interface Shown {
  readonly id: string
  readonly value: string
}

/** What a page of another app, or no page, could have sent. */
export class Misfit extends Error {}

/** `POST /portal/apps`: a registration, and its service principal beside it, as Entra's own portal makes both. */
export async function register({ graph }: Visit, form: URLSearchParams): Promise<string> {
  const app = await graph.send('POST', '/applications', { displayName: form.get('displayName') ?? '' })
  const appId = textOf(app, 'appId')
  await graph.send('POST', '/servicePrincipals', { appId })
  return `/portal/apps/${appId}`
}

/** `POST /portal/apps/{appId}/{act}` */
export const acts: ReadonlyMap<string, Act> = new Map<string, Act>([
  [
    'secret',
    {
      ofAdministrator: false,
      async run({ graph }, app, form) {
        const displayName = (form.get('displayName') ?? '').trim()
        const path = `/applications/${textOf(app, 'id')}/addPassword`
        const made = await graph.send('POST', path, { passwordCredential: { displayName } })
        return { id: textOf(made, 'keyId'), value: textOf(made, 'secretText') }
      },
    },
  ],
  [
    'remove-secret',
    {
      ofAdministrator: false,
      async run({ graph }, app, form) {
        const path = `/applications/${textOf(app, 'id')}/removePassword`
        await graph.send('POST', path, { keyId: form.get('id') })
        return 'secrets'
      },
    },
  ],
  [
    'declare',
    { ofAdministrator: false, run: (visit, app, form) => declare(visit, app, accessesIn(form), []) },
  ],
  [
    'undeclare',
    { ofAdministrator: false, run: (visit, app, form) => declare(visit, app, [], accessesIn(form)) },
  ],
  ['grant', { ofAdministrator: true, run: grant }],
  [
    'revoke',
    {
      ofAdministrator: true,
      async run(visit, app, form) {
        const principal = await principalOrNone(visit, app)
        const grants = await grantsOf(visit, principal)
        const found = grants.find(({ id }) => id === form.get('id'))
        if (found === undefined) throw new Misfit('The app has no such grant any more.')
        await visit.graph.send('DELETE', `/servicePrincipals/${principal}/appRoleAssignments/${found.id}`)
        return form.get('back') === 'enterprise' ? 'enterprise' : 'permissions'
      },
    },
  ],
  [
    'instantiate',
    {
      ofAdministrator: false,
      async run({ graph }, app) {
        await graph.send('POST', '/servicePrincipals', { appId: textOf(app, 'appId') })
        return 'enterprise'
      },
    },
  ],
  ['enable', { ofAdministrator: true, run: (visit, app) => turn(visit, app, true) }],
  ['disable', { ofAdministrator: true, run: (visit, app) => turn(visit, app, false) }],
])

interface Access {
  readonly id: string
  readonly type: 'Role' | 'Scope'
}

/** `Role:…` or `Scope:…`, once or several times. */
function accessesIn(form: URLSearchParams): Access[] {
  return form.getAll('permission').map(text => {
    const [type, id = ''] = text.split(':')
    if (type !== 'Role' && type !== 'Scope') throw new Misfit('That is no permission.')
    return { id, type }
  })
}

/** Graph replaces the whole list: what is declared of other APIs goes with it as it is. */
async function declare(
  { world, graph }: Visit,
  app: Entity,
  added: readonly Access[],
  removed: readonly Access[],
): Promise<string> {
  const resourceAppId = world.tenant.graph.appId
  const all = listOf(app, 'requiredResourceAccess')
  const others = all.filter(one => textOf(one, 'resourceAppId') !== resourceAppId)
  const before = all
    .filter(one => textOf(one, 'resourceAppId') === resourceAppId)
    .flatMap(one => listOf(one, 'resourceAccess'))
  const isOneOf = (one: Entity | Access, some: readonly Access[]): boolean =>
    some.some(({ id, type }) => id === one.id && type === one.type)
  const kept = before.filter(one => !isOneOf(one, removed) && !isOneOf(one, added))
  const resourceAccess = [...kept, ...added]
  await graph.send('PATCH', `/applications/${textOf(app, 'id')}`, {
    requiredResourceAccess: [
      ...others,
      ...(resourceAccess.length === 0 ? [] : [{ resourceAppId, resourceAccess }]),
    ],
  })
  return 'permissions'
}

/** Admin consent by REST: an app role assignment for each application permission that has none. */
async function grant(visit: Visit, app: Entity): Promise<string> {
  const { graph, world } = visit
  const appId = textOf(app, 'appId')
  if ((await principalOf(visit, appId)) === null) await graph.send('POST', '/servicePrincipals', { appId })
  const principalId = await principalOrNone(visit, app)
  const held = (await grantsOf(visit, principalId)).map(({ appRoleId }) => appRoleId)
  const api = await graph.get(`/servicePrincipals(appId='${world.tenant.graph.appId}')?$select=id`)
  const current = await applicationOf(visit, appId)
  for (const { id: appRoleId, kind } of declaredOf(visit, current)) {
    if (kind !== 'Role' || held.includes(appRoleId)) continue
    const assignment = { principalId, resourceId: textOf(api, 'id'), appRoleId }
    await graph.send('POST', `/servicePrincipals/${principalId}/appRoleAssignments`, assignment)
  }
  return 'permissions'
}

async function turn(visit: Visit, app: Entity, accountEnabled: boolean): Promise<string> {
  const principal = await principalOrNone(visit, app)
  await visit.graph.send('PATCH', `/servicePrincipals/${principal}`, { accountEnabled })
  return 'enterprise'
}

async function principalOrNone(visit: Visit, app: Entity): Promise<string> {
  const principal = await principalOf(visit, textOf(app, 'appId'))
  if (principal === null) throw new Misfit('The app has no service principal.')
  return textOf(principal, 'id')
}
