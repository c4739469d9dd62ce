import { isGuid } from '../../core/guid.ts'
import type { AppRoleAssignment } from '../tenant.ts'
import type { World } from '../world.ts'
import type { Caller } from './bearer.ts'
import { readJson } from './json-body.ts'
import { type GraphRefusal, refuse } from './refusal.ts'

const properties = ['principalId', 'resourceId', 'appRoleId'] as const

/**
 * `POST /servicePrincipals/{id}/appRoleAssignments`: grants an app role. Source: Learn, "Grant an
 * appRoleAssignment for a service principal".
 *
 * Stricter than Graph in one point: an app that may grant may not grant to itself. Graph lets it, which is
 * why AppRoleAssignment.ReadWrite.All is guarded like a key to the house; nobody should learn it here.
 */
export async function grant(
  world: World,
  caller: Caller,
  principalId: string,
  request: Request,
): Promise<AppRoleAssignment | GraphRefusal> {
  const body = await readJson(request)
  if (body === null) return refuse('payload')
  for (const property of properties) {
    if (!isGuid(body[property])) return refuse('value', { property, type: 'AppRoleAssignment' })
  }
  const [principal, resource, role] = properties.map(property => String(body[property]).toLowerCase()) as [
    string,
    string,
    string,
  ]
  if (principal !== principalId)
    return refuse('value', { property: 'principalId', type: 'AppRoleAssignment' })
  if (principal === caller.objectId) return refuse('privileges')
  if (world.tenant.resourceByServicePrincipal(resource) === null) return refuse('not-found', { id: resource })
  const isPublished =
    resource === world.tenant.graph.servicePrincipalId &&
    world.index.permissionById(role)?.kind === 'application'
  if (!isPublished) return refuse('role-unknown')
  return world.tenant.assign(principal, resource, role, world.now()) ?? refuse('role-assigned')
}
