/** Microsoft's three files, parsed. Their form: microsoftgraph/kibali, and the files themselves. */
import type { Scheme } from '../../src/core/tables/format.ts'
export interface PermissionTables {
  /** permissions.json */
  readonly permissions: unknown
  /** provisioningInfo.json */
  readonly provisioning: unknown
  /** permissions-descriptions.json */
  readonly descriptions: unknown
}

export interface SourcePermission {
  readonly authorizationType: string
  readonly schemes: Readonly<Record<string, { requiresAdminConsent?: boolean; privilegeLevel?: number }>>
  readonly pathSets: readonly SourcePathSet[]
}

export interface SourcePathSet {
  readonly schemeKeys: readonly string[]
  readonly methods: readonly string[]
  readonly paths: Readonly<Record<string, string>>
}

interface Deployment {
  readonly id?: string
  readonly scheme: string
  readonly environment: string
  readonly isHidden: boolean
  readonly isEnabled?: boolean
}

interface DescribedScope {
  readonly id: string
  readonly value: string
  readonly isEnabled: boolean
}

const sourceSchemes: ReadonlyMap<string, Scheme> = new Map([
  ['Application', 'application'],
  ['DelegatedWork', 'delegatedWork'],
  ['DelegatedPersonal', 'delegatedPersonal'],
])

interface KnownId {
  readonly id: string | null
  /** The ids that the two files give; two when they disagree. */
  readonly candidates: readonly string[]
  readonly hidden: boolean
  readonly enabled: boolean
}

/**
 * The id of a permission under a scheme, from both sources. A deployment counts for its id when it is in
 * the public environment, or when the descriptions confirm it. Personal accounts consent to the work
 * scope unless one of their own is deployed. What neither source knows cannot be consented to: disabled.
 */
export function gatherIds(
  provisioning: unknown,
  descriptions: unknown,
): (name: string, scheme: Scheme) => KnownId {
  const deployments = provisioned(provisioning)
  const described = describedScopes(descriptions)
  return (name, scheme) => {
    const lookup = (wanted: Scheme) => ({
      deployment: deployments.get(name)?.find(entry => sourceSchemes.get(entry.scheme) === wanted),
      scope: described(wanted).get(name),
    })
    let { deployment, scope } = lookup(scheme)
    if (deployment === undefined && scheme === 'delegatedPersonal')
      ({ deployment, scope } = lookup('delegatedWork'))
    const deployed = deployment?.id || null
    const disputed = deployed !== null && scope !== undefined && deployed !== scope.id
    const isPublic = deployment?.environment.toLowerCase().split(';').includes('public') ?? false
    return {
      id: disputed ? null : (scope?.id ?? (isPublic ? deployed : null)),
      candidates: [...new Set([deployed, scope?.id].filter(id => typeof id === 'string'))],
      hidden: deployment?.isHidden ?? false,
      enabled: deployment?.isEnabled ?? scope?.isEnabled ?? deployment !== undefined,
    }
  }
}

/**
 * Names that differ by letter case only are one permission, under the name that is known elsewhere.
 *
 * @param isKnown whether the documentation has the name
 */
export function mergeTwins(
  permissions: Record<string, SourcePermission>,
  isKnown: (name: string) => boolean,
): { permissions: Record<string, SourcePermission>; twins: Record<string, string> } {
  const names = Object.keys(permissions).sort()
  const chosen = new Map<string, string>()
  for (const name of names) {
    const other = chosen.get(name.toLowerCase())
    if (other === undefined || (!isKnown(other) && isKnown(name))) chosen.set(name.toLowerCase(), name)
  }
  const merged: Record<string, SourcePermission> = {}
  const twins: Record<string, string> = {}
  for (const name of names) {
    const spelt = chosen.get(name.toLowerCase())!
    if (spelt !== name) twins[name] = spelt
    const known = merged[spelt]
    const own = permissions[name]!
    merged[spelt] = {
      authorizationType: permissions[spelt]!.authorizationType,
      schemes: { ...(known?.schemes ?? {}), ...own.schemes, ...permissions[spelt]!.schemes },
      pathSets: [...(known?.pathSets ?? []), ...own.pathSets],
    }
  }
  return { permissions: merged, twins }
}

export function schemeOf(word: string): Scheme {
  const scheme = sourceSchemes.get(word)
  if (scheme === undefined) throw new TypeError(`unknown scheme ${word} in permissions.json`)
  return scheme
}

export function sourcePermissions(value: unknown): Record<string, SourcePermission> {
  const permissions = (value as { permissions?: unknown } | null)?.permissions
  if (typeof permissions !== 'object' || permissions === null) {
    throw new TypeError('permissions.json has no "permissions"')
  }
  for (const name of Object.keys(permissions)) {
    if (!/^[\w.-]+$/.test(name))
      throw new TypeError(`permissions.json: ${JSON.stringify(name)} is no permission name`)
  }
  return permissions as Record<string, SourcePermission>
}

function provisioned(value: unknown): ReadonlyMap<string, readonly Deployment[]> {
  const deployments = (value as { permissionDeployments?: unknown } | null)?.permissionDeployments
  if (typeof deployments !== 'object' || deployments === null) {
    throw new TypeError('provisioningInfo.json has no "permissionDeployments"')
  }
  return new Map(Object.entries(deployments))
}

function describedScopes(value: unknown): (scheme: Scheme) => ReadonlyMap<string, DescribedScope> {
  const lists = value as {
    applicationScopesList?: DescribedScope[]
    delegatedScopesList?: DescribedScope[]
  } | null
  if (!Array.isArray(lists?.applicationScopesList) || !Array.isArray(lists.delegatedScopesList)) {
    throw new TypeError('permissions-descriptions.json has no scope lists')
  }
  const application = new Map(lists.applicationScopesList.map(scope => [scope.value, scope]))
  const delegated = new Map(lists.delegatedScopesList.map(scope => [scope.value, scope]))
  return scheme => (scheme === 'application' ? application : delegated)
}
