import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import entra from '../../fixtures/responses/entra.json' with { type: 'json' }
import scenarios from '../../fixtures/responses/scenarios.json' with { type: 'json' }
import { northwind } from '../../src/emulator/tenant-file.ts'
import { graphScope, msal, post, type Stage, stage } from './support.ts'

let emulator: Stage
let token: string
beforeAll(async () => {
  emulator = await stage(northwind)
  token = await emulator.token('consented')
})
afterAll(() => emulator.stop())

const script = northwind.scripted!
const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

interface Scenario {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: object
}

describe('Graph, scripted', () => {
  test.each(Object.entries(script.graph))('%s: %s, word for word', async (operation, name) => {
    const [method, path] = operation.split(' ') as [string, string]
    const { status, headers = {}, body }: Scenario = scenarios[name as keyof typeof scenarios]
    const clientRequestId = '7d1b6c2a-4e8f-4a90-b1c3-5e6f7a8b9c0d'
    const answer = await emulator.send(method, `/v1.0${path}`, {
      token,
      headers: { 'client-request-id': clientRequestId },
    })

    const requestId = answer.headers.get('request-id')!
    expect(requestId).toMatch(guid)
    expect(answer.status).toBe(status)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      ...headers,
      'content-type': 'application/json',
      'client-request-id': clientRequestId,
      'x-ms-ags-diagnostic': expect.stringContaining('EMULATOR'),
    })
    const values: Readonly<Record<string, string>> = {
      '{requestId}': requestId,
      '{clientRequestId}': clientRequestId,
      '{clientId}': emulator.apps.consented!.clientId,
      '{date}': '2026-11-22T19:31:07',
    }
    expect(answer.text).toBe(
      Object.entries(values).reduce(
        (text, [mark, value]) => text.replaceAll(mark, value),
        JSON.stringify(body),
      ),
    )
    expect(answer.text).not.toMatch(/\{(requestId|clientRequestId|clientId|date)\}/)
  })

  test('on beta, in other letters, percent-encoded, with options', async () => {
    for (const path of [
      '/beta/users/ada@northwind.example/messages',
      '/v1.0/Users/Ada@Northwind.example/Messages',
      '/v1.0/users/ada%40northwind.example/messages?$top=1',
    ]) {
      expect((await emulator.send('GET', path, { token })).json.error.code).toBe('ErrorAccessDenied')
    }
  })

  test('a token comes first, and what is not scripted is judged', async () => {
    const [operation] = Object.keys(script.graph)
    const { status, json } = await emulator.send('GET', `/v1.0${operation!.split(' ')[1]}`)
    expect([status, json.error.code]).toEqual([401, 'InvalidAuthenticationToken'])
    expect((await emulator.send('POST', '/v1.0/users', { token, json: {} })).status).toBe(403)
    expect((await emulator.send('GET', '/v1.0/groups', { token })).status).toBe(200)
    expect((await emulator.send('GET', '/v1.0/applications', { token })).status).toBe(403)
  })
})

describe('Entra ID, scripted', () => {
  const ask = (app: string, secret = emulator.apps[app]!.secret) =>
    post(`${emulator.url}/${emulator.tenantId}/oauth2/v2.0/token`, {
      grant_type: 'client_credentials',
      client_id: emulator.apps[app]!.clientId,
      client_secret: secret,
      scope: graphScope,
    })

  test.each(Object.entries(script.token))('%s: AADSTS%s', async (app, code) => {
    const row = entra.refusals[code as keyof typeof entra.refusals]
    const { status, headers, json } = await ask(app)
    expect(status).toBe(row.status)
    expect(json).toMatchObject({ error: row.error, error_codes: [Number(code)] })
    const words = row.message
      .replaceAll('{clientId}', emulator.apps[app]!.clientId)
      .replaceAll('{tenantId}', emulator.tenantId)
      .replaceAll(/\{(\w+)\}/g, (_, name) =>
        'scripted' in row ? new Map(Object.entries(row.scripted)).get(name)! : name,
      )
    expect(json.error_description).toBe(
      `AADSTS${code}: ${words} Trace ID: ${json.trace_id} Correlation ID: ${json.correlation_id} Timestamp: 2026-11-22 19:31:07Z`,
    )
    expect(json.trace_id).toMatch(guid)
    expect(headers.get('x-ms-request-id')).toBe(json.trace_id)
    expect(headers.get('retry-after')).toBe('headers' in row ? '60' : null)
  })

  test('whatever the credential is; the other apps are judged', async () => {
    expect((await ask('policy', 'wrong')).json.error_codes).toEqual([53003])
    expect((await ask('secret')).json.error_codes).toEqual([7000222])
    expect((await ask('switched-off')).json.error_codes).toEqual([7000112])
    expect((await ask('narrow')).status).toBe(200)
  })

  test('MSAL tells the code', async () => {
    const { clientId, secret } = emulator.apps.policy!
    await expect(msal(emulator, clientId, secret)).rejects.toMatchObject({
      errorCode: 'access_denied',
      errorNo: 53003,
    })
  })
})

describe('the script', () => {
  test('plays every scenario that there is, for apps and operations that are told apart', () => {
    expect(new Set(Object.values(script.graph))).toEqual(new Set(Object.keys(scenarios)))
    expect(Object.keys(script.token).filter(app => emulator.apps[app] === undefined)).toEqual([])
    const operations = Object.keys(script.graph)
    expect(new Set(operations.map(operation => operation.toLowerCase())).size).toBe(operations.length)
  })

  test('a name that no fixture holds stops the emulator at the start', async () => {
    for (const scripted of [
      { token: { narrow: '12' }, graph: {} },
      { token: {}, graph: { 'GET /users': 'unheard-of' } },
    ]) {
      await expect(stage({ ...northwind, scripted })).rejects.toThrow(
        /names (12|unheard-of), which no fixture/,
      )
    }
  })
})
