import { graphAppId } from '../clouds.ts'
import type { Facts } from '../facts.ts'
import { directoryRole } from '../knowledge/directory-roles.ts'
import { powers } from '../knowledge/powers.ts'
import { type Reach, reachOf } from '../need/reach.ts'
import {
  type DeclaredPermission,
  type GrantedPermission,
  notInGrants,
  ofDirectoryRoles,
  type RecordedCredential,
  type RecordedOwner,
} from '../records.ts'
import type { PermissionIndex } from '../tables/permission-index.ts'
import { isoTime } from '../time.ts'
import type { PrincipalKind } from '../token/principal-kind.ts'
import type { Instant } from './token.ts'

/** An app as the tenant's records show it. No token was looked at; a member that is absent was not read. */
export interface AppReport {
  /** When the records were read. */
  readonly asOf: Instant
  readonly clientId: string | null
  readonly name: string | null
  /** Null where the records do not tell. */
  readonly kind: PrincipalKind | null
  /** Object id of its service principal; null: the tenant has none of it. */
  readonly servicePrincipal?: string | null
  readonly state?: 'enabled' | 'disabled' | 'no-service-principal'
  /** False: the tenant holds no registration of it, as of an app of another tenant, or of a managed identity. */
  readonly isRegisteredHere?: boolean
  readonly declared?: readonly DeclaredPermission[]
  readonly granted?: readonly GrantedReport[]
  /** By an agent identity, from its blueprint. */
  readonly inherited?: readonly GrantedReport[]
  /** What an agent identity is made from. */
  readonly blueprint?: { readonly clientId: string; readonly name: string | null }
  /** It is an agents' blueprint, and gets no token of Microsoft Graph itself. */
  readonly isBlueprint?: true
  /** On Microsoft Graph, as application permissions: by both lists. */
  readonly declaredNotGranted?: readonly string[]
  readonly grantedNotDeclared?: readonly string[]
  /** By their names; one that is not known here, by its template id. */
  readonly directoryRoles?: readonly string[]
  /** Whoever may change the app besides administrators. */
  readonly owners?: readonly RecordedOwner[]
  /** Those that have not ended, the first to end first. */
  readonly credentials?: readonly { readonly kind: RecordedCredential['kind']; readonly ends: Instant }[]
  /** What its permissions on Microsoft Graph open. */
  readonly reach?: Reach
  /** What may let it in besides, and stands in none of these records. */
  readonly notSeen: readonly string[]
}

export interface GrantedReport extends GrantedPermission {
  /** Microsoft's privilege level, 1-5; null where the tables give none, or of another API. */
  readonly level: number | null
  /** How many operations list it, and how many of them change something. */
  readonly operations: number
  readonly writes: number
  /** A clause on what its holder can do; null: nothing worth a warning is known. */
  readonly allows: string | null
}

const ofBlueprint = 'what it inherits from its blueprint'

export function appReport(
  { records, clientId, at, principalKind }: Facts,
  index: PermissionIndex,
): AppReport {
  const { servicePrincipal, isRegistered, name = null, declared, granted, credentials } = records ?? {}
  const { directoryRoles, owners, inherited, blueprint } = records ?? {}
  const onGraph = granted && onGraphOf([...granted, ...(inherited ?? [])])
  const asked = declared
    ?.filter(({ api, kind }) => api === graphAppId && kind === 'application')
    .map(({ permission }) => permission)
  return {
    asOf: instant(at),
    clientId,
    name,
    kind: principalKind,
    ...(servicePrincipal === undefined
      ? {}
      : {
          servicePrincipal: servicePrincipal?.id ?? null,
          state:
            servicePrincipal === null
              ? ('no-service-principal' as const)
              : servicePrincipal.enabled
                ? ('enabled' as const)
                : ('disabled' as const),
        }),
    ...(isRegistered === undefined ? {} : { isRegisteredHere: isRegistered }),
    ...(declared === undefined ? {} : { declared }),
    ...(granted === undefined ? {} : { granted: granted.map(grant => grantedReport(grant, index)) }),
    ...(inherited === undefined ? {} : { inherited: inherited.map(grant => grantedReport(grant, index)) }),
    ...(blueprint == null ? {} : { blueprint: { clientId: blueprint.clientId, name: blueprint.name } }),
    ...(servicePrincipal?.isBlueprint === true ? { isBlueprint: true as const } : {}),
    ...(onGraph === undefined || asked === undefined
      ? {}
      : {
          declaredNotGranted: asked.filter(name => !onGraph.includes(name)),
          grantedNotDeclared: onGraph.filter(name => !asked.includes(name)),
        }),
    ...(directoryRoles === undefined
      ? {}
      : { directoryRoles: directoryRoles.map(id => directoryRole(id)?.name ?? id).sort() }),
    ...(owners === undefined ? {} : { owners }),
    ...(credentials === undefined
      ? {}
      : {
          credentials: credentials
            .filter(({ endsAt }) => endsAt > at)
            .sort((a, b) => a.endsAt - b.endsAt)
            .map(({ kind, endsAt }) => ({ kind, ends: instant(endsAt) })),
        }),
    ...(onGraph === undefined ? {} : { reach: reachOf(index, onGraph, 'application') }),
    notSeen: [
      ...(principalKind === 'agent-identity' && inherited === undefined ? [ofBlueprint] : []),
      ...notInGrants.filter(name => name !== ofDirectoryRoles || directoryRoles === undefined),
    ],
  }
}

function onGraphOf(grants: readonly GrantedPermission[]): string[] {
  const names = grants.filter(({ api }) => api === graphAppId).map(({ permission }) => permission)
  return [...new Set(names)]
}

function grantedReport(grant: GrantedPermission, index: PermissionIndex): GrantedReport {
  const scheme =
    grant.api === graphAppId ? index.permission(grant.permission)?.schemes.application : undefined
  const power =
    grant.api === graphAppId ? powers().find(({ permission }) => permission === grant.permission) : undefined
  return {
    ...grant,
    level: scheme?.level ?? null,
    operations: scheme?.opens ?? 0,
    writes: scheme?.writes ?? 0,
    allows: power?.allows ?? null,
  }
}

function instant(seconds: number): Instant {
  return { value: seconds, time: isoTime(seconds) }
}
