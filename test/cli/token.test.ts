import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Stage, stage, start } from '../emulator/support.ts'
import { report, settings, why403 } from './support.ts'

let emulator: Stage
/** Of an app that may read users. */
let token: string
let emulated: { WHY403_EMULATOR: string }

beforeAll(async () => {
  emulator = await stage()
  token = await emulator.token('reporting')
  emulated = { WHY403_EMULATOR: emulator.url }
})
afterAll(() => emulator.stop())

describe('where a token comes from', () => {
  test('a file, for the road', async () => {
    const { code, out } = await why403(['--token-file', 't', '/users'], {
      env: emulated,
      files: { t: token },
    })
    expect(code).toBe(0)
    expect(out).toMatch(/^Token {4}app-only · client secret · t · lives 60 min/m)
  })

  test('standard input, when it is named', async () => {
    const run = await report(['check', '--token-file', '-', '/users'], { env: emulated, stdin: `${token}\n` })
    expect(run.token).toMatchObject({ origin: 'standard input', access: 'app-only' })
    expect(run.acquisition).toBeUndefined()
  })

  test('WHY403_TOKEN, before anything is acquired', async () => {
    const env = { ...settings(emulator), WHY403_TOKEN: token }
    const run = await report(['check', '/users'], { env })
    expect(run.token.origin).toBe('WHY403_TOKEN (environment)')
    expect(run.token.appid).toBe(emulator.apps.reporting!.clientId)
  })

  test('a file before WHY403_TOKEN', async () => {
    const env = { ...emulated, WHY403_TOKEN: 'not looked at' }
    expect(
      (await report(['check', '--token-file', 't', '/users'], { env, files: { t: token } })).verdict,
    ).toBe('clear')
  })

  test('the road does not read standard input unasked', async () => {
    const { code } = await why403(['check', '/users'], { env: settings(emulator, 'reporting'), stdin: 'x' })
    expect(code).toBe(0)
  })

  test.each<
    [string, (token: string) => { argv: string[]; stdin?: string; env?: Record<string, string> }, string]
  >([
    ['an argument', token => ({ argv: [token] }), 'argument'],
    ['standard input', token => ({ argv: [], stdin: token }), 'standard input'],
    [
      'standard input before WHY403_TOKEN',
      token => ({ argv: [], stdin: token, env: { WHY403_TOKEN: 'x' } }),
      'standard input',
    ],
    [
      'WHY403_TOKEN when the pipe is empty',
      token => ({ argv: [], stdin: ' \n', env: { WHY403_TOKEN: token } }),
      'WHY403_TOKEN (environment)',
    ],
    ['a header line', token => ({ argv: [], stdin: `Authorization: Bearer ${token}\r\n` }), 'standard input'],
    [
      "a token endpoint's answer",
      token => ({ argv: [], stdin: JSON.stringify({ access_token: token }) }),
      'standard input',
    ],
  ])('inspect takes %s', async (_, of, origin) => {
    const { argv, stdin, env } = of(token)
    const run = await report(['inspect', ...argv], {
      env: { ...emulated, ...env },
      ...(stdin === undefined ? {} : { stdin }),
    })
    expect(run.token).toMatchObject({ origin, form: 'jwt', signature: { status: 'verified' } })
    expect(run.verdict).toBe('clear')
  })

  test('inspect acquires one when there is none', async () => {
    const run = await report(['inspect'], { env: settings(emulator) })
    expect(run.token).toMatchObject({ origin: 'acquired', appid: emulator.apps.lab!.clientId })
  })
})

test('inspect tells a delegated token apart', async () => {
  const user = 'adele.vance@contoso.example'
  const delegated = await emulator.signIn({ user, app: 'lab', scopes: ['User.Read'] })
  const { code, out } = await why403(['inspect'], { env: emulated, stdin: delegated })
  expect(code).toBe(0)
  expect(out).toMatch(/^✔ A delegated token, valid for 60 min more\.$/m)
  expect(out).toMatch(/^scp {4}User\.Read$/m)
})

test('--offline asks nobody, and says so', async () => {
  const run = await report(['inspect', '--offline'], {
    stdin: token,
    http: () => Promise.reject(new Error('something was sent')),
  })
  expect(run.token.signature).toMatchObject({ status: 'not-checked' })
  expect(run.token.signature.reason).toContain('--offline')
})

test('--offline compares a token that is at hand', async () => {
  const { operations, verdict } = await report(['check', '--offline', '--token-file', 't', '/users'], {
    files: { t: token },
    http: () => Promise.reject(new Error('something was sent')),
  })
  expect(operations[0].verdict).toBe('allowed')
  expect(verdict).toBe('clear')
})

test('--at judges as of another time', async () => {
  const later = new Date(start + 2 * 3_600_000).toISOString()
  const files = { t: token }
  for (const at of [later, String(start / 1000 + 7200)]) {
    const {
      token: judged,
      verdict,
      findings,
    } = await report(['check', '--at', at, '--token-file', 't', '/users'], { env: emulated, files })
    expect(judged.expired).toBe(true)
    expect(verdict).toBe('problem')
    expect(findings[0]).toMatchObject({ id: 'token/expired', certainty: 'certain' })
  }
})

describe('--save-token', () => {
  test('writes the acquired token whole, for its owner only, and prints it nowhere', async () => {
    const { code, files, modes, out, err } = await why403(['--save-token', 'kept', '/users'], {
      env: settings(emulator, 'reporting'),
    })
    expect(code).toBe(0)
    expect(modes.kept).toBe(0o600)
    expect(files.kept).toMatch(/^eyJ[\w-]+\.eyJ[\w-]+\.[\w-]+\n$/)
    expect(out + err).not.toContain(files.kept!.trim())
    const again = await report(['check', '--token-file', 'kept', '/users'], {
      env: emulated,
      files: { ...files },
    })
    expect(again.token.signature.status).toBe('verified')
  })

  test('writes nothing when Entra refuses', async () => {
    const env = { ...settings(emulator), CLIENT_SECRET: 'MAKE-BELIEVE~wrong' }
    const { code, files } = await why403(['--save-token', 'kept'], { env })
    expect(code).toBe(1)
    expect(files).toEqual({})
  })

  test('says so when the token was handed in', async () => {
    const { err, files } = await why403(['--save-token', 'kept', '--token-file', 't', '/users'], {
      env: emulated,
      files: { t: token },
    })
    expect(err).toBe('note: --save-token keeps a token that is acquired, and this one was handed in\n')
    expect(Object.keys(files)).toEqual(['t'])
  })
})

describe('a text that is no token is a report', () => {
  test.each([
    ['a word', 'hello', 'not-a-token'],
    ['a GUID', '6f1c2d9e-0b7a-4c55-9a0e-2f4f0d9b7c11', 'not-a-token'],
    ['half a token', 'eyJ0eXAiOiJKV1QifQ', 'not-a-token'],
    ['three parts of rubbish', 'aaaa.bbbb.cccc', 'not-a-token'],
    ['an encrypted token', 'eyJh.aaaa.bbbb.cccc.dddd', 'jwe'],
  ])('%s', async (_, text, form) => {
    const inspected = await why403(['inspect'], { stdin: text })
    expect(inspected.code).toBe(1)
    expect(inspected.err).toBe('')
    expect(inspected.out).toMatch(/^! This cannot be read as an access token: it is /)
    const run = await report(['inspect'], { stdin: text })
    expect(run).toMatchObject({ verdict: 'undetermined', token: { form } })
    expect(run.token.kind).toEqual(expect.any(String))

    const checked = await why403(['check', '--token-file', '-', '/users'], { stdin: text })
    expect(checked.code).toBe(1)
    expect(checked.out).toMatch(/^! Nothing was compared, since the token cannot be read: /m)
  })

  test('an empty file', async () => {
    const { code, out } = await why403(['inspect', '--token-file', 't'], { files: { t: '' } })
    expect(code).toBe(1)
    expect(out).toContain('it is an empty text')
  })
})
