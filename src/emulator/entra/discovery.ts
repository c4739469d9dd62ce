import type { World } from '../world.ts'
import { v1Issuer } from './claims.ts'

/** What stands in a tenant's place where a sign-in is to tell it. */
export type TenantAlias = 'common' | 'organizations'

export const isTenantAlias = (name: string): name is TenantAlias => /^(?:common|organizations)$/.test(name)

/**
 * The discovery document, OpenID Connect Discovery 1.0 §4. Endpoints lie at the address that the client
 * asked; the issuer keeps its real form, and with it every token. Clients' libraries want sign-in and device code
 * named, although nobody signs in here: those two say so.
 *
 * @param alias the document of no tenant: its issuer holds a placeholder
 */
export function discoveryDocument(
  { tenant, cloud }: World,
  origin: string,
  version: 'v1.0' | 'v2.0',
  alias: TenantAlias | null = null,
): object {
  const base = `${origin}/${alias ?? tenant.id}`
  const oauth2 = version === 'v2.0' ? `${base}/oauth2/v2.0` : `${base}/oauth2`
  const issuedFor = alias === null ? tenant.id : '{tenantid}'
  return {
    authorization_endpoint: `${oauth2}/authorize`,
    device_authorization_endpoint: `${oauth2}/devicecode`,
    token_endpoint: `${oauth2}/token`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
    jwks_uri: version === 'v2.0' ? `${base}/discovery/v2.0/keys` : `${base}/discovery/keys`,
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    issuer:
      version === 'v2.0' ? `https://${cloud.v2IssuerHost}/${issuedFor}/v2.0` : v1Issuer(cloud, issuedFor),
    tenant_region_scope: alias === null ? tenant.regionScope : null,
    cloud_instance_name: cloud.authorities[0].replace(/^login\./, ''),
    msgraph_host: cloud.graph,
  }
}

/**
 * Instance discovery: which hosts are one cloud. Clients ask for it before they trust an authority. Source: MS-OAPX and
 * the libraries that read it (MSAL, "instance metadata").
 */
export function instanceDocument({ tenant, cloud }: World, origin: string): object {
  const [preferred] = cloud.authorities
  return {
    tenant_discovery_endpoint: `${origin}/${tenant.id}/v2.0/.well-known/openid-configuration`,
    'api-version': '1.1',
    metadata: [{ preferred_network: preferred, preferred_cache: preferred, aliases: cloud.authorities }],
  }
}
