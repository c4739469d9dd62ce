import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { graphScope, msal, post, raw, type Stage, stage } from './support.ts'

let emulator: Stage
beforeAll(async () => {
  emulator = await stage()
})
afterAll(() => emulator.stop())

const unknownGuid = '11111111-2222-4333-8444-555555555555'

/** A good request of the lab's app, with changes; undefined takes a parameter away. */
function form(changes: Record<string, string | undefined> = {}): Record<string, string> {
  const { clientId, secret } = emulator.apps.lab!
  const good = {
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: secret,
    scope: graphScope,
  }
  return Object.fromEntries(
    Object.entries({ ...good, ...changes }).filter(([, value]) => value !== undefined),
  ) as Record<string, string>
}

const request = (changes?: Record<string, string | undefined>, tenant = emulator.tenantId) =>
  post(`${emulator.url}/${tenant}/oauth2/v2.0/token`, form(changes))

const of = (key: string) => ({
  client_id: emulator.apps[key]!.clientId,
  client_secret: emulator.apps[key]!.secret,
})

describe('with MSAL', () => {
  test('gives a token', async () => {
    const { clientId, secret } = emulator.apps.lab!
    const result = await msal(emulator, clientId, secret)
    expect(result?.accessToken.split('.')).toHaveLength(3)
    expect(result?.tokenType).toBe('Bearer')
  })

  test.each([
    [
      '7000215',
      401,
      'invalid_client',
      () => msal(emulator, emulator.apps.lab!.clientId, emulator.apps.lab!.secretId),
    ],
    ['700016', 400, 'unauthorized_client', () => msal(emulator, unknownGuid, 'anything')],
    [
      '90002',
      400,
      'invalid_request',
      () => msal(emulator, emulator.apps.lab!.clientId, 'anything', unknownGuid),
    ],
  ])('refuses with %s', async (code, status, error, acquire) => {
    await expect(acquire()).rejects.toMatchObject({ errorNo: Number(code), status, errorCode: error })
  })
})

describe('success', () => {
  test('has the members of a real answer', async () => {
    const { status, json, headers } = await request()
    expect(status).toBe(200)
    expect(json).toEqual({
      token_type: 'Bearer',
      expires_in: 3599,
      ext_expires_in: 3599,
      access_token: expect.any(String),
    })
    expect(headers.get('cache-control')).toBe('no-store, no-cache')
  })

  test('takes the domain, any letter case and a trailing slash', async () => {
    for (const tenant of [emulator.domain, emulator.domain.toUpperCase(), emulator.tenantId.toUpperCase()]) {
      expect((await request({}, tenant)).status).toBe(200)
    }
    expect((await post(`${emulator.url}/${emulator.tenantId}/oauth2/v2.0/token/`, form())).status).toBe(200)
    expect((await request({ client_id: emulator.apps.lab!.clientId.toUpperCase() })).status).toBe(200)
  })
})

describe('refusals', () => {
  test.each<
    [string, number, string, Record<string, string | undefined> | (() => Record<string, string>), string?]
  >([
    ['50059', 400, 'invalid_request', {}, 'common'],
    ['90002', 400, 'invalid_request', {}, 'fabrikam.example'],
    ['900023', 400, 'invalid_request', {}, '<tenant>'],
    ['900023', 400, 'invalid_request', {}, 'undefined'],
    ['900144', 400, 'invalid_request', { grant_type: undefined }],
    ['900144', 400, 'invalid_request', { client_id: '' }],
    ['900144', 400, 'invalid_request', { scope: undefined }],
    ['70003', 400, 'unsupported_grant_type', { grant_type: 'client_credential' }],
    ['7000216', 401, 'invalid_client', { client_secret: '' }],
    ['7000218', 401, 'invalid_client', { grant_type: 'refresh_token', client_secret: undefined }],
    ['9002313', 400, 'invalid_grant', { grant_type: 'authorization_code' }],
    ['1002012', 400, 'invalid_scope', { scope: 'User.Read.All' }],
    ['1002012', 400, 'invalid_scope', { scope: 'https://graph.microsoft.com/User.Read.All' }],
    ['70011', 400, 'invalid_scope', { scope: `${graphScope} https://management.azure.com/.default` }],
    ['500011', 400, 'invalid_resource', { scope: 'https://graph.microsoft.us/.default' }],
    ['7000215', 401, 'invalid_client', { client_secret: 'wrong' }],
    ['900144', 400, 'invalid_request', { client_secret: undefined, client_assertion: 'a.b.c' }],
    ['9002324', 400, 'invalid_request', { client_assertion: 'a.b.c' }],
    ['7000222', 401, 'invalid_client', () => of('expired')],
    ['7000229', 401, 'invalid_client', () => of('no-service-principal')],
    ['7000112', 400, 'unauthorized_client', () => of('disabled')],
  ])('AADSTS%s, status %i', async (code, status, error, changes, tenant) => {
    const answer = await request(
      typeof changes === 'function' ? changes() : changes,
      encodeURIComponent(tenant ?? emulator.tenantId),
    )
    expect(answer.status).toBe(status)
    expect(answer.json).toMatchObject({ error, error_codes: [Number(code)] })
    expect(answer.json.error_description).toMatch(new RegExp(`^AADSTS${code}: `))
    expect(answer.json.error_description).not.toMatch(/[{}]/)
  })

  test('a secret of another app is wrong, not expired', async () => {
    const { json } = await request({ client_id: emulator.apps.expired!.clientId })
    expect(json.error_codes).toEqual([7000215])
  })

  test('without a credential, neither tenant nor client id are looked at', async () => {
    const { json } = await request({ client_secret: undefined, client_id: undefined }, 'undefined')
    expect(json.error_codes).toEqual([7000216])
  })

  test('only POST, only a form, every parameter once', async () => {
    const url = `${emulator.url}/${emulator.tenantId}/oauth2/v2.0/token`
    const get = await emulator.send('GET', url)
    expect([get.status, get.json.error_codes]).toEqual([400, [900561]])
    const json = await emulator.send('POST', url, { json: form() })
    expect(json.json.error_description).toContain(
      "AADSTS900144: The request body must contain the following parameter: 'grant_type'.",
    )
    const twice = await raw(url, { method: 'POST' }, `${new URLSearchParams(form())}&scope=x`)
    expect(JSON.parse(twice.text).error_codes).toEqual([9002313])
  })

  test('the body is Entra’s, with the caller’s correlation id', async () => {
    const sent = 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee'
    const url = `${emulator.url}/${emulator.tenantId}/oauth2/v2.0/token`
    const wrong = form({ client_secret: 'wrong' })
    for (const answer of [
      await post(`${url}?client-request-id=${sent}`, wrong),
      await post(url, wrong, { 'client-request-id': sent }),
      await post(url, { ...wrong, 'client-request-id': sent }),
    ]) {
      const traceId = answer.json.trace_id
      expect(answer.json).toEqual({
        error: 'invalid_client',
        error_description:
          'AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, ' +
          `not the client secret ID, for a secret added to app '${emulator.apps.lab!.clientId}'. ` +
          `Trace ID: ${traceId} Correlation ID: ${sent} Timestamp: 2026-11-22 19:31:07Z`,
        error_codes: [7000215],
        timestamp: '2026-11-22 19:31:07Z',
        trace_id: traceId,
        correlation_id: sent,
        error_uri: 'https://login.microsoftonline.com/error?code=7000215',
      })
      expect(traceId).not.toBe(sent)
      expect(answer.headers.get('x-ms-request-id')).toBe(traceId)
    }
    const odd = await post(`${url}?client-request-id=%0d%0aevil`, wrong)
    expect(odd.json.correlation_id).toMatch(/^[0-9a-f-]{36}$/)
  })
})
