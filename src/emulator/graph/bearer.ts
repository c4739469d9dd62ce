import { issuer } from '../entra/claims.ts'
import { decode } from '../signing.ts'
import type { World } from '../world.ts'
import { type GraphRefusal, refuse } from './refusal.ts'

/** Who calls, as the token says: an app with its roles, or a user (through an app) with scopes. */
export interface Caller {
  readonly access: 'app' | 'user'
  readonly clientId: string
  /** Of the service principal, or of the user. */
  readonly objectId: string
  /** Roles or scopes, as stamped into the token: what was granted since is not among them. */
  readonly held: readonly string[]
  /** All that the token says. */
  readonly claims: Readonly<Record<string, unknown>>
}

/**
 * Reads and verifies the bearer token: signature, audience, issuer, lifetime. The order of the checks is an
 * assumption, and so is that there is no tolerance for clocks: Graph's is not documented.
 */
export async function caller(world: World, authorization: string | null): Promise<Caller | GraphRefusal> {
  const token = /^Bearer\s+(\S.*)$/i.exec(authorization?.trim() ?? '')?.[1]
  if (token === undefined) return refuse('token-empty')
  const [head, body, signature, ...rest] = token.split('.')
  if (head === undefined || body === undefined || signature === undefined || rest.length > 0) {
    return refuse('token-unreadable')
  }
  const unverified = decode(body)
  if (decode(head) === null || unverified === null) return refuse('token-unreadable')
  if (!world.tenant.graph.identifiers.includes(String(unverified.aud))) return refuse('token-audience')

  const claims = await world.keys.verify(token)
  if (claims === null)
    return refuse(isEarlier(world, decode(head)!, unverified) ? 'token-earlier' : 'token-invalid')
  if (claims.iss !== issuer(world)) return refuse('token-invalid')
  const now = world.now() / 1000
  if (Number(claims.exp) <= now) return refuse('token-expired')
  if (Number(claims.nbf) > now) return refuse('token-early')

  const access = claims.idtyp === 'user' ? 'user' : 'app'
  return {
    access,
    clientId: String(claims.appid),
    objectId: String(claims.oid),
    held: access === 'user' ? words(claims.scp) : list(claims.roles),
    claims,
  }
}

/**
 * Whether a token that no key here has signed was signed by an earlier start of the emulator: it is of its tenant and
 * has the form of its tokens. It may be forged as well, and nobody else issues tokens of that tenant.
 */
function isEarlier(world: World, header: Record<string, unknown>, claims: Record<string, unknown>): boolean {
  const { alg, kid } = header
  const isForeign = typeof kid === 'string' && /^[\w-]{27}$/.test(kid) && !world.keys.isOwn(kid)
  return alg === 'RS256' && isForeign && claims.iss === issuer(world)
}

const words = (scp: unknown): string[] => (typeof scp === 'string' ? scp.split(' ').filter(Boolean) : [])

const list = (roles: unknown): string[] => (Array.isArray(roles) ? roles.map(String) : [])
