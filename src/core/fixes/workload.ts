import { powerShellLiteral } from '../shell.ts'
import { commandFor, type Fix } from './fix.ts'
import { type FixTarget, type Known, matching, userOr } from './target.ts'

/** Source: Learn, "Limit mailbox access", Exchange Online PowerShell. */
export function testApplicationAccessPolicy({ clientId }: FixTarget, { user }: Known): Fix[] {
  return [
    {
      label: 'See whether a policy denies it (Exchange Online PowerShell; AccessCheckResult tells)',
      command: `Test-ApplicationAccessPolicy -Identity ${powerShellLiteral(userOr(user))} -AppId ${powerShellLiteral(clientId)}`,
    },
    {
      label: 'See which group the policy names; whose mailbox is a member is let in, within hours',
      command: `Get-ApplicationAccessPolicy | Where-Object AppId -eq ${powerShellLiteral(clientId)} | Format-List PolicyScopeGroupId,AccessRight`,
    },
  ]
}

/** Source: Learn, "Role Based Access Control for Applications in Exchange Online". */
export function testExchangeAuthorization(target: FixTarget, known: Known): Fix[] {
  const { clientId } = target
  const { user } = known
  return [
    {
      label: 'See what Exchange itself lets the app do in this mailbox (InScope tells)',
      command: `Test-ServicePrincipalAuthorization -Identity ${powerShellLiteral(clientId)} -Resource ${powerShellLiteral(userOr(user))}`,
    },
    ...testApplicationAccessPolicy(target, known).slice(0, 1),
  ]
}

/** Source: Learn, "Get-EXOMailbox". */
export function showMailbox(_: FixTarget, { user }: Known): Fix[] {
  return [
    {
      label: 'See whether there is a mailbox, and where (Exchange Online PowerShell)',
      command: `Get-EXORecipient -Identity ${powerShellLiteral(userOr(user))} | Format-List RecipientTypeDetails`,
    },
  ]
}

/** Source: Learn, "Configure application access to online meetings or virtual events". */
export function grantTeamsPolicy({ clientId }: FixTarget, { user }: Known): Fix[] {
  const app = powerShellLiteral(clientId)
  return [
    {
      label: 'See which policies name the app (Teams PowerShell)',
      command: `Get-CsApplicationAccessPolicy | Where-Object AppIds -contains ${app}`,
    },
    {
      label: 'If none does, as Teams Administrator make one',
      command: `New-CsApplicationAccessPolicy -Identity 'graph-meetings' -AppIds ${app}`,
    },
    {
      label: 'And grant it to the user by object id; it takes half an hour or more',
      command: `Grant-CsApplicationAccessPolicy -PolicyName 'graph-meetings' -Identity ${powerShellLiteral(userOr(user))}`,
    },
  ]
}

export function showTeamsSetting(): Fix[] {
  return [
    {
      label: 'See what the tenant allows (Teams PowerShell), as Teams Administrator',
      command: 'Get-CsTeamsMeetingConfiguration',
    },
  ]
}

export function protectedApi(): Fix[] {
  return [
    {
      label: "Ask Microsoft for access, or use resource-specific consent in the app's Teams manifest",
      url: 'https://learn.microsoft.com/graph/teams-protected-apis',
    },
  ]
}

/** Source: Learn, "Overview of Selected permissions in OneDrive and SharePoint". */
export function grantSite(target: FixTarget, { site }: Known): Fix[] {
  const { cloud, clientId } = target
  const id = matching(/^[\w.-]+(,[0-9a-f-]{36},[0-9a-f-]{36})?$/i, site, '<site-id>')
  const url = `https://${cloud.graph}/v1.0/sites/${id}/permissions`
  const body = JSON.stringify({
    roles: ['read'],
    grantedToIdentities: [{ application: { id: clientId, displayName: 'app' } }],
  })
  return [
    {
      label: 'See to whom the site is granted (needs Sites.FullControl.All)',
      command: commandFor(target, 'az', 'rest', '--method', 'GET', '--url', url),
    },
    {
      label: 'Grant it to the app, for reading; by somebody with Sites.FullControl.All',
      command: commandFor(
        target,
        ...['az', 'rest', '--method', 'POST', '--url', url],
        ...['--headers', 'Content-Type=application/json', '--body', body],
      ),
    },
  ]
}

/** Source: Learn, "List subscribedSkus". */
export function showLicences(target: FixTarget): Fix[] {
  return [
    {
      label: 'See which licences the tenant has',
      command: commandFor(
        target,
        ...['az', 'rest', '--method', 'GET', '--url'],
        `https://${target.cloud.graph}/v1.0/subscribedSkus?$select=skuPartNumber,capabilityStatus`,
      ),
    },
  ]
}
