/**
 * Microsoft's clouds that are open today, a row each. Sources: Learn, "National clouds" (identity platform
 * and Graph deployments), "Validate tokens", and "Troubleshoot signature validation errors".
 *
 * Those of partners (Bleu, Delos, GovSG) by Get-MgEnvironment and the metadata of Microsoft's authentication libraries.
 *
 * Not verified: the v1.0 issuer of the US Government clouds is taken to be the global one, and the China
 * audience is inferred from its host. GCC (without High) uses the global endpoints.
 */
export interface Cloud {
  readonly name: CloudName
  /** For people. */
  readonly title: string
  /** Hosts of Entra ID's endpoints, the preferred one first; the rest are aliases. */
  readonly authorities: readonly [string, ...string[]]
  /** Microsoft Graph's host. */
  readonly graph: string
  /** The Entra admin center's host; null where it is not established. */
  readonly portal: string | null
  /** Issuer of v1.0 tokens, without the tenant: `${v1Issuer}{tid}/`; null where it is not established. */
  readonly v1Issuer: string | null
  /** Issuer of v2.0 tokens: `https://${v2IssuerHost}/{tid}/v2.0`. */
  readonly v2IssuerHost: string
  /** Its name in `az cloud set --name`; null where it has none that is known. */
  readonly azureCli: string | null
  /** Its name in `Connect-MgGraph -Environment`. */
  readonly graphPowerShell: string
  /** Audience of assertions of other identity providers; null where none is known. */
  readonly exchange: string | null
}

/** In the order in which they are looked through. */
export const cloudNames = ['global', 'usgov', 'usgov-dod', 'china', 'bleu', 'delos', 'govsg'] as const
export type CloudName = (typeof cloudNames)[number]

const rows: Readonly<Record<CloudName, Omit<Cloud, 'name'>>> = {
  global: {
    title: 'global cloud',
    authorities: ['login.microsoftonline.com', 'login.windows.net', 'login.microsoft.com', 'sts.windows.net'],
    graph: 'graph.microsoft.com',
    portal: 'entra.microsoft.com',
    v1Issuer: 'https://sts.windows.net/',
    v2IssuerHost: 'login.microsoftonline.com',
    azureCli: 'AzureCloud',
    graphPowerShell: 'Global',
    exchange: 'api://AzureADTokenExchange',
  },
  usgov: {
    title: 'US Government L4 (GCC High)',
    authorities: ['login.microsoftonline.us', 'login.usgovcloudapi.net'],
    graph: 'graph.microsoft.us',
    portal: 'entra.microsoft.us',
    v1Issuer: 'https://sts.windows.net/',
    v2IssuerHost: 'login.microsoftonline.us',
    azureCli: 'AzureUSGovernment',
    graphPowerShell: 'USGov',
    exchange: 'api://AzureADTokenExchangeUSGov',
  },
  'usgov-dod': {
    title: 'US Government L5 (DoD)',
    authorities: ['login.microsoftonline.us', 'login.usgovcloudapi.net'],
    graph: 'dod-graph.microsoft.us',
    portal: 'entra.microsoft.us',
    v1Issuer: 'https://sts.windows.net/',
    v2IssuerHost: 'login.microsoftonline.us',
    azureCli: 'AzureUSGovernment',
    graphPowerShell: 'USGovDoD',
    exchange: 'api://AzureADTokenExchangeUSGov',
  },
  china: {
    title: 'China (21Vianet)',
    authorities: ['login.partner.microsoftonline.cn', 'login.chinacloudapi.cn'],
    graph: 'microsoftgraph.chinacloudapi.cn',
    portal: 'entra.microsoftonline.cn',
    v1Issuer: 'https://sts.chinacloudapi.cn/',
    v2IssuerHost: 'login.partner.microsoftonline.cn',
    azureCli: 'AzureChinaCloud',
    graphPowerShell: 'China',
    exchange: 'api://AzureADTokenExchangeChina',
  },
  bleu: {
    title: 'Bleu (France)',
    authorities: ['login.sovcloud-identity.fr'],
    graph: 'graph.svc.sovcloud.fr',
    portal: null,
    v1Issuer: null,
    v2IssuerHost: 'login.sovcloud-identity.fr',
    azureCli: null,
    graphPowerShell: 'BleuCloud',
    exchange: 'api://AzureADTokenExchangeFrance',
  },
  delos: {
    title: 'Delos (Germany)',
    authorities: ['login.sovcloud-identity.de'],
    graph: 'graph.svc.sovcloud.de',
    portal: null,
    v1Issuer: null,
    v2IssuerHost: 'login.sovcloud-identity.de',
    azureCli: null,
    graphPowerShell: 'DelosCloud',
    exchange: 'api://AzureADTokenExchangeGermany',
  },
  govsg: {
    title: 'GovSG (Singapore)',
    authorities: ['login.sovcloud-identity.sg'],
    graph: 'graph.svc.sovcloud.sg',
    portal: null,
    v1Issuer: null,
    v2IssuerHost: 'login.sovcloud-identity.sg',
    azureCli: null,
    graphPowerShell: 'GovSGCloud',
    exchange: null,
  },
}

export const clouds: readonly Cloud[] = cloudNames.map(name => ({ name, ...rows[name] }))

export const globalCloud: Cloud = clouds[0]!

/** Microsoft Graph's application id, the same in every cloud; also what `aud` holds in v2.0 tokens. */
export const graphAppId = '00000003-0000-0000-c000-000000000000'

/** Azure AD Graph's application id: the API before Microsoft Graph, retired, with permissions of the same names. */
export const retiredGraphAppId = '00000002-0000-0000-c000-000000000000'

export function cloudByName(name: string): Cloud | null {
  return clouds.find(cloud => cloud.name === name) ?? null
}

/** The cloud whose Graph a host is; null for any other host. Compares the whole host. */
export function cloudByGraphHost(host: string): Cloud | null {
  const wanted = host.toLowerCase()
  return clouds.find(cloud => cloud.graph === wanted) ?? null
}

/** The first cloud whose Entra ID a host is: for US Government that is L4, since L5 shares its hosts. */
export function cloudByAuthority(host: string): Cloud | null {
  const wanted = host.toLowerCase()
  return clouds.find(cloud => cloud.authorities.includes(wanted)) ?? null
}

/**
 * The cloud whose Graph an audience names. The bare application id names Graph without saying which
 * cloud's: 'any'. Null: not Graph's audience.
 */
export function cloudByAudience(audience: string): Cloud | 'any' | null {
  if (audience === graphAppId) return 'any'
  const host = /^https:\/\/([^/]+)\/?$/.exec(audience)?.[1]
  if (host === undefined) return null
  if (host === 'canary.graph.microsoft.com') return globalCloud
  return cloudByGraphHost(host)
}

/**
 * The cloud that a tenant's discovery document names: by its Graph, else by its instance (`microsoftonline.us`). What the
 * part of a region (`DOD`) may be is not documented.
 */
export function cloudOfDiscovery({
  graph,
  instance,
  part,
}: {
  readonly graph: string | null
  readonly instance: string | null
  readonly part: string | null
}): Cloud | null {
  const found = cloudByGraphHost(graph ?? '') ?? cloudByAuthority(`login.${instance ?? ''}`)
  return found?.name === 'usgov' && part === 'DOD' ? cloudByName('usgov-dod') : found
}

/** The cloud's name for people. */
export function cloudTitle(name: string): string {
  return name === 'emulator' ? 'the built-in emulator' : (cloudByName(name)?.title ?? name)
}
