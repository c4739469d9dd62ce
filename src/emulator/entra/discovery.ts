import type { World } from '../world.ts'
import { issuer } from './claims.ts'

/**
 * The discovery document, OpenID Connect Discovery 1.0 §4. Endpoints lie at the address that the client
 * asked; the issuer keeps its real form, and with it every token. Names only what the emulator plays.
 */
export function discoveryDocument(world: World, origin: string, version: 'v1.0' | 'v2.0'): object {
  const { tenant, cloud } = world
  const base = `${origin}/${tenant.id}`
  return {
    token_endpoint: version === 'v2.0' ? `${base}/oauth2/v2.0/token` : `${base}/oauth2/token`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
    jwks_uri: version === 'v2.0' ? `${base}/discovery/v2.0/keys` : `${base}/discovery/keys`,
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    issuer: version === 'v2.0' ? `https://${cloud.v2IssuerHost}/${tenant.id}/v2.0` : issuer(world),
    tenant_region_scope: tenant.regionScope,
    cloud_instance_name: cloud.authorities[0].replace(/^login\./, ''),
    msgraph_host: cloud.graph,
  }
}
