import { createHash } from 'node:crypto'
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { raw, type Stage, stage, start } from './support.ts'

let emulator: Stage
let jwks: JSONWebKeySet
beforeAll(async () => {
  emulator = await stage()
  jwks = (await emulator.send('GET', `/${emulator.tenantId}/discovery/keys`)).json
})
afterAll(() => emulator.stop())

const currentDate = new Date(start)

/** What the documented samples taught: the nonce in the header stands for its hash. */
function withHashedNonce(token: string): string {
  const [head = '', body, signature] = token.split('.')
  const header = JSON.parse(Buffer.from(head, 'base64url').toString('utf8'))
  header.nonce = createHash('sha256').update(header.nonce).digest('base64url')
  return `${Buffer.from(JSON.stringify(header)).toString('base64url')}.${body}.${signature}`
}

test('keys look like Entra’s', () => {
  expect(jwks.keys.length).toBeGreaterThan(1)
  for (const key of jwks.keys) {
    expect(Object.keys(key).sort()).toEqual(['e', 'kid', 'kty', 'n', 'use', 'x5t'])
    expect(key).toMatchObject({ kty: 'RSA', use: 'sig', x5t: key.kid })
    expect(key.kid).toMatch(/^[\w-]{27}$/)
  }
})

test('a Graph token verifies only with its nonce hashed', async () => {
  const token = await emulator.token('lab')
  expect(Object.keys(decodeProtectedHeader(token))).toEqual(['typ', 'nonce', 'alg', 'x5t', 'kid'])
  const keys = createLocalJWKSet(jwks)
  await expect(jwtVerify(token, keys, { currentDate })).rejects.toMatchObject({
    code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
  })
  const { payload } = await jwtVerify(withHashedNonce(token), keys, { currentDate })
  expect(payload.appid).toBe(emulator.apps.lab!.clientId)
})

test('an app-only token, claim by claim', async () => {
  const payload = decodeJwt(await emulator.token('reporting'))
  const iat = start / 1000 - 300
  const opaque = expect.stringMatching(/^[\w.-]+$/)
  expect(payload).toEqual({
    aud: 'https://graph.microsoft.com',
    iss: `https://sts.windows.net/${emulator.tenantId}/`,
    iat,
    nbf: iat,
    exp: iat + 3900,
    aio: opaque,
    app_displayname: 'contoso-reporting',
    appid: emulator.apps.reporting!.clientId,
    appidacr: '1',
    idp: `https://sts.windows.net/${emulator.tenantId}/`,
    idtyp: 'app',
    oid: emulator.apps.reporting!.servicePrincipalId,
    rh: opaque,
    roles: ['AuditLog.Read.All', 'Directory.ReadWrite.All', 'Group.ReadWrite.All', 'User.ReadWrite.All'],
    sub: emulator.apps.reporting!.servicePrincipalId,
    tenant_region_scope: 'EU',
    tid: emulator.tenantId,
    uti: expect.stringMatching(/^[\w-]{22}$/),
    ver: '1.0',
    wids: ['0997a1d0-0d1d-4acb-b408-d5ca73121e90'],
    xms_idrel: '7 24',
    xms_tcdt: Date.UTC(2019, 2, 4, 9) / 1000,
  })
})

test('nothing consented: the token has no roles claim at all', async () => {
  expect(decodeJwt(await emulator.token('lab'))).not.toHaveProperty('roles')
})

test('the audience repeats the scope, and roles are those of that resource', async () => {
  for (const audience of ['https://graph.microsoft.com/', '00000003-0000-0000-c000-000000000000']) {
    expect(decodeJwt(await emulator.token('reporting', `${audience}/.default`)).aud).toBe(audience)
  }
  const arm = await emulator.token('reporting', 'https://management.azure.com/.default')
  expect(decodeProtectedHeader(arm)).not.toHaveProperty('nonce')
  const { payload } = await jwtVerify(arm, createLocalJWKSet(jwks), { currentDate })
  expect(payload.aud).toBe('https://management.azure.com')
  expect(payload).not.toHaveProperty('roles')
})

test('a delegated token has scp and a user, and no roles', async () => {
  const token = await emulator.signIn({
    user: 'Dana.Lindqvist@contoso.example',
    app: 'lab',
    scopes: ['User.Read', 'openid'],
  })
  const { payload } = await jwtVerify(withHashedNonce(token), createLocalJWKSet(jwks), { currentDate })
  expect(payload).toMatchObject({
    idtyp: 'user',
    scp: 'User.Read openid',
    upn: 'dana.lindqvist@contoso.example',
    name: 'Dana Lindqvist',
  })
  expect(payload).not.toHaveProperty('roles')
  expect(payload.oid).not.toBe(payload.sub)
  await expect(emulator.signIn({ user: 'nobody', app: 'lab', scopes: [] })).rejects.toThrow('no such user')
})

test('discovery: endpoints here, issuers in their real form', async () => {
  const { tenantId, url, domain } = emulator
  const v2 = (await emulator.send('GET', `/${domain}/v2.0/.well-known/openid-configuration`)).json
  expect(v2).toMatchObject({
    issuer: `https://login.microsoftonline.com/${tenantId}/v2.0`,
    token_endpoint: `${url}/${tenantId}/oauth2/v2.0/token`,
    jwks_uri: `${url}/${tenantId}/discovery/v2.0/keys`,
  })
  const v1 = (await emulator.send('GET', `/${tenantId}/.well-known/openid-configuration`)).json
  expect(v1).toMatchObject({
    issuer: `https://sts.windows.net/${tenantId}/`,
    jwks_uri: `${url}/${tenantId}/discovery/keys`,
  })
  expect((await emulator.send('GET', v2.jwks_uri)).json).toEqual(jwks)

  const unknown = await emulator.send('GET', '/fabrikam.example/v2.0/.well-known/openid-configuration')
  expect([unknown.status, unknown.json.error, unknown.json.error_codes]).toEqual([
    400,
    'invalid_tenant',
    [90002],
  ])
})

test('secrets are marked, and their IDs are GUIDs', () => {
  for (const { secret, secretId } of Object.values(emulator.apps)) {
    expect(secret).toMatch(/^MAKE-BELIEVE~[\w-]{30}$/)
    expect(secretId).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
  }
})

test('a token has one text: any other spelling of its bytes is refused', async () => {
  const token = await emulator.token('reporting')
  const users = async (text: string) =>
    (await raw(`${emulator.url}/v1.0/users`, { headers: { authorization: `Bearer ${text}` } })).status
  expect(await users(token)).toBe(200)
  const parts = token.split('.')
  // The last letter of 2 or 3 carries spare bits; with them set it decodes to the same bytes.
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  const spare = (part: string): string =>
    part.length % 4 === 0 ? `${part}A` : part.slice(0, -1) + letters[letters.indexOf(part.at(-1)!) + 1]
  const standard = (part: string): string => part.replaceAll('-', '+').replaceAll('_', '/')
  const respellings: ((part: string) => string)[] = [
    spare,
    part => `${part}=`,
    part => `${part}==`,
    part => `${part.slice(0, 8)}!${part.slice(8)}`,
    part => `${part.slice(0, 8)} ${part.slice(8)}`,
    part => `${part}%3D`,
  ]
  for (const at of parts.keys()) {
    for (const respell of respellings) {
      const text = parts.map((part, index) => (index === at ? respell(part) : part)).join('.')
      expect(await users(text)).toBe(401)
    }
  }
  expect(standard(parts[2]!)).not.toBe(parts[2])
  expect(await users([parts[0], parts[1], standard(parts[2]!)].join('.'))).toBe(401)
})
