import contosoFile from '../../fixtures/tenants/contoso.json' with { type: 'json' }

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
  readonly users: readonly User[]
  readonly groups: readonly DirectoryObject[]
  readonly signIns: readonly SignInFile[]
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
  /** Application permissions of Microsoft Graph that are consented to at the start. */
  readonly granted: readonly string[]
  readonly secret: {
    readonly displayName: string
    readonly createdDaysAgo: number
    readonly endsInDays: number
  }
}

/** `Role`: application permission. `Scope`: delegated permission. The words of `requiredResourceAccess`. */
export interface Declared {
  readonly permission: string
  readonly kind: 'Role' | 'Scope'
}

export interface DirectoryObject {
  readonly id: string
  readonly displayName: string
  readonly [property: string]: unknown
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

/** The built-in tenant. JSON knows no literal types, so the compiler must be told that `kind` holds. */
export const contoso = contosoFile as TenantFile
