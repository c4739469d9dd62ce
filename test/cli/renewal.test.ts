import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { HttpClient, HttpRequest, HttpResponse } from '../../src/io.ts'
import { type Stage, stage } from '../emulator/support.ts'
import { loopbackOnly } from '../support/io.ts'
import { report, settings, why403 } from './support.ts'

let emulator: Stage
beforeAll(async () => {
  emulator = await stage()
})
afterAll(() => emulator.stop())

const requestId = '0f8fad5b-d9cb-469f-a165-70867728950e'
const refusal = (message: string): HttpResponse => ({
  status: 401,
  headers: { 'content-type': 'application/json', 'request-id': requestId },
  body: JSON.stringify({ error: { code: 'InvalidAuthenticationToken', message } }),
})
const expired = refusal('Lifetime validation failed, the token is expired.')
const claims = { access_token: { nbf: { essential: true, value: '1763838000' } } }
const challenged: HttpResponse = {
  ...refusal('Continuous access evaluation resulted in challenge with result: InteractionRequired'),
  headers: {
    ...expired.headers,
    'www-authenticate': `Bearer realm="", error="insufficient_claims", claims="${btoa(JSON.stringify(claims))}"`,
  },
}

/** The network, whose Graph gives this answer to so many requests for users first. */
function refusing(first: HttpResponse, times = 1) {
  const sent: HttpRequest[] = []
  let left = times
  const http: HttpClient = async request => {
    sent.push(request)
    return /\/v1\.0\/users/.test(request.url) && left-- > 0 ? first : loopbackOnly(request)
  }
  const tokens = () =>
    sent
      .filter(({ url }) => url.includes('/token'))
      .map(({ body }) => new URLSearchParams(body).get('claims'))
  const calls = () => sent.filter(({ url }) => url.includes('/v1.0/'))
  return { http, tokens, calls }
}

const env = () => settings(emulator, 'reporting')

describe('a 401 that a new token cures: asked again once, with a new token, and the report says so', () => {
  test('the token had expired', async () => {
    const { http, tokens, calls } = refusing(expired)
    const { verdict, calls: told, token } = await report(['/users', '/groups'], { env: env(), http })
    expect(verdict).toBe('clear')
    expect(told.map((call: { renewed?: object }) => call.renewed)).toEqual([
      { because: 'expired', requestId },
      undefined,
    ])
    expect(tokens()).toEqual([null, null])
    // What was answered is not asked for again.
    expect(calls()).toHaveLength(3)
    const bearers = calls().map(({ headers }) => headers?.authorization)
    expect(new Set(bearers).size).toBe(2)
    expect(token.signature.status).toBe('verified')
    const text = await why403(['/users'], { env: env(), http: refusing(expired).http })
    expect(text.out.replaceAll(/\s+/g, ' ')).toContain('with a new token, since the first had expired (401)')
  })

  test('Graph challenged it: the new one is asked for with the claims of the challenge', async () => {
    const { http, tokens } = refusing(challenged)
    const { verdict, calls } = await report(['/users'], { env: env(), http })
    expect(verdict).toBe('clear')
    expect(calls[0].renewed).toEqual({ because: 'claims-challenge', requestId })
    expect(JSON.parse(tokens()[1]!)).toMatchObject(claims)
  })
})

describe('and not more than once', () => {
  test('where the new one is refused alike', async () => {
    const { http, tokens, calls } = refusing(expired, 9)
    const { verdict, calls: told } = await report(['/users'], { env: env(), http })
    expect(verdict).toBe('problem')
    expect(told[0]).toMatchObject({ status: 401, renewed: { because: 'expired' } })
    expect([tokens().length, calls().length]).toEqual([2, 2])
  })

  test('nor where Entra ID refuses it: both refusals are told', async () => {
    let asked = 0
    const { http } = refusing(challenged)
    const strict: HttpClient = async request => {
      if (!request.url.includes('/token') || ++asked === 1) return http(request)
      const error_description = 'AADSTS53003: Access has been blocked by Conditional Access policies.'
      const body = JSON.stringify({ error: 'invalid_grant', error_description, error_codes: [53003] })
      return { status: 400, headers: { 'content-type': 'application/json' }, body }
    }
    const { verdict, acquisition, findings } = await report(['/users'], { env: env(), http: strict })
    expect({ verdict, codes: acquisition.codes }).toEqual({ verdict: 'problem', codes: [53003] })
    const ids = findings.map(({ id }: { id: string }) => id)
    expect(ids).toEqual(expect.arrayContaining(['acquire/refused', 'token/claims-challenge']))
  })

  test('nor where the token endpoint is out of reach by then: the answer stands', async () => {
    let asked = 0
    const { http } = refusing(expired)
    const gone: HttpClient = async request => {
      if (!request.url.includes('/token') || ++asked === 1) return http(request)
      return loopbackOnly({ ...request, url: 'http://127.0.0.1:1/' })
    }
    const { code, out } = await why403(['/users', '--format', 'json'], { env: env(), http: gone })
    expect(code).toBe(1)
    expect(JSON.parse(out).calls[0]).toMatchObject({ status: 401 })
  })

  test.each([
    ['a 401 that tells nothing of the token', refusal('Access token validation failure. Invalid audience.')],
    ['a 403', { ...expired, status: 403 }],
    [
      'a challenge without claims',
      {
        ...challenged,
        headers: { ...expired.headers, 'www-authenticate': 'Bearer error="insufficient_claims"' },
      },
    ],
  ])('%s: no new token', async (_, answer) => {
    const { http, tokens } = refusing(answer)
    await report(['/users'], { env: env(), http })
    expect(tokens()).toHaveLength(1)
  })

  test('a token that was handed in cannot be renewed', async () => {
    const { http, tokens } = refusing(expired)
    const files = { 'token.txt': await emulator.token('reporting') }
    const { calls } = await report(['/users', '--token-file', 'token.txt'], { env: env(), http, files })
    expect(calls[0]).toMatchObject({ status: 401 })
    expect(tokens()).toEqual([])
  })
})
