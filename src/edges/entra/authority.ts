import type { Cloud } from '../../core/clouds.ts'

/** Where Entra ID's endpoints for a tenant begin: the cloud's own authority, or the emulator. */
export function tenantEndpoint(cloud: Cloud, emulator: string | null, tenant: string): string {
  return `${emulator ?? `https://${cloud.authorities[0]}`}/${encodeURIComponent(tenant)}`
}
