import type { JSONWebKeySet } from 'jose'
import type { Cloud } from '../../core/clouds.ts'
import { Why403Error } from '../../core/error.ts'
import { objectOf, objectsOf, parseJson, textOf } from '../../core/json.ts'
import type { KeySource } from '../../core/token/signature.ts'
import type { Io } from '../../io.ts'
import { tenantEndpoint } from './authority.ts'

const timeoutMs = 10_000

/**
 * The signing keys of a tenant, found by OpenID Connect discovery. The version of the token chooses the
 * document: keys of v1.0 and v2.0 tokens may differ. Only the cloud's own hosts are asked, whatever the
 * document says. Keys that cannot be had are a reason, never an exception.
 * Source: OpenID Connect Discovery 1.0; Learn, "Access tokens", Validate tokens.
 */
export async function tenantKeys(
  {
    cloud,
    emulator,
    tenant,
    version,
  }: { cloud: Cloud; emulator: string | null; tenant: string; version: string | null },
  io: Io,
): Promise<KeySource> {
  const endpoint = tenantEndpoint(cloud, emulator, tenant)
  const document = `${endpoint}${version === '2.0' ? '/v2.0' : ''}/.well-known/openid-configuration`
  try {
    const keysUrl = textOf((await getJson(document, io))?.jwks_uri)
    if (keysUrl === null || !isPinned(keysUrl, cloud, emulator))
      return { missing: `${new URL(document).host} names no keys of its own` }
    const keys = await getJson(keysUrl, io)
    if (!Array.isArray(keys?.keys)) return { missing: `${new URL(keysUrl).host} answered no key set` }
    return { keys: { keys: objectsOf(keys.keys) } as unknown as JSONWebKeySet, from: 'the tenant' }
  } catch (error) {
    if (error instanceof Why403Error)
      return { missing: `the tenant's keys are out of reach: ${error.message}` }
    throw error
  }
}

function isPinned(url: string, cloud: Cloud, emulator: string | null): boolean {
  if (!URL.canParse(url)) return false
  const { origin, protocol, host } = new URL(url)
  return emulator === null ? protocol === 'https:' && cloud.authorities.includes(host) : origin === emulator
}

async function getJson(url: string, io: Io): Promise<Readonly<Record<string, unknown>> | null> {
  const { status, body } = await io.http({
    method: 'GET',
    url,
    timeoutMs,
    headers: { accept: 'application/json' },
  })
  return status === 200 ? objectOf(parseJson(body)) : null
}
