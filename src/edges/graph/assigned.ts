import { graphAppId } from '../../core/clouds.ts'
import { type JsonObject, textOf } from '../../core/json.ts'
import type { Secret } from '../../core/secret.ts'
import type { ObservedHolders } from '../../core/who.ts'
import type { Io } from '../../io.ts'
import { inTurns } from '../in-turns.ts'
import { Directory } from './directory.ts'

/** More than the largest tenants grant of one API; a server that pages without end is stopped. */
const most = { rows: 200_000, pages: 400 }

/** As many values as `in` takes in one filter. Source: Learn, "Advanced query capabilities on Microsoft Entra ID objects". */
const atOnce = 15

const members = '$select=id,appId,displayName,accountEnabled,servicePrincipalType,appOwnerOrganizationId'

/**
 * Who holds app roles of Microsoft Graph, page after page; then the service principals that matter, several to a
 * request and a few requests at a time. Source: Learn, "List appRoleAssignments granted for a service principal".
 *
 * @param wanted object ids of the service principals to look up, once the grants are there
 * @param tell how many of them were read
 */
export async function readHolders(
  wanted: (read: Pick<ObservedHolders, 'graph' | 'assignments'>) => readonly string[],
  origin: string,
  token: Secret,
  io: Io,
  tell: (read: number, of: number) => void,
): Promise<ObservedHolders> {
  const directory = new Directory(origin, token, io)
  const graph = await directory.object(
    'Microsoft Graph',
    `/servicePrincipals(appId='${graphAppId}')?$select=id,appId`,
  )
  const id = textOf(graph?.id)
  const assignments =
    id === null
      ? undefined
      : await directory.collection(
          'grants',
          `/servicePrincipals/${encodeURIComponent(id)}/appRoleAssignedTo?$top=999`,
          { ...most, keep: readMembers },
        )
  const ids = wanted({ graph, assignments })
  const groups = Array.from({ length: Math.ceil(ids.length / atOnce) }, (_, at) =>
    ids.slice(at * atOnce, (at + 1) * atOnce),
  )
  let read = 0
  const principals = await inTurns(groups, async (group): Promise<JsonObject[]> => {
    const list = group.map(one => `%27${encodeURIComponent(one)}%27`).join(',')
    const query = `$filter=id%20in%20(${list})&${members}`
    const found = await directory.collection('service principals', `/servicePrincipals?${query}`)
    read += group.length
    tell(read, ids.length)
    return found ?? []
  })
  const { refusals, unread } = directory
  return { graph, assignments, principals: principals.flat(), refusals: once(refusals), unread: once(unread) }
}

/** Of many requests for the same, one says why. */
function once<Left extends { readonly record: string }>(left: readonly Left[]): Left[] {
  return left.filter(({ record }, at) => left.findIndex(other => other.record === record) === at)
}

/** Of hundreds of thousands of rows, what is read of each. */
function readMembers({
  principalId,
  principalType,
  principalDisplayName,
  appRoleId,
  resourceId,
  createdDateTime,
}: JsonObject): JsonObject {
  return { principalId, principalType, principalDisplayName, appRoleId, resourceId, createdDateTime }
}
