import { afterEach, describe, expect, test } from 'vitest'
import { fault, readFault } from '../../src/emulator/faults/spelling.ts'
import { msal, raw, type Stage, stage, start } from './support.ts'

const stages: Stage[] = []
afterEach(async () => {
  for (const one of stages.splice(0)) await one.stop()
})

async function under(...spellings: string[]): Promise<{ emulator: Stage; token: string }> {
  const emulator = await stage()
  stages.push(emulator)
  const token = await emulator.token('reporting')
  emulator.setFaults(spellings.map(fault))
  return { emulator, token }
}

const get = (emulator: Stage, path: string, token: string) => emulator.send('GET', `/v1.0${path}`, { token })

describe('a status', () => {
  test('for one path and method, with Retry-After, in Graph’s form', async () => {
    const { emulator, token } = await under('GET /users 429 retry-after=2')
    const { status, headers, json } = await get(emulator, '/users', token)
    expect([status, headers.get('retry-after'), json.error.code]).toEqual([429, '2', 'TooManyRequests'])
    expect(json.error.innerError['request-id']).toBe(headers.get('request-id'))
    expect((await get(emulator, '/groups', token)).status).toBe(200)
    expect((await emulator.send('POST', '/v1.0/users', { token })).status).not.toBe(429)
  })

  test('after some calls, and so many times', async () => {
    const { emulator, token } = await under('/users 503 after=2 times=2 retry-after-date=90s')
    const seen = []
    for (let n = 0; n < 5; n++) seen.push(await get(emulator, '/users?$top=1', token))
    expect(seen.map(({ status }) => status)).toEqual([200, 200, 503, 503, 200])
    expect(seen[2]!.headers.get('retry-after')).toBe(new Date(start + 90_000).toUTCString())
  })

  test.each([
    ['/users/{id} 500', '/users/x'],
    ['/users/* 500', '/users/x'],
    ['/users/** 500', '/users/x/messages'],
    ['/v1.0/users/ada@contoso.example 500', '/users/ADA%40contoso.example'],
    ['graph 500', '/groups'],
    ['* 500', '/groups'],
  ])('%s meets GET %s', async (spelling, path) => {
    const { emulator, token } = await under(spelling)
    expect((await get(emulator, path, token)).status).toBe(500)
  })

  test.each([
    ['/users/* 500', '/users'],
    ['/users/* 500', '/users/x/messages'],
    ['entra 500', '/users'],
    ['POST /users 500', '/users'],
  ])('%s does not meet GET %s', async (spelling, path) => {
    const { emulator, token } = await under(spelling)
    expect((await get(emulator, path, token)).status).not.toBe(500)
  })

  test('of the token endpoint, as real MSAL meets it', async () => {
    const { emulator } = await under('token 429 retry-after=7 times=1')
    const { clientId, secret } = emulator.apps.reporting!
    await expect(msal(emulator, clientId, secret)).rejects.toMatchObject({ status: 429, errorNo: 90055 })
    expect((await msal(emulator, clientId, secret))?.accessToken).toMatch(/^eyJ/)
  })
})

describe('an answer that does not arrive as it should', () => {
  test('reset', async () => {
    const { emulator } = await under('graph reset')
    await expect(raw(`${emulator.url}/v1.0/users`, {})).rejects.toMatchObject({ code: 'ECONNRESET' })
  })

  test('truncated: half of it, or so many bytes', async () => {
    const { emulator, token } = await under('/users truncate', '/groups truncate=7')
    const headers = { authorization: `Bearer ${token}` }
    for (const path of ['/users', '/groups'])
      await expect(
        fetch(`${emulator.url}/v1.0${path}`, { headers }).then(one => one.text()),
      ).rejects.toThrow()
  })

  test('garbage', async () => {
    const { emulator, token } = await under('/users garbage')
    const answer = await fetch(`${emulator.url}/v1.0/users`, {
      headers: { authorization: `Bearer ${token}` },
    })
    expect([answer.status, answer.headers.get('request-id')]).toEqual([200, null])
    await expect(answer.json()).rejects.toThrow(SyntaxError)
  })

  test('late: the time is waited on the emulator’s clock', async () => {
    const { emulator, token } = await under('/users delay=2s')
    const { headers } = await get(emulator, '/users', token)
    expect(headers.get('date')).toBe(new Date(start + 2000).toUTCString())
  })
})

describe('time and keys', () => {
  test('a clock that is ahead dates answers, ends tokens early, and makes tokens of the future', async () => {
    const { emulator, token } = await under('graph clock=+2h')
    const { status, headers, json } = await get(emulator, '/users', token)
    expect([status, headers.get('date')]).toEqual([401, new Date(start + 7_200_000).toUTCString()])
    expect(json.error.message).toContain('the token is expired')
    emulator.setFaults([fault('token clock=10m')])
    const early = await get(emulator, '/users', await emulator.token('reporting'))
    expect(early.json.error.message).toContain('not yet valid')
  })

  test('tokens of seconds', async () => {
    const { emulator } = await under('token lifetime=3s')
    const token = await emulator.token('reporting')
    expect((await get(emulator, '/users', token)).status).toBe(200)
    emulator.pass(3)
    expect((await get(emulator, '/users', token)).json.error.message).toContain('the token is expired')
  })

  test('a key that is rolled over: the next one signs, and the old token is refused', async () => {
    const { emulator, token } = await under('token rollover times=1')
    const kids = async () =>
      (await emulator.send('GET', `/${emulator.tenantId}/discovery/keys`)).json.keys.map(
        ({ kid }: { kid: string }) => kid,
      )
    const before = await kids()
    const fresh = await emulator.token('reporting')
    const after = await kids()
    expect([after[0], after.includes(before[0]), after.length]).toEqual([before[1], false, 2])
    expect((await get(emulator, '/users', fresh)).status).toBe(200)
    const { json } = await get(emulator, '/users', token)
    expect(json.error.message).toBe('Access token validation failure.')
  })
})

describe('spelling', () => {
  test.each([
    '',
    'users 429',
    'GET token 429',
    'GET',
    '/users',
    '/users 200',
    '/users 429 retry-after=soon',
    '/users retry-after=2',
    '/users 429 reset',
    '/users reset truncate',
    '/users delay=2d',
    '/users delay=99999h',
    '/users lifetime=5s',
    'graph rollover',
    '/users reset=1',
    '/users 429 after=-1',
    '/users 429 times',
    'nowhere MAKE-BELIEVE~secret',
  ])('%s cannot be read, and is not repeated', spelling => {
    const read = readFault(spelling)
    expect(read).toHaveProperty('wrong')
    expect(JSON.stringify(read)).not.toContain('MAKE-BELIEVE')
    expect(() => fault(spelling)).toThrow('cannot be read')
  })

  test('case, blanks and versions do not matter', () => {
    expect(fault('  get  /v1.0/Users   429  Retry-After=2S ')).toEqual({
      where: { method: 'GET', segments: ['Users'] },
      after: 0,
      times: null,
      effects: { status: 429, retryAfter: { seconds: 2, isDate: false } },
    })
  })
})
