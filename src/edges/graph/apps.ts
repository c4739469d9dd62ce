import { isGuid } from '../../core/guid.ts'
import { type JsonObject, textOf } from '../../core/json.ts'
import type { RecordsRefusal, UnreadRecord } from '../../core/records.ts'
import type { Secret } from '../../core/secret.ts'
import type { Io } from '../../io.ts'
import { Directory } from './directory.ts'

/** An app of the tenant, as far as it has to be told from others. */
export interface NamedApp {
  readonly appId: string
  readonly isManagedIdentity: boolean
}

export interface FoundApps {
  /** Each once, by its client id, in the order of the ids. */
  readonly apps: readonly NamedApp[]
  readonly refusals: readonly RecordsRefusal[]
  readonly unread: readonly UnreadRecord[]
}

/** More of one name than anybody can choose from. */
const most = 20

const members = '$select=id,appId,displayName'

/**
 * The apps of a tenant that a word means: a client id, the object id of a registration or service principal, or a
 * display name in full, in any letter case. Source: Learn, "List servicePrincipals", "List applications" ($filter).
 */
export async function findApps(word: string, origin: string, token: Secret, io: Io): Promise<FoundApps> {
  const directory = new Directory(origin, token, io)
  const found = isGuid(word) ? await byId(word.toLowerCase(), directory) : await byName(word, directory)
  const apps = new Map<string, NamedApp>()
  for (const object of found) {
    const appId = textOf(object.appId)?.toLowerCase()
    if (appId === undefined || !isGuid(appId)) continue
    const isManagedIdentity =
      object.servicePrincipalType === 'ManagedIdentity' || apps.get(appId)?.isManagedIdentity === true
    apps.set(appId, { appId, isManagedIdentity })
  }
  const sorted = [...apps.values()].sort((a, b) => (a.appId < b.appId ? -1 : 1))
  return { apps: sorted, refusals: directory.refusals, unread: directory.unread }
}

async function byId(id: string, directory: Directory): Promise<JsonObject[]> {
  const byClientId = await both(directory, `(appId='${id}')`)
  return byClientId.length > 0 ? byClientId : both(directory, `/${id}`)
}

async function both(directory: Directory, which: string): Promise<JsonObject[]> {
  const found = await Promise.all([
    directory.object('service principal', `/servicePrincipals${which}?${members},servicePrincipalType`),
    directory.object('application', `/applications${which}?${members}`),
  ])
  return found.filter(object => object !== undefined && object !== null)
}

async function byName(name: string, directory: Directory): Promise<JsonObject[]> {
  const quoted = encodeURIComponent(name.replaceAll("'", "''")).replaceAll("'", '%27')
  const query = `$filter=displayName%20eq%20%27${quoted}%27&$top=${most}`
  const found = await Promise.all([
    directory.collection('service principal', `/servicePrincipals?${members},servicePrincipalType&${query}`),
    directory.collection('application', `/applications?${members}&${query}`),
  ])
  return found.flatMap(objects => objects ?? [])
}
