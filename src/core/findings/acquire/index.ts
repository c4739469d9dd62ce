import type { Group } from '../finding.ts'
import { certificateExpired } from './certificate-expired.ts'
import { certificateUnusable } from './certificate-unusable.ts'
import { cloudsMixed } from './clouds-mixed.ts'
import { federatedTokenUnfit } from './federated-token-unfit.ts'
import { identityNotAssigned } from './identity-not-assigned.ts'
import { misshapenId } from './misshapen-id.ts'
import { placeholderSetting } from './placeholder-setting.ts'
import { quotedSecret } from './quoted-secret.ts'
import { refused } from './refused.ts'
import { scopeWithoutDefault } from './scope-without-default.ts'
import { secretIdInsteadOfValue } from './secret-id-instead-of-value.ts'
import { secretOfEarlierStart } from './secret-of-earlier-start.ts'
import { tenantInOtherCloud } from './tenant-in-other-cloud.ts'

export const acquire: Group<'acquire'> = {
  'acquire/placeholder-setting': placeholderSetting,
  'acquire/secret-id-instead-of-value': secretIdInsteadOfValue,
  'acquire/quoted-secret': quotedSecret,
  'acquire/misshapen-id': misshapenId,
  'acquire/scope-without-default': scopeWithoutDefault,
  'acquire/clouds-mixed': cloudsMixed,
  'acquire/certificate-unusable': certificateUnusable,
  'acquire/certificate-expired': certificateExpired,
  'acquire/federated-token-unfit': federatedTokenUnfit,
  'acquire/identity-not-assigned': identityNotAssigned,
  'acquire/tenant-in-other-cloud': tenantInOtherCloud,
  'acquire/refused': refused,
  'acquire/secret-of-earlier-start': secretOfEarlierStart,
}
