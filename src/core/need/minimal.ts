import { cmdletMethod } from '../operation/cmdlet.ts'
import type { PermissionIndex } from '../tables/permission-index.ts'
import { isSharedByIntune } from './partial.ts'
import { onlyReads } from './reads.ts'
import { type AcceptedPermission, isCertain, type Requirement } from './requirement.ts'

/** The smallest set of application permissions that several operations can share. */
export interface MinimalPermissions {
  /** By name; empty only when no operation can be opened by an app at all. */
  readonly application: readonly string[]
  /** How many of the operations it opens. */
  readonly opens: number
  /** The operations that it is not for, by their position from 0. */
  readonly leaves: readonly { readonly operation: number; readonly because: LeftOut }[]
  /** True: it opens all of them, and no set of less reach does. Else the best that was found. */
  readonly proven: boolean
}

/** Why a set of application permissions is not for an operation. */
export type LeftOut =
  /** It is open to signed-in users only. */
  | 'delegated-only'
  /** Nothing that opens it can be given to an app registration. */
  | 'not-consentable'
  /** A cmdlet: what its page lists is the union over its forms. */
  | 'several-forms'
  /** What is listed is a union over all that the request may name. */
  | 'several-resources'
  /** The tables do not know it. */
  | 'unknown'
  /** It cannot be read, or is not an operation of Graph's. */
  | 'no-operation'

/** A way to open operations: permissions that are held together, and the operations that they open. */
interface Alternative {
  readonly permissions: readonly string[]
  readonly operations: ReadonlySet<number>
}

/** So many alternatives are searched through; of more, a good choice is made. */
const mostAlternatives = 24

/** A search that takes longer than this many steps ends with the best that it has found. */
const mostSteps = 200_000

/**
 * The smallest sufficient set: of the sets that open every operation that an app can be given, the one of
 * least reach (operations opened by its permissions, added up), then of fewest permissions, then the first
 * by name.
 *
 * An operation's own recommendation stands unless one permission serves several operations: what only one
 * of them accepts is no alternative to its recommendation. What opens several is one if it only reads, or
 * if Microsoft marks it. A companion (AND) counts as a permission of the set.
 */
export function minimalSet(index: PermissionIndex, requirements: readonly Requirement[]): MinimalPermissions {
  const leaves = requirements.flatMap((requirement, operation) => {
    const because = leftOut(requirement)
    return because === null ? [] : [{ operation, because }]
  })
  const left = new Set(leaves.map(({ operation }) => operation))
  const needs = requirements.filter(({ status }, operation) => !left.has(operation) && status === 'known')
  const opens = (permission: string): number => index.permission(permission)?.schemes.application?.opens ?? 0
  const choices = alternatives(needs.map(waysInto))
  const problem: Problem = { count: needs.length, choices: undominated(choices, opens), opens }
  const found = best(problem)
  return {
    application: [...found.permissions].sort(),
    opens: requirements.length - leaves.length,
    leaves,
    proven: found.proven && leaves.length === 0,
  }
}

/** Null: it is for that one. What needs no permission is opened by any set. */
function leftOut({ status, method, signedInUser, schemes: { application } }: Requirement): LeftOut | null {
  switch (status) {
    case 'open':
    case 'envelope':
      return null
    case 'malformed':
    case 'not-graph':
      return 'no-operation'
    case 'unknown-path':
    case 'unknown-method':
      return signedInUser ? 'delegated-only' : 'unknown'
    case 'known':
      if (signedInUser || application.accepted.length === 0) return 'delegated-only'
      if (application.leastPrivileged !== null) return null
      if (method === cmdletMethod) return 'several-forms'
      return application.accepted.some(({ consentable }) => consentable)
        ? 'several-resources'
        : 'not-consentable'
  }
}

/** What opens one operation. */
interface Ways {
  readonly recommended: string
  readonly entries: readonly AcceptedPermission[]
}

/**
 * What certainly opens an operation; where nothing is certain, its recommendation. Not what the query shows to be too
 * narrow, and not Intune's permissions on a path that it shares.
 */
function waysInto({ template, schemes: { application } }: Requirement): Ways {
  const { leastPrivileged, accepted, tooNarrow } = application
  const complete = accepted.filter(
    ({ permission, consentable, sufficesAlone, alsoRequires }) =>
      consentable &&
      (sufficesAlone || alsoRequires.length > 0) &&
      !tooNarrow.includes(permission) &&
      (permission === leastPrivileged || !isSharedByIntune(permission, template ?? '')),
  )
  const certain = complete.filter(entry => isCertain(entry, accepted))
  const recommended = leastPrivileged!
  return {
    recommended,
    entries: certain.length > 0 ? certain : complete.filter(({ permission }) => permission === recommended),
  }
}

/** What the operations could be opened by, each alternative with all the operations that it opens. */
function alternatives(needs: readonly Ways[]): Alternative[] {
  const found = new Map<string, { permissions: readonly string[]; recommended: boolean; serves: number }>()
  for (const { recommended, entries } of needs) {
    const own = new Set<string>()
    for (const entry of entries) {
      for (const permissions of combinations(entry)) {
        const key = permissions.join(' ')
        const known = found.get(key) ?? { permissions, recommended: false, serves: 0 }
        found.set(key, known)
        known.recommended ||= entry.permission === recommended
        if ((entry.marked || permissions.every(onlyReads)) && !own.has(key)) {
          own.add(key)
          known.serves++
        }
      }
    }
  }
  return [...found.values()]
    .filter(({ recommended, serves }) => recommended || serves > 1)
    .map(({ permissions }) => {
      const held = new Set(permissions)
      const opened = needs.flatMap(({ entries }, operation) => (isOpened(entries, held) ? [operation] : []))
      return { permissions, operations: new Set(opened) }
    })
}

/** `A+B,C` is A with B, or A with C. */
function combinations({ permission, alsoRequires }: AcceptedPermission): string[][] {
  if (alsoRequires.length === 0) return [[permission]]
  return alsoRequires.map(companion => [permission, companion].sort())
}

function isOpened(entries: readonly AcceptedPermission[], held: ReadonlySet<string>): boolean {
  return entries.some(
    ({ permission, alsoRequires }) =>
      held.has(permission) && (alsoRequires.length === 0 || alsoRequires.some(other => held.has(other))),
  )
}

/**
 * Leaves out what another alternative does as well for no more. Only permissions that no other alternative
 * has a part in can be judged so: a part may have been paid for already.
 */
function undominated(all: readonly Alternative[], opens: (permission: string) => number): Alternative[] {
  const uses = new Map<string, number>()
  for (const permission of all.flatMap(({ permissions }) => permissions))
    uses.set(permission, (uses.get(permission) ?? 0) + 1)
  const cost = ({ permissions }: Alternative): Cost => costOf(permissions, opens)
  return all.filter(
    one =>
      !one.permissions.every(permission => uses.get(permission) === 1) ||
      !all.some(
        other =>
          other !== one &&
          [...one.operations].every(operation => other.operations.has(operation)) &&
          compareCosts(cost(other), cost(one)) < 0,
      ),
  )
}

interface Problem {
  readonly count: number
  readonly choices: readonly Alternative[]
  readonly opens: (permission: string) => number
}

interface Cost {
  readonly reach: number
  readonly names: readonly string[]
}

function costOf(permissions: Iterable<string>, opens: (permission: string) => number): Cost {
  const names = [...permissions].sort()
  return { reach: names.reduce((sum, name) => sum + opens(name), 0), names }
}

function compareCosts(a: Cost, b: Cost): number {
  return (
    a.reach - b.reach ||
    a.names.length - b.names.length ||
    (a.names.join() < b.names.join() ? -1 : Number(a.names.join() !== b.names.join()))
  )
}

/** Starts from a quick choice and improves on it, by trying for each operation everything that opens it. */
function best(problem: Problem): { permissions: ReadonlySet<string>; proven: boolean } {
  const { count, choices, opens } = problem
  const quick = quickChoice(problem)
  if (choices.length > mostAlternatives) return { permissions: quick, proven: false }
  let least = { permissions: quick, cost: costOf(quick, opens) }
  let steps = 0
  const open = (held: ReadonlySet<string>): ReadonlySet<number> =>
    new Set(
      choices
        .filter(({ permissions }) => permissions.every(permission => held.has(permission)))
        .flatMap(({ operations }) => [...operations]),
    )
  const search = (held: ReadonlySet<string>, tried: ReadonlySet<Alternative>): void => {
    if (++steps > mostSteps) return
    const cost = costOf(held, opens)
    if (compareCosts(cost, least.cost) >= 0) return
    const done = open(held)
    const closed = Array.from({ length: count }, (_, operation) => operation).filter(
      operation => !done.has(operation),
    )
    if (closed.length === 0) {
      least = { permissions: held, cost }
      return
    }
    const branches = closed
      .map(operation => choices.filter(choice => choice.operations.has(operation) && !tried.has(choice)))
      .reduce((fewest, some) => (some.length < fewest.length ? some : fewest))
    const used = new Set(tried)
    for (const choice of branches) {
      search(new Set([...held, ...choice.permissions]), used)
      used.add(choice)
    }
  }
  search(new Set(), new Set())
  return { permissions: least.permissions, proven: steps <= mostSteps }
}

/** Again and again what opens most for its reach, then without what turned out to be superfluous. */
function quickChoice({ count, choices, opens }: Problem): ReadonlySet<string> {
  const taken: Alternative[] = []
  const closed = new Set(Array.from({ length: count }, (_, operation) => operation))
  while (closed.size > 0) {
    const held = new Set(taken.flatMap(({ permissions }) => permissions))
    const price = ({ permissions, operations }: Alternative): number => {
      const added = permissions.filter(permission => !held.has(permission))
      return (
        (costOf(added, opens).reach + added.length) /
        [...operations].filter(operation => closed.has(operation)).length
      )
    }
    const next = choices
      .filter(({ operations }) => [...operations].some(operation => closed.has(operation)))
      .reduce<Alternative | null>(
        (cheapest, one) => (cheapest === null || price(one) < price(cheapest) ? one : cheapest),
        null,
      )
    if (next === null) break
    taken.push(next)
    for (const operation of next.operations) closed.delete(operation)
  }
  const needed = taken.toReversed().reduce<readonly Alternative[]>((kept, one) => {
    const others = kept.filter(other => other !== one)
    const opened = new Set(others.flatMap(({ operations }) => [...operations]))
    return [...one.operations].every(operation => opened.has(operation)) ? others : kept
  }, taken)
  return new Set(needed.flatMap(({ permissions }) => permissions))
}
