import { isGuid } from '../../core/guid.ts'
import { textOf } from '../../core/json.ts'
import type { ObservedBlueprint, ObservedRecords } from '../../core/records.ts'
import type { Directory } from './directory.ts'

type OfAgent = Pick<ObservedRecords, 'inheritedAppRoleAssignments' | 'blueprint'>

/**
 * What an agent identity inherits, and its blueprint. Sources: Learn, "List inherited app role assignments for an agent
 * identity" (beta; a table of its own, as no grant of the agent's shows them), "agentIdentity resource type".
 */
export async function readAgent(id: string, directory: Directory): Promise<OfAgent> {
  const name = encodeURIComponent(id)
  const [inherited, agent] = await Promise.all([
    directory.collection(
      'inherited grants',
      `/servicePrincipals/microsoft.graph.agentIdentity/${name}/inheritedAppRoleAssignments`,
      { version: 'beta' },
    ),
    directory.object(
      'agent identity',
      `/servicePrincipals/${name}/microsoft.graph.agentIdentity?$select=id,agentIdentityBlueprintId`,
    ),
  ])
  const appId = textOf(agent?.agentIdentityBlueprintId)?.toLowerCase()
  return {
    ...(inherited === undefined ? {} : { inheritedAppRoleAssignments: inherited }),
    ...(appId === undefined || !isGuid(appId) ? {} : { blueprint: await readBlueprint(appId, directory) }),
  }
}

async function readBlueprint(appId: string, directory: Directory): Promise<ObservedBlueprint> {
  const [servicePrincipal, application] = await Promise.all([
    directory.object('blueprint', `/servicePrincipals(appId='${appId}')?$select=id,appId,displayName`),
    directory.object('blueprint', `/applications(appId='${appId}')?$select=id,appId`),
  ])
  const id = textOf(servicePrincipal?.id)
  const assignments = id === null ? undefined : await directory.grantsOf(id)
  return {
    appId,
    ...(servicePrincipal === undefined ? {} : { servicePrincipal }),
    ...(application === undefined ? {} : { application }),
    ...(assignments === undefined ? {} : { appRoleAssignments: assignments }),
  }
}
