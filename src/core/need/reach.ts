import { type PowerRow, powers, powersOfUsers } from '../knowledge/powers.ts'
import { compareKeys, type Entry, type PermissionScheme, type Scheme } from '../tables/format.ts'
import type { ListedPath } from '../tables/paths.ts'
import type { PermissionIndex } from '../tables/permission-index.ts'
import { areaOf, ByName } from './area.ts'
import { isWrite } from './reads.ts'

/** What a set of permissions opens: what a token could do in the hands of somebody else. */
export interface Reach {
  /**
   * At most so many operations: the counts of its permissions added up, so that what two of them open is
   * counted twice, and what needs a companion or a signed-in user is counted too.
   */
  readonly operationsAtMost: number
  /** Those of them that change something. */
  readonly writesAtMost: number
  /** Microsoft's, 1-5; null where the tables give none. */
  readonly highestPrivilegeLevel: number | null
  /** The worst first. */
  readonly powers: readonly PowerRow[]
  /** Held, and not in the tables. */
  readonly unknown: readonly string[]
}

/** The same counted operation by operation: each once, and only those that need nothing else. */
export interface CountedReach extends Reach {
  readonly operations: number
  readonly writes: number
  /** By the first segment of the path, most writes first. */
  readonly areas: readonly Area[]
  /** Those with powers first, then by level and operations opened. */
  readonly permissions: readonly HeldPermission[]
}

export interface Area {
  readonly area: string
  readonly operations: number
  readonly writes: number
}

export interface HeldPermission {
  readonly permission: string
  readonly level: number | null
  readonly operations: number
  readonly writes: number
}

/** From what the tables say of each permission: no operation is looked at. */
export function reachOf(index: PermissionIndex, names: readonly string[], scheme: Scheme): Reach {
  const held = heldUnder(index, names, scheme)
  const sum = (of: (record: PermissionScheme) => number): number =>
    [...held.values()].reduce((total, record) => total + of(record), 0)
  const unknown = [...new Set(names)].filter(name => index.permission(name) === null)
  const levels = [...held.values()].flatMap(({ level }) => (level === null ? [] : [level]))
  return {
    operationsAtMost: sum(({ opens }) => opens),
    writesAtMost: sum(({ writes }) => writes),
    highestPrivilegeLevel: levels.length === 0 ? null : levels.reduce((a, b) => Math.max(a, b)),
    // What the tables do not know yet may reach far all the same.
    powers: powersUnder(scheme).filter(
      ({ permission }) => held.has(permission) || unknown.includes(permission),
    ),
    unknown,
  }
}

/** Looks at every operation that one of the permissions is listed at: takes some milliseconds. */
export function countReach(index: PermissionIndex, names: readonly string[], scheme: Scheme): CountedReach {
  const held = heldUnder(index, names, scheme)
  const opens = ({ permission, alsoRequires }: Entry): boolean =>
    held.has(permission) && (alsoRequires.length === 0 || alsoRequires.some(name => held.has(name)))
  const areas = new ByName(() => ({ operations: 0, writes: 0 }))
  for (const { template, operations } of pathsNaming(index, [...held.keys()])) {
    // The tables list application permissions there too; without a user there is no me.
    if (scheme === 'application' && /^\/me(?![^/(])/i.test(template)) continue
    for (const [method, { schemes }] of operations) {
      const entries = (schemes[scheme] ?? []).filter(({ withdrawn }) => !withdrawn)
      if (!entries.some(opens)) continue
      const area = areas.at(areaOf(template))
      area.operations++
      if (isWrite(method, entries)) area.writes++
    }
  }
  const counted = areas.all().map(([area, counts]) => ({ area, ...counts }))
  const sum = (of: (area: Area) => number): number => counted.reduce((total, area) => total + of(area), 0)
  return {
    ...reachOf(index, names, scheme),
    operations: sum(({ operations }) => operations),
    writes: sum(({ writes }) => writes),
    areas: counted.sort((a, b) => b.writes - a.writes || b.operations - a.operations),
    permissions: mostDangerousFirst(held, scheme),
  }
}

/** A search for each of so many names costs less than taking all paths apart; a token seldom holds more. */
const fewNames = 30

/** The paths at which one of the names stands, each once, in the order of the tables; of many names all paths. */
function pathsNaming(index: PermissionIndex, names: readonly string[]): Iterable<ListedPath> {
  if (names.length > fewNames) return [...index.templates()].flatMap(template => index.path(template) ?? [])
  const found = new Map(
    names.flatMap(name => [...index.pathsMentioning(name)].map(path => [path.template, path])),
  )
  return [...found.values()].sort((a, b) => compareKeys(a.template, b.template))
}

function powersUnder(scheme: Scheme): PowerRow[] {
  return scheme === 'application' ? powers() : powersOfUsers()
}

/** The records of the permissions that the tables know under the scheme, by their own spelling. */
function heldUnder(
  index: PermissionIndex,
  names: readonly string[],
  scheme: Scheme,
): ReadonlyMap<string, PermissionScheme> {
  const held = new Map<string, PermissionScheme>()
  for (const name of new Set(names)) {
    const record = index.permission(name)
    const asked = record?.schemes[scheme]
    if (record !== null && asked !== undefined) held.set(record.name, asked)
  }
  return held
}

function mostDangerousFirst(held: ReadonlyMap<string, PermissionScheme>, scheme: Scheme): HeldPermission[] {
  const rank = new Map(powersUnder(scheme).map(({ permission }, at) => [permission, at]))
  return [...held]
    .map(([permission, { level, opens, writes }]) => ({ permission, level, operations: opens, writes }))
    .sort(
      (a, b) =>
        (rank.get(a.permission) ?? rank.size) - (rank.get(b.permission) ?? rank.size) ||
        (b.level ?? 0) - (a.level ?? 0) ||
        b.operations - a.operations ||
        (a.permission < b.permission ? -1 : 1),
    )
}
