import { delegatedClaims, signedToken } from '../entra/claims.ts'
import type { Entity } from '../graph/entities.ts'
import { answered } from '../graph/graph.ts'
import type { User } from '../tenant-file.ts'
import type { World } from '../world.ts'
import type { Role } from './session.ts'

/** The portal as a client of Graph: Entra ID knows it by this id. It is registered in no tenant. */
export const portalApp = {
  clientId: '0403a11d-0403-4403-8403-04030403a11d',
  displayName: 'why403 portal',
} as const

/**
 * What a token of the portal holds, by who uses it. The emulator knows no rights of users, so the scopes stand for them:
 * a developer may make and change registrations, and only an administrator grants.
 */
const scopes: Readonly<Record<Role, readonly string[]>> = {
  developer: ['Application.ReadWrite.All', 'User.Read.All'],
  administrator: [
    ...['Application.ReadWrite.All', 'AppRoleAssignment.ReadWrite.All', 'AuditLog.Read.All'],
    ...['Directory.Read.All', 'User.Read.All'],
  ],
}

/** What Graph answered in the place of what was asked for. */
export class Refused extends Error {
  readonly status: number
  readonly code: string

  constructor(status: number, { error }: { error?: { code?: unknown; message?: unknown } }) {
    super(String(error?.message ?? 'Graph refused.'))
    this.status = status
    this.code = String(error?.code ?? status)
  }
}

/** A client of Microsoft Graph like any other: it shows what Graph answers, and does what Graph lets it. */
export class GraphClient {
  readonly #world: World
  readonly #token: string

  private constructor(world: World, token: string) {
    this.#world = world
    this.#token = token
  }

  static async signedIn(world: World, role: Role): Promise<GraphClient> {
    const { graph } = world.tenant
    const user = userOf(world, role)
    const claims = delegatedClaims(world, user, portalApp, scopes[role], graph.identifiers[0]!)
    return new GraphClient(world, await signedToken(world, claims, graph))
  }

  /** @throws Refused */
  async get(path: string): Promise<Entity> {
    return this.send('GET', path)
  }

  /** One page of a list. @throws Refused */
  async list(path: string): Promise<Entity[]> {
    const { value } = await this.get(path)
    return Array.isArray(value) ? value : []
  }

  /** @throws Refused */
  async send(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: object): Promise<Entity> {
    const headers = { authorization: `Bearer ${this.#token}`, consistencylevel: 'eventual' }
    const request = new Request(
      `http://127.0.0.1/v1.0${path}`,
      body === undefined
        ? { method, headers }
        : { method, headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) },
    )
    const { response } = await answered(this.#world, 'v1.0', request)
    const text = await response.text()
    const answer: unknown = /^\s*[{[]/.test(text) ? JSON.parse(text) : { value: text }
    const object: Entity = typeof answer === 'object' && answer !== null ? { ...answer } : {}
    if (response.status >= 400) throw new Refused(response.status, object)
    return object
  }
}

/** Somebody of the tenant; where it has nobody, an account that it does not list. */
export function userOf({ tenant }: World, role: Role): User {
  const [developer, administrator = developer] = tenant.users
  const user = role === 'developer' ? developer : administrator
  if (user !== undefined) return user
  const name = { givenName: 'Make-believe', surname: role, displayName: `Make-believe ${role}` }
  return {
    ...name,
    id: '5eed0000-0000-4000-8000-000000000000',
    userPrincipalName: `${role}@${tenant.domain}`,
  }
}
