import type { Entry, PathOperations, Scheme } from '../tables/format.ts'
import type { PermissionIndex } from '../tables/permission-index.ts'
import { onlyReads } from './reads.ts'
import { byRank, type Candidate, type Ranked, recommend } from './recommend.ts'
import { isDocumentedOnly, type SchemeRequirement } from './requirement.ts'

/** What one scheme requires for a method that a path template lists, with our recommendation. */
export function schemeRequirement(
  index: PermissionIndex,
  operations: PathOperations,
  method: string,
  scheme: Scheme,
): SchemeRequirement {
  const listed = operations.get(method)!.schemes[scheme] ?? []
  const entries = listed.filter(({ withdrawn }) => !withdrawn)
  const withdrawn = listed
    .filter(({ withdrawn }) => withdrawn)
    .map(({ permission, alsoRequires, sources }) => ({ permission, alsoRequires, sources }))
  if (entries.length === 0) {
    const none = noRequirement(
      `The tables list no ${scheme === 'application' ? 'application' : 'delegated'} permission.`,
    )
    return { ...none, withdrawn }
  }
  const candidates = entries.map(entry => candidateOf(index, entry, entries, scheme)).sort(byRank)
  const accepted = candidates.map(({ reads: _, ...permission }) => permission)
  const names = new Set(accepted.map(({ permission }) => permission))
  const served = (permission: string) =>
    [...operations.values()].filter(({ schemes }) =>
      schemes[scheme]?.some(entry => entry.permission === permission),
    ).length
  const { choice, why } = recommend(candidates, method, served)
  return {
    leastPrivileged: choice,
    why,
    next: choice === null ? null : (fullerNames(choice).find(name => names.has(name)) ?? null),
    marked: [...new Set(entries.filter(({ least }) => least).map(({ permission }) => permission))].sort(),
    accepted,
    withdrawn,
    ofParent: [],
  }
}

/** No permission at all: the operation does not exist for the scheme, or nothing is known of it. */
export function noRequirement(why: string): SchemeRequirement {
  return { leastPrivileged: null, why, next: null, marked: [], accepted: [], withdrawn: [], ofParent: [] }
}

function candidateOf(index: PermissionIndex, entry: Entry, all: readonly Entry[], scheme: Scheme): Candidate {
  const { permission, alsoRequires, least, sources, version } = entry
  const record = index.permission(permission)
  const held = record?.schemes[scheme]
  const resourceSpecific = record?.resourceSpecific ?? false
  const isCompanion = all.some(
    other =>
      other.alsoRequires.includes(permission) && isDocumentedOnly(other) === isDocumentedOnly({ sources }),
  )
  return {
    ...ranked(index, permission, scheme),
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
