import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { main } from '../../src/main.ts'
import { type Stage, stage, start } from '../emulator/support.ts'
import { type TestIoOptions, testIo } from '../support/io.ts'
import { deadAddress } from '../support/server.ts'
import { answering, report, settings, why403 } from './support.ts'

let emulator: Stage
let lab: Record<string, string>
let token: string

beforeAll(async () => {
  emulator = await stage()
  lab = settings(emulator)
  token = await emulator.token('reporting')
})
afterAll(() => emulator.stop())

/** Runs what must fail, and gives the one message: a sentence, and next steps indented under it. */
async function complaint(argv: readonly string[], options: TestIoOptions, expected: 2 | 3): Promise<string> {
  const { code, out, err } = await why403(argv, options)
  expect({ code, out }).toEqual({ code: expected, out: '' })
  const [message, ...steps] = err.trimEnd().split('\n')
  expect(message).toMatch(/^why403: \S/)
  expect(steps.length).toBeGreaterThan(0)
  for (const step of steps) expect(step).toMatch(/^ {2}\S/)
  expect(err).not.toMatch(/^\s+at |Error:|should not have/m)
  return err
}

describe('the command line makes no sense: exit 2', () => {
  test.each<[string, string[], string]>([
    ['an unknown command', ['chekc'], 'Did you mean `why403 check`?'],
    ['a word that is no operation', ['usres'], 'why403 "GET /users"'],
    ['a method without a URL', ['check', 'GET'], 'GET needs a URL'],
    ['an unknown flag', ['--tenat', 'x'], 'There is no flag --tenat.\n  Did you mean --tenant?'],
    ['a flag of one letter', ['-x'], 'There is no flag -x.'],
    [
      'a flag that another command takes',
      ['check', '--columns', 'id'],
      'why403 check does not take --columns.',
    ],
    ['a repeated flag', ['--tenant', 'a', '--tenant', 'b'], '--tenant is given more than once.'],
    ['a flag without a value', ['check', '--tenant'], '--tenant needs a value.'],
    ['a flag with another flag for a value', ['--from', '--records'], '--from needs a value.'],
    ['a flag with an empty value', ['--tenant='], '--tenant needs a value.'],
    ['a choice that there is not', ['--expect', 'user'], '--expect takes app-only or delegated.'],
    ['a cloud that there is not', ['--cloud', 'usgv'], 'Did you mean --cloud usgov?'],
    [
      'a format that there is not',
      ['--format', 'xml'],
      '--format takes text, json, markdown, html or jsonl.',
    ],
    ['a format that makes no sense here', ['demo', '--format', 'json'], 'This command prints text only.'],
    ['too many words', ['inspect', 'a', 'b'], 'why403 inspect takes one token.'],
    ['words where none belong', ['emulator', 'a'], 'why403 emulator takes no words.'],
    [
      'two readers of standard input',
      ['--from', '-', '--token-file', '-'],
      'cannot both read standard input',
    ],
    [
      'a secret and a token from standard input',
      ['inspect', '--client-secret-file', '-', '--token-file', '-'],
      'cannot both read standard input',
    ],
    ['a call without a network', ['--offline'], 'Without asking a server'],
    ['a time that is none', ['--at', 'yesterday'], '--at takes a time'],
    [
      'a time for a token that is yet to come',
      ['--at', '2026-01-01'],
      '--at judges a token that was handed in',
    ],
  ])('%s', async (_, argv, words) => {
    expect(await complaint(argv, { env: lab }, 2)).toContain(words)
  })
})

describe('settings that are absent or cannot form a request: exit 2', () => {
  const of =
    (change: Record<string, string | undefined>) =>
    (lab: Record<string, string>): Record<string, string> =>
      Object.fromEntries(
        Object.entries({ ...lab, ...change }).filter(
          (entry): entry is [string, string] => entry[1] !== undefined,
        ),
      )
  test.each<[string, (lab: Record<string, string>) => Record<string, string>, string]>([
    [
      'none at all',
      () => ({}),
      'TENANT_ID, CLIENT_ID and CLIENT_SECRET are not set, and there is no .env in /.',
    ],
    ['no secret', of({ CLIENT_SECRET: undefined }), 'CLIENT_SECRET is not set, and there is no .env in /.'],
    [
      'the tenant `common`',
      of({ TENANT_ID: 'Common' }),
      'TENANT_ID (environment) is common, and must name one tenant.',
    ],
    [
      'an address for a tenant',
      of({ TENANT_ID: 'https://x.example/y' }),
      'TENANT_ID (environment) is not the name',
    ],
    ['a tenant of dots', of({ TENANT_ID: '..' }), 'TENANT_ID (environment) is not the name of a tenant.'],
    [
      'a quoted client id',
      of({ CLIENT_ID: '"6f1c2d9e"' }),
      'CLIENT_ID (environment) has quotes or spaces around it.',
    ],
    [
      'a blank in the tenant',
      of({ TENANT_ID: 'contoso .example' }),
      'TENANT_ID (environment) has quotes or spaces',
    ],
    [
      'a blank behind the scope',
      of({ GRAPH_SCOPE: 'https://x/.default ' }),
      'GRAPH_SCOPE (environment) has quotes or spaces',
    ],
    [
      'a foreign authority',
      of({ AZURE_AUTHORITY_HOST: 'https://login.evil.example' }),
      'AZURE_AUTHORITY_HOST (environment) is not the authority of a cloud',
    ],
    [
      'an authority that only begins well',
      of({ AZURE_AUTHORITY_HOST: 'https://login.microsoftonline.com.evil.example' }),
      'AZURE_AUTHORITY_HOST (environment) is not the authority of a cloud',
    ],
    ...[
      'http://example.com:4030',
      'https://127.0.0.1:4030',
      'http://127.0.0.1.evil.example',
      'http://127.0.0.1@evil.example',
      'http://127.0.0.1:99999',
      '127.0.0.1:4030',
    ].map(
      address =>
        [
          `the emulator at ${address}`,
          of({ WHY403_EMULATOR: address }),
          'WHY403_EMULATOR (environment) must be an address of this machine.',
        ] as [string, (lab: Record<string, string>) => Record<string, string>, string],
    ),
  ])('%s', async (_, change, words) => {
    expect(await complaint([], { env: change(lab) }, 2)).toContain(words)
  })
})

describe('input that cannot be read, output that cannot be written: exit 3', () => {
  const large = `${'GET /users\n'.repeat(100_000)}`
  test.each<[string, string[], TestIoOptions, string]>([
    ['a token file', ['--token-file', 'none'], {}, 'none cannot be read.'],
    ['a directory token file', ['--directory-token-file', 'none'], {}, 'none cannot be read.'],
    ['a list', ['--from', 'none'], {}, 'none cannot be read.'],
    ['a secret file', ['--client-secret-file', 'none'], {}, 'none cannot be read.'],
    [
      'an empty secret file',
      ['--client-secret-file', 's'],
      { files: { s: '\n' } },
      's holds no client secret.',
    ],
    ['a named .env', ['--dotenv', 'none'], {}, 'none cannot be read.'],
    ['a long list on standard input', ['--from', '-'], { stdin: large }, 'more than 1 MiB'],
    ['a long token', ['inspect'], { stdin: large }, 'more than 1 MiB'],
    [
      'a directory token that is none',
      ['--directory-token-file', 't'],
      { files: { t: 'hello' } },
      't holds no access token for the directory',
    ],
  ])('%s', async (_, argv, options, words) => {
    expect(await complaint(argv, { env: lab, ...options }, 3)).toContain(words)
  })

  test.each([['--output'], ['--save-token']])('%s into a folder that is not there', async flag => {
    const { io, out, err, files } = unwritable()
    expect(await main(['/users', flag, 'no/such/file'], io)).toBe(3)
    expect({ out: out(), files }).toEqual({ out: '', files: {} })
    expect(err()).toBe(
      `why403: The file of ${flag} is in a folder that is not there.\n  Make the folder first.\n`,
    )
  })
})

describe('no token endpoint, or none that speaks OAuth: exit 3', () => {
  test('nobody listens', async () => {
    const env = { ...lab, WHY403_EMULATOR: await deadAddress() }
    const err = await complaint([], { env }, 3)
    expect(err).toMatch(/^why403: 127\.0\.0\.1:\d+ refuses connections \(ECONNREFUSED\)\.$/m)
    expect(err).toContain('why403 emulator')
  })

  const page = '<!doctype html><title>Sign in to the guest network</title>'
  test.each([
    [
      'HTML with 200',
      { status: 200, body: page, headers: { 'content-type': 'text/html' } },
      '200, text/html',
    ],
    [
      'HTML with 502',
      { status: 502, body: page, headers: { 'content-type': 'text/html' } },
      '502, text/html',
    ],
    ['half a JSON', { status: 200, body: '{"access_token":"ey' }, '200, no content type'],
    ['nothing', { status: 200, body: '' }, '200, no content type'],
    ['nothing with 500', { status: 500, body: '' }, '500, no content type'],
    ['JSON of another kind', { status: 200, body: '[1,2]' }, '200, no content type'],
    ['JSON null', { status: 200, body: 'null' }, '200, no content type'],
    ['an answer without a token', { status: 200, body: '{"token_type":"Bearer"}' }, '200, no content type'],
    [
      'a redirect',
      { status: 302, body: '', headers: { location: 'https://x.example/' } },
      '302, no content type',
    ],
  ])('%s', async (_, answer, seen) => {
    const err = await complaint([], { env: lab, http: answering(/\/oauth2\/v2\.0\/token/, answer) }, 3)
    expect(err).toContain(`The token endpoint's answer is not OAuth 2.0: status ${seen}, no proxy set.`)
    expect(err).toContain(`Asked: ${emulator.url}/${emulator.tenantId}/oauth2/v2.0/token`)
    expect(err).not.toContain('guest network')
  })
})

describe('Graph answers rubbish: a report, exit 1', () => {
  const html = { headers: { 'content-type': 'text/html' }, body: '<html><body>Bad gateway</body></html>' }
  const json = { headers: { 'content-type': 'application/json' } }
  test.each([
    ['HTML with 502', { ...html, status: 502 }],
    ['HTML with 200', { ...html, status: 200 }],
    ['half a JSON with 200', { ...json, status: 200, body: '{"value":[{"id":"' }],
    ['half a JSON with 403', { ...json, status: 403, body: '{"error":{"code":"Auth' }],
    ['nothing with 500', { status: 500, body: '' }],
    ['an error that is no object', { status: 400, body: '{"error":"no"}' }],
  ])('%s', async (_, answer) => {
    const http = answering(/\/v1\.0\/users/, answer)
    const options = { env: { WHY403_EMULATOR: emulator.url }, files: { t: token }, http }
    const { code, out, err } = await why403(['--token-file', 't', '/users'], options)
    expect({ code, err }).toEqual({ code: 1, err: '' })
    expect(out).toContain('GET /users')
    const { calls, verdict } = await report(['--token-file', 't', '/users'], options)
    expect(verdict).toBe('undetermined')
    expect(calls[0]).toMatchObject({ sent: true, status: null })
    expect(calls[0].reason).toMatch(/^status \d+ came with .+ and no/)
  })

  test('records too: what could not be read is named', async () => {
    const { code } = await why403(['check', '--records'], {
      env: lab,
      http: answering(/\/v1\.0\//, { ...html, status: 200 }),
    })
    expect(code).toBe(1)
  })
})

describe('keys that are none: a report, and the signature is not checked', () => {
  test.each([
    ['the document is HTML', /openid-configuration$/, { body: '<html></html>' }],
    ['the document is absent', /openid-configuration$/, { status: 404 }],
    ['the keys are HTML', /\/keys$/, { body: '<html></html>' }],
    ['the keys are no list', /\/keys$/, { body: '{"keys":{}}' }],
    ['the keys are empty', /\/keys$/, { body: '{"keys":[]}' }],
    ['a key is rubbish', /\/keys$/, { body: '{"keys":[null,7,{"kty":"RSA"}]}' }],
  ])('%s', async (_, urls, answer) => {
    const options = { env: { WHY403_EMULATOR: emulator.url }, stdin: token, http: answering(urls, answer) }
    const { code, out, err } = await why403(['inspect'], options)
    expect({ code, err }).toEqual({ code: 1, err: '' })
    expect(out).toMatch(/^checks \d of \d passed, signature not verified$/m)
    const { token: read } = await report(['inspect'], options)
    expect(read.signature.status).toBe('not-checked')
    expect(read.signature.reason).toEqual(expect.any(String))
  })
})

describe('a bug of ours', () => {
  const http = () => Promise.reject(new TypeError('undefined is not a function\n  of two lines'))

  test('is told as such, without a stack trace', async () => {
    const err = await complaintOfBug({})
    expect(err).toContain('WHY403_DEBUG=1 shows where.\n')
    expect(err).not.toMatch(/^\s+at /m)
  })

  test('shows where, when it is asked for, and still no message', async () => {
    const err = await complaintOfBug({ WHY403_DEBUG: '1' })
    expect(err).toMatch(/^ {4}at .*bad-input\.test\.ts/m)
    expect(err).not.toMatch(/not a function|two lines/)
  })

  async function complaintOfBug(env: Record<string, string>): Promise<string> {
    const { code, out, err } = await why403(['inspect'], {
      env: { ...env, WHY403_EMULATOR: emulator.url },
      stdin: token,
      http,
    })
    expect({ code, out }).toEqual({ code: 3, out: '' })
    expect(err).toMatch(/^why403: something went wrong that should not have \(TypeError\)\.\n/)
    return err
  }
})

function unwritable() {
  const made = testIo({ env: settings(emulator, 'reporting'), now: () => start })
  const refuse = () => Promise.reject(Object.assign(new Error('no such folder'), { code: 'ENOENT' }))
  return { ...made, io: { ...made.io, writeFile: refuse } }
}

test.each([
  ['EACCES', 'may not be written'],
  ['EROFS', 'is on a disk that may only be read'],
  ['EDQUOT', 'does not fit: your quota is used up'],
])('a file that the system refuses (%s) is told why', async (code, words) => {
  const { io, err } = testIo()
  const refusing = { ...io, writeFile: () => Promise.reject(Object.assign(new Error('no'), { code })) }
  expect(await main(['explain', '--list', '--output', 'answer'], refusing)).toBe(3)
  expect(err()).toContain(`The file of --output ${words}`)
})
