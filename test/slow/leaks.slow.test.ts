import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findings } from '../../src/core/findings/index.ts'
import { lessons } from '../../src/lessons/index.ts'
import { answering, dotenv, settings, why403 } from '../cli/support.ts'
import { type Stage, stage } from '../emulator/support.ts'
import { loopbackOnly, type TestIoOptions } from '../support/io.ts'
import { leaks, listening, type Secrets } from '../support/leaks.ts'
import { deadAddress } from '../support/server.ts'

/** Shaped as Entra ID's are, with characters that each encoding treats in its own way. */
/** With the prefix without which the emulator's address would not get it. */
const secret = 'MAKE-BELIEVE~a+b%c&d/e"f.GhIjKlMnOpQrStUvWxYz01'

let emulator: Stage
let token: string
let delegated: string
let lab: Record<string, string>

beforeAll(async () => {
  emulator = await stage()
  token = await emulator.token('reporting')
  const user = 'adele.vance@contoso.example'
  delegated = await emulator.signIn({ user, app: 'lab', scopes: ['User.Read'] })
  lab = settings(emulator)
})
afterAll(() => emulator.stop())

interface Case {
  readonly argv: string[]
  readonly options?: TestIoOptions
  /** Default: 0 or 1, a report. */
  readonly code?: 2 | 3
}

/** Everything that a user can do, and everything that can go wrong with it. */
function cases(dead: string): Record<string, Case> {
  const env = lab
  const wrong = { ...lab, CLIENT_SECRET: secret }
  const emulated = { WHY403_EMULATOR: emulator.url }
  const files = { t: token, delegated, secret }
  const at = (urls: RegExp, status: number, body: string): TestIoOptions => ({
    env: wrong,
    http: answering(urls, { status, body, headers: { 'content-type': 'text/html' } }),
  })
  const tokenEndpoint = /\/oauth2\/v2\.0\/token/
  /** A server that throws our own words back at us. */
  const echoing: TestIoOptions['http'] = async ({ headers, body = '', url }) => ({
    status: url.includes('/token') ? 401 : 403,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      error: url.includes('/token') ? 'invalid_client' : { code: 'X', message: 'no' },
      error_description: 'AADSTS7000215: no',
      echoed: [body, headers],
    }),
  })
  return {
    'the road': { argv: [], options: { env } },
    'the road, sent anyway': { argv: ['--anyway', '--records', '--rows', 'table'], options: { env } },
    'the road with a full token': {
      argv: ['--token-file', 't', '/users', '--rows', 'csv'],
      options: { env: emulated, files },
    },
    WHY403_TOKEN: { argv: ['check'], options: { env: { ...emulated, WHY403_TOKEN: token } } },
    'a secret in .env': { argv: ['check', '--records'], options: { files: { '.env': dotenv(lab) } } },
    'a secret file': {
      argv: ['check', '--client-secret-file', 'secret'],
      options: { env: { ...lab, CLIENT_SECRET: '' }, files },
    },
    'the administrator reads the records': {
      argv: ['check', '--directory-token-file', 't'],
      options: { env, files },
    },
    'a delegated token': { argv: ['/me', '--token-file', 'delegated'], options: { env: emulated, files } },
    'a saved token': { argv: ['--save-token', 'kept'], options: { env } },
    'a case of the road': { argv: ['--anyway', '--records', '--case', 'c'], options: { env } },
    'a case of a refused secret': { argv: ['--case', 'c'], options: { env: wrong } },
    'a case of echoes': {
      argv: ['--token-file', 't', '/users', '--case', 'c'],
      options: { env: emulated, files, http: echoing },
    },
    'a case of check': {
      argv: ['check', '--token-file', 'delegated', '/me', '--case', 'c'],
      options: { env, files },
    },
    'a case of inspect': { argv: ['inspect', token, '--case', 'c'], options: { env: emulated } },
    'a case of a damaged token': {
      argv: ['inspect', damaged(token), '--case', 'c'],
      options: { env: emulated },
    },
    'inspect, argument': { argv: ['inspect', token], options: { env: emulated } },
    'inspect, standard input': { argv: ['inspect'], options: { env: emulated, stdin: `Bearer ${token}` } },
    'inspect, offline': { argv: ['inspect', '--offline', '--at', '2030-01-01'], options: { stdin: token } },
    'inspect, acquired': { argv: ['inspect', '--expect', 'delegated'], options: { env } },
    permissions: { argv: ['permissions', 'GET /users'], options: { env } },
    ...Object.fromEntries(
      findings.map(({ id }) => [`explain ${id}`, { argv: ['explain', id], options: { env } }]),
    ),
    'a wrong secret': { argv: [], options: { env: wrong } },
    'no such tenant': { argv: [], options: { env: { ...wrong, TENANT_ID: 'nowhere.example' } } },
    'no such app': { argv: [], options: { env: { ...wrong, CLIENT_ID: lab.TENANT_ID! } } },
    'a secret for a client id': { argv: [], options: { env: { ...wrong, CLIENT_SECRET: lab.CLIENT_ID! } } },
    'the token endpoint echoes the request': { argv: ['--anyway'], options: { env: wrong, http: echoing } },
    'Graph echoes the request': {
      argv: ['--token-file', 't', '/users'],
      options: { env: emulated, files, http: echoing },
    },
    'the token endpoint answers HTML': { argv: [], options: at(tokenEndpoint, 502, `<p>${secret}`), code: 3 },
    'the token endpoint answers half a JSON': {
      argv: [],
      options: at(tokenEndpoint, 200, `{"access_token":"${token}`),
      code: 3,
    },
    'Graph answers HTML': {
      argv: ['--token-file', 't', '/users'],
      options: { ...at(/\/v1\.0\//, 200, '<p>hello'), files },
    },
    'the keys are rubbish': { argv: ['inspect', token], options: at(/\/keys/, 200, '<p>hello') },
    'nobody listens': { argv: [], options: { env: { ...wrong, WHY403_EMULATOR: dead } }, code: 3 },
    'a crash on the way': {
      argv: [],
      options: { env: wrong, http: ({ body }) => Promise.reject(new Error(`first line\n${body}`)) },
      code: 3,
    },
    'a damaged token': { argv: ['inspect', damaged(token)], options: { env: emulated } },
    'a token that was cut': {
      argv: ['check', '--token-file', '-'],
      options: { env: emulated, stdin: token.slice(0, -99) },
    },
    'half a token': { argv: ['inspect', token.split('.').slice(0, 2).join('.')], options: { env: emulated } },
    'two tokens': { argv: ['inspect', token, delegated], options: { env: emulated }, code: 2 },
    'a token for an operation': { argv: ['check', token], options: { env }, code: 2 },
    'a token behind a method': { argv: ['check', 'GET', token], options: { env }, code: 2 },
    'a token in a list': {
      argv: ['check', '--from', '-'],
      options: { env, stdin: `${token}\nGET ${token}\n` },
    },
    'a token for a finding': { argv: ['explain', token], code: 2 },
    'a token for a scenario': { argv: ['demo', token], code: 2 },
    'a token for a format': { argv: ['--format', token], code: 2 },
    'a token for a cloud': { argv: ['--cloud', token], options: { env }, code: 2 },
    'a token for a time': { argv: ['--at', token, '--token-file', 't'], options: { env, files }, code: 2 },
    'a token for an emulator': { argv: ['--emulator', token], options: { env }, code: 2 },
    'a token for a port': { argv: ['emulator', '--port', token], code: 2 },
    'a secret for an unknown flag': { argv: [`--secret=${secret}`], options: { env }, code: 2 },
    'a secret as a flag': { argv: [`--${secret}`], options: { env }, code: 2 },
    'a secret as letters': { argv: [`-${secret}`], options: { env }, code: 2 },
    'a secret for a kind': { argv: ['--expect', secret], options: { env }, code: 2 },
    'a secret for an authority': {
      argv: [],
      options: { env: { ...env, AZURE_AUTHORITY_HOST: secret } },
      code: 2,
    },
    'a secret for an emulator': { argv: [], options: { env: { ...env, WHY403_EMULATOR: secret } }, code: 2 },
    'an unreadable token file': { argv: ['--token-file', 'none'], options: { env: wrong }, code: 3 },
    'a directory token that is none': {
      argv: ['--directory-token-file', 'secret'],
      options: { env, files },
      code: 3,
    },
    'nothing but a secret': { argv: [], options: { env: { CLIENT_SECRET: secret } }, code: 2 },
  }
}

/** Every character of the payload is there, and one bit of the signature is not. */
function damaged(token: string): string {
  return token.slice(0, -9) + (token.at(-9) === 'A' ? 'B' : 'A') + token.slice(-8)
}

const manners: [string, string[], Record<string, string>][] = [
  ['text', [], {}],
  ['text, verbose', ['--verbose'], { FORCE_COLOR: '3' }],
  ['json', ['--format', 'json'], {}],
  ['json, verbose, debugging', ['--format', 'json', '--verbose'], { WHY403_DEBUG: '1' }],
]

describe('no output gives a secret away', () => {
  test.each(manners)('%s', async (_, flags, env) => {
    const dead = await deadAddress()
    for (const [name, { argv, options = {}, code }] of Object.entries(cases(dead))) {
      const ear = listening(options.http ?? loopbackOnly)
      const given = argv.includes('--format') ? flags.filter(flag => !/format|json/.test(flag)) : flags
      const ran = await why403([...given, ...argv], {
        ...options,
        env: { ...options.env, ...env },
        http: ear.http,
      })
      expect({ name, code: ran.code }).toEqual({ name, code: code ?? expect.toBeOneOf([0, 1]) })
      expect({ name, leaks: leaksOf(ran, options.files, new Map([...secrets(), ...ear.heard])) }).toEqual({
        name,
        leaks: [],
      })
    }
  })

  test.each(lessons.map(({ id }) => id))('demo %s', async id => {
    const ear = listening(loopbackOnly)
    const ran = await why403(['demo', id, '--verbose'], {
      ...{ http: ear.http, env: { WHY403_DEBUG: '1' } },
      // MSAL dates assertions by this machine's clock.
      now: Date.now,
    })
    expect(ran.code).toBe(0)
    expect(ear.heard.size).toBeGreaterThan(0)
    expect(leaksOf(ran, {}, ear.heard)).toEqual([])
  })

  function secrets(): Secrets {
    return new Map([
      [secret, 'the secret'],
      [lab.CLIENT_SECRET!, "the lab's secret"],
      [token, 'the token'],
      [delegated, 'the delegated token'],
    ])
  }
})

/** What was printed, and what was written: but for the file that was asked to hold the token. */
function leaksOf(
  { out, err, files }: Awaited<ReturnType<typeof why403>>,
  before: Readonly<Record<string, string>> = {},
  secrets: Secrets,
) {
  const written = Object.entries(files).filter(([name]) => !(name in before) && name !== 'kept')
  return leaks([out, err, ...written.map(([, text]) => text)].join('\n'), secrets)
}

test('a header of a command that was pasted without quotes', async () => {
  const key = 'f00dfeed'.repeat(4)
  const words = ['curl', '-H', '"x-api-key:', `${key}"`, 'https://graph.microsoft.com/v1.0/users']
  for (const flags of [[], ['--format', 'json']]) {
    const argv = ['check', '--token-file', 't', '--offline', '--case', 'c', ...flags, '--', ...words]
    const ran = await why403(argv, { files: { t: token } })
    expect(ran.out).not.toBe('')
    expect(leaksOf(ran, { t: token }, new Map([[key, 'the key']]))).toEqual([])
  }
})

test('what travels is heard', async () => {
  const ear = listening(loopbackOnly)
  await why403(['--anyway'], { env: lab, http: ear.http })
  expect([...ear.heard.values()].sort()).toEqual(['bearer', 'client secret'])
  expect([...ear.heard.keys()]).toContain(lab.CLIENT_SECRET)
})
