import { powerShellLiteral } from '../shell.ts'
import { azRest, graphPowerShell, unknownPrincipal } from './commands.ts'
import { type Fix, who } from './fix.ts'
import { type FixTarget, type Known, matching, userOr } from './target.ts'

/** Source: Learn, "Limit mailbox access", Exchange Online PowerShell. */
export function testApplicationAccessPolicy({ clientId }: FixTarget, { user }: Known): Fix[] {
  return [
    {
      label: 'See whether a policy denies it (Exchange Online PowerShell; see AccessCheckResult)',
      command: `Test-ApplicationAccessPolicy -Identity ${powerShellLiteral(userOr(user))} -AppId ${powerShellLiteral(clientId)}`,
    },
    {
      label:
        'See its group and AccessRight: RestrictAccess lets in the mailboxes of its members alone, DenyAccess keeps them out; a change takes hours',
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
      label: 'See what Exchange itself lets the app do in this mailbox (see InScope)',
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

/**
 * A user has one such policy, and another in its place would cut off the apps that it names. Sources: Learn,
 * "Configure application access to online meetings or virtual events", "Grant-CsApplicationAccessPolicy".
 */
export function grantTeamsPolicy({ clientId }: FixTarget, { user }: Known): Fix[] {
  const app = powerShellLiteral(clientId)
  const name = powerShellLiteral(userOr(user))
  return [
    {
      label: 'See which policy the user has (Teams PowerShell)',
      command: `Get-CsOnlineUser -Identity ${name} | Format-List ApplicationAccessPolicy`,
    },
    {
      label: 'If there is one, add the app to it; it takes half an hour or more',
      command: `Set-CsApplicationAccessPolicy -Identity '<policy>' -AppIds @{Add=${app}}`,
      by: who.managesTeams,
      undo: `Set-CsApplicationAccessPolicy -Identity '<policy>' -AppIds @{Remove=${app}}`,
    },
    {
      label: 'If there is none, make one and grant it to the user',
      command: `New-CsApplicationAccessPolicy -Identity 'graph-meetings' -AppIds ${app}; Grant-CsApplicationAccessPolicy -PolicyName 'graph-meetings' -Identity ${name}`,
      by: who.managesTeams,
      undo: `Grant-CsApplicationAccessPolicy -PolicyName $null -Identity ${name}`,
    },
  ]
}

/** Source: Learn, "Set-CsTeamsMeetingConfiguration". */
export function allowTranscripts(): Fix[] {
  const set = (value: string): string =>
    `Set-CsTeamsMeetingConfiguration -Identity Global -EnableGraphTranscriptAccess ${value} -EnableAttributedTranscripts ${value}`
  return [
    {
      label: 'See what the tenant allows (Teams PowerShell)',
      command: 'Get-CsTeamsMeetingConfiguration',
      by: who.managesTeams,
    },
    {
      label: 'Allow Graph to read transcripts, and who spoke',
      command: set('$true'),
      by: who.managesTeams,
      leaves: 'It opens them to every app that holds the permission.',
      undo: set('$false'),
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

/**
 * The Azure CLI's own client may not ask for Sites.*: whoever signs in with it is refused, whatever role they have. Source:
 * Learn, "Overview of Selected permissions in OneDrive and SharePoint".
 */
export function grantSite(target: FixTarget, known: Known): Fix[] {
  const id = powerShellLiteral(siteOr(known))
  const app = powerShellLiteral(target.clientId)
  const { role, purpose } = roleFor(known.operations)
  const scopes = ['Sites.FullControl.All']
  return [
    {
      label: 'See to whom the site is granted',
      command: graphPowerShell(target, scopes, `Get-MgSitePermission -SiteId ${id}`),
      by: ofSite,
    },
    {
      label: `Grant the site to the app, for ${purpose}`,
      command: graphPowerShell(
        target,
        scopes,
        `New-MgSitePermission -SiteId ${id} -BodyParameter @{roles=@('${role}');grantedToIdentities=@(@{application=@{id=${app};displayName='app'}})}`,
      ),
      by: ofSite,
      undo: graphPowerShell(
        target,
        scopes,
        `Remove-MgSitePermission -SiteId ${id} -PermissionId '<permission-id>'`,
      ),
    },
  ]
}

/** Sources: Learn, "Create permission on a list", "… on a listItem", "… on a driveItem". */
export function grantList(target: FixTarget, known: Known): Fix[] {
  return grantBelow(target, known, 'list', `sites/${siteOr(known)}/lists/<list-id>`)
}

export function grantListItem(target: FixTarget, known: Known): Fix[] {
  return grantBelow(target, known, 'item', `sites/${siteOr(known)}/lists/<list-id>/items/<item-id>`)
}

export function grantFile(target: FixTarget, known: Known): Fix[] {
  return grantBelow(target, known, 'file', 'drives/<drive-id>/items/<item-id>')
}

function siteOr({ site }: Known): string {
  return matching(siteShape, site, '<site-id>')
}

function grantBelow(target: FixTarget, { operations }: Known, thing: string, path: string): Fix[] {
  const { role, purpose } = roleFor(operations)
  const permissions = powerShellLiteral(`https://${target.cloud.graph}/v1.0/${path}/permissions`)
  const scopes = ['Sites.FullControl.All']
  return [
    {
      label: `Grant the ${thing} to the app, for ${purpose}`,
      command: graphPowerShell(
        target,
        scopes,
        `Invoke-MgGraphRequest -Method POST -Uri ${permissions} -Body @{roles=@('${role}');grantedToIdentities=@(@{application=@{id=${powerShellLiteral(target.clientId)}}})}`,
      ),
      by: ofSite,
      leaves: `The ${thing} no longer inherits permissions.`,
      undo: graphPowerShell(
        target,
        scopes,
        `Invoke-MgGraphRequest -Method DELETE -Uri ${permissions.slice(0, -1)}/<permission-id>'`,
      ),
    },
  ]
}

/** A host alone is the root site, and what is left of an address that was cut. */
const siteShape = /^([\w.-]+,[0-9a-f-]{36},)?[0-9a-f]{8}-[0-9a-f-]{27}$/i

const ofSite = 'SharePoint Administrator, or an owner of the site, with Sites.FullControl.All'

/** What a grant has to allow, by the method of the call. */
function roleFor([operation = '']: readonly string[]): { readonly role: string; readonly purpose: string } {
  return /^(GET |HEAD |$)/.test(operation)
    ? { role: 'read', purpose: 'reading' }
    : { role: 'write', purpose: 'writing' }
}

/**
 * A role of Exchange's own, over a scope. A grant of the same in Entra ID adds to it, and so undoes the scope. Source:
 * Learn, "Role Based Access Control for Applications in Exchange Online".
 */
export function scopeInExchange({ clientId, servicePrincipal }: FixTarget, { role, user }: Known): Fix[] {
  const app = powerShellLiteral(clientId)
  const principal = powerShellLiteral(servicePrincipal ?? unknownPrincipal)
  return [
    {
      label:
        'Give the app the role over a scope of its own (Exchange Online PowerShell); it takes up to two hours',
      command: [
        `New-ServicePrincipal -AppId ${app} -ObjectId ${principal} -DisplayName 'app'`,
        `New-ManagementScope -Name 'app' -RecipientRestrictionFilter "CustomAttribute1 -eq '<value>'"`,
        `New-ManagementRoleAssignment -App ${principal} -Role ${powerShellLiteral(role ?? '<role>')} -CustomResourceScope 'app'`,
      ].join('; '),
      by: 'Exchange: Organization Management',
      leaves:
        'What is granted in Microsoft Entra ID adds to it: the same permission there still opens every mailbox.',
      undo: `Get-ManagementRoleAssignment -RoleAssignee ${principal} | Remove-ManagementRoleAssignment`,
    },
    {
      label: 'See what Exchange itself lets the app do in a mailbox (see InScope)',
      command: `Test-ServicePrincipalAuthorization -Identity ${principal} -Resource ${powerShellLiteral(userOr(user))}`,
    },
  ]
}

/** Source: Learn, "List subscribedSkus". */
export function showLicences(target: FixTarget): Fix[] {
  return [
    {
      label: 'See which licences the tenant has',
      command: azRest(target, 'GET', 'subscribedSkus?$select=skuPartNumber,capabilityStatus'),
    },
  ]
}
