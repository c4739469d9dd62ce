import { type AcceptedPermission, isCertain, type Requirement } from '../need/requirement.ts'

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
  /** A delegated token of a personal account is judged by the personal scheme. */
  readonly personal: boolean
  /** Directory role template ids in `wids` that are real roles. */
  readonly directoryRoles: readonly string[]
}

/** Why Graph may let the call in although no accepted permission is held. */
export type Door =
  | 'directory-role'
  | 'exchange-rbac'
  | 'resource-specific-consent'
  | 'selected-resources'
  | 'uncertain-companion'

export interface Judgement {
  /** Null where there is none: an envelope, something unreadable, another host than Graph. */
  readonly verdict: Verdict | null
  /** Held permissions that this operation accepts. */
  readonly held: readonly string[]
  /** The recommended set to add, companions included; empty when allowed. */
  readonly missing: readonly string[]
  /** Set when the verdict is undecided for such a reason. */
  readonly doors: readonly Door[]
}

/** Who else decides about a path. */
export interface Behind {
  /** Exchange, by RBAC for Applications. */
  readonly exchange?: boolean
  /** SharePoint, by what single sites, lists, items and files grant to the holder of a `*.Selected` permission. */
  readonly selected?: boolean
}

/**
 * Compares what an operation requires with what a token holds. Higher permissions count where the tables
 * accept them, never because of their names.
 *
 * Not judged: the host (verdict `wrong-host` is the caller's), and whether a delegated token's user has
 * rights of their own.
 *
 * @param behind services that decide about the path too, by grants that no token shows
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
      return plain(isForUsersOnly(requirement, holder) ? 'delegated-only' : requirement.status)
    case 'known':
      return judgeKnown(requirement, holder, behind)
  }
}

function judgeKnown(requirement: Requirement, holder: Holder, behind: Behind): Judgement {
  if (holder.access === 'unknown') return plain('undecided')
  if (isForUsersOnly(requirement, holder)) return plain('delegated-only')
  const { accepted, leastPrivileged } = requirement.schemes[schemeOf(holder)]
  if (holder.access === 'app-only' && accepted.length === 0) return plain('delegated-only')

  const holds = new Set(holder.permissions.map(name => name.toLowerCase()))
  const isHeld = (name: string) => holds.has(name.toLowerCase())
  const hasCompanion = ({ alsoRequires }: AcceptedPermission) =>
    alsoRequires.length === 0 || alsoRequires.some(isHeld)
  const held = accepted.filter(({ permission }) => isHeld(permission))
  const names = [...new Set(held.map(({ permission }) => permission))]
  const complete = held.filter(
    entry => hasCompanion(entry) && (entry.sufficesAlone || entry.alsoRequires.length > 0),
  )
  if (complete.some(entry => isCertain(entry, accepted))) {
    return { verdict: 'allowed', held: names, missing: [], doors: [] }
  }

  const doors: Door[] = []
  if (complete.length > 0) doors.push('uncertain-companion')
  if (holder.access === 'app-only') {
    if (holder.directoryRoles.length > 0) doors.push('directory-role')
    if (behind.exchange === true) doors.push('exchange-rbac')
    if (accepted.some(({ resourceSpecific }) => resourceSpecific)) doors.push('resource-specific-consent')
  }
  if (behind.selected === true && holder.permissions.some(name => /\.Selected$/i.test(name)))
    doors.push('selected-resources')
  return {
    verdict: doors.length > 0 ? 'undecided' : 'missing-permission',
    held: names,
    missing: missingSet(accepted, leastPrivileged, isHeld),
    doors,
  }
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

/** An app has no signed-in user, whatever the tables list for /me. */
function isForUsersOnly({ signedInUser }: Requirement, { access }: Holder): boolean {
  return signedInUser && access === 'app-only'
}

function schemeOf({ access, personal }: Holder): keyof Requirement['schemes'] {
  if (access === 'app-only') return 'application'
  return personal ? 'delegatedPersonal' : 'delegatedWork'
}

function plain(verdict: Verdict | null): Judgement {
  return { verdict, held: [], missing: [], doors: [] }
}
