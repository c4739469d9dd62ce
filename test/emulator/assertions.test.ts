import { createHash, createPrivateKey } from 'node:crypto'
import { CompactSign, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import contoso from '../../fixtures/tenants/contoso.json' with { type: 'json' }
import type { TenantFile } from '../../src/emulator/emulator.ts'
import { makeCertificate, makeKey } from '../support/certificates.ts'
import { graphScope, post, type Stage, stage, start } from './support.ts'

const day = 24 * 3600_000
const certificate = makeCertificate('lab', { from: start - day, until: start + 90 * day })
const old = makeCertificate('old', { from: start - 90 * day, until: start - day })
let emulator: Stage
let admin: string

beforeAll(async () => {
  emulator = await stage()
  admin = await emulator.token('admin')
  const upload = [certificate, old].map(({ der, name }) => ({
    ...{ type: 'AsymmetricX509Cert', usage: 'Verify', displayName: name },
    key: der.toString('base64'),
  }))
  const { status } = await patch('lab', { keyCredentials: upload })
  expect(status).toBe(204)
})
afterAll(() => emulator.stop())

function patch(app: string, json: object) {
  const path = `/v1.0/applications/${emulator.apps[app]!.objectId}`
  return emulator.send('PATCH', path, { token: admin, json })
}

const addFederated = (app: string, json: object) => {
  const path = `/v1.0/applications/${emulator.apps[app]!.objectId}/federatedIdentityCredentials`
  return emulator.send('POST', path, { token: admin, json })
}

function ask(client_assertion: string, app = 'lab', change: Record<string, string> = {}) {
  return post(`${emulator.url}/${emulator.tenantId}/oauth2/v2.0/token`, {
    grant_type: 'client_credentials',
    client_id: emulator.apps[app]!.clientId,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion,
    scope: graphScope,
    ...change,
  })
}

const seconds = Math.floor(start / 1000)
const thumbprint = (der: Buffer) => createHash('sha1').update(der).digest('base64url')

interface Change {
  readonly header?: object
  readonly claims?: object
  readonly key?: string
}

/** Whoever signs by hand does it like this. */
function sign({ header = {}, claims = {}, key = certificate.key }: Change = {}): Promise<string> {
  const { clientId } = emulator.apps.lab!
  return new SignJWT({
    ...{ aud: `${emulator.url}/${emulator.tenantId}/oauth2/v2.0/token`, iss: clientId, sub: clientId },
    ...{ jti: 'a', nbf: seconds, iat: seconds, exp: seconds + 600, ...claims },
  })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', x5t: thumbprint(certificate.der), ...header })
    .sign(createPrivateKey(key))
}

const claimsOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString())

describe("an assertion of the app's own", () => {
  test.each([
    ['by SHA-1', {}],
    ['by SHA-256, PS256', { alg: 'PS256', x5t: undefined, 'x5t#S256': 'sha256' }],
  ])('gives a token: %s', async (_, header) => {
    const sha256 = createHash('sha256').update(certificate.der).digest('base64url')
    const named = 'x5t#S256' in header ? { ...header, 'x5t#S256': sha256 } : header
    const { status, json } = await ask(await sign({ header: named }))
    expect(status).toBe(200)
    expect(claimsOf(json.access_token)).toMatchObject({ appidacr: '2', idtyp: 'app' })
  })

  test('with its chain, and of a certificate that the tenant file has', async () => {
    expect((await ask(await sign({ header: { x5c: [certificate.der.toString('base64')] } }))).status).toBe(
      200,
    )
    const file = contoso as TenantFile
    const apps = file.apps.map(app =>
      app.key === 'lab'
        ? { ...app, certificates: [{ displayName: 'lab', certificate: certificate.certificate }] }
        : app,
    )
    const other = await stage({ ...file, apps })
    const { keyCredentials } = (
      await other.send('GET', `/v1.0/applications/${other.apps.lab!.objectId}`, {
        token: await other.token('admin'),
      })
    ).json
    await other.stop()
    expect(keyCredentials).toMatchObject([{ displayName: 'lab', type: 'AsymmetricX509Cert' }])
  })

  test('may be sent again while it is valid', async () => {
    const assertion = await sign()
    expect((await ask(assertion)).status).toBe(200)
    expect((await ask(assertion)).status).toBe(200)
  })

  test.each<[string, string, Change | (() => Promise<string>)]>([
    ['nonsense', '50027', async () => 'a.b.c'],
    ['two parts', '50027', async () => (await sign()).split('.').slice(0, 2).join('.')],
    ['no thumbprint', '50027', { header: { x5t: undefined } }],
    ['no jti', '50027', { claims: { jti: undefined } }],
    ['no end', '50027', { claims: { exp: undefined } }],
    ['another issuer', '700021', { claims: { iss: 'somebody' } }],
    ['another subject', '700021', { claims: { sub: 'somebody' } }],
    ['another audience', '700023', { claims: { aud: 'https://graph.microsoft.com' } }],
    ['a certificate that is not registered', '700027', { header: { x5t: thumbprint(Buffer.from('x')) } }],
    ['another key', '700027', { key: makeKey() }],
    ['a chain of another certificate', '500033', { header: { x5c: [old.der.toString('base64')] } }],
    ['a chain of nothing', '500033', { header: { x5c: [''] } }],
    ['a certificate that has expired', '1000502', { key: old.key, header: { x5t: thumbprint(old.der) } }],
    ['its time is over', '700024', { claims: { nbf: seconds - 4000, exp: seconds - 3400 } }],
    ['its time has not come', '700024', { claims: { nbf: seconds + 400, exp: seconds + 1000 } }],
  ])('is refused: %s', async (_, code, change) => {
    const assertion = typeof change === 'function' ? await change() : await sign(change)
    const { status, json } = await ask(assertion)
    expect({ status, codes: json.error_codes }).toEqual({
      status: code === '50027' ? 400 : 401,
      codes: [Number(code)],
    })
    expect(json.error_description).toMatch(new RegExp(`^AADSTS${code}: [A-Z][^{}]+$`))
  })

  test('a shared secret signs nothing', async () => {
    const { clientId } = emulator.apps.lab!
    const assertion = await new CompactSign(Buffer.from(JSON.stringify({ iss: clientId, sub: clientId })))
      .setProtectedHeader({ alg: 'HS256' })
      .sign(Buffer.from('x'.repeat(32)))
    expect((await ask(assertion)).json.error_codes).toEqual([5002738])
  })

  test('the refusal names the thumbprint, and what the directory holds shows it', async () => {
    const unknown = await ask(await sign({ header: { x5t: thumbprint(Buffer.from('x')) } }))
    const sha1 = createHash('sha1').update('x').digest('hex').toUpperCase()
    expect(unknown.json.error_description).toContain(
      `The key was not found., Thumbprint of key used by client: '${sha1}'`,
    )
    const { json } = await emulator.send('GET', `/v1.0/applications/${emulator.apps.lab!.objectId}`, {
      token: admin,
    })
    expect(json.keyCredentials).toMatchObject([
      {
        displayName: 'lab',
        key: null,
        endDateTime: new Date(start + 90 * day).toISOString().replace('.000', ''),
      },
      { displayName: 'old' },
    ])
  })
})

describe('a token of another issuer', () => {
  const presented = {
    subject: 'repo:contoso/daemon:ref:refs/heads/main',
    audience: 'api://AzureADTokenExchange',
  }
  const app = 'reporting'

  test('is refused by an app that takes none', async () => {
    const { json } = await ask(await emulator.issue('github', presented), app)
    expect(json.error_codes).toEqual([70025])
  })

  test('proves an app that takes it, and nobody else', async () => {
    const credential = { name: 'ci', issuer: `${emulator.url}/issuers/github`, subject: presented.subject }
    const added = await addFederated(app, { ...credential, audiences: [presented.audience] })
    expect(added.status).toBe(201)
    const { status, json } = await ask(await emulator.issue('github', presented), app)
    expect(status).toBe(200)
    expect(claimsOf(json.access_token)).toMatchObject({ appidacr: '2' })

    const codeOf = async (token: string) => (await ask(token, app)).json.error_codes?.[0]
    const issue = (change: object, issuer = 'github') => emulator.issue(issuer, { ...presented, ...change })
    expect(await codeOf(await issue({}, 'cluster'))).toBe(700211)
    expect(await codeOf(await issue({ audience: 'api://other' }))).toBe(700212)
    expect(await codeOf(await issue({ subject: 'repo:contoso/other' }))).toBe(700213)
    expect(await codeOf(await issue({ subject: presented.subject.toUpperCase() }))).toBe(7002138)
    expect(await codeOf(await issue({ lives: 26 * 3600 }))).toBe(70023)
    expect(await codeOf(await issue({ lives: -3600 }))).toBe(700024)
    const [head, body, signature] = (await issue({})).split('.') as [string, string, string]
    expect(
      await codeOf([head, body, signature.replace(/^./, one => (one === 'A' ? 'B' : 'A'))].join('.')),
    ).toBe(50027)
    const other = await new SignJWT(claimsOf(await issue({})))
      .setProtectedHeader({ alg: 'RS256', kid: 'unknown' })
      .sign(createPrivateKey(makeKey()))
    expect(await codeOf(other)).toBe(7000272)
  })

  test('an issuer out of reach cannot be asked for its keys', async () => {
    const issuer = 'https://issuer.example'
    await addFederated('lab', { name: 'far', issuer, subject: 's', audiences: ['a'] })
    const token = await new SignJWT({ iss: issuer, sub: 's', aud: 'a' })
      .setProtectedHeader({ alg: 'RS256' })
      .sign(createPrivateKey(makeKey()))
    expect((await ask(token)).json.error_codes).toEqual([90061])
  })

  test('the issuer publishes what is verified, and hands out tokens as GitHub does', async () => {
    const { json: document } = await emulator.send('GET', '/issuers/github/.well-known/openid-configuration')
    expect(document.issuer).toBe(`${emulator.url}/issuers/github`)
    const { json: keys } = await emulator.send('GET', document.jwks_uri)
    expect(keys.keys[0]).toMatchObject({ kty: 'RSA', use: 'sig' })
    expect((await emulator.send('GET', '/issuers/github/token')).status).toBe(401)
    const { json } = await emulator.send('GET', '/issuers/github/token?audience=x&subject=y', {
      token: 'any',
    })
    expect(claimsOf(json.value)).toMatchObject({ iss: document.issuer, aud: 'x', sub: 'y' })
  })
})

describe("an app's credentials are changed in the directory", () => {
  test.each<[string, number, object]>([
    ['anything else', 501, { displayName: 'x' }],
    ['no list', 400, { keyCredentials: 'x' }],
    ['no certificate', 400, { keyCredentials: [{ key: 'AAAA' }] }],
    ['neither bytes nor one that is there', 400, { keyCredentials: [{ keyId: 'x' }] }],
  ])('but not to %s', async (_, status, json) => {
    expect((await patch('lab', json)).status).toBe(status)
  })

  test('a list replaces the other, and keeps what it names without bytes', async () => {
    const id = emulator.apps.disabled!.objectId
    const key = certificate.der.toString('base64')
    await patch('disabled', {
      keyCredentials: [{ key, displayName: 'one' }, { key: old.der.toString('base64') }],
    })
    const read = async () =>
      (await emulator.send('GET', `/v1.0/applications/${id}`, { token: admin })).json.keyCredentials
    const [first] = await read()
    await patch('disabled', { keyCredentials: [{ keyId: first.keyId }] })
    expect(await read()).toEqual([first])
  })

  test('two federated credentials are never alike, and each is whole', async () => {
    const one = { name: 'a', issuer: 'https://i.example', subject: 's', audiences: ['x'] }
    expect((await addFederated('expired', one)).status).toBe(201)
    expect((await addFederated('expired', one)).status).toBe(400)
    expect((await addFederated('expired', { ...one, name: 'b' })).status).toBe(400)
    expect((await addFederated('expired', { ...one, name: 'b', subject: '' })).status).toBe(400)
    expect((await addFederated('expired', { ...one, name: 'b', audiences: [] })).status).toBe(400)
    const path = `/v1.0/applications/${emulator.apps.expired!.objectId}/federatedIdentityCredentials`
    const { json } = await emulator.send('GET', path, { token: admin })
    expect(json.value).toMatchObject([one])
  })

  test('by nobody without the permission', async () => {
    const token = await emulator.token('expired').catch(() => '')
    const path = `/v1.0/applications/${emulator.apps.lab!.objectId}`
    const weak = token || (await emulator.token('delegated-by-mistake'))
    expect((await emulator.send('PATCH', path, { token: weak, json: { keyCredentials: [] } })).status).toBe(
      403,
    )
  })
})

describe('a secret may come in other ways', () => {
  test('in a header', async () => {
    const { clientId, secret } = emulator.apps.lab!
    const basic = Buffer.from(`${clientId}:${encodeURIComponent(secret)}`).toString('base64')
    const url = `${emulator.url}/${emulator.tenantId}/oauth2/v2.0/token`
    const form = { grant_type: 'client_credentials', scope: graphScope }
    expect((await post(url, form, { authorization: `Basic ${basic}` })).status).toBe(200)
  })

  test('to the older endpoint, which names the API bare and answers in strings', async () => {
    const { clientId: client_id, secret: client_secret } = emulator.apps.lab!
    const url = `${emulator.url}/${emulator.tenantId}/oauth2/token`
    const form = { grant_type: 'client_credentials', client_id, client_secret }
    const resource = 'https://graph.microsoft.com'
    const { status, json } = await post(url, { ...form, resource })
    expect({ status, expires: json.expires_in, resource: json.resource }).toEqual({
      status: 200,
      expires: '3599',
      resource,
    })
    expect(claimsOf(json.access_token).aud).toBe(resource)
    expect((await post(url, form)).json.error_codes).toEqual([900144])
  })
})

describe('managed identities', () => {
  const vm = '/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https://graph.microsoft.com'
  const [system, user] = contoso.identities
  const askVm = (more = '', on = emulator) => on.send('GET', vm + more, { headers: { metadata: 'true' } })

  test.each([
    ['', system],
    [`&client_id=${user!.clientId}`, user],
    [`&object_id=${user!.servicePrincipalId}`, user],
    [`&msi_res_id=${encodeURIComponent(user!.resourceId)}`, user],
  ])('a virtual machine hands out a token: %s', async (more, identity) => {
    const { status, json } = await askVm(more)
    expect(status).toBe(200)
    expect(claimsOf(json.access_token)).toMatchObject({
      appid: identity!.clientId,
      oid: identity!.servicePrincipalId,
      xms_mirid: identity!.resourceId,
      appidacr: '2',
      roles: identity!.granted,
    })
  })

  test('and words what it refuses in its own way', async () => {
    const bare = await emulator.send('GET', vm)
    expect(bare.json.error).toBe('bad_request_102')
    expect((await askVm('&client_id=x')).json).toEqual({
      error: 'invalid_request',
      error_description: 'Identity not found',
    })
    const other = await emulator.send('GET', vm.replace('graph.', 'other.'), {
      headers: { metadata: 'true' },
    })
    expect(other.json.error).toBe('invalid_resource')
  })

  test('without a system-assigned one the user-assigned must be named, where there are several', async () => {
    const file = contoso as TenantFile
    const assigned = (count: number) =>
      Array.from({ length: count }, (_, at) => ({ ...user!, clientId: `${at}${user!.clientId.slice(1)}` }))
    for (const [count, words] of [
      [0, 'Identity not found'],
      [1, undefined],
      [2, 'Multiple user assigned identities exist'],
    ] as const) {
      const other = await stage({
        ...file,
        identities: assigned(count) as TenantFile['identities'],
      } as TenantFile)
      expect((await askVm('', other)).json.error_description?.slice(0, words?.length)).toBe(words)
      await other.stop()
    }
  })

  test('App Service wants its header, and names an identity by its own words', async () => {
    const path = '/msi/token?api-version=2019-08-01&resource=https://graph.microsoft.com'
    const headers = { 'x-identity-header': emulator.identityHeader }
    expect((await emulator.send('GET', path)).status).toBe(401)
    const { json } = await emulator.send('GET', `${path}&principal_id=${user!.servicePrincipalId}`, {
      headers,
    })
    expect(json).toMatchObject({ client_id: user!.clientId, token_type: 'Bearer' })
    const none = await emulator.send('GET', `${path}&client_id=x`, { headers })
    expect(none).toMatchObject({ status: 400, json: { statusCode: 400 } })
  })

  test('stand in the directory as what they are, and have no registration', async () => {
    const { json } = await emulator.send('GET', `/v1.0/servicePrincipals(appId='${user!.clientId}')`, {
      token: admin,
    })
    expect(json.servicePrincipalType).toBe('ManagedIdentity')
    const app = await emulator.send('GET', `/v1.0/applications(appId='${user!.clientId}')`, { token: admin })
    expect(app.status).toBe(404)
  })
})
