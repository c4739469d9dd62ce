import type { FixTarget } from './fix.ts'

/** Pages of a registration in the Entra admin center. The links' form is undocumented, and widely used. */
export function registrationPage(
  { cloud, clientId }: FixTarget,
  page: 'CallAnAPI' | 'Credentials' | 'Authentication' | 'Overview',
): string {
  return `https://${cloud.portal}/#view/Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/~/${page}/appId/${clientId}`
}

/** The list of enterprise apps (service principals). */
export function enterpriseAppsPage({ cloud }: FixTarget): string {
  return `https://${cloud.portal}/#view/Microsoft_AAD_IAM/StartboardApplicationsMenuBlade/~/AppAppsPreview`
}

/** Where Microsoft tells of outages. */
export const statusPage = 'https://admin.microsoft.com/#/servicehealth'
