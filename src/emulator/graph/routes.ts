import type { Change } from '../exchanges.ts'
import type { App, AppRoleAssignment } from '../tenant.ts'
import type { World } from '../world.ts'
import { addFederated, federatedEntity } from './app-credentials.ts'
import { grant } from './app-role-assignments.ts'
import type { Caller } from './bearer.ts'
import { countAnswer, listAnswer, objectAnswer } from './collection.ts'
import {
  applicationEntity,
  applicationsOf,
  assignmentEntity,
  groupsOf,
  organizationOf,
  rolesOf,
  servicePrincipalEntity,
  servicePrincipalsOf,
  signInsOf,
  usersOf,
} from './directory.ts'
import type { Entity, EntityName } from './entities.ts'
import type { Key } from './path.ts'
import type { RouteName } from './permit.ts'
import type { Query } from './query/query.ts'
import { type GraphRefusal, isRefusal, refuse } from './refusal.ts'
import { addSecret, instantiate, register, removeSecret, switchAccount, update } from './registrations.ts'
import { directoryRolesOf, memberOf, membersOf, ownersOf } from './relations.ts'
import { type RelatedName, type Sight, sightOf } from './sight.ts'

export interface Call {
  readonly world: World
  readonly who: Caller
  readonly request: Request
  /** The object that the path names first; empty where it names none. */
  readonly target: Entity
  readonly keys: readonly Key[]
  readonly query: Omit<Query, 'name'>
}

type Answered = Response | GraphRefusal

/** What a list is made of. */
interface List {
  readonly name: EntityName
  readonly set?: string
  readonly isRelation?: boolean
  /** Where it is not that of the caller's own permission for the list. */
  readonly sight?: Sight
  readonly rows: Iterable<Entity>
}

const set =
  (name: EntityName, of: (world: World) => Iterable<Entity>) =>
  ({ world }: Call): List => ({ name, rows: of(world) })

const relation =
  (name: RelatedName, of: (world: World, target: Entity) => Entity[]) =>
  ({ world, who, target }: Call): List => ({
    name,
    set: 'directoryObjects',
    isRelation: true,
    sight: sightOf(name, who),
    rows: of(world, target),
  })

const lists = {
  'GET /users': set('user', usersOf),
  'GET /groups': set('group', groupsOf),
  'GET /auditLogs/signIns': set('signIn', signInsOf),
  'GET /applications': set('application', applicationsOf),
  'GET /servicePrincipals': set('servicePrincipal', servicePrincipalsOf),
  'GET /organization': set('organization', organizationOf),
  'GET /directoryRoles': set('directoryRole', rolesOf),
  'GET /users/{id}/memberOf': relation('group', memberOf),
  'GET /me/memberOf': relation('group', memberOf),
  'GET /groups/{id}/members': relation('user', membersOf),
  'GET /applications/{id}/owners': relation('user', ownersOf),
  'GET /servicePrincipals/{id}/owners': relation('user', ownersOf),
  'GET /servicePrincipals/{id}/transitiveMemberOf': relation('directoryRole', directoryRolesOf),
  'GET /applications/{id}/federatedIdentityCredentials': ({ world, target }: Call): List => ({
    name: 'federatedIdentityCredential',
    set: federatedSet(target),
    rows: appOf(world, target).federated.map(federatedEntity),
  }),
  'GET /servicePrincipals/{id}/appRoleAssignments': ({ world, target }: Call): List => ({
    name: 'appRoleAssignment',
    set: assignmentSet(target),
    rows: world.tenant
      .assignmentsOf(String(target.id))
      .map(assignment => assignmentEntity(world, assignment)),
  }),
  'GET /servicePrincipals/microsoft.graph.agentIdentity/{id}/inheritedAppRoleAssignments': ({
    world,
    target,
  }: Call): List => ({
    name: 'appRoleAssignment',
    set: `servicePrincipals('${String(target.id)}')/inheritedAppRoleAssignments`,
    rows: world.tenant
      .inheritedBy(world.tenant.clientById(String(target.appId))!)
      .map(assignment => ({ ...assignmentEntity(world, assignment), principalId: target.id })),
  }),
  'GET /servicePrincipals/{id}/appRoleAssignedTo': ({ world, target }: Call): List => ({
    name: 'appRoleAssignment',
    set: `servicePrincipals('${String(target.id)}')/appRoleAssignedTo`,
    rows: world.tenant
      .assignmentsTo(String(target.id))
      .map(assignment => assignmentEntity(world, assignment)),
  }),
} satisfies Partial<Record<RouteName, (call: Call) => List>>

const object =
  (name: EntityName) =>
  ({ query, target }: Call): Answered =>
    json(objectAnswer({ ...query, name }, target))

/** A handler for every other route of the fixture: the compiler asks for the missing one. */
const handlers: Readonly<
  Record<Exclude<RouteName, keyof typeof lists>, (call: Call) => Answered | Promise<Answered>>
> = {
  'GET /users/{id}': object('user'),
  'GET /me': object('user'),
  'GET /groups/{id}': object('group'),
  'GET /applications/{id}': object('application'),
  'GET /servicePrincipals/{id}': object('servicePrincipal'),
  'GET /servicePrincipals/{id}/microsoft.graph.agentIdentity': object('agentIdentity'),
  'GET /organization/{id}': object('organization'),
  'GET /directoryRoles/{id}': object('directoryRole'),
  'POST /applications/{id}/federatedIdentityCredentials': async call => {
    const { world, target, request, query } = call
    const app = appOf(world, target)
    const added = await addFederated(world, app, request)
    if (isRefusal(added)) return added
    tell(call, app, 'federated credential added', [added.name])
    const context = `${query.base}/$metadata#${federatedSet(target)}/$entity`
    return Response.json({ '@odata.context': context, ...federatedEntity(added) }, { status: 201 })
  },
  'POST /servicePrincipals/{id}/appRoleAssignments': async call => {
    const { world, who, target, request, query } = call
    const granted = await grant(world, who, String(target.id), request)
    if (isRefusal(granted)) return granted
    tellGrant(call, 'granted', granted)
    return created(query.base, assignmentSet(target), assignmentEntity(world, granted))
  },
  'POST /applications': async call => {
    const { world, request, query } = call
    const app = await register(world, request)
    if (isRefusal(app)) return app
    tell(call, app, 'registered')
    tellDeclared(call, app, [])
    return created(query.base, 'applications', applicationEntity(world, app))
  },
  'PATCH /applications/{id}': async call => {
    const { world, target, request } = call
    const app = appOf(world, target)
    const { declared, keys } = app
    const done = await update(world, app, request)
    if (done !== true) return done
    tellDeclared(call, app, declared)
    if (app.keys !== keys) tell(call, app, 'certificates changed')
    return new Response(null, { status: 204 })
  },
  'POST /applications/{id}/addPassword': async call => {
    const { world, target, request, query } = call
    const app = appOf(world, target)
    const secret = await addSecret(world, app, request)
    if (isRefusal(secret)) return secret
    tell(call, app, 'secret added', [String(secret.keyId)])
    return json({ '@odata.context': `${query.base}/$metadata#microsoft.graph.passwordCredential`, ...secret })
  },
  'POST /applications/{id}/removePassword': async call => {
    const { world, target, request } = call
    const app = appOf(world, target)
    const removed = await removeSecret(world, app, request)
    if (isRefusal(removed)) return removed
    tell(call, app, 'secret removed', [removed.id])
    return new Response(null, { status: 204 })
  },
  'POST /servicePrincipals': async call => {
    const { world, request, query } = call
    const app = await instantiate(world, request)
    if (isRefusal(app)) return app
    tell(call, app, 'service principal created')
    return created(query.base, 'servicePrincipals', servicePrincipalEntity(world, app))
  },
  'PATCH /servicePrincipals/{id}': async call => {
    const { world, target, request } = call
    const app = await switchAccount(world, String(target.id), request)
    if (isRefusal(app)) return app
    tell(call, app, app.servicePrincipal!.accountEnabled ? 'enabled' : 'disabled')
    return new Response(null, { status: 204 })
  },
  'DELETE /servicePrincipals/{id}/appRoleAssignments/{id}': call => {
    const { world, target, keys } = call
    const id = keys[1]!.value
    const revoked = world.tenant.revoke(String(target.id), id)
    if (revoked === null) return refuse('not-found', { id })
    tellGrant(call, 'revoked', revoked)
    return new Response(null, { status: 204 })
  },
}

/** Keeps among the exchanges what was changed, and which client asked for it. */
function tell({ world, who }: Call, { clientId }: App, change: Change, what: readonly string[] = []): void {
  world.exchanges.add({ kind: 'change', at: world.now(), change, clientId, by: who.clientId, what })
}

/** What the registration declares now and did not before, and the other way round. */
function tellDeclared(call: Call, app: App, before: App['declared']): void {
  const names = (some: App['declared'], others: App['declared']): string[] =>
    some.map(nameOfDeclared).filter(name => !others.map(nameOfDeclared).includes(name))
  const [added, removed] = [names(app.declared, before), names(before, app.declared)]
  if (added.length > 0) tell(call, app, 'declared', added)
  if (removed.length > 0) tell(call, app, 'no longer declared', removed)
}

const nameOfDeclared = ({ permission, kind }: App['declared'][number]): string =>
  `${permission} (${kind === 'Role' ? 'application' : 'delegated'})`

function tellGrant(call: Call, change: 'granted' | 'revoked', assignment: AppRoleAssignment): void {
  const app = call.world.tenant.appByServicePrincipal(assignment.principalId)
  const name = call.world.index.permissionById(assignment.appRoleId)?.name ?? assignment.appRoleId
  if (app !== null) tell(call, app, change, [name])
}

const created = (base: string, set: string, entity: Entity): Response =>
  Response.json({ '@odata.context': `${base}/$metadata#${set}/$entity`, ...entity }, { status: 201 })

const appOf = (world: World, { appId }: Entity): App => world.tenant.appByClientId(String(appId))!

const isList = (name: RouteName): name is keyof typeof lists => Object.hasOwn(lists, name)

/**
 * Plays a route whose caller was let through.
 *
 * @param isCount the path ends with `/$count`
 */
export function play(name: RouteName, call: Call, isCount: boolean): Answered | Promise<Answered> {
  if (!isList(name)) {
    return isCount ? refuse('not-played', { what: '$count here' }) : handlers[name](call)
  }
  const { rows, ...list } = lists[name](call)
  const query = { ...call.query, ...list }
  return isCount ? count(countAnswer(query, rows)) : json(listAnswer(query, rows))
}

const federatedSet = (app: Entity) => `applications('${String(app.id)}')/federatedIdentityCredentials`

const assignmentSet = (principal: Entity) => `servicePrincipals('${String(principal.id)}')/appRoleAssignments`

const count = (counted: number | GraphRefusal): Answered =>
  typeof counted === 'number'
    ? new Response(String(counted), { headers: { 'content-type': 'text/plain', 'odata-version': '4.0' } })
    : counted

const json = (answered: object): Answered =>
  isRefusal(answered)
    ? answered
    : Response.json(answered, {
        headers: {
          'content-type':
            'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8',
          'odata-version': '4.0',
        },
      })
