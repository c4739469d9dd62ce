import { retiredGraphAppId } from './clouds.ts'
import type { BrokenLink, Facts, OperationFacts, TokenFacts } from './facts.ts'
import type { Records } from './records.ts'

/**
 * The first link that is known to be broken; null when none is, or when what would tell was not looked at.
 * Without the tenant's records, need and hold alone are compared. Not judged: what a signed-in user lacks.
 */
export function brokenLink(
  part: Pick<OperationFacts, 'verdict' | 'held' | 'missing' | 'requirement'>,
  { token, records, holder }: Pick<Facts, 'token' | 'records' | 'holder'>,
): BrokenLink | null {
  if (holder === null) return null
  const { verdict, requirement } = part
  if (verdict === 'wrong-host') return holder.graph === null ? 'wrong-audience' : null
  if (holder.access !== 'app-only') return null
  if (verdict === 'delegated-only') return 'delegated-only'
  if (verdict === 'undecided' && requirement.schemes.application.accepted.every(isResourceSpecific))
    return 'rsc-only'
  if (verdict !== 'missing-permission') return null
  if (records?.servicePrincipal === null || hasNoPrincipal(token)) return 'no-service-principal'
  if (records === null) return null
  if (records.servicePrincipal?.enabled === false) return 'disabled'
  return brokenRecord(lackingIn(part), records)
}

/** What would have opened the operation and is not in the token. */
function lackingIn({
  held,
  missing,
  requirement,
}: Pick<OperationFacts, 'held' | 'missing' | 'requirement'>): ReadonlySet<string> {
  const accepted = requirement.schemes.application.accepted.map(({ permission }) => permission)
  return new Set([...accepted, ...missing].filter(permission => !held.includes(permission)))
}

/** The records give names to Graph's permissions alone: what bears one is Graph's. */
function brokenRecord(
  lacking: ReadonlySet<string>,
  { granted, declared, inherited, blueprint }: Records,
): BrokenLink | null {
  const isLacking = ({ permission }: { readonly permission: string }): boolean => lacking.has(permission)
  if (granted?.some(isLacking)) return 'consented-later'
  if (inherited !== undefined && blueprint?.granted?.some(isLacking)) return 'not-inherited'
  const notConsented = granted === undefined ? null : 'not-consented'
  if (declared === undefined) return notConsented
  const named = declared.filter(({ permission }) => lacking.has(permission))
  if (named.some(({ kind }) => kind === 'application')) return notConsented
  if (named.length > 0) return 'delegated-instead'
  return declared.some(({ api }) => api === retiredGraphAppId) ? 'other-resource' : 'not-declared'
}

function isResourceSpecific({ resourceSpecific }: { readonly resourceSpecific: boolean }): boolean {
  return resourceSpecific
}

/** Entra ID leaves oid out where the app has no service principal to name. */
export function hasNoPrincipal(token: TokenFacts | null): boolean {
  return (
    token?.form === 'jwt' &&
    !token.partial &&
    token.graph !== null &&
    token.access.access === 'app-only' &&
    token.payload.oid === null
  )
}
