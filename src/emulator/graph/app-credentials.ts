import { type FederatedCredential, plain, type StoredKey, storedKey } from '../app-keys.ts'
import type { App } from '../tenant.ts'
import type { World } from '../world.ts'
import type { Entity } from './entities.ts'
import { readJson } from './json-body.ts'
import { type GraphRefusal, refuse } from './refusal.ts'

/** More than an app may have. Source: Learn, "Workload identity federation, important considerations". */
const mostFederated = 20

/**
 * The certificates of an app, as `PATCH /applications/{id}` lists them: one that is there already may stand there by its
 * id alone. Source: Learn, "keyCredential resource type".
 */
export function readKeys(world: World, app: App, value: unknown): readonly StoredKey[] | GraphRefusal {
  if (!Array.isArray(value)) return refuse('value', { property: 'keyCredentials', type: 'Application' })
  const keys = value.map((one: unknown) => {
    const { keyId, key, displayName }: Record<string, unknown> = typeof one === 'object' ? { ...one } : {}
    const kept = app.keys.find(({ id }) => id === keyId)
    if (typeof key !== 'string') return kept ?? null
    return storedKey(typeof keyId === 'string' ? keyId : world.uuid(), String(displayName ?? ''), key)
  })
  const read = keys.filter(key => key !== null)
  if (read.length < keys.length) return refuse('value', { property: 'key', type: 'KeyCredential' })
  return read
}

/** `POST /applications/{id}/federatedIdentityCredentials`. Source: Learn, "Create federatedIdentityCredential". */
export async function addFederated(
  world: World,
  app: App,
  request: Request,
): Promise<FederatedCredential | GraphRefusal> {
  const body = await readJson(request)
  if (body === null) return refuse('payload')
  const type = 'FederatedIdentityCredential'
  for (const property of ['name', 'issuer', 'subject'] as const) {
    if (textOf(body, property) === null) return refuse('value', { property, type })
  }
  const audiences = body.audiences
  if (!Array.isArray(audiences) || audiences.length !== 1)
    return refuse('value', { property: 'audiences', type })
  if (app.federated.length === mostFederated)
    return refuse('value', { property: 'federatedIdentityCredentials', type })
  const [name, issuer, subject] = ['name', 'issuer', 'subject'].map(property => textOf(body, property)!)
  const isTaken = app.federated.some(
    one => one.name === name || (one.issuer === issuer && one.subject === subject),
  )
  if (isTaken) return refuse('value', { property: 'name', type })
  const added = {
    id: world.uuid(),
    name: name!,
    issuer: issuer!,
    subject: subject!,
    audiences: audiences.map(String),
  }
  app.federated = [...app.federated, added]
  return added
}

function textOf(body: Readonly<Record<string, unknown>>, name: string): string | null {
  const value = new Map(Object.entries(body)).get(name)
  return typeof value === 'string' && value !== '' && value.length <= 600 ? value : null
}

/** Lists show no key, as Graph's do not. Source: Learn, "keyCredential resource type". */
export const keyEntity = ({
  id,
  displayName,
  certificate,
  startsAt,
  endsAt,
}: App['keys'][number]): Entity => ({
  customKeyIdentifier: plain(certificate.fingerprint),
  displayName,
  endDateTime: iso(endsAt),
  key: null,
  keyId: id,
  startDateTime: iso(startsAt),
  type: 'AsymmetricX509Cert',
  usage: 'Verify',
})

export const federatedEntity = ({ id, name, issuer, subject, audiences }: FederatedCredential): Entity => ({
  id,
  name,
  issuer,
  subject,
  description: null,
  audiences,
})

const iso = (at: number) => `${new Date(at).toISOString().slice(0, 19)}Z`
