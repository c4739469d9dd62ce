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
  const first = accepted.filter(({ permission }) => named.includes(permission))
  const rest = accepted.filter(({ permission }) => !named.includes(permission))
  const shown = [...first, ...rest].slice(0, 2).map(permissionPhrase)
  if (accepted.length === 1) return shown[0]!
  const more = accepted.length - shown.length
  return `one of ${shown.join(', ')}${more > 0 ? `, ${ellipsis} ${more} more` : ''}`
}
