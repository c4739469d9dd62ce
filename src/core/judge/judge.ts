import type { AcceptedPermission, Requirement } from '../need/requirement.ts'
import { type Doubt, doubtsOf, settles } from './doubts.ts'

/** The comparison of an operation with a token. */
export type Verdict =
  | 'allowed'
  | 'missing-permission'
  | 'delegated-only'
  | 'wrong-host'
  | 'unknown-method'
  | 'unknown-path'
  | 'undecided'

/** What of a token decides: its kind and the permissions it carries. */
export interface Holder {
  readonly access: 'app-only' | 'delegated' | 'unknown'
  /** `roles` of an app-only token, `scp` of a delegated one. */
  readonly permissions: readonly string[]
  /** Of these, what no source knows, or what opens nothing in any: nobody can say what it is for. */
  readonly opensNothing?: readonly string[]
  /** A delegated token of a personal account is judged by the personal scheme. */
  readonly personal: boolean
  /** Directory role template ids in `wids` that are real roles. */
  readonly directoryRoles: readonly string[]
}

/** What may let the call in although no permission is held, and which no token shows. */
export type Door = 'directory-role' | 'exchange-rbac' | 'resource-specific-consent'

export interface Judgement {
  /** Null where there is none: an envelope, something unreadable, another host than Graph. */
  readonly verdict: Verdict | null
  /**
   * Of a refusal: both sources know the operation, under the path that was asked for, and neither lists
   * anything that is held. False: one source says so, or a correction of ours.
   */
  readonly certain: boolean
  /** Held permissions that this operation accepts. */
  readonly held: readonly string[]
  /** The recommended set to add, companions included; empty when allowed. */
  readonly missing: readonly string[]
  /** Held permissions that bear on the operation without settling it; set when that makes it undecided. */
  readonly doubts: readonly Doubt[]
  /** Set when nothing that is held bears on it, and the verdict is undecided for such a reason. */
  readonly doors: readonly Door[]
}

/** What besides the requirement decides about a path. */
export interface Behind {
  /** Exchange, by RBAC for Applications. */
  readonly exchange?: boolean
  /** SharePoint, by what single sites, lists, items and files grant to the holder of a `*.Selected` permission. */
  readonly selected?: boolean
  /** The query, which may name what a path is asked about. */
  readonly query?: string | null
}

/**
 * Compares what an operation requires with what a token holds. The first rule that fits:
 *
 * 1. `delegated-only`: an app on /me, or no source lists an application permission.
 * 2. `allowed`: the tables (or a correction) accept a held permission with its companion.
 * 3. `undecided`: a held permission bears on the operation without settling it (doubts.ts).
 * 4. `undecided`: something that no token shows may let the call in.
 * 5. `missing-permission`.
 *
 * A permission counts where a source lists it, or by its family; never because its name sounds higher.
 *
 * Not judged: the host (verdict `wrong-host` is the caller's), and whether a delegated token's user has
 * rights of their own.
 */
export function judge(requirement: Requirement, holder: Holder, behind: Behind = {}): Judgement {
  switch (requirement.status) {
    case 'not-graph':
    case 'envelope':
    case 'malformed':
      return plain(null)
    case 'open':
      return plain('allowed')
    case 'unknown-method':
    case 'unknown-path':
      return isForUsersOnly(requirement, holder) ? refused('delegated-only', true) : plain(requirement.status)
    case 'known':
      return judgeKnown(requirement, holder, behind)
  }
}

function judgeKnown(requirement: Requirement, holder: Holder, behind: Behind): Judgement {
  if (holder.access === 'unknown') return plain('undecided')
  if (isForUsersOnly(requirement, holder)) return refused('delegated-only', true)
  const scheme = schemeOf(holder)
  const { accepted, withdrawn, leastPrivileged } = requirement.schemes[scheme]
  if (holder.access === 'app-only' && accepted.length === 0)
    return refused('delegated-only', isWitnessedByBoth(requirement) && withdrawn.length === 0)

  const holds = new Set(holder.permissions.map(name => name.toLowerCase()))
  const isHeld = (name: string) => holds.has(name.toLowerCase())
  const hasCompanion = ({ alsoRequires }: AcceptedPermission) =>
    alsoRequires.length === 0 || alsoRequires.some(isHeld)
  const listed = accepted.filter(({ permission }) => isHeld(permission))
  const held = [...new Set(listed.map(({ permission }) => permission))]
  const complete = listed.filter(
    entry => hasCompanion(entry) && (entry.sufficesAlone || entry.alsoRequires.length > 0),
  )
  const { selected = false, exchange = false, query = null } = behind
  const compared = {
    ...{ requirement, scheme, complete, selected, query },
    permissions: holder.permissions,
    opensNothing: holder.opensNothing ?? [],
  }
  const method = requirement.method ?? ''
  if (complete.some(entry => settles(entry, method, compared))) return { ...plain('allowed'), held }

  const missing = missingSet(accepted, leastPrivileged, isHeld)
  const doubts = doubtsOf(compared)
  if (doubts.length > 0) return { ...plain('undecided'), held, missing, doubts }
  const doors: Door[] = []
  if (holder.access === 'app-only') {
    if (holder.directoryRoles.length > 0) doors.push('directory-role')
    if (exchange) doors.push('exchange-rbac')
    if (accepted.some(({ resourceSpecific }) => resourceSpecific)) doors.push('resource-specific-consent')
  }
  if (doors.length > 0) return { ...plain('undecided'), held, missing, doors }
  const certain = isWitnessedByBoth(requirement) && !withdrawn.some(({ permission }) => isHeld(permission))
  return { ...refused('missing-permission', certain), held, missing }
}

/** An inferred match is a step that no source took. */
function isWitnessedByBoth({ sources, matched }: Requirement): boolean {
  return sources.length > 1 && (matched === 'exact' || matched === 'equivalent')
}

/** What to add: the companion that a held permission lacks, else the recommendation with its companion. */
function missingSet(
  accepted: readonly AcceptedPermission[],
  leastPrivileged: string | null,
  isHeld: (name: string) => boolean,
): string[] {
  const half = accepted.find(({ permission, alsoRequires }) => alsoRequires.length > 0 && isHeld(permission))
  const entry = half ?? accepted.find(({ permission }) => permission === leastPrivileged)
  if (entry === undefined) return []
  const companions = entry.alsoRequires.some(isHeld) ? [] : entry.alsoRequires.slice(0, 1)
  return [entry.permission, ...companions].filter(name => !isHeld(name))
}

/** An app has no signed-in user, whatever the sources list for /me. */
function isForUsersOnly({ signedInUser }: Requirement, { access }: Holder): boolean {
  return signedInUser && access === 'app-only'
}

function schemeOf({ access, personal }: Holder): keyof Requirement['schemes'] {
  if (access === 'app-only') return 'application'
  return personal ? 'delegatedPersonal' : 'delegatedWork'
}

function plain(verdict: Verdict | null): Judgement {
  return { verdict, certain: false, held: [], missing: [], doubts: [], doors: [] }
}

function refused(verdict: Verdict, certain: boolean): Judgement {
  return { ...plain(verdict), certain }
}
