import type { Fix, FixTarget } from './fix.ts'

/** The registration's overview, where the tenant and client ids stand. */
export function copyIds({ cloud, emulator }: FixTarget): Fix[] {
  if (emulator !== null)
    return [
      { label: 'Copy the settings that the emulator printed when it started', command: 'why403 emulator' },
    ]
  return [
    {
      label: 'Copy Application (client) ID and Directory (tenant) ID from the overview of the registration',
      url: `https://${cloud.portal}/#view/Microsoft_AAD_RegisteredApps/ApplicationsListBlade`,
    },
  ]
}

/** The one scope that asks for all granted application permissions of Graph. */
export function graphScope({ cloud }: FixTarget): Fix[] {
  return [
    {
      label: 'Ask for a token for Microsoft Graph',
      command: `GRAPH_SCOPE=https://${cloud.graph}/.default why403`,
    },
  ]
}
