import type { Cloud } from '../clouds.ts'
import { type Fix, who } from './fix.ts'
import type { FixTarget } from './target.ts'

/**
 * The origin of the Entra admin center. Where that of a cloud is not established, the links keep the form of the others
 * behind this name, which leads nowhere: see `withoutPortal`.
 */
function portalOf({ portal }: Cloud): string {
  return `https://${portal ?? unknownPortal}`
}

const unknownPortal = 'portal.invalid'

/** Which portals there are. */
const nationalClouds = 'https://learn.microsoft.com/entra/identity-platform/authentication-national-cloud'

/** Steps in a cloud whose portal is not established: the commands are left, and what has none says so. */
export function withoutPortal(fixes: readonly Fix[]): Fix[] {
  return fixes.map(fix => {
    const { alternatives = [], ...rest } = fix
    const left = alternatives.filter(way => !leadsNowhere(way))
    const step = leadsNowhere(rest)
      ? {
          ...rest,
          label: `${rest.label} (the portal of this cloud is not known here; this page lists others)`,
          url: nationalClouds,
        }
      : rest
    return left.length === 0 ? step : { ...step, alternatives: left }
  })
}

function leadsNowhere(way: { readonly url?: string } | { readonly command: string }): boolean {
  return 'url' in way && way.url?.startsWith(`https://${unknownPortal}/`) === true
}

/** Pages of a registration in the Entra admin center. The links' form is undocumented, and widely used. */
export function registrationPage(
  { cloud, clientId }: FixTarget,
  page: 'CallAnAPI' | 'Credentials' | 'Authentication' | 'Overview',
): string {
  return `${portalOf(cloud)}/#view/Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/~/${page}/appId/${clientId}`
}

/** The list of registrations. */
export function registrationsPage({ cloud }: FixTarget): string {
  return `${portalOf(cloud)}/#view/Microsoft_AAD_RegisteredApps/ApplicationsListBlade`
}

/** The properties of the enterprise app (service principal), or the list of them where its object id is not known. */
export function propertiesPage(target: FixTarget): string {
  const { cloud, clientId, servicePrincipal } = target
  return servicePrincipal === null
    ? enterpriseAppsPage(target)
    : `${portalOf(cloud)}/#view/Microsoft_AAD_IAM/ManagedAppMenuBlade/~/Properties/objectId/${servicePrincipal}/appId/${clientId}`
}

/** The directory roles, and who has them. */
export function directoryRolesPage({ cloud }: FixTarget): string {
  return `${portalOf(cloud)}/#view/Microsoft_AAD_IAM/RolesManagementMenuBlade/~/AllRoles`
}

/** The list of enterprise apps. */
export function enterpriseAppsPage({ cloud }: FixTarget): string {
  return `${portalOf(cloud)}/#view/Microsoft_AAD_IAM/StartboardApplicationsMenuBlade/~/AppAppsPreview`
}

/** The list of subscriptions, in the Microsoft 365 admin center. */
export const subscriptionsPage = 'https://admin.microsoft.com/#/subscriptions'

export function workloadPolicy({ cloud }: FixTarget): Fix[] {
  return [
    {
      label: 'Find the policy: sign-in logs, Service principal sign-ins, Conditional Access',
      url: `${portalOf(cloud)}/#view/Microsoft_AAD_IAM/SignInEventsV3Blade`,
    },
    {
      label: 'Then allow the address, or exclude the service principal',
      url: `${portalOf(cloud)}/#view/Microsoft_AAD_ConditionalAccess/ConditionalAccessBlade/~/Policies`,
      by: who.managesPolicies,
    },
  ]
}

export function tenantRestrictions(): Fix[] {
  return [
    {
      label: 'Have the tenant added to Restrict-Access-To-Tenants of the proxy',
      url: 'https://learn.microsoft.com/entra/external-id/tenant-restrictions-v2',
    },
  ]
}

export function crossTenantAccess({ cloud }: FixTarget): Fix[] {
  return [
    {
      label: 'Cross-tenant access settings, in the tenant that blocks',
      url: `${portalOf(cloud)}/#view/Microsoft_AAD_IAM/CompanyRelationshipsMenuBlade/~/CrossTenantAccessSettings`,
    },
  ]
}

export function serviceHealth(): Fix[] {
  return [
    {
      label: 'If it goes on, see whether Microsoft knows',
      url: 'https://admin.microsoft.com/#/servicehealth',
    },
  ]
}

export function supportRequest({ cloud }: FixTarget): Fix[] {
  return [
    {
      label: 'Open a support request with the correlation id, the trace id and the timestamp',
      url: `${portalOf(cloud)}/#view/Microsoft_Azure_Support/NewSupportRequestV3Blade`,
    },
  ]
}
