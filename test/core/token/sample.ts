import type { JsonObject } from '../../../src/core/json.ts'
import { Secret } from '../../../src/core/secret.ts'

export const tenant = '4b3e1f60-8a2d-4d0c-9e57-c0a1b2d3e4f5'
export const client = '6f1c2d9e-0b7a-4c55-9a0e-2f4f0d9b7c11'
export const principal = 'a1fa0824-8445-4546-96f6-7661b8a7a458'

/** 2026-11-22T19:31:07Z */
export const issuedAt = Date.UTC(2026, 10, 22, 19, 31, 7) / 1000

/** The claims of an app-only Graph token; make-believe, in the form of real ones. */
export function appClaims(over: JsonObject = {}): JsonObject {
  return {
    aud: 'https://graph.microsoft.com',
    iss: `https://sts.windows.net/${tenant}/`,
    iat: issuedAt,
    nbf: issuedAt,
    exp: issuedAt + 3900,
    appid: client,
    appidacr: '1',
    idtyp: 'app',
    oid: principal,
    roles: ['User.Read.All'],
    sub: principal,
    tid: tenant,
    ver: '1.0',
    wids: ['0997a1d0-0d1d-4acb-b408-d5ca73121e90'],
    xms_idrel: '7 24',
    ...over,
  }
}

/** And of a delegated one. */
export function userClaims(over: JsonObject = {}): JsonObject {
  const { roles: _, ...shared } = appClaims()
  return {
    ...shared,
    amr: ['pwd', 'mfa'],
    idtyp: 'user',
    name: 'Ada Lovelace (make-believe)',
    oid: '0d4f9a52-6a0e-4b0a-9d8e-1b2c3d4e5f60',
    scp: 'User.Read Mail.Read',
    sub: 'pairwise',
    upn: 'ada@contoso.example',
    wids: ['b79fbf4d-3ef9-4689-8143-76b194e85509'],
    xms_idrel: '1 30',
    ...over,
  }
}

export const header: JsonObject = {
  typ: 'JWT',
  nonce: 'make-believe-nonce',
  alg: 'RS256',
  x5t: 'key-1',
  kid: 'key-1',
}

export function part(value: unknown): string {
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')
}

/** A token in form, with a signature that is none. */
export function unsigned(claims: unknown, head: unknown = header): string {
  return `${part(head)}.${part(claims)}.${part('signature')}`
}

export function secret(token: string): Secret {
  return new Secret('access token', token)
}
