import {
  correlationIdOf,
  refuse as entraRefusal,
  refusalResponse as entraResponse,
} from '../entra/refusal.ts'
import { refuse as graphRefusal, refusalResponse as graphResponse } from '../graph/refusal.ts'
import type { Sent } from '../listen.ts'
import type { World } from '../world.ts'
import type { Effects } from './fault.ts'
import { answererOf } from './faults.ts'

/** The world in which a request is played: its clock, and how long its tokens live. */
export function worldUnder({ clock = 0, lifetime }: Effects, world: World): World {
  const now = (): number => world.now() + clock
  return { ...world, now, tokenLifetime: lifetime ?? world.tokenLifetime }
}

/** What of the answer goes over the wire. */
export function wireOf({ reset, truncate }: Effects): Omit<Sent, 'response' | 'date'> {
  return {
    ...(reset === true ? { isReset: true } : {}),
    ...(truncate === undefined ? {} : { cutTo: truncate }),
  }
}

/** The answer in the place of the played one: a refusal of the service's form, or what is nobody's. Null: it is played. */
export function faultyAnswer(
  { status, retryAfter, garbage }: Effects,
  world: World,
  request: Request,
): Response | null {
  if (garbage === true) return new Response(noise(world), { headers: { 'content-type': 'application/json' } })
  if (status === undefined) return null
  const refused =
    answererOf(request) === 'graph'
      ? graphAnswer(status, world, request)
      : entraAnswer(status, world, request)
  refused.headers.delete('retry-after')
  if (retryAfter !== undefined) refused.headers.set('retry-after', waitOf(retryAfter, world.now()))
  return refused
}

function waitOf({ seconds, isDate }: NonNullable<Effects['retryAfter']>, now: number): string {
  return isDate ? new Date(now + seconds * 1000).toUTCString() : String(seconds)
}

function graphAnswer(status: number, world: World, request: Request): Response {
  const requestId = world.uuid()
  const ids = { requestId, clientRequestId: request.headers.get('client-request-id') ?? requestId }
  const refused = graphResponse(graphRefusal(graphWords(status)), ids, world.now())
  const answer = withStatus(refused, status)
  answer.headers.set('request-id', ids.requestId)
  answer.headers.set('client-request-id', ids.clientRequestId)
  return answer
}

function graphWords(status: number): Parameters<typeof graphRefusal>[0] {
  switch (status) {
    case 401:
      return 'token-invalid'
    case 403:
      return 'privileges'
    case 429:
      return 'throttled'
    default:
      return 'failing'
  }
}

/** Entra ID says it has too much to do, or that it failed for now. */
function entraAnswer(status: number, world: World, request: Request): Response {
  const refusal = entraRefusal(status === 429 ? '90055' : '90033')
  return withStatus(entraResponse(world, refusal, correlationIdOf(world, request)), status)
}

const withStatus = (answer: Response, status: number): Response =>
  new Response(answer.body, { status, headers: answer.headers })

/** Bytes that are no text and no JSON. */
const noise = (world: World): Uint8Array<ArrayBuffer> => Uint8Array.from(world.randomBytes(512))
