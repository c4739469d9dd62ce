import { certificateRows } from './aadsts/certificate.ts'
import { consentRows } from './aadsts/consent.ts'
import { federatedRows } from './aadsts/federated.ts'
import { policyRows, transientRows, userRows } from './aadsts/policy.ts'
import type { AadstsRow } from './aadsts/row.ts'
import { requestRows, scopeRows } from './aadsts/scope.ts'
import { applicationRows, secretRows } from './aadsts/secret.ts'
import { tenantRows } from './aadsts/tenant.ts'

export { type AadstsClass, type AadstsFix, type AadstsRow, type Retry, retryWords } from './aadsts/row.ts'

/** Codes of Entra ID's endpoints that an app-only client meets, or whoever consents to it; a row each. */
export const aadsts: readonly AadstsRow[] = [
  ...secretRows,
  ...applicationRows,
  ...certificateRows,
  ...federatedRows,
  ...tenantRows,
  ...scopeRows,
  ...requestRows,
  ...consentRows,
  ...policyRows,
  ...userRows,
  ...transientRows,
]

/** The row of the first code that has one: Entra ID names the deciding code first. */
export function aadstsRow(codes: readonly number[]): AadstsRow | null {
  for (const code of codes) {
    const row = aadsts.find(row => row.code === code)
    if (row !== undefined) return row
  }
  return null
}
