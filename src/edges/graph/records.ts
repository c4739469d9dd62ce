import { textOf } from '../../core/json.ts'
import type { ObservedRecords } from '../../core/records.ts'
import type { Secret } from '../../core/secret.ts'
import type { Io } from '../../io.ts'
import { Directory } from './directory.ts'

/**
 * Reads what the tenant holds about an app: service principal, registration, grants, which APIs the
 * grants are on, and Microsoft Graph's own service principal, which a new grant would name. Needs
 * Application.Read.All; an app may read its own two objects without. What is refused or left is listed, and the rest
 * is read all the same. A few requests are under way at a time.
 * Source: Learn, "List appRoleAssignments granted to a service principal".
 */
export async function readAppRecords(
  appId: string,
  origin: string,
  token: Secret,
  io: Io,
): Promise<ObservedRecords> {
  const directory = new Directory(`${origin}/v1.0`, token, io)
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
  const assignments =
    id === null
      ? undefined
      : await directory.collection(
          'grants',
          `/servicePrincipals/${encodeURIComponent(id)}/appRoleAssignments?$top=999`,
        )
  const apis = assignments === undefined ? [] : await directory.apisOf(assignments)
  return {
    ...(servicePrincipal === undefined ? {} : { servicePrincipal }),
    ...(application === undefined ? {} : { application }),
    ...(assignments === undefined ? {} : { appRoleAssignments: assignments }),
    resources: apis,
    refusals: directory.refusals,
    ...(directory.unread.length === 0 ? {} : { unread: directory.unread }),
  }
}
