import { afterAll, beforeAll, expect, test } from 'vitest'
import { raw, type Stage, stage } from './support.ts'

let emulator: Stage
beforeAll(async () => {
  emulator = await stage()
})
afterAll(() => emulator.stop())

/** A request as a proxy brings it that ended the TLS of one of Microsoft's hosts. */
async function asked(
  host: string,
  path: string,
  options: { form?: Record<string, string>; token?: string } = {},
) {
  const { form, token } = options
  const headers = {
    host,
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
  }
  const method = form === undefined ? 'GET' : 'POST'
  const body = form === undefined ? '' : new URLSearchParams(form).toString()
  const { status, text } = await raw(emulator.url, { method, path, headers }, body)
  return { status, json: JSON.parse(text) }
}

const entra = 'login.microsoftonline.com'

test('discovery names the host that was asked, and all that clients want named', async () => {
  const { tenantId, domain } = emulator
  const { json } = await asked(entra, `/${domain}/v2.0/.well-known/openid-configuration`)
  expect(json).toMatchObject({
    authorization_endpoint: `https://${entra}/${tenantId}/oauth2/v2.0/authorize`,
    device_authorization_endpoint: `https://${entra}/${tenantId}/oauth2/v2.0/devicecode`,
    token_endpoint: `https://${entra}/${tenantId}/oauth2/v2.0/token`,
    issuer: `https://${entra}/${tenantId}/v2.0`,
  })
  const alias = await asked('login.windows.net:443', '/common/.well-known/openid-configuration')
  expect(alias.json.authorization_endpoint).toBe('https://login.windows.net/common/oauth2/authorize')
  expect(alias.json.issuer).toBe('https://sts.windows.net/{tenantid}/')
  const organizations = await asked(entra, '/organizations/v2.0/.well-known/openid-configuration')
  expect(organizations.json.issuer).toBe(`https://${entra}/{tenantid}/v2.0`)
})

test('instance discovery names the aliases of the cloud', async () => {
  const { json } = await asked(entra, '/common/discovery/instance?api-version=1.1&authorization_endpoint=x')
  expect(json.tenant_discovery_endpoint).toBe(
    `https://${entra}/${emulator.tenantId}/v2.0/.well-known/openid-configuration`,
  )
  expect(json.metadata).toEqual([
    {
      preferred_network: entra,
      preferred_cache: entra,
      aliases: [entra, 'login.windows.net', 'login.microsoft.com', 'sts.windows.net'],
    },
  ])
})

test('nobody signs in, and that is told', async () => {
  const { status, json } = await asked(entra, `/${emulator.tenantId}/oauth2/v2.0/devicecode`)
  expect([status, json.error_description]).toEqual([501, expect.stringContaining('plays no sign-in')])
})

const tokenFor = (audience: string, form: Record<string, string> = {}, tenant = emulator.tenantId) => {
  const { clientId: client_id, secret: client_secret } = emulator.apps.lab!
  const asking = { grant_type: 'client_credentials', client_id, client_secret, scope: `${audience}/.default` }
  return asked(entra, `/${tenant}/oauth2/v2.0/token`, { form: { ...asking, ...form } })
}

test('links lead to the host that was asked', async () => {
  const { clientId: client_id, secret: client_secret } = emulator.apps.reporting!
  const { json } = await tokenFor('https://graph.microsoft.com', { client_id, client_secret })
  const page = await asked('graph.microsoft.com', '/v1.0/users?$top=1', { token: json.access_token })
  expect(page.json['@odata.nextLink']).toMatch(/^https:\/\/graph\.microsoft\.com\/v1\.0\/users\?/)
})

test('Azure Resource Manager has two names, and the tenant no subscriptions', async () => {
  for (const audience of ['https://management.azure.com', 'https://management.core.windows.net/']) {
    const { json } = await tokenFor(audience)
    const { access_token: token } = json
    const { json: listed } = await asked('management.azure.com', '/subscriptions?api-version=2022-12-01', {
      token,
    })
    expect(listed).toEqual({ value: [] })
  }
  expect((await asked('management.azure.com', '/subscriptions')).status).toBe(401)
})

test("a program's own settings are refused as such, at Microsoft's names only", async () => {
  const own = 'the program used its own settings (.env with override?)'
  const real = { client_secret: 'abc8Q~not-make-believe-but-formed-so.1234' }
  const before = emulator.exchanges().length
  const secret = await tokenFor('https://graph.microsoft.com', real)
  expect([secret.status, secret.json.error_codes]).toEqual([401, [7000215]])
  expect(secret.json.error_description).toContain(own)
  const kept = JSON.stringify(emulator.exchanges().slice(before))
  expect(kept).not.toContain('abc8Q')

  const other = await tokenFor('https://graph.microsoft.com', {}, '7f3d2c1b-aaaa-4bbb-8ccc-0123456789ab')
  expect(other.json.error_description).toContain(own)
  const part = (claims: object) => Buffer.from(JSON.stringify(claims)).toString('base64url')
  const assertion = `${part({ alg: 'RS256' })}.${part({ iss: '7f3d2c1b-aaaa-4bbb-8ccc-0123456789ab' })}.AAAA`
  const asserted = await asked(entra, `/${emulator.tenantId}/oauth2/v2.0/token`, {
    form: {
      grant_type: 'client_credentials',
      client_id: emulator.apps.lab!.clientId,
      client_assertion: assertion,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      scope: 'https://graph.microsoft.com/.default',
    },
  })
  expect(asserted.json.error_description).toContain(own)

  const direct = await emulator.send(
    'GET',
    '/7f3d2c1b-aaaa-4bbb-8ccc-0123456789ab/v2.0/.well-known/openid-configuration',
  )
  expect(direct.json.error_description).not.toContain(own)
})

test('it stands in for no other host', async () => {
  const { status } = await raw(emulator.url, { path: '/', headers: { host: 'graph.microsoft.us' } })
  expect(status).toBe(421)
})
