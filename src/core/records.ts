import { graphAppId } from './clouds.ts'
import { type JsonObject, objectOf, objectsOf, textOf } from './json.ts'
import type { PermissionIndex } from './tables/permission-index.ts'
import type { PrincipalKind } from './token/principal-kind.ts'

/**
 * What the directory answered about the app, as it came. A member that is absent was not read (or refused:
 * see refusals); null means that the directory was asked and has no such object.
 */
export interface ObservedRecords {
  readonly servicePrincipal?: JsonObject | null
  readonly application?: JsonObject | null
  readonly appRoleAssignments?: readonly JsonObject[]
  /** Service principals of the APIs that the assignments are on, and of Microsoft Graph: `id` and `appId`. */
  readonly resources?: readonly JsonObject[]
  /** Directory roles that the service principal is in, through groups too. */
  readonly directoryRoles?: readonly JsonObject[]
  /** Of the registration; where there is none here, of the service principal. */
  readonly owners?: readonly JsonObject[]
  /** Of an agent identity: what its blueprint lets it inherit, and the blueprint itself. */
  readonly inheritedAppRoleAssignments?: readonly JsonObject[]
  readonly blueprint?: ObservedBlueprint
  readonly refusals: readonly RecordsRefusal[]
  /** What was not asked for to its end, or got no answer. */
  readonly unread?: readonly UnreadRecord[]
}

/** What an agent identity is made from, as far as it was read; the members are those of an app. */
export interface ObservedBlueprint
  extends Pick<ObservedRecords, 'servicePrincipal' | 'application' | 'appRoleAssignments'> {
  /** Application id. */
  readonly appId: string
}

export interface UnreadRecord {
  /** As in RecordsRefusal. */
  readonly record: string
  readonly reason: string
  /** It came without what it says, as to whoever may not read it. */
  readonly hidden?: true
}

export interface RecordsRefusal {
  /** What was asked for: `application`. */
  readonly record: string
  readonly status: number
  readonly code: string | null
  readonly requestId: string | null
}

/** The tenant's side: what the app declared and what was granted to it. Undefined: not looked at. */
export interface Records {
  readonly servicePrincipal: RecordedPrincipal | null | undefined
  /** Whether the tenant holds the app's registration. */
  readonly isRegistered: boolean | undefined
  /** Null where none was read. */
  readonly name: string | null
  readonly declared: readonly DeclaredPermission[] | undefined
  /** Secrets and certificates of the registration. */
  readonly credentials: readonly RecordedCredential[] | undefined
  readonly granted: readonly GrantedPermission[] | undefined
  /** By an agent identity, from its blueprint; undefined: not read, or no agent. */
  readonly inherited: readonly GrantedPermission[] | undefined
  readonly blueprint: RecordedBlueprint | null
  /** Template ids. */
  readonly directoryRoles: readonly string[] | undefined
  readonly owners: readonly RecordedOwner[] | undefined
  /** Object id of Microsoft Graph's service principal in this tenant; null where it was not read. */
  readonly graphPrincipal: string | null
  readonly refusals: readonly RecordsRefusal[]
  readonly unread: readonly UnreadRecord[]
}

export interface RecordedPrincipal {
  readonly id: string
  readonly enabled: boolean
  /** Null where its type does not tell. */
  readonly kind: PrincipalKind | null
  /** It is an agents' blueprint, which gets no token of Microsoft Graph itself. */
  readonly isBlueprint: boolean
}

/** The blueprint of an agent identity. Null: not read, or not there. */
export interface RecordedBlueprint {
  readonly clientId: string
  readonly name: string | null
  /** Object ids of its service principal and its registration. */
  readonly servicePrincipal: string | null
  readonly application: string | null
  readonly granted: readonly GrantedPermission[] | undefined
}

export interface RecordedCredential {
  readonly kind: 'secret' | 'certificate'
  /** Seconds since 1970. */
  readonly endsAt: number
  /** Of a certificate, SHA-1 in hexadecimal; null: a secret, or the record has none. */
  readonly thumbprint: string | null
}

/** Whoever may change the app besides administrators: a person, or another app. */
export interface RecordedOwner {
  /** Null where whoever asked may not see it. */
  readonly name: string | null
  /** Of a person. */
  readonly signInName: string | null
}

/** A line of the registration's requiredResourceAccess. */
export interface DeclaredPermission {
  /** The name, or the id where the index does not know it. */
  readonly permission: string
  readonly kind: 'application' | 'delegated'
  /** Application id of the API. */
  readonly api: string
}

/** An appRoleAssignment of the service principal. */
export interface GrantedPermission {
  readonly permission: string
  /** createdDateTime; null when the record gives none. */
  readonly since: string | null
  /** Application id of the API; null when its service principal was not read. */
  readonly api: string | null
}

export const ofDirectoryRoles = 'directory roles'

/** Doors that no app role assignment shows. */
export const notInGrants: readonly string[] = [
  ofDirectoryRoles,
  'resource-specific consent',
  'grants on single sites',
  "Exchange's own roles",
]

/**
 * Reads the directory's records. A tenant without the application object (a multi-tenant app seen from a
 * customer's tenant) says nothing about what is declared: that stays undefined, never empty.
 * Source: Learn, "application resource type", "appRoleAssignment resource type".
 */
export function readRecords(observed: ObservedRecords, index: PermissionIndex): Records {
  const { servicePrincipal, application, appRoleAssignments, blueprint } = observed
  const grantsOf = (assignments: readonly JsonObject[] | undefined): GrantedPermission[] | undefined =>
    assignments?.map(assignment => grantOf(assignment, observed.resources ?? [], index))
  return {
    servicePrincipal:
      servicePrincipal === undefined || servicePrincipal === null
        ? servicePrincipal
        : {
            id: textOf(servicePrincipal.id) ?? '',
            enabled: servicePrincipal.accountEnabled !== false,
            kind: kindOf(servicePrincipal),
            isBlueprint:
              servicePrincipal['@odata.type'] === '#microsoft.graph.agentIdentityBlueprintPrincipal',
          },
    isRegistered: application === undefined ? undefined : application !== null,
    name: textOf(servicePrincipal?.displayName) ?? textOf(application?.displayName),
    declared: application === undefined || application === null ? undefined : declaredIn(application, index),
    credentials: application === undefined || application === null ? undefined : credentialsIn(application),
    granted: grantsOf(appRoleAssignments),
    inherited: grantsOf(observed.inheritedAppRoleAssignments),
    blueprint:
      blueprint === undefined ? null : blueprintOf(blueprint, grantsOf(blueprint.appRoleAssignments)),
    directoryRoles: observed.directoryRoles?.flatMap(({ roleTemplateId }) => textOf(roleTemplateId) ?? []),
    owners: observed.owners?.map(({ displayName, userPrincipalName }) => ({
      name: textOf(displayName),
      signInName: textOf(userPrincipalName),
    })),
    graphPrincipal: textOf(observed.resources?.find(({ appId }) => appId === graphAppId)?.id),
    refusals: observed.refusals,
    unread: observed.unread ?? [],
  }
}

/** Source: Learn, "servicePrincipal resource type" (servicePrincipalType), "agentIdentity resource type". */
function kindOf(servicePrincipal: JsonObject): PrincipalKind | null {
  if (servicePrincipal['@odata.type'] === '#microsoft.graph.agentIdentity') return 'agent-identity'
  return servicePrincipal.servicePrincipalType === 'ManagedIdentity' ? 'managed-identity' : null
}

function blueprintOf(
  { appId, servicePrincipal, application }: ObservedBlueprint,
  granted: RecordedBlueprint['granted'],
): RecordedBlueprint {
  return {
    clientId: appId,
    name: textOf(servicePrincipal?.displayName),
    servicePrincipal: textOf(servicePrincipal?.id),
    application: textOf(application?.id),
    granted,
  }
}

function declaredIn(application: JsonObject, index: PermissionIndex): DeclaredPermission[] {
  return objectsOf(application.requiredResourceAccess).flatMap(resource => {
    const api = textOf(resource.resourceAppId) ?? ''
    return objectsOf(resource.resourceAccess).map(access => ({
      permission: nameOf(textOf(access.id) ?? '', api, index),
      kind: access.type === 'Role' ? ('application' as const) : ('delegated' as const),
      api,
    }))
  })
}

/** One whose end cannot be read is left out. Sources: Learn, "passwordCredential" and "keyCredential resource type". */
function credentialsIn(application: JsonObject): RecordedCredential[] {
  const read = (kind: RecordedCredential['kind'], list: unknown): RecordedCredential[] =>
    objectsOf(list).flatMap(({ endDateTime, customKeyIdentifier }) => {
      const endsAt = Date.parse(textOf(endDateTime) ?? '') / 1000
      const thumbprint = kind === 'certificate' ? (textOf(customKeyIdentifier)?.toUpperCase() ?? null) : null
      return Number.isNaN(endsAt) ? [] : [{ kind, endsAt, thumbprint }]
    })
  return [
    ...read('secret', application.passwordCredentials),
    ...read('certificate', application.keyCredentials),
  ]
}

function grantOf(
  assignment: JsonObject,
  resources: readonly JsonObject[],
  index: PermissionIndex,
): GrantedPermission {
  const resource = objectOf(resources.find(({ id }) => id === assignment.resourceId))
  const api = textOf(resource?.appId)
  return {
    permission: nameOf(textOf(assignment.appRoleId) ?? '', api, index),
    // The inherited ones have their time by another name.
    since: textOf(assignment.createdDateTime) ?? textOf(assignment.creationTimestamp),
    api,
  }
}

/** Ids are unique within one API only, so Graph's names are given to Graph's ids alone. */
function nameOf(id: string, api: string | null, index: PermissionIndex): string {
  return (api === graphAppId ? index.permissionById(id)?.name : undefined) ?? id
}
