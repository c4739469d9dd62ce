import { afterAll, beforeAll, expect, test } from 'vitest'
import { lessons } from '../../src/lessons/index.ts'
import { answering, report, settings, why403 } from '../cli/support.ts'
import { type Stage, stage } from '../emulator/support.ts'

let emulator: Stage
let files: Record<string, string>

beforeAll(async () => {
  emulator = await stage()
  files = { admin: await emulator.token('admin'), t: await emulator.token('reporting') }
})
afterAll(() => emulator.stop())

const list = `/users/adele.vance@contoso.example/messages
/a/path/that/no/table/lists/and/that/is/longer/than/half/of/the/line/is/wide
POST /users
/me
nonsense here
`

/** Command lines that between them show everything that is printed as text. */
const shown: [string, string[]][] = [
  ['the road', []],
  ['the road, sent anyway, with records', ['--anyway', '--directory-token-file', 'admin']],
  ['the road, verbose', ['--verbose', '--records']],
  ['answers', ['--token-file', 't', '--from', '-']],
  ['a refusal by Entra', ['--client-id', '5d1e2c3b-4a59-4687-9a6b-0c1d2e3f4a5b']],
  ['an odd setting', ['--tenant', '<tenant-id>']],
  ['a token', ['inspect', '--token-file', 't']],
  [
    'an expired token',
    ['inspect', '--verbose', '--token-file', 't', '--at', '2030-01-01', '--expect', 'delegated'],
  ],
  ['no token', ['inspect', '--token-file', '-']],
  ['permissions', ['permissions', 'GET /users', '--from', '-']],
  ['permissions, verbose', ['permissions', 'GET /users', '--verbose']],
  ['findings', ['explain', '--list']],
  ['scenarios', ['demo', '--list']],
  ['help', ['--help']],
  ['help of a command', ['check', '--help']],
  ...lessons.map(({ id }): [string, string[]] => [`demo ${id}`, ['demo', id]]),
]

/** A command or a link stands on a line of its own, to be copied whole; a shell prompt too. */
const toPaste = /^( {4})?(https?:|curl|az|why403|\$ )/

test.each(shown)('%s fits 80 columns', async (_, argv) => {
  const { out } = await why403(argv, { env: settings(emulator), files, stdin: list })
  expect(out).not.toBe('')
  expect(out.split('\n').filter(line => line.length > 80 && !toPaste.test(line))).toEqual([])
  expect(out.split('\n').filter(line => /\s$/.test(line))).toEqual([])
})

test.each(shown)('%s is plain ASCII without a UTF-8 locale', async (_, argv) => {
  const env = { ...settings(emulator), LANG: 'C' }
  const { out } = await why403(argv, { env, files, stdin: list })
  expect(out).toMatch(/^[\u0020-\u007e\n]+$/)
})

test('names in other scripts are escaped there, not garbled', async () => {
  const { out } = await why403(['permissions', '/users/zoë'], { env: { LANG: 'C' } })
  expect(out).toContain('GET /users/zo\\u{eb}')
})

test('a narrow and a wide terminal are filled, within reason', async () => {
  const widest = async (columns: number): Promise<number> => {
    const { out } = await why403(['permissions', 'GET /users', '--verbose'], { columns })
    return Math.max(...out.split('\n').map(line => line.length))
  }
  expect(await widest(60)).toBeLessThanOrEqual(60)
  const wide = await widest(300)
  expect(wide).toBeGreaterThan(100)
  expect(wide).toBeLessThanOrEqual(120)
})

test('what does not fit a table is cut there, and whole in json', async () => {
  const user = {
    id: '091a565c-578a-4024-9fc5-02f83fe88ba5',
    userPrincipalName: `${'x'.repeat(37)}😀@contoso.example`,
  }
  const options = {
    env: settings(emulator),
    files,
    http: answering(/\/v1\.0\/users/, {
      headers: { 'request-id': user.id, 'content-type': 'application/json' },
      body: JSON.stringify({ value: [user] }),
    }),
  }
  const { out } = await why403(['--token-file', 't', '/users', '--rows', 'table'], options)
  expect(out).toMatch(/^ {2}091a565c-578a-4024-9fc5-02f83fe88ba5 \| x{37}…$/m)
  const { calls } = await report(['--token-file', 't', '/users', '--rows', 'table'], options)
  expect(calls[0].value).toEqual([user])
})
