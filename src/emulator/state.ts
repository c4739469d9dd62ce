import { isGuid } from '../core/guid.ts'
import { type JsonObject, objectOf, parseJson } from '../core/json.ts'
import { type StoredKey, storedKey } from './app-keys.ts'
import type { App, AppRoleAssignment, StoredSecret, Tenant } from './tenant.ts'
import type { Declared, DeclaredElsewhere } from './tenant-file.ts'

/** What a tenant has become, as it is kept over restarts: its apps and what was granted to them. */
export interface State {
  readonly tenantId: string
  readonly apps: readonly KeptApp[]
  readonly assignments: readonly AppRoleAssignment[]
}

/** Of secrets there are hashes, of certificates the public part. */
type KeptApp = Pick<
  App,
  | 'displayName'
  | 'clientId'
  | 'objectId'
  | 'createdAt'
  | 'declared'
  | 'declaredElsewhere'
  | 'secrets'
  | 'keys'
  | 'federated'
  | 'servicePrincipal'
>

/** The first member of each file: any other file is somebody's own. */
const mark = 'why403 emulator, state of a make-believe tenant: 1'

/** @param ofStart secrets that each start makes anew, by id: they are left out */
export function stateText(tenant: Tenant, ofStart: ReadonlySet<string>): string {
  const apps = tenant.apps.map(app => ({
    ...{
      displayName: app.displayName,
      clientId: app.clientId,
      objectId: app.objectId,
      createdAt: app.createdAt,
    },
    ...{ declared: app.declared, declaredElsewhere: app.declaredElsewhere },
    secrets: app.secrets.filter(({ id }) => !ofStart.has(id)),
    keys: app.keys.map(({ id, displayName, certificate }) => ({
      id,
      displayName,
      certificate: String(certificate),
    })),
    ...{ federated: app.federated, servicePrincipal: app.servicePrincipal },
  }))
  return `${JSON.stringify({ what: mark, tenantId: tenant.id, apps, assignments: tenant.assignments() }, null, 1)}\n`
}

/**
 * Brings a tenant to what it was before: apps by client id, and all grants. What its file scripts stays, and so do the
 * secrets that this start made.
 */
export function restore(tenant: Tenant, { apps, assignments }: State): void {
  for (const kept of apps) {
    const app = tenant.appByClientId(kept.clientId)
    if (app === null)
      tenant.apps.push({
        ...kept,
        key: kept.clientId,
        scripted: null,
        identity: null,
        agentOf: null,
        blueprint: null,
      })
    else Object.assign(app, { ...kept, secrets: [...app.secrets, ...kept.secrets] })
  }
  tenant.replaceAssignments(assignments)
}

/** What such a text holds; null: it is none, or not whole. */
export function readState(text: string): State | null {
  const all = objectOf(parseJson(text))
  if (all === null || all.what !== mark || !isGuid(all.tenantId)) return null
  const apps = listIn(all.apps, appIn)
  const assignments = listIn(all.assignments, assignmentIn)
  if (apps === null || assignments === null) return null
  return { tenantId: all.tenantId, apps, assignments }
}

function appIn(one: JsonObject): KeptApp | null {
  const { displayName, clientId, objectId, createdAt } = one
  if (!isText(displayName) || !isGuid(clientId) || !isGuid(objectId) || !isTime(createdAt)) return null
  const declared = listIn(one.declared, declaredIn)
  const declaredElsewhere = listIn(one.declaredElsewhere, elsewhereIn)
  const secrets = listIn(one.secrets, secretIn)
  const keys = listIn(one.keys, keyIn)
  const federated = listIn(one.federated, federatedIn)
  if (
    declared === null ||
    declaredElsewhere === null ||
    secrets === null ||
    keys === null ||
    federated === null
  )
    return null
  const servicePrincipal = one.servicePrincipal === null ? null : principalIn(objectOf(one.servicePrincipal))
  if (servicePrincipal === undefined) return null
  return {
    ...{ displayName, clientId, objectId, createdAt, declared, declaredElsewhere },
    ...{ secrets, keys, federated, servicePrincipal },
  }
}

/** Undefined: it is none. */
function principalIn(one: JsonObject | null): App['servicePrincipal'] | undefined {
  if (one === null || !isGuid(one.id) || typeof one.accountEnabled !== 'boolean') return undefined
  return { id: one.id, accountEnabled: one.accountEnabled }
}

function declaredIn({ permission, kind }: JsonObject): Declared | null {
  return isText(permission) && isKind(kind) ? { permission, kind } : null
}

function elsewhereIn({ resourceAppId, id, kind }: JsonObject): DeclaredElsewhere | null {
  return isGuid(resourceAppId) && isGuid(id) && isKind(kind) ? { resourceAppId, id, kind } : null
}

function secretIn({ id, displayName, hint, sha256, startsAt, endsAt }: JsonObject): StoredSecret | null {
  const isHash = typeof sha256 === 'string' && /^[\da-f]{64}$/.test(sha256)
  if (!isGuid(id) || !isText(displayName) || !isText(hint) || !isHash || !isTime(startsAt) || !isTime(endsAt))
    return null
  return { id, displayName, hint: hint.slice(0, 3), sha256, startsAt, endsAt }
}

function keyIn({ id, displayName, certificate }: JsonObject): StoredKey | null {
  if (!isText(id) || !isText(displayName) || typeof certificate !== 'string') return null
  return storedKey(id, displayName, certificate)
}

function federatedIn({ id, name, issuer, subject, audiences }: JsonObject): App['federated'][number] | null {
  const isWhole = isText(id) && isText(name) && isText(issuer) && isText(subject)
  if (!isWhole || !Array.isArray(audiences) || !audiences.every(isText)) return null
  return { id, name, issuer, subject, audiences }
}

function assignmentIn({
  id,
  principalId,
  resourceId,
  appRoleId,
  createdAt,
}: JsonObject): AppRoleAssignment | null {
  if (!isText(id) || !isGuid(principalId) || !isGuid(resourceId) || !isGuid(appRoleId) || !isTime(createdAt))
    return null
  return { id, principalId, resourceId, appRoleId, createdAt }
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.length <= 1000
const isTime = (value: unknown): value is number => Number.isSafeInteger(value)
const isKind = (value: unknown): value is Declared['kind'] => value === 'Role' || value === 'Scope'

/** Null: one of them is not what it should be. */
function listIn<One>(value: unknown, read: (one: JsonObject) => One | null): One[] | null {
  if (!Array.isArray(value)) return null
  const all = value.map(one => {
    const fields = objectOf(one)
    return fields === null ? null : read(fields)
  })
  const whole = all.filter(one => one !== null)
  return whole.length === all.length ? whole : null
}
