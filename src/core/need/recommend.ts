import { onlyReads } from './reads.ts'
import type { AcceptedPermission } from './requirement.ts'

/** What ranks a permission. */
export interface Ranked {
  readonly permission: string
  /** Its name says that it only reads. */
  readonly reads: boolean
  readonly level: number | null
  /** Operations that it opens under the scheme. */
  readonly opens: number
}

export type Candidate = AcceptedPermission & Ranked

/**
 * The permission to ask for, of those that an operation accepts, and why.
 *
 * It starts from Microsoft's marks. A mark stands on a set of paths and covers all their methods, so of
 * several the ones that serve the fewest methods on this path are meant. Out goes what an app registration
 * cannot be given, what needs another beside it but names none, and for a GET what writes although a
 * reading one is accepted. If none is left, the same over all that is accepted, the marked ones' nearest
 * kin first. Ties: privilege level, operations opened, name.
 *
 * @param served how many methods of the path accept a permission
 */
export function recommend(
  candidates: readonly Candidate[],
  method: string,
  served: (permission: string) => number,
): { choice: string | null; why: string } {
  const marked = candidates.filter(candidate => candidate.marked)
  const isUsable = usability(candidates, method)
  const closest = fewestMethods(marked, served)
  const fromClosest = closest.filter(isUsable)
  const fromMarked = fromClosest.length > 0 ? fromClosest : marked.filter(isUsable)
  const isMarked = fromMarked.length > 0
  const accepted = wholes(fewestMethods(candidates.filter(isUsable), served))
  const kin = candidates.filter(isUsable).filter(({ permission }) => isKin(permission, marked))
  const left = writersOfSeveral(isMarked ? fromMarked : kin.length > 0 ? kin : accepted, method)
  const choice = left.toSorted(byLevelAndReach)[0]
  if (choice === undefined) {
    return { choice: null, why: 'Nothing that is accepted can be consented to for an app registration.' }
  }

  const reasons: string[] = []
  if (marked.length === 0) reasons.push('Microsoft marks none as least privileged: ranked by our own rules')
  else if (!isMarked) {
    reasons.push(`Passed over what Microsoft marks: ${marked.map(against).join(', ')}`)
    if (kin.length > 0) reasons.push('this is the same in a form that fits')
  } else if (marked.length === 1) reasons.push('Microsoft marks it as least privileged')
  else if (fromClosest.length > 0 && closest.length < marked.length) {
    reasons.push('Of those that Microsoft marks, it serves the fewest methods on this path')
  } else if (left.length === 1)
    reasons.push(`Of those that Microsoft marks, the only one that fits a ${method}`)
  else reasons.push('Microsoft marks several as least privileged')
  if (left.length > 1) reasons.push(`of ${left.length} left, ${tieBreaker(left, choice)}`)
  return { choice: choice.permission, why: `${reasons.join('; ')}.${warning(choice, method)}` }
}

/** Whether a candidate can be recommended at all. */
function usability(all: readonly Candidate[], method: string): (candidate: Candidate) => boolean {
  const isGrantable = ({ consentable, sufficesAlone, alsoRequires }: Candidate) =>
    consentable && (sufficesAlone || alsoRequires.length > 0)
  const onlyReading = method === 'GET' && all.some(candidate => candidate.reads && isGrantable(candidate))
  return candidate => isGrantable(candidate) && (candidate.reads || !onlyReading)
}

/** Why a marked permission is not recommended. What is marked suffices: alone, or with the companion it names. */
function against({ permission, consentable, resourceSpecific }: Candidate): string {
  if (resourceSpecific) return `${permission} (resource-specific)`
  if (!consentable) return `${permission} (cannot be granted to an app registration)`
  return `${permission} (writes, and a reading one is accepted)`
}

function fewestMethods(some: readonly Candidate[], served: (permission: string) => number): Candidate[] {
  const fewest = Math.min(...some.map(({ permission }) => served(permission)))
  return some.filter(({ permission }) => served(permission) === fewest)
}

/** A hyphen names one facet of a thing (`Group-XTenantIdentitySync`): passed over where a permission for the whole is there. */
function wholes(some: readonly Candidate[]): readonly Candidate[] {
  const whole = some.filter(({ permission }) => !/^[^.]*-/.test(permission))
  return whole.length > 0 ? whole : some
}

/**
 * A marked permission in another form: for the tenant instead of one team or chat, or reading instead of
 * writing. `ChannelMessage.Read.Group` and `ChannelMessage.Read.All` are kin.
 */
function isKin(permission: string, marked: readonly Candidate[]): boolean {
  const root = (name: string) =>
    name
      .replace(/\.(Group|Chat|User|All)$/, '')
      .replace('ReadWrite', 'Read')
      .toLowerCase()
  return marked.some(other => root(other.permission) === root(permission))
}

/** For what changes an entity: of several candidates those that write by their names, if any do. */
function writersOfSeveral(some: readonly Candidate[], method: string): readonly Candidate[] {
  const writers = some.filter(({ reads }) => !reads)
  return changes(method) && writers.length > 0 ? writers : some
}

function warning({ reads, alsoRequires }: Candidate, method: string): string {
  if (!changes(method) || !reads || !alsoRequires.every(onlyReads)) return ''
  return ` By its name it only reads, yet ${method} writes: the tables may be wrong here.`
}

/** POST is left out: many of Graph's actions and searches only read. */
function changes(method: string): boolean {
  return method === 'PATCH' || method === 'PUT' || method === 'DELETE'
}

function tieBreaker(some: readonly Candidate[], choice: Candidate): string {
  const others = some.filter(other => other !== choice)
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
