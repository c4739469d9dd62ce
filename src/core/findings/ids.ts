/**
 * Every finding by its id, which is its path here, its page, its cases, and what `why403 explain` takes. An id
 * states the problem, never the cure, and is never reused. In the order of the road.
 */
export const findingIds = [
  'acquire/placeholder-setting',
  'acquire/secret-id-instead-of-value',
  'acquire/quoted-secret',
  'acquire/misshapen-id',
  'acquire/scope-without-default',
  'acquire/clouds-mixed',
  'acquire/certificate-unusable',
  'acquire/certificate-expired',
  'acquire/federated-token-unfit',
  'acquire/identity-not-assigned',
  'acquire/tenant-in-other-cloud',
  'acquire/refused',
  'acquire/secret-of-earlier-start',
  'token/wrong-audience',
  'token/wrong-issuer',
  'token/wrong-tenant',
  'token/refused-algorithm',
  'token/malformed',
  'token/unexpected-access',
  'token/expired',
  'token/not-yet-valid',
  'token/clock-behind',
  'token/signature-mismatch',
  'token/unverified-signature',
  'token/claims-challenge',
  'token/key-bound',
  'token/signed-by-earlier-start',
  'token/clock-off',
  'consent/disabled-service-principal',
  'consent/no-service-principal',
  'consent/stale-token',
  'consent/delegated-instead-of-application',
  'consent/declared-on-other-api',
  'consent/not-declared',
  'consent/granted-to-group',
  'consent/barred-for-agents',
  'consent/missing-admin-consent',
  'consent/resource-specific-only',
  'workload/licence-missing',
  'workload/exchange-application-access-policy',
  'workload/exchange-mailbox-out-of-scope',
  'workload/mailbox-unavailable',
  'workload/teams-application-access-policy',
  'workload/teams-protected-api',
  'workload/teams-setting-off',
  'workload/site-not-granted',
  'workload/sharepoint-refuses-secret',
  'workload/directory-role-missing',
  'operation/delegated-only',
  'operation/another-api',
  'operation/wrong-host',
  'operation/another-user',
  'operation/missing-permission',
  'operation/missing-scope',
  'operation/app-only',
  'operation/undecided',
  'operation/data-disagrees',
  'operation/property-needs-more',
  'operation/change-announced',
  'operation/advanced-query-without-header',
  'operation/refused',
  'operation/unknown',
  'operation/silent-under-permission',
  'operation/basic-properties',
  'operation/permission-is-not-enough',
  'privilege/more-than-needed',
  'privilege/shared-secret',
  'privilege/credential-ending',
] as const

export type FindingId = (typeof findingIds)[number]

/** An id, or the last part of one where no other ends like it; null: neither. */
export function findingNamed(word: string): FindingId | null {
  const name = word.toLowerCase()
  if (isFindingId(name)) return name
  const [one, ...others] = findingIds.filter(id => id.endsWith(`/${name}`))
  return one === undefined || others.length > 0 ? null : one
}

export function isFindingId(name: string): name is FindingId {
  return findingIds.includes(name as FindingId)
}
