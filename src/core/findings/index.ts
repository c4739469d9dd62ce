import { placeholderSetting } from './acquire/placeholder-setting.ts'
import { refused as acquireRefused } from './acquire/refused.ts'
import { secretIdInsteadOfValue } from './acquire/secret-id-instead-of-value.ts'
import { delegatedInsteadOfApplication } from './consent/delegated-instead-of-application.ts'
import { missingAdminConsent } from './consent/missing-admin-consent.ts'
import { staleToken } from './consent/stale-token.ts'
import type { FindingDefinition } from './finding.ts'
import { delegatedOnly } from './operation/delegated-only.ts'
import { missingPermission } from './operation/missing-permission.ts'
import { refused as operationRefused } from './operation/refused.ts'
import { unknown } from './operation/unknown.ts'
import { moreThanNeeded } from './privilege/more-than-needed.ts'
import { sharedSecret } from './privilege/shared-secret.ts'
import { expired } from './token/expired.ts'
import { notYetValid } from './token/not-yet-valid.ts'
import { signatureMismatch } from './token/signature-mismatch.ts'
import { unexpectedAccess } from './token/unexpected-access.ts'
import { wrongAudience } from './token/wrong-audience.ts'
import { wrongIssuer } from './token/wrong-issuer.ts'

/** All findings, causes before what they cause: of two that explain a third, the first is named. */
export const findings: readonly FindingDefinition[] = [
  placeholderSetting,
  secretIdInsteadOfValue,
  acquireRefused,
  wrongAudience,
  wrongIssuer,
  unexpectedAccess,
  expired,
  notYetValid,
  signatureMismatch,
  staleToken,
  delegatedInsteadOfApplication,
  missingAdminConsent,
  delegatedOnly,
  missingPermission,
  operationRefused,
  unknown,
  moreThanNeeded,
  sharedSecret,
]

export function findingById(id: string): FindingDefinition | null {
  return findings.find(finding => finding.id === id) ?? null
}
