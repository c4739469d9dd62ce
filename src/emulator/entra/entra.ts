import { type Context, Hono } from 'hono'
import type { InWorld, World } from '../world.ts'
import { consentEndpoint } from './consent.ts'
import { discoveryDocument } from './discovery.ts'
import { correlationIdOf, refusalResponse, tenantRefusal } from './refusal.ts'
import { signInEndpoint } from './sign-in.ts'
import { tokenEndpoint } from './token-endpoint.ts'

/** Microsoft Entra ID: discovery, keys, the token endpoint and admin consent, under `/{tenant}`. */
export function entra(): Hono<InWorld> {
  const app = new Hono<InWorld>()

  /** Here, unlike at the token endpoint, an unknown tenant is an `invalid_tenant`. */
  const published = (c: Context<InWorld>, tenant: string, body: (world: World) => object): Response => {
    const { world } = c.env
    const refusal = tenantRefusal(world, tenant, 'invalid_tenant')
    if (refusal !== null) return refusalResponse(world, refusal, correlationIdOf(world, c.req.raw))
    return Response.json(body(world), { headers: { 'cache-control': 'max-age=86400, private' } })
  }

  for (const [path, version] of [
    ['/:tenant/.well-known/openid-configuration', 'v1.0'],
    ['/:tenant/v2.0/.well-known/openid-configuration', 'v2.0'],
  ] as const) {
    app.get(path, c =>
      published(c, c.req.param('tenant'), world =>
        discoveryDocument(world, new URL(c.req.url).origin, version),
      ),
    )
  }
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
  app.on(['GET', 'POST'], '/:tenant/adminconsent', c =>
    consentEndpoint(c.env.world, c.req.param('tenant'), c.req.raw),
  )
  app.post('/:tenant/signin', c => signInEndpoint(c.env.world, c.req.param('tenant'), c.req.raw))
  return app
}
