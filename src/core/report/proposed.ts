import type { Verdict } from '../judge/judge.ts'
import { type CountedReach, countReach } from '../need/reach.ts'
import type { PermissionIndex } from '../tables/permission-index.ts'
import { type Known, neededOf } from './needed.ts'
import type { SchemeReport } from './requirement.ts'

/** What the token would open, had it been granted what its operations lack. */
export interface ProposedReport {
  /** What it lacks: what was declared or granted already, else the least privileged. */
  readonly permissions: readonly string[]
  /** With what it holds. */
  readonly reach: CountedReach
}

interface Lacking extends Known {
  readonly verdict?: Verdict
  readonly missing?: readonly string[]
  readonly application?: SchemeReport
}

/**
 * Null where nothing is lacking that could be granted.
 *
 * @param roles what an app-only token holds
 */
export function proposedReach(
  roles: readonly string[],
  operations: readonly Lacking[],
  index: PermissionIndex,
): ProposedReport | null {
  const names = operations.flatMap(({ verdict, missing = [], application, ...known }) => {
    if (verdict !== 'missing-permission' || application === undefined) return []
    const needed = neededOf(application, known)
    return needed === null || needed.permission === application.leastPrivileged
      ? missing
      : [needed.permission]
  })
  const permissions = [...new Set(names)].filter(name => !roles.includes(name))
  if (permissions.length === 0) return null
  return { permissions, reach: countReach(index, [...roles, ...permissions], 'application') }
}
