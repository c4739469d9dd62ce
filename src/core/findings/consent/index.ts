import type { Group } from '../finding.ts'
import { barredForAgents } from './barred-for-agents.ts'
import { declaredOnOtherApi } from './declared-on-other-api.ts'
import { delegatedInsteadOfApplication } from './delegated-instead-of-application.ts'
import { disabledServicePrincipal } from './disabled-service-principal.ts'
import { grantedToGroup } from './granted-to-group.ts'
import { missingAdminConsent } from './missing-admin-consent.ts'
import { noServicePrincipal } from './no-service-principal.ts'
import { notDeclared } from './not-declared.ts'
import { resourceSpecificOnly } from './resource-specific-only.ts'
import { staleToken } from './stale-token.ts'

export const consent: Group<'consent'> = {
  'consent/disabled-service-principal': disabledServicePrincipal,
  'consent/no-service-principal': noServicePrincipal,
  'consent/stale-token': staleToken,
  'consent/delegated-instead-of-application': delegatedInsteadOfApplication,
  'consent/declared-on-other-api': declaredOnOtherApi,
  'consent/not-declared': notDeclared,
  'consent/granted-to-group': grantedToGroup,
  'consent/barred-for-agents': barredForAgents,
  'consent/missing-admin-consent': missingAdminConsent,
  'consent/resource-specific-only': resourceSpecificOnly,
}
