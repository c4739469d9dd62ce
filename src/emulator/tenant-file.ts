import contosoFile from '../../fixtures/tenants/contoso.json' with { type: 'json' }
import refusalsFile from '../../fixtures/tenants/refusals.json' with { type: 'json' }
import { type Cloud, globalCloud } from '../core/clouds.ts'

/** A make-believe tenant as it lies on disk. Permissions by name, times relative to the start. */
export interface TenantFile {
  readonly tenantId: string
  readonly displayName: string
  readonly domain: string
  readonly createdDateTime: string
  /** As in the claim `tenant_region_scope`. */
  readonly regionScope: string
  /** How long before the start the apps' `granted` permissions were consented to. */
  readonly grantedDaysAgo: number
  readonly resources: readonly Resource[]
  readonly apps: readonly AppFile[]
  /** Of the host that the emulator plays. */
  readonly identities?: readonly IdentityFile[]
  readonly agents?: readonly AgentFile[]
  readonly users: readonly User[]
  readonly groups: readonly DirectoryObject[]
  /** By group id, the userPrincipalNames of its members. */
  readonly members?: Readonly<Record<string, readonly string[]>>
  /** Those that somebody is in. Default: none. */
  readonly directoryRoles?: readonly DirectoryRoleFile[]
  /** By the object id of a registration or service principal, the userPrincipalNames of its owners. */
  readonly owners?: Readonly<Record<string, readonly string[]>>
  /** By userPrincipalName, that of the manager. */
  readonly managers?: Readonly<Record<string, string>>
  readonly signIns: readonly SignInFile[]
  /** Answers that come whatever the tenant holds. */
  readonly scripted?: ScriptedFile
}

/**
 * What the emulator does not work out for itself: policies, licences and the moods of workloads. They are
 * answers of the real services, word for word, in fixtures/responses.
 */
export interface ScriptedFile {
  /** By app key: the AADSTS code that meets its token requests. A row of `refusals` in entra.json. */
  readonly token: Readonly<Record<string, string>>
  /** By method and path, `GET /users`, for whoever has a valid token: an answer of scenarios.json. */
  readonly graph: Readonly<Record<string, string>>
}

/** An API for which the tenant issues tokens. */
export interface Resource {
  readonly key: string
  readonly displayName: string
  readonly appId: string
  readonly servicePrincipalId: string
  /** What may stand before `/.default` in a scope; a v1.0 token's `aud` repeats it as it was asked for. */
  readonly identifiers: readonly string[]
  /** Its tokens are signed over a transformed header nonce, as Microsoft Graph's are. */
  readonly headerNonce: boolean
}

export interface AppFile {
  /** For the people and programs that use the emulator; Entra ID knows no such name. */
  readonly key: string
  readonly displayName: string
  readonly clientId: string
  /** Of the app registration. */
  readonly objectId: string
  /** Null: registered, but without a service principal. */
  readonly servicePrincipalId: string | null
  readonly accountEnabled: boolean
  /** Microsoft Graph permissions listed under "API permissions". */
  readonly declared: readonly Declared[]
  /** The same of other APIs, by id. Consent passes them over: the tenant has none of these APIs. */
  readonly declaredElsewhere?: readonly DeclaredElsewhere[]
  /** Application permissions of Microsoft Graph that are consented to at the start. */
  readonly granted: readonly string[]
  readonly secret: {
    readonly displayName: string
    readonly createdDaysAgo: number
    readonly endsInDays: number
  }
  /** A blueprint of agent identities. Absent: an app like any other. */
  readonly blueprint?: {
    /** Whether its agents inherit what it is granted of Microsoft Graph. */
    readonly isInherited: boolean
  }
  /** Certificates that it may sign with, each as DER in base64 or as PEM. */
  readonly certificates?: readonly { readonly displayName: string; readonly certificate: string }[]
  /** Which tokens of other issuers it takes. */
  readonly federated?: readonly {
    readonly name: string
    readonly issuer: string
    readonly subject: string
    readonly audiences: readonly string[]
  }[]
}

/** An identity of a host on Azure: its service principal is in the tenant, and it has no registration. */
export interface IdentityFile {
  readonly key: string
  readonly displayName: string
  readonly clientId: string
  readonly servicePrincipalId: string
  readonly resourceId: string
  /** Of one machine alone, or made by itself and assigned to machines. */
  readonly assigned: 'system' | 'user'
  readonly granted: readonly string[]
}

/** An agent identity: a service principal without a registration, whose client id is its object id. */
export interface AgentFile {
  readonly key: string
  readonly displayName: string
  readonly id: string
  /** By the key of an app that is one. */
  readonly blueprint: string
  /** To itself; what it inherits comes besides. */
  readonly granted: readonly string[]
}

/** `Role`: application permission. `Scope`: delegated permission. The words of `requiredResourceAccess`. */
export interface Declared {
  readonly permission: string
  readonly kind: 'Role' | 'Scope'
}

export interface DeclaredElsewhere {
  readonly resourceAppId: string
  /** Of the app role or scope. */
  readonly id: string
  readonly kind: Declared['kind']
}

export interface DirectoryObject {
  readonly id: string
  readonly displayName: string
  readonly [property: string]: unknown
}

/** A role of the directory, by its template, which is the same in every tenant. */
export interface DirectoryRoleFile extends DirectoryObject {
  readonly roleTemplateId: string
  /** Object ids of service principals. */
  readonly members: readonly string[]
}

export interface User extends DirectoryObject {
  readonly givenName: string
  readonly surname: string
  readonly userPrincipalName: string
}

export interface SignInFile {
  readonly id: string
  readonly minutesAgo: number
  /** The user's userPrincipalName. */
  readonly user: string
  readonly appId: string
  readonly appDisplayName: string
  readonly ipAddress: string
  readonly clientAppUsed: string
  readonly errorCode: number
  readonly failureReason: string
}

/** The same tenant in another cloud, whose Graph has another address. Ids are alike in all of them. */
export function inCloud(file: TenantFile, { graph }: Cloud): TenantFile {
  const renamed = (identifier: string): string =>
    identifier.replace(`https://${globalCloud.graph}`, `https://${graph}`)
  return {
    ...file,
    resources: file.resources.map(resource => ({
      ...resource,
      identifiers: resource.identifiers.map(renamed),
    })),
  }
}

/** The built-in tenant. JSON knows no literal types, so the compiler must be told that `kind` holds. */
export const contoso = contosoFile as TenantFile

/** A tenant where nearly all is refused, each app and each path for a reason of its own. */
export const northwind = refusalsFile as TenantFile
