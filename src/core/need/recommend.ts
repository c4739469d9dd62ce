import { familyOf, subjectsOfPath } from './family.ts'
import { isPartial, isSharedByIntune } from './partial.ts'
import { onlyReads } from './reads.ts'
import { type AcceptedPermission, isDocumentedOnly } from './requirement.ts'

/** What ranks a permission. */
export interface Ranked {
  readonly permission: string
  /** Its name says that it only reads. */
  readonly reads: boolean
  readonly level: number | null
  /** Operations that it opens under the scheme. */
  readonly opens: number
}

export interface Candidate extends AcceptedPermission, Ranked {
  /** The tables mark it for users, and mark nothing for apps. */
  readonly markedForUsers: boolean
  /** Every source that knows the operation lists it; one that has never heard of the permission does not count. */
  readonly witnessed: boolean
}

/** The operation that a permission is recommended for. */
export interface Wanted {
  readonly method: string
  readonly template: string
  /** A POST that creates something in a collection: what a permission for a part makes is the app's own. */
  readonly creates: boolean
  /** Both sources know the operation. */
  readonly both: boolean
  /** How many methods of the path accept a permission. */
  readonly served: (permission: string) => number
}

/**
 * The permission to ask for, of those that an operation accepts, and why.
 *
 * It starts from Microsoft's marks, or where there are none for apps, from those for users. A mark stands on a set of
 * paths and covers all their methods, so of several the ones that serve the fewest methods on this path are meant. Out
 * goes what an app registration cannot be given, what needs another beside it but names none, what opens a part only,
 * Intune's permissions on pages that it shares, and what writes although a reading one is accepted and the operation
 * reads. If none is left, the same over all that is accepted: the marked ones' nearest kin first, then their family,
 * then the family that the path names. Ties: privilege level, operations opened, name.
 */
export function recommend(
  candidates: readonly Candidate[],
  wanted: Wanted,
): { choice: string | null; why: string } {
  const { method, template, served } = wanted
  const own = candidates.filter(candidate => candidate.marked)
  const marked = own.length > 0 ? own : candidates.filter(candidate => candidate.markedForUsers)
  const isUsable = usability(candidates, marked, wanted)
  const closest = fewestMethods(marked, served)
  const fromClosest = closest.filter(isUsable)
  const fromMarked = fromClosest.length > 0 ? fromClosest : marked.filter(isUsable)
  const isMarked = fromMarked.length > 0
  const usable = witnessedFirst(candidates.filter(isUsable))
  const kin = usable.filter(({ permission }) => isKin(permission, marked))
  const families = new Set(marked.map(({ permission }) => familyOf(permission)))
  const family = usable.filter(({ permission }) => families.has(familyOf(permission)))
  const pathFamily = family.length > 0 ? [] : ofThePath(usable, template)
  const related = [family, pathFamily].find(some => some.length > 0) ?? usable
  const accepted = wholes(fewestMethods(related, served))
  const left = writersOfSeveral(isMarked ? fromMarked : kin.length > 0 ? kin : accepted, method)
  const choice = left.toSorted(byLevelAndReach)[0]
  if (choice === undefined) {
    return { choice: null, why: 'Nothing that is accepted can be consented to for an app registration.' }
  }

  const reasons: string[] = []
  if (marked.length === 0) reasons.push('Microsoft marks none as least privileged: ranked by our own rules')
  else if (!isMarked) {
    reasons.push(`Passed over what Microsoft marks: ${marked.map(one => against(one, wanted)).join(', ')}`)
    if (kin.length > 0) reasons.push('this is the same in a form that fits')
  } else if (own.length === 0)
    reasons.push('Microsoft marks it as least privileged for users, and none for apps')
  else if (marked.length === 1) reasons.push('Microsoft marks it as least privileged')
  else if (fromClosest.length > 0 && closest.length < marked.length) {
    reasons.push('Of those that Microsoft marks, it serves the fewest methods on this path')
  } else if (left.length === 1)
    reasons.push(`Of those that Microsoft marks, the only one that fits a ${method}`)
  else reasons.push('Microsoft marks several as least privileged')
  if (!isMarked && kin.length === 0) {
    if (family.length > 0 && family.length < usable.length) reasons.push('of the same family')
    else if (pathFamily.length > 0 && pathFamily.length < usable.length)
      reasons.push('of the family that the path names')
  }
  // One that is accepted in two ways is one.
  const others = left.filter(({ permission }) => permission !== choice.permission)
  const count = new Set(others.map(({ permission }) => permission)).size + 1
  if (count > 1) reasons.push(`of ${count} left, ${tieBreaker(others, choice)}`)
  const documented = documentedNarrower(candidates.filter(isUsable), choice)
  return {
    choice: choice.permission,
    why: `${reasons.join('; ')}.${warning(choice, wanted)}${narrowerWords(documented)}`,
  }
}

/**
 * A permission of the same family that opens fewer operations, and that the documentation alone lists. What one source
 * alone lists is not recommended where both know the operation and list something: a token with it is not known to do.
 */
function documentedNarrower(usable: readonly Candidate[], choice: Candidate): Candidate | undefined {
  if (!choice.sources.includes('tables')) return undefined
  return usable
    .filter(
      candidate =>
        isDocumentedOnly(candidate) &&
        familyOf(candidate.permission) === familyOf(choice.permission) &&
        candidate.reads === choice.reads &&
        candidate.opens < choice.opens,
    )
    .toSorted((a, b) => a.opens - b.opens)[0]
}

function narrowerWords(narrower: Candidate | undefined): string {
  return narrower === undefined
    ? ''
    : ` The documentation alone also lists ${narrower.permission}, which opens less: only Graph can tell whether it will do.`
}

/** Whether a candidate can be recommended at all: each demand counts only where something is left that meets it. */
function usability(
  all: readonly Candidate[],
  marked: readonly Candidate[],
  wanted: Wanted,
): (candidate: Candidate) => boolean {
  const { method, template, creates } = wanted
  const onlyReads =
    method === 'GET' || (method === 'POST' && marked.length > 0 && marked.every(one => one.reads))
  const demands: ((candidate: Candidate) => boolean)[] = [
    candidate => creates || !opensPart(candidate),
    ({ permission }) => !isSharedByIntune(permission, template),
    candidate => candidate.reads || !onlyReads,
  ]
  let usable = all.filter(
    ({ consentable, sufficesAlone, alsoRequires }) =>
      consentable && (sufficesAlone || alsoRequires.length > 0),
  )
  for (const demand of demands) {
    const meeting = usable.filter(demand)
    if (meeting.length > 0) usable = meeting
  }
  const left = new Set(usable)
  return candidate => left.has(candidate)
}

/** What every source lists goes before what one alone does. */
function witnessedFirst(some: readonly Candidate[]): readonly Candidate[] {
  const witnessed = some.filter(candidate => candidate.witnessed)
  return witnessed.length > 0 ? witnessed : some
}

/** Those of the family that the deepest literal segment of the path names, as `Organization.Read.All` of /organization. */
function ofThePath(some: readonly Candidate[], template: string): readonly Candidate[] {
  const subjects = subjectsOfPath(template)
  // `/groups/{id}/members` is about members of groups: GroupMember goes before Member and Group.
  const names = subjects.flatMap((subject, i) => [`${subjects[i + 1] ?? ''}${subject}`, subject])
  for (const name of names) {
    const family = some.filter(({ permission }) => familyOf(permission) === name)
    if (family.length > 0) return family
  }
  return []
}

function opensPart({ permission, resourceSpecific }: Candidate): boolean {
  return resourceSpecific || isPartial(permission)
}

/** Why a marked permission is not recommended. What is marked suffices: alone, or with the companion it names. */
function against(candidate: Candidate, { template, creates }: Wanted): string {
  const { permission, consentable, resourceSpecific } = candidate
  if (resourceSpecific) return `${permission} (resource-specific)`
  if (!consentable) return `${permission} (cannot be granted to an app registration)`
  if (!creates && opensPart(candidate)) return `${permission} (opens a part only)`
  if (isSharedByIntune(permission, template)) return `${permission} (Intune's, on a path that it shares)`
  return `${permission} (writes, and a reading one is accepted)`
}

function fewestMethods(some: readonly Candidate[], served: (permission: string) => number): Candidate[] {
  const fewest = Math.min(...some.map(({ permission }) => served(permission)))
  return some.filter(({ permission }) => served(permission) === fewest)
}

/** A hyphen names one facet of a thing (`Group-XTenantIdentitySync`): passed over where a permission for the whole is there. */
function wholes(some: readonly Candidate[]): readonly Candidate[] {
  const whole = some.filter(({ permission }) => !permission.split('.', 1)[0]!.includes('-'))
  return whole.length > 0 ? whole : some
}

/**
 * A marked permission in another form: for the tenant instead of one team or chat, or reading instead of
 * writing. `ChannelMessage.Read.Group` and `ChannelMessage.Read.All` are kin.
 */
function isKin(permission: string, marked: readonly Candidate[]): boolean {
  const root = rootOf(permission)
  return marked.some(other => rootOf(other.permission) === root)
}

/** What a permission's name ends with by where it holds. */
const whereHeld: ReadonlySet<string> = new Set(['Group', 'Chat', 'User', 'All'])

function rootOf(permission: string): string {
  const dot = permission.lastIndexOf('.')
  const root = dot >= 0 && whereHeld.has(permission.slice(dot + 1)) ? permission.slice(0, dot) : permission
  return root.replace('ReadWrite', 'Read').toLowerCase()
}

/** For what changes an entity: of several candidates those that write by their names, if any do. */
function writersOfSeveral(some: readonly Candidate[], method: string): readonly Candidate[] {
  const writers = some.filter(({ reads }) => !reads)
  return changes(method) && writers.length > 0 ? writers : some
}

function warning(candidate: Candidate, { method, both }: Wanted): string {
  const { reads, alsoRequires } = candidate
  const doubt = both ? aloneWords(candidate) : ''
  if (!changes(method) || !reads || !alsoRequires.every(onlyReads)) return doubt
  return `${doubt} By its name it only reads, yet ${method} writes: what is listed may be wrong here.`
}

/** Of an operation that both sources know: that one of them alone lists the permission. */
function aloneWords({ witnessed, sources }: Candidate): string {
  const [only, ...others] = sources
  if (others.length > 0 || only === 'correction') return ''
  const other = only === 'tables' ? 'documentation' : 'tables'
  if (!witnessed) return ` The ${other} ${other === 'tables' ? 'do' : 'does'} not list it here.`
  return ` The ${other} ${other === 'tables' ? 'list' : 'lists'} it nowhere.`
}

/** POST is left out: many of Graph's actions and searches only read. */
function changes(method: string): boolean {
  return method === 'PATCH' || method === 'PUT' || method === 'DELETE'
}

function tieBreaker(others: readonly Candidate[], choice: Candidate): string {
  if (others.every(other => rank(other) > rank(choice))) return 'it has the lowest privilege level'
  const level = others.filter(other => rank(other) === rank(choice))
  if (level.every(other => other.opens > choice.opens)) return 'it opens the fewest operations'
  return 'the first by name'
}

/** Reads first, then by privilege level, operations opened, and name. */
export function byRank(a: Ranked, b: Ranked): number {
  return Number(b.reads) - Number(a.reads) || byLevelAndReach(a, b)
}

function byLevelAndReach(a: Ranked, b: Ranked): number {
  const byName = a.permission < b.permission ? -1 : Number(a.permission > b.permission)
  return rank(a) - rank(b) || a.opens - b.opens || byName
}

/** A permission without a level ranks behind all levels. */
function rank({ level }: Ranked): number {
  return level ?? 6
}
