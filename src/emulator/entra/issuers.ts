import { Hono } from 'hono'
import type { InWorld, World } from '../world.ts'

/**
 * Issuers of other tokens, for workload identity federation: GitHub Actions, a cluster, or any name that a path may
 * have. Each is `{origin}/issuers/{name}`, with the documents of OpenID Connect Discovery 1.0, and hands out a token for
 * whatever subject it is asked for, in the form of GitHub's service: `{"value": "eyJ..."}`.
 */
export function issuers(): Hono<InWorld> {
  const app = new Hono<InWorld>()
  app.get('/issuers/:name/.well-known/openid-configuration', c => {
    const issuer = issuerOf(new URL(c.req.url).origin, c.req.param('name'))
    return c.json({
      issuer,
      jwks_uri: `${issuer}/keys`,
      subject_types_supported: ['public'],
      response_types_supported: ['id_token'],
      id_token_signing_alg_values_supported: ['RS256'],
    })
  })
  app.get('/issuers/:name/keys', async c => c.json((await c.env.world.issuerKeys()).jwks))
  app.get('/issuers/:name/token', async c => {
    if (!/^bearer \S/i.test(c.req.header('authorization') ?? ''))
      return c.json({ message: 'Unauthorized' }, 401)
    const issuer = issuerOf(new URL(c.req.url).origin, c.req.param('name'))
    const { subject = 'repo:contoso/daemon:ref:refs/heads/main', audience = 'api://AzureADTokenExchange' } =
      c.req.query()
    return c.json({ value: await issuedToken(c.env.world, { issuer, subject, audience }) })
  })
  return app
}

/** GitHub's live for five minutes. */
const lifetime = 300

export async function issuedToken(
  world: World,
  { issuer, subject, audience, lives = lifetime }: Presented,
): Promise<string> {
  const iat = Math.floor(world.now() / 1000)
  const claims = {
    iss: issuer,
    sub: subject,
    aud: audience,
    jti: world.uuid(),
    iat,
    nbf: iat,
    exp: iat + lives,
  }
  return (await world.issuerKeys()).sign(claims, null)
}

export interface Presented {
  readonly issuer: string
  readonly subject: string
  readonly audience: string
  /** In seconds. */
  readonly lives?: number
}

export const issuerOf = (origin: string, name: string): string => `${origin}/issuers/${name}`

export const isIssuerOf = (origin: string, issuer: string): boolean => issuer.startsWith(`${origin}/issuers/`)
