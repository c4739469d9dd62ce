import type { Cloud } from '../../core/clouds.ts'
import type { KeySource } from '../../core/token/signature.ts'
import type { Io } from '../../io.ts'
import { tenantEndpoint } from '../entra/authority.ts'
import { issuersKeys, type KeyWish } from './discovery.ts'

/**
 * The signing keys of a tenant. The version of the token chooses the discovery document: keys of v1.0 and
 * v2.0 tokens may differ. Only the cloud's own hosts are asked, whatever the document says.
 * Source: Learn, "Access tokens", Validate tokens.
 */
export async function tenantKeys(
  {
    cloud,
    emulator,
    tenant,
    version,
    kid = null,
    offline = false,
  }: { cloud: Cloud; emulator: string | null; tenant: string; version: string | null } & Partial<KeyWish>,
  io: Io,
): Promise<KeySource> {
  const endpoint = tenantEndpoint(cloud, emulator, tenant)
  return issuersKeys(
    {
      document: `${endpoint}${version === '2.0' ? '/v2.0' : ''}/.well-known/openid-configuration`,
      name: 'the tenant',
      allows: url => isPinned(new URL(url), cloud, emulator),
    },
    { kid, offline },
    io,
  )
}

function isPinned({ origin, protocol, host }: URL, cloud: Cloud, emulator: string | null): boolean {
  return emulator === null ? protocol === 'https:' && cloud.authorities.includes(host) : origin === emulator
}
