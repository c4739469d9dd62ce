import type { Entry, ListedOperation, Scheme } from '../tables/format.ts'
import type { ListedPath } from '../tables/paths.ts'
import type { PermissionIndex } from '../tables/permission-index.ts'
import { isSharedByIntune } from './partial.ts'
import { onlyReads } from './reads.ts'
import { byRank, type Ranked, recommend } from './recommend.ts'
import { type AcceptedPermission, isDocumentedOnly, type SchemeRequirement } from './requirement.ts'
import { unionAt } from './union.ts'

/** What one scheme requires for a method that a path template lists, with our recommendation. */
export function schemeRequirement(
  index: PermissionIndex,
  { template, operations }: ListedPath,
  method: string,
  scheme: Scheme,
): SchemeRequirement {
  const operation = operations.get(method)!
  const listed = operation.schemes[scheme] ?? []
  const entries = listed.filter(({ withdrawn }) => !withdrawn)
  const withdrawn = listed
    .filter(({ withdrawn }) => withdrawn)
    .map(({ permission, alsoRequires, sources }) => ({ permission, alsoRequires, sources }))
  if (entries.length === 0) {
    const none = noRequirement(
      `No ${scheme === 'application' ? 'application' : 'delegated'} permission is listed.`,
    )
    return { ...none, withdrawn }
  }
  const forUsers = new Set(
    scheme === 'application'
      ? operation.schemes.delegatedWork
          ?.filter(({ least, withdrawn }) => least && !withdrawn)
          .map(({ permission }) => permission)
      : [],
  )
  const candidates = entries
    .map(entry => ({
      ...acceptedOf(index, entry, entries, scheme),
      reads: onlyReads(entry.permission),
      markedForUsers: forUsers.has(entry.permission),
      witnessed: isWitnessed(index, entry, operation, scheme),
    }))
    .sort((a, b) => Number(isAside(a)) - Number(isAside(b)) || byRank(a, b))
  const accepted = candidates.map(
    ({ reads: _reads, markedForUsers: _marked, witnessed: _witnessed, ...permission }) => permission,
  )
  const names = new Set(accepted.map(({ permission }) => permission))
  const served = (permission: string) =>
    [...operations.values()].filter(({ schemes }) =>
      schemes[scheme]?.some(entry => entry.permission === permission),
    ).length
  const creates = method === 'POST' && index.hasNode(`${template}/{id}`)
  const ofUnion = accepted.length > 1 ? unionAt(template) : null
  const { choice, why } =
    ofUnion === null
      ? recommend(candidates, {
          ...{ method, template, creates, served },
          both: operation.sources.length > 1,
        })
      : { choice: null, why: ofUnion }
  return {
    leastPrivileged: choice,
    why,
    next: choice === null ? null : (fullerNames(choice).find(name => names.has(name)) ?? null),
    marked: [...new Set(entries.filter(({ least }) => least).map(({ permission }) => permission))].sort(),
    accepted,
    withdrawn,
    tooNarrow: [],
    ofParent: [],
  }

  /** Intune's permissions on a path that it shares stand behind all others. */
  function isAside({ permission }: AcceptedPermission): boolean {
    return isSharedByIntune(permission, template)
  }
}

/** Every source that knows the operation lists it. A source that has never heard of the permission is no witness. */
function isWitnessed(
  index: PermissionIndex,
  { permission, sources }: Entry,
  operation: ListedOperation,
  scheme: Scheme,
): boolean {
  if (sources.includes('correction')) return true
  const known = index.permission(permission)?.schemes[scheme]?.sources ?? []
  return operation.sources.every(source => sources.includes(source) || !known.includes(source))
}

/** No permission at all: the operation does not exist for the scheme, or nothing is known of it. */
export function noRequirement(why: string): SchemeRequirement {
  return {
    leastPrivileged: null,
    why,
    next: null,
    marked: [],
    accepted: [],
    withdrawn: [],
    tooNarrow: [],
    ofParent: [],
  }
}

function acceptedOf(
  index: PermissionIndex,
  entry: Entry,
  all: readonly Entry[],
  scheme: Scheme,
): AcceptedPermission {
  const { permission, alsoRequires, least, sources, version } = entry
  const record = index.permission(permission)
  const held = record?.schemes[scheme]
  const resourceSpecific = record?.resourceSpecific ?? false
  const isCompanion = all.some(
    other =>
      other.alsoRequires.includes(permission) && isDocumentedOnly(other) === isDocumentedOnly({ sources }),
  )
  const { level, opens } = ranked(index, permission, scheme)
  return {
    ...{ permission, level, opens },
    alsoRequires: alsoRequires
      .map(name => ranked(index, name, scheme))
      .sort(byRank)
      .map(({ permission }) => permission),
    sources,
    version,
    marked: least,
    adminConsent: held?.adminConsent ?? false,
    consentable: !resourceSpecific && held !== undefined && held.enabled && !held.hidden,
    resourceSpecific,
    sufficesAlone: alsoRequires.length === 0 && (least || sources.includes('correction') || !isCompanion),
  }
}

function ranked(index: PermissionIndex, permission: string, scheme: Scheme): Ranked {
  const held = index.permission(permission)?.schemes[scheme]
  return { permission, reads: onlyReads(permission), level: held?.level ?? null, opens: held?.opens ?? 0 }
}

/** What a *Basic* permission becomes without the word: `User.Read.All`, or `Mail.Read`, whose `.All` goes with it. */
function fullerNames(name: string): string[] {
  if (!name.includes('Basic')) return []
  const fuller = name.replace('Basic', '')
  return [fuller, fuller.replace(/\.All$/, '')]
}
