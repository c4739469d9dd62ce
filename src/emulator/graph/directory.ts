import type { App, AppRoleAssignment } from '../tenant.ts'
import type { Resource } from '../tenant-file.ts'
import type { World } from '../world.ts'
import { keyEntity } from './app-credentials.ts'
import type { Entity } from './entities.ts'

/** What the tenant holds, the way Microsoft Graph shows it. Source: Learn, the resource types of the same names. */

export function* usersOf({ tenant }: World): Iterable<Entity> {
  yield* tenant.users
  yield* tenant.crowd
}

export const groupsOf = (world: World): Entity[] => [...world.tenant.groups]

export const rolesOf = ({ tenant }: World): Entity[] => [...tenant.directoryRoles]

/** The tenant itself, the one row there is. */
export const organizationOf = ({ tenant }: World): Entity[] => [
  {
    id: tenant.id,
    businessPhones: [],
    createdDateTime: iso(tenant.createdAt),
    displayName: tenant.displayName,
    preferredLanguage: 'en',
    tenantType: 'AAD',
    verifiedDomains: [
      {
        capabilities: 'Email, OfficeCommunicationsOnline',
        isDefault: true,
        isInitial: true,
        name: tenant.domain,
        type: 'Managed',
      },
    ],
  },
]

/** Newest first, as Graph lists them. The log grows, and of most lists a page is asked for. */
export function* signInsOf({ tenant }: World): Iterable<Entity> {
  for (const signIn of [...tenant.signIns].reverse()) {
    yield {
      id: signIn.id,
      createdDateTime: iso(signIn.at),
      userDisplayName: signIn.userDisplayName,
      userPrincipalName: signIn.user,
      userId: signIn.userId,
      appId: signIn.appId,
      appDisplayName: signIn.appDisplayName,
      ipAddress: signIn.ipAddress,
      clientAppUsed: signIn.clientAppUsed,
      conditionalAccessStatus: 'notApplied',
      isInteractive: true,
      resourceDisplayName: 'Microsoft Graph',
      status: { errorCode: signIn.errorCode, failureReason: signIn.failureReason, additionalDetails: null },
    }
  }
}

export const applicationsOf = (world: World): Entity[] =>
  world.tenant.apps.map(app => applicationEntity(world, app))

export function servicePrincipalsOf(world: World): Entity[] {
  const { apps, identities, agents, resources } = world.tenant
  return [
    ...apps.filter(app => app.servicePrincipal !== null).map(app => servicePrincipalEntity(world, app)),
    ...[...identities, ...agents].map(one => servicePrincipalEntity(world, one)),
    ...resources.map(resource => resourceEntity(world, resource)),
  ]
}

export const assignmentEntity = (world: World, assignment: AppRoleAssignment): Entity => ({
  id: assignment.id,
  deletedDateTime: null,
  appRoleId: assignment.appRoleId,
  createdDateTime: new Date(assignment.createdAt).toISOString(),
  principalDisplayName: world.tenant.appByServicePrincipal(assignment.principalId)?.displayName ?? null,
  principalId: assignment.principalId,
  principalType: 'ServicePrincipal',
  resourceDisplayName: world.tenant.resourceByServicePrincipal(assignment.resourceId)?.displayName ?? null,
  resourceId: assignment.resourceId,
})

export function applicationEntity(world: World, app: App): Entity {
  const resourceAccess = app.declared.flatMap(({ permission, kind }) => {
    const schemes = world.index.permission(permission)?.schemes
    const id = (kind === 'Role' ? schemes?.application : schemes?.delegatedWork)?.id
    return id ? [{ id, type: kind }] : []
  })
  return {
    id: app.objectId,
    appId: app.clientId,
    displayName: app.displayName,
    createdDateTime: iso(app.createdAt),
    signInAudience: 'AzureADMyOrg',
    requiredResourceAccess: [
      ...(resourceAccess.length === 0 ? [] : [{ resourceAppId: world.tenant.graph.appId, resourceAccess }]),
      ...app.declaredElsewhere.map(({ resourceAppId, id, kind }) => ({
        resourceAppId,
        resourceAccess: [{ id, type: kind }],
      })),
    ],
    passwordCredentials: app.secrets.map(secret => ({
      customKeyIdentifier: null,
      displayName: secret.displayName,
      endDateTime: iso(secret.endsAt),
      hint: secret.hint,
      keyId: secret.id,
      secretText: null,
      startDateTime: iso(secret.startsAt),
    })),
    keyCredentials: app.keys.map(keyEntity),
  }
}

/** Microsoft's own tenant, which owns the APIs. Source: Learn, "Verify first-party Microsoft applications in sign-in reports". */
const microsofts = 'f8cdef31-a31e-4b4a-93e4-5f571e91255a'

export const servicePrincipalEntity = ({ tenant }: World, app: App): Entity => ({
  ...typeOf(app),
  id: app.servicePrincipal!.id,
  appId: app.clientId,
  displayName: app.displayName,
  // Of a managed identity Graph's value was not verified.
  appOwnerOrganizationId: app.identity === null ? tenant.id : null,
  accountEnabled: app.servicePrincipal!.accountEnabled,
  appRoleAssignmentRequired: false,
  servicePrincipalType:
    app.agentOf !== null ? 'ServiceIdentity' : app.identity === null ? 'Application' : 'ManagedIdentity',
  servicePrincipalNames: [app.clientId],
  appRoles: [],
  oauth2PermissionScopes: [],
})

/** Where it is a kind of its own. Source: Learn, "agentIdentity" and "agentIdentityBlueprintPrincipal resource type". */
function typeOf({ agentOf, blueprint }: App): Entity {
  if (agentOf !== null)
    return { '@odata.type': '#microsoft.graph.agentIdentity', agentIdentityBlueprintId: agentOf.clientId }
  return blueprint === null ? {} : { '@odata.type': '#microsoft.graph.agentIdentityBlueprintPrincipal' }
}

function resourceEntity(world: World, resource: Resource): Entity {
  const isGraph = resource.key === 'graph'
  return {
    id: resource.servicePrincipalId,
    appId: resource.appId,
    displayName: resource.displayName,
    appOwnerOrganizationId: microsofts,
    accountEnabled: true,
    appRoleAssignmentRequired: false,
    servicePrincipalType: 'Application',
    servicePrincipalNames: resource.identifiers,
    ...(isGraph ? publishedPermissions(world) : { appRoles: [], oauth2PermissionScopes: [] }),
  }
}

/** All that Graph publishes, by name and id: descriptions are not in the index. */
function publishedPermissions(world: World): Entity {
  const appRoles: Entity[] = []
  const oauth2PermissionScopes: Entity[] = []
  for (const value of world.index.permissionNames()) {
    const schemes = world.index.permission(value)?.schemes
    const role = schemes?.application
    const scope = schemes?.delegatedWork
    if (role?.id) {
      const { id, enabled: isEnabled } = role
      const allowedMemberTypes = ['Application']
      appRoles.push({ allowedMemberTypes, displayName: value, id, isEnabled, origin: 'Application', value })
    }
    if (scope?.id) {
      const { id, enabled: isEnabled } = scope
      const type = scope.adminConsent ? 'Admin' : 'User'
      oauth2PermissionScopes.push({ adminConsentDisplayName: value, id, isEnabled, type, value })
    }
  }
  return { appRoles, oauth2PermissionScopes }
}

const iso = (at: number) => `${new Date(at).toISOString().slice(0, 19)}Z`
