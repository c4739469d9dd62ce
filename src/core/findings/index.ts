import { cloudsMixed } from './acquire/clouds-mixed.ts'
import { misshapenId } from './acquire/misshapen-id.ts'
import { placeholderSetting } from './acquire/placeholder-setting.ts'
import { quotedSecret } from './acquire/quoted-secret.ts'
import { refused as acquireRefused } from './acquire/refused.ts'
import { scopeWithoutDefault } from './acquire/scope-without-default.ts'
import { secretIdInsteadOfValue } from './acquire/secret-id-instead-of-value.ts'
import { declaredOnOtherApi } from './consent/declared-on-other-api.ts'
import { delegatedInsteadOfApplication } from './consent/delegated-instead-of-application.ts'
import { disabledServicePrincipal } from './consent/disabled-service-principal.ts'
import { grantedToGroup } from './consent/granted-to-group.ts'
import { missingAdminConsent } from './consent/missing-admin-consent.ts'
import { noServicePrincipal } from './consent/no-service-principal.ts'
import { notDeclared } from './consent/not-declared.ts'
import { resourceSpecificOnly } from './consent/resource-specific-only.ts'
import { staleToken } from './consent/stale-token.ts'
import type { FindingDefinition } from './finding.ts'
import { type FindingId, findingIds } from './ids.ts'
import { advancedQueryWithoutHeader } from './operation/advanced-query-without-header.ts'
import { anotherApi } from './operation/another-api.ts'
import { anotherUser } from './operation/another-user.ts'
import { appOnly } from './operation/app-only.ts'
import { basicProperties } from './operation/basic-properties.ts'
import { changeAnnounced } from './operation/change-announced.ts'
import { dataDisagrees } from './operation/data-disagrees.ts'
import { delegatedOnly } from './operation/delegated-only.ts'
import { missingPermission } from './operation/missing-permission.ts'
import { missingScope } from './operation/missing-scope.ts'
import { permissionIsNotEnough } from './operation/permission-is-not-enough.ts'
import { propertyNeedsMore } from './operation/property-needs-more.ts'
import { refused as operationRefused } from './operation/refused.ts'
import { silentUnderPermission } from './operation/silent-under-permission.ts'
import { undecided } from './operation/undecided.ts'
import { unknown } from './operation/unknown.ts'
import { wrongHost } from './operation/wrong-host.ts'
import { moreThanNeeded } from './privilege/more-than-needed.ts'
import { sharedSecret } from './privilege/shared-secret.ts'
import { claimsChallenge } from './token/claims-challenge.ts'
import { clockBehind } from './token/clock-behind.ts'
import { expired } from './token/expired.ts'
import { malformed } from './token/malformed.ts'
import { notYetValid } from './token/not-yet-valid.ts'
import { refusedAlgorithm } from './token/refused-algorithm.ts'
import { signatureMismatch } from './token/signature-mismatch.ts'
import { unexpectedAccess } from './token/unexpected-access.ts'
import { unverifiedSignature } from './token/unverified-signature.ts'
import { wrongAudience } from './token/wrong-audience.ts'
import { wrongIssuer } from './token/wrong-issuer.ts'
import { wrongTenant } from './token/wrong-tenant.ts'
import { directoryRoleMissing } from './workload/directory-role-missing.ts'
import { exchangeApplicationAccessPolicy } from './workload/exchange-application-access-policy.ts'
import { exchangeMailboxOutOfScope } from './workload/exchange-mailbox-out-of-scope.ts'
import { licenceMissing } from './workload/licence-missing.ts'
import { mailboxUnavailable } from './workload/mailbox-unavailable.ts'
import { sharepointRefusesSecret } from './workload/sharepoint-refuses-secret.ts'
import { siteNotGranted } from './workload/site-not-granted.ts'
import { teamsApplicationAccessPolicy } from './workload/teams-application-access-policy.ts'
import { teamsProtectedApi } from './workload/teams-protected-api.ts'
import { teamsSettingOff } from './workload/teams-setting-off.ts'

const byId: { readonly [Id in FindingId]: FindingDefinition<Id> } = {
  'acquire/placeholder-setting': placeholderSetting,
  'acquire/secret-id-instead-of-value': secretIdInsteadOfValue,
  'acquire/quoted-secret': quotedSecret,
  'acquire/misshapen-id': misshapenId,
  'acquire/scope-without-default': scopeWithoutDefault,
  'acquire/clouds-mixed': cloudsMixed,
  'acquire/refused': acquireRefused,
  'token/wrong-audience': wrongAudience,
  'token/wrong-issuer': wrongIssuer,
  'token/wrong-tenant': wrongTenant,
  'token/refused-algorithm': refusedAlgorithm,
  'token/malformed': malformed,
  'token/unexpected-access': unexpectedAccess,
  'token/expired': expired,
  'token/not-yet-valid': notYetValid,
  'token/clock-behind': clockBehind,
  'token/signature-mismatch': signatureMismatch,
  'token/unverified-signature': unverifiedSignature,
  'token/claims-challenge': claimsChallenge,
  'consent/disabled-service-principal': disabledServicePrincipal,
  'consent/no-service-principal': noServicePrincipal,
  'consent/stale-token': staleToken,
  'consent/delegated-instead-of-application': delegatedInsteadOfApplication,
  'consent/declared-on-other-api': declaredOnOtherApi,
  'consent/not-declared': notDeclared,
  'consent/granted-to-group': grantedToGroup,
  'consent/missing-admin-consent': missingAdminConsent,
  'consent/resource-specific-only': resourceSpecificOnly,
  'workload/licence-missing': licenceMissing,
  'workload/exchange-application-access-policy': exchangeApplicationAccessPolicy,
  'workload/exchange-mailbox-out-of-scope': exchangeMailboxOutOfScope,
  'workload/mailbox-unavailable': mailboxUnavailable,
  'workload/teams-application-access-policy': teamsApplicationAccessPolicy,
  'workload/teams-protected-api': teamsProtectedApi,
  'workload/teams-setting-off': teamsSettingOff,
  'workload/site-not-granted': siteNotGranted,
  'workload/sharepoint-refuses-secret': sharepointRefusesSecret,
  'workload/directory-role-missing': directoryRoleMissing,
  'operation/delegated-only': delegatedOnly,
  'operation/another-api': anotherApi,
  'operation/wrong-host': wrongHost,
  'operation/another-user': anotherUser,
  'operation/missing-permission': missingPermission,
  'operation/missing-scope': missingScope,
  'operation/app-only': appOnly,
  'operation/undecided': undecided,
  'operation/data-disagrees': dataDisagrees,
  'operation/property-needs-more': propertyNeedsMore,
  'operation/change-announced': changeAnnounced,
  'operation/advanced-query-without-header': advancedQueryWithoutHeader,
  'operation/refused': operationRefused,
  'operation/unknown': unknown,
  'operation/silent-under-permission': silentUnderPermission,
  'operation/basic-properties': basicProperties,
  'operation/permission-is-not-enough': permissionIsNotEnough,
  'privilege/more-than-needed': moreThanNeeded,
  'privilege/shared-secret': sharedSecret,
}

/** All findings, in the order of the road. */
export const findingsByPlace: readonly FindingDefinition[] = findingIds.map(id => byId[id])

/** The same, causes before what they cause: of two that explain a third, the one that explains more is named. */
export const findings: readonly FindingDefinition[] = causesFirst(findingsByPlace)

export function findingById(id: string): FindingDefinition | null {
  return findings.find(finding => finding.id === id) ?? null
}

/**
 * A finding explains all that its effects explain, so the more it explains the further up it stands; those that
 * explain as much stay in the order of the road.
 */
function causesFirst(definitions: readonly FindingDefinition[]): FindingDefinition[] {
  const reach = new Map(definitions.map(({ id }) => [id, effectsOf(id, new Set()).size]))
  return definitions.toSorted((a, b) => reach.get(b.id)! - reach.get(a.id)!)
}

function effectsOf(id: FindingId, seen: Set<FindingId>): Set<FindingId> {
  for (const effect of byId[id].explains) {
    if (seen.has(effect)) continue
    seen.add(effect)
    effectsOf(effect, seen)
  }
  return seen
}
