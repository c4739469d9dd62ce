import { graphAppId, retiredGraphAppId } from '../clouds.ts'
import { withoutEnd } from '../text.ts'

/**
 * APIs whose audience people meet instead of Graph's, by URI and application id. Source: Learn, "Verify
 * first-party Microsoft applications in sign-in reports", and the pages of each API.
 */
const audiences: readonly { readonly name: string; readonly forms: readonly string[] }[] = [
  { name: 'Microsoft Graph', forms: [graphAppId, 'https://graph.microsoft.com', 'https://ags.windows.net'] },
  {
    name: 'Azure AD Graph, which is retired',
    forms: [retiredGraphAppId, 'https://graph.windows.net'],
  },
  {
    name: 'Azure Resource Manager',
    forms: [
      '797f4846-ba00-4fd7-ba43-dac1f8f63013',
      'https://management.azure.com',
      'https://management.core.windows.net',
      'https://management.usgovcloudapi.net',
      'https://management.chinacloudapi.cn',
    ],
  },
  { name: 'SharePoint Online', forms: ['00000003-0000-0ff1-ce00-000000000000'] },
  {
    name: 'Exchange Online',
    forms: [
      '00000002-0000-0ff1-ce00-000000000000',
      'https://outlook.office365.com',
      'https://outlook.office.com',
    ],
  },
  {
    name: 'the Office 365 Management APIs',
    forms: ['c5393580-f805-4401-95e8-94b7a6ef2fc2', 'https://manage.office.com'],
  },
  {
    name: 'Teams administration',
    forms: ['48ac35b8-9aa8-4d74-927d-1f4a14a0b239'],
  },
  {
    name: 'Microsoft Defender for Endpoint',
    forms: ['fc780465-2017-40d4-a0c5-307022471b92', 'https://api.securitycenter.microsoft.com'],
  },
  {
    name: 'Power BI',
    forms: ['00000009-0000-0000-c000-000000000000', 'https://analysis.windows.net/powerbi/api'],
  },
  { name: 'Azure Key Vault', forms: ['cfa8b339-82a2-471a-a3c9-0fc0be7a4093', 'https://vault.azure.net'] },
  { name: 'Azure Storage', forms: ['e406a681-f3d4-42a8-90b6-c2b029497af1', 'https://storage.azure.com'] },
  { name: 'Azure SQL Database', forms: ['https://database.windows.net'] },
  { name: 'Azure DevOps', forms: ['499b84ac-1321-427f-aa17-267ca6975798'] },
  {
    name: 'Azure Log Analytics',
    forms: ['https://api.loganalytics.io', 'https://api.loganalytics.azure.com'],
  },
]

/** The API of an audience, a trailing slash ignored; null when it is none that is known. */
export function audienceName(audience: string): string | null {
  const wanted = withoutEnd(audience.toLowerCase(), '/')
  const known = audiences.find(({ forms }) => forms.includes(wanted))?.name
  if (known !== undefined) return known
  return /^https:\/\/[a-z0-9-]+\.sharepoint\.(com|us|cn)$/.test(wanted) ? 'SharePoint Online' : null
}

/**
 * An audience that is no Microsoft API by its form: an own API by its id URI, or an application id that is
 * not known here. Null for anything else.
 */
export function ownAudience(audience: string): string | null {
  if (audienceName(audience) !== null) return null
  if (/^api:\/\//i.test(audience)) return 'an API of your own (its application ID URI)'
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(audience)
    ? 'an app by its client id: an API of your own, or the client itself as in an ID token'
    : null
}
