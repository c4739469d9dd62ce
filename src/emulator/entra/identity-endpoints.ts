import { type Context, Hono } from 'hono'
import type { App } from '../tenant.ts'
import type { InWorld, World } from '../world.ts'
import { appOnlyClaims, promisedSeconds, signedToken } from './claims.ts'

/** What a host asks an identity's token with, and how it words what it refuses. */
interface Host {
  /** The parameters that name an identity: by client id, object id, resource id. */
  readonly names: readonly [string, string, string]
  refuse(c: Context<InWorld>, what: Refused): Response
}

type Refused = 'header' | 'resource' | 'several' | 'none'

/**
 * The endpoints of managed identities: a virtual machine's metadata service, and that of App Service. Sources: Learn, "How
 * to use managed identities on an Azure VM to acquire an access token"; "How to use managed identities for App Service
 * and Azure Functions", REST endpoint reference. The texts of App Service are not verified.
 */
export function identityEndpoints(): Hono<InWorld> {
  const app = new Hono<InWorld>()
  // MSAL's path ends in a slash.
  for (const path of ['/metadata/identity/oauth2/token', '/metadata/identity/oauth2/token/'] as const) {
    app.get(path, c => {
      if (c.req.header('metadata') !== 'true') return virtualMachine.refuse(c, 'header')
      return tokenOf(c, virtualMachine)
    })
  }
  app.get('/msi/token', c => {
    if (c.req.header('x-identity-header') !== c.env.world.identityHeader)
      return appService.refuse(c, 'header')
    return tokenOf(c, appService)
  })
  return app
}

const virtualMachine: Host = {
  names: ['client_id', 'object_id', 'msi_res_id'],
  refuse: (c, what) => {
    const [error, error_description] = imdsErrors[what]
    return c.json({ error, error_description }, 400)
  },
}

const imdsErrors: Readonly<Record<Refused, readonly [error: string, description: string]>> = {
  header: ['bad_request_102', 'Required metadata header not specified'],
  resource: ['invalid_resource', 'AADSTS500011: The resource principal was not found in the tenant.'],
  several: [
    'invalid_request',
    'Multiple user assigned identities exist, please specify the clientId / resourceId of the identity in the token request',
  ],
  none: ['invalid_request', 'Identity not found'],
}

const appService: Host = {
  names: ['client_id', 'principal_id', 'mi_res_id'],
  refuse: (c, what) => {
    if (what === 'header') return c.json({ statusCode: 401, message: 'Unauthorized' }, 401)
    const message =
      what === 'resource'
        ? 'An invalid resource was requested.'
        : 'No Managed Identity found for specified ClientId/ResourceId/PrincipalId.'
    return c.json({ statusCode: 400, message, correlationId: c.env.world.uuid() }, 400)
  },
}

async function tokenOf(c: Context<InWorld>, host: Host): Promise<Response> {
  const { world } = c.env
  const query = c.req.query()
  const exchange = {
    kind: 'token',
    at: world.now(),
    credential: 'managed identity',
    scope: query.resource ?? null,
    refusal: null,
  } as const
  const identity = identityOf(world, host, query)
  const resource = world.tenant.resourceByIdentifier(query.resource ?? '')
  if (typeof identity === 'string' || resource === null) {
    const what = typeof identity === 'string' ? identity : 'resource'
    const clientId = typeof identity === 'string' ? null : identity.clientId
    const refused = host.refuse(c, what)
    const message = await refused.clone().text()
    world.exchanges.add({ ...exchange, status: refused.status, clientId, message, claims: null })
    return refused
  }
  const seconds = promisedSeconds(world)
  const expires = String(Math.floor(world.now() / 1000) + seconds)
  const claims = appOnlyClaims(world, identity, resource, query.resource!)
  world.exchanges.add({
    ...exchange,
    ...{ status: 200, clientId: identity.clientId, message: null, claims: { ...claims } },
  })
  return c.json({
    access_token: await signedToken(world, claims, resource),
    client_id: identity.clientId,
    expires_in: String(seconds),
    expires_on: expires,
    resource: query.resource,
    token_type: 'Bearer',
  })
}

/** The identity that is named; unnamed, the machine's own, or the only one that was assigned. */
function identityOf(world: World, { names }: Host, query: Readonly<Record<string, string>>): App | Refused {
  const all = world.tenant.identities
  const [byClient, byObject, byResource] = names.map(name =>
    new Map(Object.entries(query)).get(name)?.toLowerCase(),
  )
  if (byClient !== undefined) return all.find(({ clientId }) => clientId === byClient) ?? 'none'
  if (byObject !== undefined) return all.find(one => one.servicePrincipal?.id === byObject) ?? 'none'
  if (byResource !== undefined)
    return all.find(({ identity }) => identity?.resourceId.toLowerCase() === byResource) ?? 'none'
  const own = all.find(({ identity }) => identity?.assigned === 'system')
  if (own !== undefined) return own
  return all.length === 1 ? all[0]! : all.length === 0 ? 'none' : 'several'
}
