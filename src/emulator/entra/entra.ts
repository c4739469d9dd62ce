import { type Context, Hono } from 'hono'
import type { InWorld, World } from '../world.ts'
import { consentEndpoint } from './consent.ts'
import { discoveryDocument, instanceDocument, isTenantAlias } from './discovery.ts'
import { withOwnSettings } from './own-settings.ts'
import { correlationIdOf, refusalResponse, tenantRefusal } from './refusal.ts'
import { signInEndpoint } from './sign-in.ts'
import { tokenEndpoint } from './token-endpoint.ts'

/** Microsoft Entra ID: discovery, keys, the token endpoint and admin consent, under `/{tenant}`. */
export function entra(): Hono<InWorld> {
  const app = new Hono<InWorld>()

  /** Here, unlike at the token endpoint, an unknown tenant is an `invalid_tenant`. */
  const published = (c: Context<InWorld>, tenant: string, body: (world: World) => object): Response => {
    const { world } = c.env
    const { origin } = new URL(c.req.url)
    const refusal = withOwnSettings(tenantRefusal(world, tenant, 'invalid_tenant'), origin)
    if (refusal !== null) return refusalResponse(world, refusal, correlationIdOf(world, c.req.raw))
    return Response.json(body(world), { headers: { 'cache-control': 'max-age=86400, private' } })
  }

  for (const [path, version] of [
    ['/:tenant/.well-known/openid-configuration', 'v1.0'],
    ['/:tenant/v2.0/.well-known/openid-configuration', 'v2.0'],
  ] as const) {
    app.get(path, c => {
      const tenant = c.req.param('tenant')
      const { origin } = new URL(c.req.url)
      if (isTenantAlias(tenant)) return c.json(discoveryDocument(c.env.world, origin, version, tenant))
      return published(c, tenant, world => discoveryDocument(world, origin, version))
    })
  }
  app.get('/common/discovery/instance', c => c.json(instanceDocument(c.env.world, new URL(c.req.url).origin)))
  for (const path of ['/:tenant/discovery/keys', '/:tenant/discovery/v2.0/keys'] as const) {
    app.get(path, c => published(c, c.req.param('tenant'), world => world.keys.jwks))
  }
  // MSAL's regional endpoints end in a slash.
  for (const [path, version] of [
    ['/:tenant/oauth2/v2.0/token', 'v2.0'],
    ['/:tenant/oauth2/v2.0/token/', 'v2.0'],
    ['/:tenant/oauth2/token', 'v1.0'],
    ['/:tenant/oauth2/token/', 'v1.0'],
  ] as const) {
    app.all(path, c => tokenEndpoint(c.env.world, c.req.param('tenant'), c.req.raw, version))
  }
  for (const path of ['authorize', 'devicecode', 'v2.0/authorize', 'v2.0/devicecode']) {
    app.all(`/:tenant/oauth2/${path}`, c => c.json(nobodySignsIn, 501))
  }
  app.on(['GET', 'POST'], '/:tenant/adminconsent', c =>
    consentEndpoint(c.env.world, c.req.param('tenant'), c.req.raw),
  )
  app.post('/:tenant/signin', c => signInEndpoint(c.env.world, c.req.param('tenant'), c.req.raw))
  return app
}

/** No answer of Entra ID's, in a body of the form that its clients read. */
const nobodySignsIn = {
  error: 'temporarily_unavailable',
  error_description: 'The why403 emulator plays no sign-in: it takes client credentials.',
}
