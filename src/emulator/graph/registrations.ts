import { isGuid } from '../../core/guid.ts'
import type { App, StoredSecret } from '../tenant.ts'
import type { Declared, DeclaredElsewhere } from '../tenant-file.ts'
import type { World } from '../world.ts'
import { readKeys } from './app-credentials.ts'
import type { Entity } from './entities.ts'
import { readJson } from './json-body.ts'
import { type GraphRefusal, refuse } from './refusal.ts'

/**
 * `POST /applications`: a registration, without a service principal, as in the real thing.
 * Source: Learn, "Create application".
 */
export async function register(world: World, request: Request): Promise<App | GraphRefusal> {
  const body = await readJson(request)
  if (body === null) return refuse('payload')
  const { displayName } = body
  if (typeof displayName !== 'string' || displayName.trim() === '' || displayName.length > longestName)
    return refuse('value', { property: 'displayName', type: 'Application' })
  const wanted = readDeclared(world, body.requiredResourceAccess ?? [])
  if ('refusal' in wanted) return wanted
  return world.tenant.register(displayName.trim(), wanted)
}

/** In characters. Source: Learn, "application resource type", displayName. */
const longestName = 256

const changeable = ['requiredResourceAccess', 'keyCredentials']

/**
 * `PATCH /applications/{id}`: what the registration declares, and its certificates; a list that is there is replaced.
 * Source: Learn, "Update application". Any other property is not played.
 */
export async function update(world: World, app: App, request: Request): Promise<true | GraphRefusal> {
  const body = await readJson(request)
  if (body === null) return refuse('payload')
  const other = Object.keys(body).find(name => !changeable.includes(name))
  if (other !== undefined) return refuse('not-played', { what: `changing ${safeName(other)}` })
  const { requiredResourceAccess, keyCredentials } = body
  const wanted = requiredResourceAccess === undefined ? app : readDeclared(world, requiredResourceAccess)
  if ('refusal' in wanted) return wanted
  const keys = keyCredentials === undefined ? app.keys : readKeys(world, app, keyCredentials)
  if ('refusal' in keys) return keys
  world.tenant.declare(app, wanted)
  app.keys = keys
  return true
}

/** `POST /applications/{id}/addPassword`: a secret, shown this once. Source: Learn, "application: addPassword". */
export async function addSecret(world: World, app: App, request: Request): Promise<Entity | GraphRefusal> {
  const body = await readJson(request)
  if (body === null) return refuse('payload')
  const credential = objectIn(body.passwordCredential) ?? {}
  const displayName = typeof credential.displayName === 'string' ? credential.displayName : ''
  const { stored, shown } = world.tenant.addSecret(app, displayName.slice(0, longestName))
  return {
    customKeyIdentifier: null,
    displayName: stored.displayName,
    endDateTime: new Date(stored.endsAt).toISOString(),
    hint: stored.hint,
    keyId: stored.id,
    secretText: shown.value,
    startDateTime: new Date(stored.startsAt).toISOString(),
  }
}

/** `POST /applications/{id}/removePassword`. Source: Learn, "application: removePassword". */
export async function removeSecret(
  world: World,
  app: App,
  request: Request,
): Promise<StoredSecret | GraphRefusal> {
  const body = await readJson(request)
  if (body === null) return refuse('payload')
  const removed = isGuid(body.keyId) ? world.tenant.removeSecret(app, body.keyId) : null
  return removed ?? refuse('value', { property: 'keyId', type: 'PasswordCredential' })
}

/**
 * `PATCH /servicePrincipals/{id}`: whether the app may sign in. Source: Learn, "Update servicePrincipal". Any other
 * property is not played, nor are the service principals of Microsoft's own APIs.
 */
export async function switchAccount(
  world: World,
  servicePrincipalId: string,
  request: Request,
): Promise<App | GraphRefusal> {
  const body = await readJson(request)
  if (body === null) return refuse('payload')
  const other = Object.keys(body).find(name => name !== 'accountEnabled')
  if (other !== undefined) return refuse('not-played', { what: `changing ${safeName(other)}` })
  if (typeof body.accountEnabled !== 'boolean')
    return refuse('value', { property: 'accountEnabled', type: 'ServicePrincipal' })
  const app = world.tenant.appByServicePrincipal(servicePrincipalId)
  if (app?.servicePrincipal == null)
    return refuse('not-played', { what: "changing one of Microsoft's own APIs" })
  app.servicePrincipal = { ...app.servicePrincipal, accountEnabled: body.accountEnabled }
  return app
}

/** `POST /servicePrincipals`, for an app of this tenant. Source: Learn, "Create servicePrincipal". */
export async function instantiate(world: World, request: Request): Promise<App | GraphRefusal> {
  const body = await readJson(request)
  if (body === null) return refuse('payload')
  const app = isGuid(body.appId) ? world.tenant.appByClientId(body.appId) : null
  if (app === null) return refuse('value', { property: 'appId', type: 'ServicePrincipal' })
  if (app.servicePrincipal !== null) return refuse('exists')
  world.tenant.createServicePrincipal(app)
  return app
}

interface Wanted {
  readonly declared: readonly Declared[]
  readonly declaredElsewhere: readonly DeclaredElsewhere[]
}

/** `requiredResourceAccess`. Permissions of Graph are known by name; those of other APIs stay ids. */
function readDeclared(world: World, value: unknown): Wanted | GraphRefusal {
  const invalid = refuse('value', { property: 'requiredResourceAccess', type: 'Application' })
  if (!Array.isArray(value)) return invalid
  const declared: Declared[] = []
  const declaredElsewhere: DeclaredElsewhere[] = []
  for (const one of value) {
    const { resourceAppId, resourceAccess } = objectIn(one) ?? {}
    if (!isGuid(resourceAppId) || !Array.isArray(resourceAccess)) return invalid
    for (const access of resourceAccess) {
      const { id, type } = objectIn(access) ?? {}
      if (!isGuid(id) || (type !== 'Role' && type !== 'Scope')) return invalid
      const permission = world.index.permissionById(id.toLowerCase())
      if (resourceAppId.toLowerCase() !== world.tenant.graph.appId)
        declaredElsewhere.push({ resourceAppId: resourceAppId.toLowerCase(), id, kind: type })
      else if (permission === null || (permission.kind === 'application') !== (type === 'Role'))
        return invalid
      else declared.push({ permission: permission.name, kind: type })
    }
  }
  return { declared, declaredElsewhere }
}

function objectIn(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null
}

/** A client's own word is repeated only where it is one. */
function safeName(name: string): string {
  return /^\w{1,40}$/.test(name) ? name : 'that'
}
