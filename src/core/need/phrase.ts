import type { AcceptedPermission, SchemeRequirement } from './requirement.ts'

/** A permission with what it requires besides: `A`, `A and B`, `A and one of B, C`. */
export function permissionPhrase({
  permission,
  alsoRequires,
}: Pick<AcceptedPermission, 'permission' | 'alsoRequires'>): string {
  if (alsoRequires.length === 0) return permission
  return `${permission} and ${alsoRequires.length === 1 ? '' : 'one of '}${alsoRequires.join(', ')}`
}

/**
 * What a scheme requires, in a phrase: `AuditLog.Read.All`, `one of User.ReadBasic.All, User.Read.All, … 14
 * more`. The recommended one and its next come first.
 */
export function needsPhrase(
  {
    leastPrivileged,
    next,
    accepted,
  }: Pick<SchemeRequirement, 'leastPrivileged' | 'next'> & {
    readonly accepted: readonly Pick<AcceptedPermission, 'permission' | 'alsoRequires'>[]
  },
  ellipsis = '…',
): string {
  if (accepted.length === 0) return 'a signed-in user'
  const named = [leastPrivileged, next].filter(name => name !== null)
  // What is accepted alone needs no companion that another row gives it.
  const alone = new Set(accepted.filter(one => one.alsoRequires.length === 0).map(one => one.permission))
  const all = accepted.filter(one => one.alsoRequires.length === 0 || !alone.has(one.permission))
  const first = all.filter(({ permission }) => named.includes(permission))
  const rest = all.filter(({ permission }) => !named.includes(permission))
  const shown = [...first, ...rest].slice(0, 2).map(permissionPhrase)
  if (all.length === 1) return shown[0]!
  const more = all.length - shown.length
  return `one of ${shown.join(', ')}${more > 0 ? `, ${ellipsis} ${more} more` : ''}`
}
