import type { Group } from '../finding.ts'
import { directoryRoleMissing } from './directory-role-missing.ts'
import { exchangeApplicationAccessPolicy } from './exchange-application-access-policy.ts'
import { exchangeMailboxOutOfScope } from './exchange-mailbox-out-of-scope.ts'
import { licenceMissing } from './licence-missing.ts'
import { mailboxUnavailable } from './mailbox-unavailable.ts'
import { sharepointRefusesSecret } from './sharepoint-refuses-secret.ts'
import { siteNotGranted } from './site-not-granted.ts'
import { teamsApplicationAccessPolicy } from './teams-application-access-policy.ts'
import { teamsProtectedApi } from './teams-protected-api.ts'
import { teamsSettingOff } from './teams-setting-off.ts'

export const workload: Group<'workload'> = {
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
}
