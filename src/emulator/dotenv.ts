import { type Cloud, globalCloud } from '../core/clouds.ts'
import type { EmulatedApp, Emulator } from './emulator.ts'

/** The first line of each file of settings that the emulator writes: any other file is somebody's own. */
export const dotenvMark = '# Written by why403 emulator: make-believe, and of no use once it stops.'

/**
 * The settings of an app, as a .env file has them. The secret's ID stands beside them, as the portal shows it.
 */
export function dotenvOf(
  { url, tenantId, cloud }: Pick<Emulator, 'url' | 'tenantId' | 'cloud'>,
  { displayName, clientId, secret, secretId }: EmulatedApp,
): string {
  return `${dotenvMark}
# ${displayName}; the ID of its secret is ${secretId}
WHY403_EMULATOR=${url}
TENANT_ID=${tenantId}
CLIENT_ID=${clientId}
CLIENT_SECRET=${secret}
${cloud === globalCloud ? '' : ofCloud(cloud)}`
}

/** The clouds of US Government share their authority, so the scope is named as well. */
function ofCloud({ authorities, graph }: Cloud): string {
  return `AZURE_AUTHORITY_HOST=https://${authorities[0]}\nGRAPH_SCOPE=https://${graph}/.default\n`
}
