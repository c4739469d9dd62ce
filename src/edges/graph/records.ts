import { type JsonObject, textOf } from '../../core/json.ts'
import type { ObservedRecords } from '../../core/records.ts'
import type { Secret } from '../../core/secret.ts'
import type { Io } from '../../io.ts'
import { Directory } from './directory.ts'

/**
 * Reads what the tenant holds about an app: service principal, registration, grants, which APIs the
 * grants are on, and Microsoft Graph's own service principal, which a new grant would name. Needs
 * Application.Read.All; an app may read its own two objects without. What is refused or left is listed, and the rest
 * is read all the same. A few requests are under way at a time.
 */
export async function readAppRecords(
  appId: string,
  origin: string,
  token: Secret,
  io: Io,
): Promise<ObservedRecords> {
  const directory = new Directory(origin, token, io)
  return withLeft(await readGrants(appId, directory), directory)
}

/** The same, and what else the tenant knows of an app that shows no token: its directory roles, its owners, and what an agent inherits. */
export async function readWholeApp(
  appId: string,
  origin: string,
  token: Secret,
  io: Io,
): Promise<ObservedRecords> {
  const directory = new Directory(origin, token, io)
  const records = await readGrants(appId, directory)
  const [directoryRoles, owners, ofAgent] = await Promise.all([
    rolesOf(records, directory),
    ownersOf(records, directory),
    agentOf(records, directory),
  ])
  return withLeft(
    {
      ...records,
      ...ofAgent,
      ...(directoryRoles === undefined ? {} : { directoryRoles }),
      ...(owners === undefined ? {} : { owners }),
    },
    directory,
  )
}

type Read = Omit<ObservedRecords, 'refusals' | 'unread'>

function withLeft(read: Read, { refusals, unread }: Directory): ObservedRecords {
  return { ...read, refusals, ...(unread.length === 0 ? {} : { unread }) }
}

async function readGrants(appId: string, directory: Directory): Promise<Read> {
  const [servicePrincipal, application] = await Promise.all([
    directory.object(
      'service principal',
      `/servicePrincipals(appId='${appId}')?$select=id,appId,displayName,accountEnabled,servicePrincipalType`,
    ),
    directory.object(
      'application',
      `/applications(appId='${appId}')?$select=id,appId,displayName,requiredResourceAccess,passwordCredentials,keyCredentials`,
    ),
  ])
  const id = textOf(servicePrincipal?.id)
  const assignments = id === null ? undefined : await directory.grantsOf(id)
  return {
    ...(servicePrincipal === undefined ? {} : { servicePrincipal }),
    ...(application === undefined ? {} : { application }),
    ...(assignments === undefined ? {} : { appRoleAssignments: assignments }),
    resources: assignments === undefined ? [] : await directory.apisOf(assignments),
  }
}

/** Through groups too: of both a token's wids tells. Source: Learn, "List servicePrincipal transitive memberOf". */
async function rolesOf({ servicePrincipal }: Read, directory: Directory): Promise<JsonObject[] | undefined> {
  const id = textOf(servicePrincipal?.id)
  if (id === null) return servicePrincipal === null ? [] : undefined
  const found = await directory.members(
    'directory roles',
    `/servicePrincipals/${encodeURIComponent(id)}/transitiveMemberOf?$top=999`,
    member => !isRole(member) || textOf(member.roleTemplateId) !== null,
  )
  return found?.filter(isRole)
}

function isRole(member: JsonObject): boolean {
  return member['@odata.type'] === '#microsoft.graph.directoryRole'
}

async function agentOf({ servicePrincipal }: Read, directory: Directory): Promise<Partial<Read>> {
  const id = textOf(servicePrincipal?.id)
  if (id === null || servicePrincipal?.['@odata.type'] !== '#microsoft.graph.agentIdentity') return {}
  return (await import('./agent.ts')).readAgent(id, directory)
}

/** Sources: Learn, "List owners of an application", "List owners of a service principal". */
async function ownersOf(
  { servicePrincipal, application }: Read,
  directory: Directory,
): Promise<JsonObject[] | undefined> {
  const [set, object] =
    textOf(application?.id) === null
      ? (['servicePrincipals', servicePrincipal] as const)
      : (['applications', application] as const)
  const id = textOf(object?.id)
  if (id === null) return undefined
  return directory.members(
    'owners',
    `/${set}/${encodeURIComponent(id)}/owners?$select=id,displayName,userPrincipalName`,
    ({ displayName }) => textOf(displayName) !== null,
  )
}
