import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { clouds, globalCloud } from '../../src/core/clouds.ts'
import { Secret } from '../../src/core/secret.ts'
import { acquireToken, type Credentials } from '../../src/edges/entra/acquire.ts'
import type { HttpRequest } from '../../src/io.ts'
import { type TestIoOptions, testIo } from '../support/io.ts'
import { type Reply, type Server, serve } from '../support/server.ts'

const issued = {
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ token_type: 'Bearer', expires_in: 3599, access_token: 'issued' }),
}
const refused = (description: string): Reply => ({
  status: 401,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({
    error: 'invalid_client',
    error_description: description,
    error_codes: [7000215],
    trace_id: '11111111-2222-4333-8444-555555555555',
  }),
})

let entra: Server
let reply: Reply
beforeAll(async () => {
  entra = await serve(() => reply)
})
afterAll(() => entra.stop())

const tenant = '4b3e1f60-8a2d-4d0c-9e57-c0a1b2d3e4f5'
const clientId = '6f1c2d9e-0b7a-4c55-9a0e-2f4f0d9b7c11'
const correlationId = 'c0ffee00-0000-4000-8000-000000000001'

async function acquire(change: Partial<Credentials> = {}, options: TestIoOptions = {}) {
  const before = entra.asked.length
  const credentials = {
    tenant,
    clientId,
    secret: new Secret('client secret', 'plain'),
    secretOrigin: '.env',
    scope: 'https://graph.microsoft.com/.default',
    cloud: globalCloud,
    emulator: entra.url,
    ...change,
  }
  const { io } = testIo(options)
  const acquired = await acquireToken(credentials, { ...io, uuid: () => correlationId })
  return { ...acquired, asked: entra.asked.slice(before) }
}

test('exactly one request, as RFC 6749 wants it, under our own correlation id', async () => {
  reply = issued
  const { asked, token, acquisition } = await acquire()
  expect(asked).toHaveLength(1)
  const [{ method, path, headers, body }] = asked as [(typeof asked)[number]]
  expect(method).toBe('POST')
  expect(path.split('?')[0]).toBe(`/${tenant}/oauth2/v2.0/token`)
  expect(headers['content-type']).toMatch(/^application\/x-www-form-urlencoded/)
  const form = Object.fromEntries(new URLSearchParams(body))
  expect(form).toMatchObject({
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: 'plain',
    scope: 'https://graph.microsoft.com/.default',
  })
  expect(form['client-request-id'] ?? headers['client-request-id']).toBe(correlationId)
  expect(token?.reveal()).toBe('issued')
  expect(acquisition).toMatchObject({ credential: 'secret', origin: '.env', status: 200, refusal: null })
})

test.each(['~8Q~a+b%c&d=e', '%41', 'a b', 'ü☂', '"\'\\<>', '+++', '#?/:;@'])(
  'the secret %j arrives as it is',
  async secret => {
    reply = issued
    const { asked } = await acquire({ secret: new Secret('client secret', secret) })
    expect(new URLSearchParams(asked[0]!.body).get('client_secret')).toBe(secret)
  },
)

test('a refusal is a value, with the raw body; one request, and one more when asked again', async () => {
  reply = refused('AADSTS7000215: Invalid client secret provided.')
  for (let again = 0; again < 2; again++) {
    const { asked, token, acquisition } = await acquire()
    expect(asked).toHaveLength(1)
    expect(token).toBeNull()
    expect(acquisition).toMatchObject({ status: 401, refusal: reply.body })
  }
})

test.each([429, 500, 503])('nothing is retried after a %i', async status => {
  reply = { ...refused('AADSTS90033: A transient error has occurred.'), status }
  const { asked, acquisition } = await acquire()
  expect(asked).toHaveLength(1)
  expect(acquisition.status).toBe(status)
})

describe('a secret goes to the authority of its cloud', () => {
  test.each(clouds.map(cloud => [cloud.name, cloud] as const))('%s', async (_, cloud) => {
    const sent: HttpRequest[] = []
    const http = async (request: HttpRequest) => {
      sent.push(request)
      return issued
    }
    await acquire({ cloud, emulator: null }, { http })
    expect(sent.map(({ url }) => url.split('?')[0])).toEqual([
      `https://${cloud.authorities[0]}/${tenant}/oauth2/v2.0/token`,
    ])
  })

  test('a tenant cannot lead it elsewhere', async () => {
    const sent: HttpRequest[] = []
    const http = async (request: HttpRequest) => {
      sent.push(request)
      return issued
    }
    await acquire({ tenant: '@evil.example/x', emulator: null }, { http })
    expect(sent.map(({ url }) => new URL(url).host)).toEqual(['login.microsoftonline.com'])
  })
})
