import { type Cloud, cloudOfDiscovery, clouds } from '../../core/clouds.ts'
import { Why403Error } from '../../core/error.ts'
import { objectOf, parseJson, textOf } from '../../core/json.ts'
import type { Io } from '../../io.ts'

const timeoutMs = 10_000
const longest = 256 * 1024

/**
 * The cloud that a tenant lives in, by its own discovery document: each cloud is asked in turn, and nothing but the
 * tenant's name is sent. Null: none that answered knows it. Source: OpenID Connect Discovery 1.0; the members that name
 * the cloud are not documented, and are in every such document that was seen.
 */
export async function discoverCloud(tenant: string, emulator: string | null, io: Io): Promise<Cloud | null> {
  const authorities = [...new Set(clouds.map(cloud => `https://${cloud.authorities[0]}`))]
  for (const authority of emulator === null ? authorities : [emulator]) {
    const document = await documentOf(`${authority}/${encodeURIComponent(tenant)}`, io)
    if (document === null) continue
    const [graph, instance, part] = ['msgraph_host', 'cloud_instance_name', 'tenant_region_sub_scope'].map(
      name => textOf(new Map(Object.entries(document)).get(name)),
    )
    const found = cloudOfDiscovery({ graph: graph!, instance: instance!, part: part! })
    if (found !== null) return found
  }
  return null
}

async function documentOf(tenant: string, io: Io): Promise<object | null> {
  try {
    const { status, body } = await io.http({
      method: 'GET',
      url: `${tenant}/v2.0/.well-known/openid-configuration`,
      headers: { accept: 'application/json' },
      timeoutMs,
      longest,
    })
    return status === 200 ? objectOf(parseJson(body)) : null
  } catch (error) {
    if (error instanceof Why403Error) return null
    throw error
  }
}
