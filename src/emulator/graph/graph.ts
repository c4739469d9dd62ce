import { isGuid } from '../../core/guid.ts'
import type { World } from '../world.ts'
import { batch } from './batch.ts'
import { type Caller, caller } from './bearer.ts'
import { metadata } from './metadata.ts'
import { isNamed, notPlayed } from './not-played.ts'
import { decoded, findPath } from './path.ts'
import { isRoute, permit, templates } from './permit.ts'
import { type ExchangeIds, type GraphRefusal, isRefusal, refusalResponse, refuse } from './refusal.ts'
import { expanded } from './relations.ts'
import { play } from './routes.ts'
import { scenarioResponse } from './scenario.ts'
import { isOwn, targetOf } from './target.ts'

/** Microsoft Graph, one request: /v1.0 and /beta are played alike. Each is kept among the exchanges. */
export async function graph(world: World, version: 'v1.0' | 'beta', request: Request): Promise<Response> {
  const { response, who, requestId } = await answered(world, version, request)
  const { pathname, searchParams } = new URL(request.url)
  world.exchanges.add({
    ...{ kind: 'call', at: world.now(), method: request.method, version, status: response.status, requestId },
    ...(isRefusal(who) ? { clientId: null, access: null, claims: null } : callerOf(who)),
    path: pathname.slice(version.length + 1),
    query: queryOf(searchParams),
    answer: response.status >= 400 ? await response.clone().text() : null,
  })
  return response
}

const callerOf = ({ clientId, access, claims }: Caller) => ({ clientId, access, claims })

/** Options begin with a dollar sign; what else is there may be a secret. */
function queryOf(asked: URLSearchParams): string {
  return [...asked].map(([name, value]) => `${name}=${name.startsWith('$') ? value : '\u2026'}`).join('&')
}

/** The same, kept nowhere: for the portal, which is a client of its own and shows what the others say. */
export async function answered(
  world: World,
  version: 'v1.0' | 'beta',
  request: Request,
): Promise<{ response: Response; who: Caller | GraphRefusal; requestId: string }> {
  const requestId = world.uuid()
  const offered = request.headers.get('client-request-id')
  const ids = { requestId, clientRequestId: isGuid(offered) ? offered : requestId }

  const who = await caller(world, request.headers.get('authorization'))
  const played = await answer(world, version, request, ids, who)
  const response = isRefusal(played) ? refusalResponse(played, ids, world.now()) : played
  for (const [name, value] of Object.entries(graphHeaders(ids))) response.headers.set(name, value)
  return { response, who, requestId }
}

/** 401 first, then the batch, which holds requests of its own; the metadata are open to everybody. */
async function answer(
  world: World,
  version: 'v1.0' | 'beta',
  request: Request,
  ids: ExchangeIds,
  who: Caller | GraphRefusal,
): Promise<Response | GraphRefusal> {
  const url = new URL(request.url)
  const path = url.pathname.slice(version.length + 1)
  // HEAD is answered as GET is, and Node leaves the body out. What Graph does is not documented.
  const method = request.method === 'HEAD' ? 'GET' : request.method
  if (method === 'GET' && /^\/\$metadata\/?$/i.test(path)) return metadata()
  if (isRefusal(who)) return who
  if (/^\/\$batch\/?$/i.test(path)) {
    const refusing = (refused: GraphRefusal): Response => refusalResponse(refused, ids, world.now())
    return batch(request, inner => graph(world, version, inner), refusing)
  }
  return one(world, who, { request, method, url, version, path }, ids)
}

interface Asked {
  readonly request: Request
  readonly method: string
  readonly url: URL
  readonly version: string
  /** Behind the version. */
  readonly path: string
}

/**
 * What the tenant's script says, then what the path means (400, 405), then permission (403), then whether the object
 * exists (404).
 */
async function one(
  world: World,
  who: Caller,
  { request, method, url, version, path }: Asked,
  ids: ExchangeIds,
): Promise<Response | GraphRefusal> {
  const scenario = world.tenant.scenario(`${method} ${decoded(path)}`)
  if (scenario !== null) return scenarioResponse(scenario, who, ids, world.now())
  if (who.access === 'app' && /^\/me(\/|$)/i.test(path)) return refuse('me')
  const isCount = method === 'GET' && /\/\$count\/?$/i.test(path)
  const found = findPath(isCount ? path.slice(0, path.toLowerCase().lastIndexOf('/$count')) : path, templates)
  if (isRefusal(found)) return notPlayed(world.index, version, method, path, who) ?? found
  if (isNamed(world.index, found))
    return notPlayed(world.index, version, method, path, who) ?? refuse('not-played', { what: 'this path' })
  const name = `${method} ${found.template}`
  if (!isRoute(name)) return notPlayed(world.index, version, method, path, who) ?? refuse('method')

  const target = targetOf(world, found.template, found.keys, who)
  const permitted = permit(name, who, target !== null && isOwn(target, who))
  if (isRefusal(permitted)) return permitted
  if (target === null) return refuse('not-found', { id: found.keys[0]?.value ?? who.objectId })
  const query = {
    base: `${url.origin}/${version}`,
    url,
    sight: permitted.basicOnly ? ('basic' as const) : ('all' as const),
    consistency: request.headers.get('consistencylevel'),
    related: (relation: string, entity: object) => expanded(world, who, relation, { ...entity }),
  }
  return play(name, { world, who, request, target, keys: found.keys, query }, isCount)
}

const graphHeaders = (ids: ExchangeIds): Record<string, string> => ({
  'cache-control': 'no-cache',
  'request-id': ids.requestId,
  'client-request-id': ids.clientRequestId,
  'x-ms-ags-diagnostic':
    '{"ServerInfo":{"DataCenter":"Make-believe","Slice":"E","Ring":"0","ScaleUnit":"000","RoleInstance":"EMULATOR"}}',
})
