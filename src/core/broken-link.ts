import { graphAppId, retiredGraphAppId } from './clouds.ts'
import type { OperationFacts, TokenFacts } from './facts.ts'
import type { Records } from './records.ts'

/** The links of the chain from need to hold; the first broken one is named. */
export type BrokenLink =
  | 'not-declared'
  | 'not-consented'
  | 'delegated-instead'
  | 'other-resource'
  | 'consented-later'
  | 'no-service-principal'
  | 'disabled'
  | 'wrong-audience'
  | 'delegated-only'
  | 'rsc-only'

/**
 * The first link that is known to be broken; null when none is, or when what would tell was not looked at.
 * Without the tenant's records, need and hold alone are compared.
 */
export function brokenLink(
  { verdict, missing, requirement }: Pick<OperationFacts, 'verdict' | 'missing' | 'requirement'>,
  { token, records }: { readonly token: TokenFacts | null; readonly records: Records | null },
): BrokenLink | null {
  if (verdict === 'wrong-host' && token?.form === 'jwt' && token.graph === null) return 'wrong-audience'
  if (verdict === 'delegated-only') return 'delegated-only'
  const accepted = requirement.schemes.application.accepted
  const lacks = verdict === 'missing-permission'
  if (token?.form === 'jwt' && token.access.access === 'delegated') return null
  if ((lacks || verdict === 'undecided') && accepted.length > 0 && accepted.every(isResourceSpecific))
    return 'rsc-only'
  if (!lacks) return null
  if (records?.servicePrincipal === null || hasNoPrincipal(token)) return 'no-service-principal'
  if (records === null) return null
  if (records.servicePrincipal?.enabled === false) return 'disabled'
  return brokenRecord(
    accepted.map(({ permission }) => permission),
    missing,
    records,
  )
}

function brokenRecord(
  wanted: readonly string[],
  missing: readonly string[],
  { granted, declared }: Records,
): BrokenLink | null {
  const onGraph = ({ api }: { readonly api: string | null }): boolean => api === graphAppId
  if (granted?.filter(onGraph).some(({ permission }) => wanted.includes(permission))) return 'consented-later'
  if (declared === undefined) return granted === undefined ? null : 'not-consented'
  const named = declared.filter(
    grant => onGraph(grant) && (wanted.includes(grant.permission) || missing.includes(grant.permission)),
  )
  if (named.some(({ kind }) => kind === 'application')) return granted === undefined ? null : 'not-consented'
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
    token.graph !== null &&
    token.access.access === 'app-only' &&
    token.payload.oid === null
  )
}
