import type { ObservedRecords } from '../../core/records.ts'
import type { Entity } from '../graph/entities.ts'
import { listOf, textOf, type Visit } from './visit.ts'

/** What an app asks for and what it was granted, read from Graph. */

export interface DeclaredHere {
  readonly id: string
  readonly name: string
  readonly kind: 'Role' | 'Scope'
}

/** Permissions of Microsoft Graph that a registration declares, by name. */
export function declaredOf({ world }: Visit, application: Entity): DeclaredHere[] {
  return listOf(application, 'requiredResourceAccess')
    .filter(one => textOf(one, 'resourceAppId') === world.tenant.graph.appId)
    .flatMap(one => listOf(one, 'resourceAccess'))
    .map(one => {
      const id = textOf(one, 'id')
      const name = world.index.permissionById(id)?.name ?? id
      return { id, name, kind: textOf(one, 'type') === 'Role' ? ('Role' as const) : ('Scope' as const) }
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

export interface Grant {
  /** Of the assignment. */
  readonly id: string
  readonly appRoleId: string
  readonly name: string
  readonly since: string
}

/** What a service principal was granted. */
export async function grantsOf({ world, graph }: Visit, servicePrincipalId: string): Promise<Grant[]> {
  const all = await graph.list(`/servicePrincipals/${servicePrincipalId}/appRoleAssignments?$top=999`)
  return all
    .map(one => {
      const appRoleId = textOf(one, 'appRoleId')
      return {
        id: textOf(one, 'id'),
        appRoleId,
        name: world.index.permissionById(appRoleId)?.name ?? appRoleId,
        since: textOf(one, 'createdDateTime'),
      }
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** By service principal, the names of what was granted on Microsoft Graph. */
export async function grantsByPrincipal({ world, graph }: Visit): Promise<ReadonlyMap<string, string[]>> {
  const all = await graph.list(
    `/servicePrincipals(appId='${world.tenant.graph.appId}')/appRoleAssignedTo?$top=999`,
  )
  const found = new Map<string, string[]>()
  for (const one of all) {
    const principal = textOf(one, 'principalId')
    const name = world.index.permissionById(textOf(one, 'appRoleId'))?.name
    if (name !== undefined) found.set(principal, [...(found.get(principal) ?? []), name])
  }
  return found
}

export const accessOf = (principal: Entity): { readonly isEnabled: boolean } => ({
  isEnabled: textOf(principal, 'accountEnabled') !== 'false',
})

/** The service principal of an app; null: it has none. */
export async function principalOf({ graph }: Visit, appId: string): Promise<Entity | null> {
  const [found = null] = await graph.list(
    `/servicePrincipals?$filter=appId eq '${appId}'&$select=id,appId,displayName,accountEnabled`,
  )
  return found
}

/** @throws Refused where the tenant has none such. */
export const applicationOf = ({ graph }: Visit, appId: string): Promise<Entity> =>
  graph.get(`/applications(appId='${appId}')`)

/** What Graph shows of an app, as whoever reads the tenant's records gets it. */
export async function recordsOf(visit: Visit, appId: string): Promise<ObservedRecords> {
  const { graph, world } = visit
  const application = await applicationOf(visit, appId)
  const servicePrincipal = await principalOf(visit, appId)
  const api = `/servicePrincipals(appId='${world.tenant.graph.appId}')?$select=id,appId,displayName`
  const appRoleAssignments =
    servicePrincipal === null
      ? []
      : await graph.list(`/servicePrincipals/${textOf(servicePrincipal, 'id')}/appRoleAssignments?$top=999`)
  return {
    application,
    servicePrincipal,
    appRoleAssignments,
    resources: [await graph.get(api)],
    refusals: [],
  }
}
