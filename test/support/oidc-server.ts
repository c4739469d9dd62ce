import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'
import { type Asked, type Reply, type Server, serve } from './server.ts'

/** An OpenID Connect issuer of its own, that knows nothing of Entra ID: discovery, keys, and tokens. */
export interface OidcServer extends Server {
  /** What tokens carry in `iss`. */
  readonly issuer: string
  sign(claims: JWTPayload, header?: { readonly kid?: string }): Promise<string>
  /** From now on signs with a new key, and publishes only that. */
  rollOver(kid: string): Promise<void>
}

export async function startOidcServer(
  over: { readonly alg?: string; reply?(asked: Asked, issuer: string): Reply | null } = {},
): Promise<OidcServer> {
  const { alg = 'RS256' } = over
  let key = await keyPair(alg, 'first')
  const json = (value: unknown): Reply => ({
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(value),
  })
  const server: Server = await serve(asked => {
    const own = over.reply?.(asked, server.url)
    if (own != null) return own
    switch (asked.path) {
      case '/.well-known/openid-configuration':
        return json({
          issuer: server.url,
          jwks_uri: `${server.url}/jwks`,
          token_endpoint: `${server.url}/token`,
        })
      case '/jwks':
        return json({ keys: [key.jwk] })
      default:
        return { status: 404 }
    }
  })
  return {
    ...server,
    issuer: server.url,
    sign: (claims, { kid = key.jwk.kid } = {}) =>
      new SignJWT({ iss: server.url, ...claims })
        .setProtectedHeader({ alg, typ: 'JWT', kid: kid! })
        .sign(key.privateKey),
    rollOver: async kid => {
      key = await keyPair(alg, kid)
    },
  }
}

async function keyPair(alg: string, kid: string) {
  const { privateKey, publicKey } = await generateKeyPair(alg)
  return { privateKey, jwk: { ...(await exportJWK(publicKey)), kid, use: 'sig' } }
}
