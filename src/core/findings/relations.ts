import { type FindingId, findingIds } from './ids.ts'

/** What a finding may need to have been gathered before it can speak. */
export type FactName = 'acquisition' | 'token' | 'operations' | 'granted' | 'declared'

/** How a finding stands to facts and to others. */
export interface Relations {
  /** Facts without which it stays silent, and is named in the report's notChecked. */
  readonly needs: readonly FactName[]
  /** In the place of the token the grants will do that the tenant's records show. */
  readonly orGrants?: true
  /** Findings that this one is the cause of, where both are about the same thing. */
  readonly explains: readonly FindingId[]
}

/** What a service says of its own refusal outranks what else may be seen of the operation. */
const ofServices = [
  'operation/missing-permission',
  'operation/missing-scope',
  'operation/undecided',
  'operation/data-disagrees',
  'operation/permission-is-not-enough',
  'operation/refused',
] as const

/** In the order of the road. */
const relations: Readonly<Record<FindingId, Relations>> = {
  'acquire/placeholder-setting': { needs: [], explains: ['acquire/refused'] },
  'acquire/secret-id-instead-of-value': { needs: [], explains: ['acquire/refused'] },
  'acquire/quoted-secret': { needs: [], explains: ['acquire/refused'] },
  'acquire/misshapen-id': { needs: [], explains: ['acquire/refused'] },
  'acquire/scope-without-default': { needs: [], explains: ['acquire/refused'] },
  'acquire/clouds-mixed': { needs: [], explains: ['acquire/refused'] },
  'acquire/certificate-unusable': { needs: [], explains: ['acquire/refused'] },
  'acquire/certificate-expired': { needs: [], explains: ['acquire/refused'] },
  'acquire/federated-token-unfit': { needs: [], explains: ['acquire/refused'] },
  'acquire/identity-not-assigned': { needs: ['acquisition'], explains: ['acquire/refused'] },
  'acquire/tenant-in-other-cloud': { needs: [], explains: ['acquire/refused'] },
  'acquire/refused': { needs: ['acquisition'], explains: [] },
  'acquire/secret-of-earlier-start': { needs: ['acquisition'], explains: ['acquire/refused'] },
  'token/wrong-audience': { needs: ['token'], explains: ['operation/refused'] },
  'token/wrong-issuer': { needs: ['token'], explains: ['operation/refused'] },
  'token/wrong-tenant': { needs: ['token'], explains: ['operation/refused'] },
  'token/refused-algorithm': {
    needs: ['token'],
    explains: ['token/unverified-signature', 'operation/refused'],
  },
  'token/malformed': {
    needs: ['token'],
    explains: ['token/unverified-signature', 'token/signature-mismatch', 'operation/refused'],
  },
  'token/unexpected-access': {
    needs: ['token'],
    explains: [
      'operation/missing-permission',
      'operation/missing-scope',
      'operation/app-only',
      'operation/undecided',
      'operation/refused',
      'operation/delegated-only',
    ],
  },
  'token/expired': { needs: ['token'], explains: ['operation/refused'] },
  'token/not-yet-valid': { needs: ['token'], explains: ['operation/refused'] },
  'token/clock-behind': { needs: ['token'], explains: [] },
  'token/signature-mismatch': { needs: ['token'], explains: ['operation/refused'] },
  'token/unverified-signature': { needs: ['token'], explains: [] },
  'token/claims-challenge': {
    needs: ['operations'],
    explains: ['operation/data-disagrees', 'operation/refused'],
  },
  'token/key-bound': { needs: ['token'], explains: ['operation/refused', 'operation/data-disagrees'] },
  'token/signed-by-earlier-start': {
    needs: ['token'],
    explains: ['token/unverified-signature', 'operation/refused'],
  },
  'token/clock-off': { needs: [], explains: [] },
  'consent/disabled-service-principal': {
    needs: ['token'],
    orGrants: true,
    explains: [
      'token/claims-challenge',
      'operation/missing-permission',
      'operation/undecided',
      'operation/data-disagrees',
      'operation/refused',
    ],
  },
  'consent/no-service-principal': {
    needs: ['token'],
    orGrants: true,
    explains: [
      'consent/missing-admin-consent',
      'operation/missing-permission',
      'operation/undecided',
      'operation/data-disagrees',
      'operation/refused',
    ],
  },
  'consent/stale-token': {
    needs: ['token', 'granted'],
    explains: [
      'operation/missing-permission',
      'operation/undecided',
      'operation/refused',
      'consent/missing-admin-consent',
    ],
  },
  'consent/delegated-instead-of-application': {
    needs: ['declared'],
    explains: [
      'operation/missing-permission',
      'operation/undecided',
      'operation/refused',
      'consent/missing-admin-consent',
    ],
  },
  'consent/declared-on-other-api': {
    needs: ['token', 'declared'],
    orGrants: true,
    explains: [
      'consent/not-declared',
      'operation/missing-permission',
      'operation/undecided',
      'operation/refused',
      'consent/missing-admin-consent',
    ],
  },
  'consent/not-declared': {
    needs: ['token', 'declared'],
    orGrants: true,
    explains: [
      'operation/missing-permission',
      'operation/undecided',
      'operation/refused',
      'consent/missing-admin-consent',
    ],
  },
  'consent/granted-to-group': {
    needs: ['token'],
    explains: [
      'consent/missing-admin-consent',
      'operation/missing-permission',
      'operation/undecided',
      'operation/refused',
    ],
  },
  'consent/barred-for-agents': {
    needs: ['token', 'operations'],
    orGrants: true,
    explains: [
      'consent/missing-admin-consent',
      'operation/missing-permission',
      'operation/missing-scope',
      'operation/undecided',
      'operation/refused',
    ],
  },
  'consent/missing-admin-consent': {
    needs: ['token'],
    orGrants: true,
    explains: ['operation/missing-permission', 'operation/undecided', 'operation/refused'],
  },
  'consent/resource-specific-only': {
    needs: ['token', 'operations'],
    orGrants: true,
    explains: ['operation/missing-permission', 'operation/undecided', 'operation/refused'],
  },
  'workload/licence-missing': { needs: ['operations'], explains: ofServices },
  'workload/exchange-application-access-policy': { needs: ['operations'], explains: ofServices },
  'workload/exchange-mailbox-out-of-scope': { needs: ['token', 'operations'], explains: ofServices },
  'workload/mailbox-unavailable': { needs: ['operations'], explains: ofServices },
  'workload/teams-application-access-policy': { needs: ['operations'], explains: ofServices },
  'workload/teams-protected-api': { needs: ['operations'], explains: ofServices },
  'workload/teams-setting-off': { needs: ['operations'], explains: ofServices },
  'workload/site-not-granted': { needs: ['token', 'operations'], explains: ofServices },
  'workload/sharepoint-refuses-secret': { needs: ['operations'], explains: ofServices },
  'workload/directory-role-missing': { needs: ['token', 'operations'], explains: ofServices },
  'operation/delegated-only': { needs: ['operations'], explains: ['operation/refused'] },
  'operation/another-api': { needs: ['operations'], explains: ['token/wrong-audience', 'operation/unknown'] },
  'operation/wrong-host': { needs: ['token', 'operations'], explains: ['operation/refused'] },
  'operation/another-user': { needs: ['token', 'operations'], explains: ['operation/refused'] },
  'operation/missing-permission': {
    needs: ['token', 'operations'],
    orGrants: true,
    explains: ['operation/refused'],
  },
  'operation/missing-scope': { needs: ['token', 'operations'], explains: ['operation/refused'] },
  'operation/app-only': { needs: ['token', 'operations'], explains: ['operation/refused'] },
  'operation/undecided': { needs: ['token', 'operations'], orGrants: true, explains: ['operation/refused'] },
  'operation/data-disagrees': { needs: ['token', 'operations'], explains: ['operation/refused'] },
  'operation/property-needs-more': { needs: ['operations'], explains: ['operation/refused'] },
  'operation/change-announced': { needs: ['operations'], explains: ['operation/refused'] },
  'operation/advanced-query-without-header': { needs: ['operations'], explains: ['operation/refused'] },
  'operation/refused': { needs: ['operations'], explains: [] },
  'operation/unknown': { needs: ['operations'], explains: [] },
  'operation/silent-under-permission': { needs: ['operations'], explains: [] },
  'operation/basic-properties': { needs: ['operations'], explains: [] },
  'operation/permission-is-not-enough': { needs: ['operations'], explains: [] },
  'privilege/more-than-needed': { needs: ['token', 'operations'], orGrants: true, explains: [] },
  'privilege/shared-secret': { needs: ['token'], explains: [] },
  'privilege/credential-ending': { needs: ['declared'], explains: [] },
}

export function relationsOf(id: FindingId): Relations {
  return relations[id]
}

/**
 * Causes before what they cause: of two that explain a third, the one that explains more is named. A finding explains
 * all that its effects explain, so the more it explains the further up it stands; those that explain as much stay in
 * the order of the road.
 */
export function causesFirst(): readonly FindingId[] {
  if (order === null) {
    const reach = new Map(findingIds.map(id => [id, effectsOf(id, new Set()).size]))
    order = findingIds.toSorted((a, b) => reach.get(b)! - reach.get(a)!)
  }
  return order
}

/** Found once a run: several tokens are diagnosed one after another. */
let order: readonly FindingId[] | null = null

function effectsOf(id: FindingId, seen: Set<FindingId>): Set<FindingId> {
  for (const effect of relations[id].explains) {
    if (seen.has(effect)) continue
    seen.add(effect)
    effectsOf(effect, seen)
  }
  return seen
}
