import { againWithNewToken } from '../command-line.ts'
import { withVariable } from '../shell.ts'
import { type Fix, type FixTarget, fromEmulatorsTerminal } from './fix.ts'

/** The registration's overview, where the tenant and client ids stand. */
export function copyIds({ cloud, emulator }: FixTarget): Fix[] {
  if (emulator !== null) return [fromEmulatorsTerminal('TENANT_ID and CLIENT_ID', emulator)]
  return [
    {
      label: 'Copy Application (client) ID and Directory (tenant) ID from the overview of the registration',
      url: `https://${cloud.portal}/#view/Microsoft_AAD_RegisteredApps/ApplicationsListBlade`,
    },
  ]
}

/** The one scope that asks for all granted application permissions of Graph. */
export function graphScope({ cloud, line }: FixTarget): Fix[] {
  return [
    {
      label: 'Ask for a token for Microsoft Graph',
      command: withVariable(
        line.shell,
        'GRAPH_SCOPE',
        `https://${cloud.graph}/.default`,
        againWithNewToken(line),
      ),
    },
  ]
}
