import { isGuid } from '../../core/guid.ts'
import type { World } from '../world.ts'
import { grant } from './app-role-assignments.ts'
import { type Caller, caller } from './bearer.ts'
import { type Entity, type EntityName, listAnswer, objectAnswer, type Query } from './collection.ts'
import {
  applicationsOf,
  assignmentEntity,
  groupsOf,
  servicePrincipalsOf,
  signInsOf,
  usersOf,
} from './directory.ts'
import { notPlayed } from './not-played.ts'
import { decoded, findPath, type Key } from './path.ts'
import { isRoute, permit, type RouteName, templates } from './permit.ts'
import { type ExchangeIds, type GraphRefusal, isRefusal, refusalResponse, refuse } from './refusal.ts'
import { scenarioResponse } from './scenario.ts'
import { isOwn, targetOf } from './target.ts'

/** Microsoft Graph, one request: /v1.0 and /beta are played alike. */
export async function graph(world: World, version: 'v1.0' | 'beta', request: Request): Promise<Response> {
  const requestId = world.uuid()
  const offered = request.headers.get('client-request-id')
  const ids = { requestId, clientRequestId: isGuid(offered) ? offered : requestId }

  const answered = await answer(world, version, request, ids)
  const response = isRefusal(answered) ? refusalResponse(answered, ids, world.now()) : answered
  for (const [name, value] of Object.entries(graphHeaders(ids))) response.headers.set(name, value)
  return response
}

/**
 * 401 first, then what the tenant's script says, then what the path means (400, 405), then permission (403),
 * then whether the object exists (404).
 */
async function answer(
  world: World,
  version: string,
  request: Request,
  ids: ExchangeIds,
): Promise<Response | GraphRefusal> {
  const who = await caller(world, request.headers.get('authorization'))
  if (isRefusal(who)) return who

  const url = new URL(request.url)
  const base = `${url.origin}/${version}`
  const path = url.pathname.slice(version.length + 1)
  const scenario = world.tenant.scenario(`${request.method} ${decoded(path)}`)
  if (scenario !== null) return scenarioResponse(scenario, who, ids, world.now())
  if (who.access === 'app' && /^\/me(\/|$)/i.test(path)) return refuse('me')
  if (/^\/?\$batch$/i.test(path)) return refuse('not-played', { what: '$batch' })
  const found = findPath(path, templates)
  if (isRefusal(found)) return notPlayed(world.index, request.method, path, who) ?? found
  const name = `${request.method} ${found.template}`
  if (!isRoute(name)) return notPlayed(world.index, request.method, path, who) ?? refuse('method')

  const target = targetOf(world, found.template, found.keys, who)
  const permitted = permit(name, who, target !== null && isOwn(target, who))
  if (isRefusal(permitted)) return permitted
  if (target === null) return refuse('not-found', { id: found.keys[0]?.value ?? who.objectId })
  const { basicOnly } = permitted
  return handlers[name]({ world, who, request, target, keys: found.keys, query: { base, url, basicOnly } })
}

interface Call {
  readonly world: World
  readonly who: Caller
  readonly request: Request
  /** The object that the path names first; empty where it names none. */
  readonly target: Entity
  readonly keys: readonly Key[]
  readonly query: Omit<Query, 'name'>
}

type Handler = (call: Call) => Response | GraphRefusal | Promise<Response | GraphRefusal>

const list =
  (name: EntityName, of: (world: World) => Entity[]): Handler =>
  ({ world, query }) =>
    ok(listAnswer({ ...query, name }, of(world)))

const object =
  (name: EntityName): Handler =>
  ({ query, target }) =>
    ok(objectAnswer({ ...query, name }, target))

/** A handler for every route of the fixture: the compiler asks for the missing one. */
const handlers: Readonly<Record<RouteName, Handler>> = {
  'GET /users': list('user', usersOf),
  'GET /users/{id}': object('user'),
  'GET /me': object('user'),
  'GET /groups': list('group', groupsOf),
  'GET /groups/{id}': object('group'),
  'GET /auditLogs/signIns': list('signIn', signInsOf),
  'GET /applications': list('application', applicationsOf),
  'GET /applications/{id}': object('application'),
  'GET /servicePrincipals': list('servicePrincipal', servicePrincipalsOf),
  'GET /servicePrincipals/{id}': object('servicePrincipal'),
  'GET /servicePrincipals/{id}/appRoleAssignments': ({ world, target, query }) => {
    const assignments = world.tenant.assignmentsOf(String(target.id))
    const rows = assignments.map(assignment => assignmentEntity(world, assignment))
    return ok(listAnswer({ ...query, name: 'appRoleAssignment', set: assignmentSet(target) }, rows))
  },
  'POST /servicePrincipals/{id}/appRoleAssignments': async ({ world, who, target, request, query }) => {
    const granted = await grant(world, who, String(target.id), request)
    if (isRefusal(granted)) return granted
    const context = `${query.base}/$metadata#${assignmentSet(target)}/$entity`
    return Response.json({ '@odata.context': context, ...assignmentEntity(world, granted) }, { status: 201 })
  },
  'DELETE /servicePrincipals/{id}/appRoleAssignments/{id}': ({ world, target, keys }) => {
    const id = keys[1]!.value
    return world.tenant.revoke(String(target.id), id)
      ? new Response(null, { status: 204 })
      : refuse('not-found', { id })
  },
}

const assignmentSet = (principal: Entity) => `servicePrincipals('${String(principal.id)}')/appRoleAssignments`

const ok = (answered: object): Response | GraphRefusal =>
  isRefusal(answered)
    ? answered
    : Response.json(answered, {
        headers: {
          'content-type':
            'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8',
          'odata-version': '4.0',
        },
      })

const graphHeaders = (ids: ExchangeIds): Record<string, string> => ({
  'cache-control': 'no-cache',
  'request-id': ids.requestId,
  'client-request-id': ids.clientRequestId,
  'x-ms-ags-diagnostic':
    '{"ServerInfo":{"DataCenter":"Make-believe","Slice":"E","Ring":"0","ScaleUnit":"000","RoleInstance":"EMULATOR"}}',
})
