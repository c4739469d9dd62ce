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
import { missingAdminConsent } from './consent/missing-admin-consent.ts'
import { noServicePrincipal } from './consent/no-service-principal.ts'
import { notDeclared } from './consent/not-declared.ts'
import { resourceSpecificOnly } from './consent/resource-specific-only.ts'
import { staleToken } from './consent/stale-token.ts'
import type { FindingDefinition } from './finding.ts'
import { advancedQueryWithoutHeader } from './operation/advanced-query-without-header.ts'
import { basicProperties } from './operation/basic-properties.ts'
import { dataDisagrees } from './operation/data-disagrees.ts'
import { delegatedOnly } from './operation/delegated-only.ts'
import { missingPermission } from './operation/missing-permission.ts'
import { permissionIsNotEnough } from './operation/permission-is-not-enough.ts'
import { propertyNeedsMore } from './operation/property-needs-more.ts'
import { refused as operationRefused } from './operation/refused.ts'
import { silentUnderPermission } from './operation/silent-under-permission.ts'
import { unknown } from './operation/unknown.ts'
import { moreThanNeeded } from './privilege/more-than-needed.ts'
import { sharedSecret } from './privilege/shared-secret.ts'
import { claimsChallenge } from './token/claims-challenge.ts'
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

/** All findings, causes before what they cause: of two that explain a third, the first is named. */
export const findings: readonly FindingDefinition[] = [
  placeholderSetting,
  secretIdInsteadOfValue,
  quotedSecret,
  misshapenId,
  scopeWithoutDefault,
  cloudsMixed,
  acquireRefused,
  wrongAudience,
  wrongIssuer,
  wrongTenant,
  refusedAlgorithm,
  malformed,
  unexpectedAccess,
  expired,
  notYetValid,
  signatureMismatch,
  unverifiedSignature,
  disabledServicePrincipal,
  noServicePrincipal,
  claimsChallenge,
  licenceMissing,
  exchangeApplicationAccessPolicy,
  exchangeMailboxOutOfScope,
  mailboxUnavailable,
  teamsApplicationAccessPolicy,
  teamsProtectedApi,
  teamsSettingOff,
  siteNotGranted,
  sharepointRefusesSecret,
  directoryRoleMissing,
  staleToken,
  delegatedInsteadOfApplication,
  declaredOnOtherApi,
  notDeclared,
  missingAdminConsent,
  resourceSpecificOnly,
  delegatedOnly,
  missingPermission,
  dataDisagrees,
  propertyNeedsMore,
  advancedQueryWithoutHeader,
  operationRefused,
  unknown,
  silentUnderPermission,
  basicProperties,
  permissionIsNotEnough,
  moreThanNeeded,
  sharedSecret,
]

export function findingById(id: string): FindingDefinition | null {
  return findings.find(finding => finding.id === id) ?? null
}
