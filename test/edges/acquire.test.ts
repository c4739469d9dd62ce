import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { clouds, globalCloud } from '../../src/core/clouds.ts'
import { Secret } from '../../src/core/secret.ts'
import { acquireToken, TokenKeeper } from '../../src/edges/entra/acquire.ts'
import type { Credentials } from '../../src/edges/entra/keeper.ts'
import type { HttpRequest } from '../../src/io.ts'
import { type TestIoOptions, testIo, testNow } from '../support/io.ts'
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

const credentials: Credentials = {
  tenant,
  clientId,
  proof: { kind: 'secret', secret: new Secret('client secret', 'plain') },
  origin: '.env',
  scope: 'https://graph.microsoft.com/.default',
  cloud: globalCloud,
  emulator: null,
}

async function acquire(change: Partial<Credentials> = {}, options: TestIoOptions = {}) {
  const before = entra.asked.length
  const { io } = testIo(options)
  const acquired = await acquireToken(
    { ...credentials, emulator: entra.url, ...change },
    { ...io, uuid: () => correlationId },
  )
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
    const { asked } = await acquire({
      proof: { kind: 'secret', secret: new Secret('client secret', secret) },
    })
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

describe('a token is asked for again only where nothing can have been issued', () => {
  const patience = { retries: 2, timeoutMs: null }

  async function inTurn(replies: readonly (Reply | 'hang up')[]) {
    let at = 0
    const server = await serve(() => {
      const next = replies[Math.min(at++, replies.length - 1)]!
      return next === 'hang up' ? { ending: 'hang up' } : next
    })
    const { io } = testIo()
    const keeper = new TokenKeeper({ ...credentials, emulator: server.url })
    try {
      const acquired = await keeper.acquire(io, {}, patience).catch((error: unknown) => error as Error)
      return { acquired, asked: server.asked }
    } finally {
      await server.stop()
    }
  }
  const busy = { ...refused('AADSTS90055: The tenant request was throttled.'), status: 429 }

  test('429, then a token: by a new client, whose memory has no throttling in it', async () => {
    const { acquired, asked } = await inTurn([busy, { ...busy, status: 503, body: '<html>' }, issued])
    expect(acquired).toMatchObject({ acquisition: { status: 200, attempts: 3 }, reused: false })
    const ids = asked.map(({ body }) => new URLSearchParams(body).get('client-request-id'))
    expect(new Set(ids).size).toBe(3)
  })

  test('429 without end: the refusal stands, with what it asks for', async () => {
    const { acquired, asked } = await inTurn([{ ...busy, headers: { ...busy.headers, 'retry-after': '17' } }])
    expect(asked).toHaveLength(3)
    expect(acquired).toMatchObject({ acquisition: { status: 429, attempts: 3, retryAfter: 17 }, token: null })
  })

  test.each([400, 401, 500, 502, 504])('%i: once', async status => {
    const { asked } = await inTurn([{ ...busy, status }, issued])
    expect(asked).toHaveLength(1)
  })

  test('a connection that breaks when the request was sent: once', async () => {
    const { acquired, asked } = await inTurn(['hang up', issued])
    expect(asked).toHaveLength(1)
    expect(acquired).toMatchObject({ code: 'unreachable' })
  })
})

describe('tokens are kept in memory, until they near their end', () => {
  /** MSAL looks at the time itself. */
  async function lives(seconds: number, after: readonly number[]) {
    vi.useFakeTimers({ toFake: ['Date'], now: testNow })
    let issuedCount = 0
    const server = await serve(() => ({
      ...issued,
      body: JSON.stringify({ token_type: 'Bearer', expires_in: seconds, access_token: `t${++issuedCount}` }),
    }))
    const { io } = testIo({ now: () => Date.now() })
    const keeper = new TokenKeeper({ ...credentials, emulator: server.url })
    const seen = []
    try {
      for (const second of [0, ...after]) {
        vi.setSystemTime(testNow + second * 1000)
        const { token, reused, endsAt, acquisition } = await keeper.acquire(io)
        seen.push([token?.reveal(), reused, endsAt! - testNow / 1000, acquisition.sentAt - testNow / 1000])
      }
      return seen
    } finally {
      vi.useRealTimers()
      await server.stop()
    }
  }

  test('of an hour: five minutes before', async () => {
    expect(await lives(3600, [60, 3290, 3301])).toEqual([
      ['t1', false, 3600, 0],
      ['t1', true, 3600, 0],
      ['t1', true, 3600, 0],
      ['t2', false, 3301 + 3600, 3301],
    ])
  })

  test('of three seconds: one before', async () => {
    expect((await lives(3, [1, 2, 3, 4])).map(([token]) => token)).toEqual(['t1', 't1', 't1', 't2', 't2'])
  })

  test('a new one on demand, and with the claims of a challenge', async () => {
    const server = await serve(() => issued)
    const { io } = testIo()
    const keeper = new TokenKeeper({ ...credentials, emulator: server.url })
    await keeper.acquire(io)
    expect((await keeper.acquire(io)).reused).toBe(true)
    expect((await keeper.acquire(io, { isNew: true })).reused).toBe(false)
    const claims = { access_token: { nbf: { essential: true, value: '1763838000' } } }
    expect((await keeper.acquire(io, { claims })).reused).toBe(false)
    const sent = server.asked.map(({ body }) => new URLSearchParams(body).get('claims'))
    expect(sent.slice(0, 2)).toEqual([null, null])
    expect(JSON.parse(sent[2]!)).toMatchObject(claims)
    await server.stop()
  })
})

test.each([429, 500, 503])('of itself nothing is retried after a %i', async status => {
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
