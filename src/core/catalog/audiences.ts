import { graphAppId } from '../clouds.ts'

/** APIs whose audience people meet instead of Graph's, by URI and application id. Source: Learn, "Verify first-party Microsoft applications in sign-in reports". */
const audiences: readonly { readonly name: string; readonly forms: readonly string[] }[] = [
  { name: 'Microsoft Graph', forms: [graphAppId, 'https://graph.microsoft.com'] },
  {
    name: 'Azure AD Graph, which is retired',
    forms: ['00000002-0000-0000-c000-000000000000', 'https://graph.windows.net'],
  },
  {
    name: 'Azure Resource Manager',
    forms: [
      '797f4846-ba00-4fd7-ba43-dac1f8f63013',
      'https://management.azure.com',
      'https://management.core.windows.net',
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
  { name: 'Azure Key Vault', forms: ['cfa8b339-82a2-471a-a3c9-0fc0be7a4093', 'https://vault.azure.net'] },
  { name: 'Azure Storage', forms: ['e406a681-f3d4-42a8-90b6-c2b029497af1', 'https://storage.azure.com'] },
]

/** The API of an audience, a trailing slash ignored; null when it is none that is known. */
export function audienceName(audience: string): string | null {
  const wanted = audience.toLowerCase().replace(/\/$/, '')
  return audiences.find(({ forms }) => forms.includes(wanted))?.name ?? null
}
