import { familyOf, subjectOfPath } from '../need/family.ts'
import { isOfAnotherSubject, isOneSubjectOf, isPartial, subjectOf } from '../need/partial.ts'
import {
  type AcceptedPermission,
  isCertain,
  isDocumentedOnly,
  type Requirement,
} from '../need/requirement.ts'
import type { Scheme } from '../tables/format.ts'

/** Why a held permission may let a call through although the tables do not say so. */
export const doubtReasons = [
  'documentation-alone',
  'partial',
  'one-subject',
  'uncertain-companion',
  'unknown-of-the-family',
  'writes-what-is-read',
  'opens-the-parent',
] as const
export type DoubtReason = (typeof doubtReasons)[number]

export interface Doubt {
  /** As the token spells it. */
  readonly permission: string
  readonly reason: DoubtReason
}

/** What of a requirement and a token decides about doubts. */
export interface Compared {
  readonly requirement: Requirement
  readonly scheme: Scheme
  /** What the token carries. */
  readonly permissions: readonly string[]
  /** Of these, what no source knows, or what opens nothing in any. */
  readonly opensNothing: readonly string[]
  /** Accepted and held, with a companion where one is needed. */
  readonly complete: readonly AcceptedPermission[]
  /** SharePoint decides about the path, by grants on single sites, lists, items and files. */
  readonly selected: boolean
  /** Of the operation, as it was written. */
  readonly query: string | null
}

/** Each held permission that bears on the operation without settling it. Only Graph can tell of these. */
export function doubtsOf(compared: Compared): Doubt[] {
  const { permissions, complete } = compared
  const byName = new Map<string, AcceptedPermission[]>()
  for (const entry of complete) {
    const key = entry.permission.toLowerCase()
    byName.set(key, [...(byName.get(key) ?? []), entry])
  }
  return permissions.flatMap(permission => {
    const reason = reasonFor(permission, byName.get(permission.toLowerCase()) ?? [], compared)
    return reason === null ? [] : [{ permission, reason }]
  })
}

function reasonFor(
  permission: string,
  entries: readonly AcceptedPermission[],
  { requirement, scheme, opensNothing, selected }: Compared,
): DoubtReason | null {
  const { accepted, ofParent } = requirement.schemes[scheme]
  const ofFamily = (): boolean => {
    const family = familyOf(permission)
    return (
      family === subjectOfPath(requirement.template ?? '') ||
      accepted.some(other => familyOf(other.permission) === family)
    )
  }
  if (entries.length > 0) {
    if (entries.every(isDocumentedOnly)) return 'documentation-alone'
    return entries.some(entry => isCertain(entry, accepted)) ? partOf(permission) : 'uncertain-companion'
  }
  const isElsewhere = isOfAnotherSubject(permission, requirement.template ?? '')
  const opensPart = isPartial(permission) || (subjectOf(permission) !== null && !isElsewhere)
  if (opensPart && ((selected && /\.Selected$/i.test(permission)) || ofFamily())) return partOf(permission)
  if (opensNothing.includes(permission) && ofFamily()) return 'unknown-of-the-family'
  if (requirement.sources.length > 1) return null
  if (accepted.some(other => writing(other.permission) === permission.toLowerCase()))
    return 'writes-what-is-read'
  return ofParent.some(other => other.toLowerCase() === permission.toLowerCase()) ? 'opens-the-parent' : null
}

function partOf(permission: string): DoubtReason {
  return subjectOf(permission) !== null && !isPartial(permission) ? 'one-subject' : 'partial'
}

/** The ReadWrite sibling of a permission that reads. */
function writing(permission: string): string | null {
  return /\.Read(?=\.|$)/.test(permission)
    ? permission.replace(/\.Read(?=\.|$)/, '.ReadWrite').toLowerCase()
    : null
}

/**
 * Whether an accepted permission settles the matter. One that opens a part only does where something is
 * created in a collection: what is made is the app's own.
 */
export function settles(
  entry: AcceptedPermission,
  method: string,
  { requirement, scheme, query }: Pick<Compared, 'requirement' | 'scheme' | 'query'>,
): boolean {
  const { accepted } = requirement.schemes[scheme]
  if (!isCertain(entry, accepted)) return false
  if (!entry.sources.includes('tables') && !entry.sources.includes('correction')) return false
  const { permission, resourceSpecific } = entry
  if (isPartial(permission) || resourceSpecific) return method === 'POST' && requirement.isCollection
  const others = accepted.map(other => other.permission)
  return !isOneSubjectOf(permission, others) || isAskedFor(permission, query)
}

/** The words by which a query names the subject of a permission. */
const subjectWords: ReadonlyMap<string, RegExp> = new Map([
  ['Directory', /'Directory(?:Role)?'/i],
  ['AzureADGroup', /'Group'|groupId|principalId/i],
])

function isAskedFor(permission: string, query: string | null): boolean {
  const words = subjectWords.get(subjectOf(permission) ?? '')
  return query !== null && words?.test(query.replaceAll('%27', "'")) === true
}
