import { isExemptFrom } from '../edges/proxy.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** The built-in tenant's settings, which a program gets in the place of its own. */
export interface BuiltInSettings {
  readonly tenant: string
  readonly clientId: string
  readonly clientSecret: string
}

/** What leads a program to the proxy, and nothing else of it elsewhere. */
const proxyVariables = ['HTTPS_PROXY', 'https_proxy'] as const

/** With the built-in tenant, also for what is asked without TLS: it is answered that nothing goes out. */
const plainProxyVariables = ['HTTP_PROXY', 'http_proxy'] as const

/**
 * The environment of a watched program: its own, with the way through the proxy and the trust in its authority.
 *
 * @param trust the file that each variable names
 * @param hosts what is to come through the proxy, whatever NO_PROXY says
 * @param builtIn the settings of the built-in tenant; null: the program keeps its own
 */
export function watchedEnvironment(
  environment: Environment,
  {
    url,
    trust,
    hosts,
    builtIn,
  }: {
    readonly url: string
    readonly trust: ReadonlyMap<string, string>
    readonly hosts: readonly string[]
    readonly builtIn: BuiltInSettings | null
  },
): Record<string, string | undefined> {
  const watched = {
    ...(builtIn === null ? environment : withBuiltIn(environment, builtIn, url)),
    ...Object.fromEntries(proxyVariables.map(name => [name, url])),
    ...Object.fromEntries(trust),
    // Node 22.21, 24 and later; those before know no proxy.
    NODE_USE_ENV_PROXY: '1',
  }
  return { ...watched, ...withoutExemptions(watched, hosts) }
}

/** What tells a library of Azure's who it is: none of it may be the program's own. */
const own = /^(?:AZURE_|IDENTITY_|MSI_|ARM_)|^(?:no_proxy|all_proxy)$/i

/** The consent page is here too, and so is what a program starts for itself. */
const thisMachine = 'localhost,127.0.0.1,::1'

function withBuiltIn(
  environment: Environment,
  { tenant, clientId, clientSecret }: BuiltInSettings,
  url: string,
): Record<string, string | undefined> {
  return {
    ...Object.fromEntries(Object.entries(environment).filter(([name]) => !own.test(name))),
    ...Object.fromEntries(plainProxyVariables.map(name => [name, url])),
    ...{ NO_PROXY: thisMachine, no_proxy: thisMachine },
    ...{ TENANT_ID: tenant, CLIENT_ID: clientId, CLIENT_SECRET: clientSecret },
    ...{ AZURE_TENANT_ID: tenant, AZURE_CLIENT_ID: clientId, AZURE_CLIENT_SECRET: clientSecret },
  }
}

/** NO_PROXY without the entries that would lead past the proxy. */
function withoutExemptions(environment: Environment, hosts: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    (['NO_PROXY', 'no_proxy'] as const).flatMap(name => {
      const value = environment[name]
      if (value === undefined) return []
      const entries = value
        .split(/[\s,]+/)
        .filter(entry => !hosts.some(host => isExemptFrom(host, '443', entry)))
      return [[name, entries.join(',')]]
    }),
  )
}
