import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runCommand, startOf } from '../../src/edges/run-command.ts'
import { type Stage, stage } from '../emulator/support.ts'
import { report, settings, why403 } from './support.ts'

let emulator: Stage
let token: string
beforeAll(async () => {
  emulator = await stage()
  token = await emulator.token('reporting')
})
afterAll(() => emulator.stop())

/** A program that prints; its text comes by its environment, as arguments are words. */
const printing = (script: string) => `node -e '${script}'`
const tell = (argv: readonly string[], env: Record<string, string> = {}) => why403(argv, { env })

describe('the token of a command', () => {
  test.each([
    ['bare', (text: string) => text],
    [
      'as the Azure CLI prints it',
      (text: string) => JSON.stringify({ accessToken: text, tokenType: 'Bearer' }),
    ],
    ['as a token endpoint answers', (text: string) => JSON.stringify({ access_token: text, expires_in: 1 })],
  ])('%s', async (_, form) => {
    const env = { ...settings(emulator), PRINTED: form(token) }
    const argv = ['--token-command', printing('process.stdout.write(process.env.PRINTED)'), 'GET /users']
    const { token: told, calls } = await report(argv, { env })
    expect(told).toMatchObject({ origin: '--token-command', appid: emulator.apps.reporting!.clientId })
    expect(calls).toMatchObject([{ status: 200 }])
  })

  test('and the command does not get the secrets of why403', async () => {
    const script =
      'console.error(process.env.KEPT); process.exit(process.env.CLIENT_SECRET ? 1 : process.env.WHY403_TOKEN ? 2 : 3)'
    const env = { ...settings(emulator), WHY403_TOKEN: token, KEPT: 'kept' }
    const { code, err } = await tell(['--token-command', printing(script)], env)
    expect({ code, told: err.includes('exit code 3') }).toEqual({ code: 3, told: true })
    expect(err).not.toContain('kept')
  })

  test.each([
    ['fails', printing('console.error("Please run az login"); process.exit(1)'), ['exit code 1', 'az login']],
    ['is not there', 'no-such-program-anywhere x', ['was not found']],
    ['prints something else', printing('console.log("hello")'), ['printed no access token']],
    ['prints nothing', printing(''), ['printed no access token']],
    ['prints too much', printing('console.log("x".repeat(2000000))'), ['more than 1 MiB']],
  ])('that %s is one complaint', async (_, command, words) => {
    const { code, out, err } = await tell(['inspect', '--token-command', command])
    expect({ code, out }).toEqual({ code: 3, out: '' })
    for (const word of words) expect(err).toContain(word)
    expect(err).not.toContain('Please run')
  })

  test('a pipe is for a shell', async () => {
    const { code, err } = await tell(['--token-command', 'az account get-access-token | jq .accessToken'])
    expect(code).toBe(2)
    expect(err).toContain('is run without a shell')
  })

  test.each([
    ['--token-file as well', ['check', '--token-command', 'x', '--token-file', 'y']],
    ['an argument as well', ['inspect', 'eyJhbGciOiJub25lIn0.e30.', '--token-command', 'x']],
    ['a file and an argument', ['inspect', 'eyJhbGciOiJub25lIn0.e30.', '--token-file', 'x']],
  ])('two tokens are one too many: %s', async (_, argv) => {
    const { code, err } = await tell(argv)
    expect(code).toBe(2)
    expect(err).toContain('each name a token')
  })
})

describe('a program is run without a shell', () => {
  const system = { environment: { PATH: process.env.PATH }, platform: 'linux', kill: process.kill }

  test('what takes too long is ended, with all that it started', async () => {
    const script = `const { spawn } = require('node:child_process')
      const child = spawn('sleep', ['60'], { stdio: 'inherit' })
      console.log(child.pid)`
    const wish = { timeoutMs: 1500, longest: 1000, without: [] }
    expect(await runCommand(['node', '-e', script], wish, system)).toEqual({ kind: 'timed-out' })
  })

  const environment = { Path: 'C:\\none', ComSpec: 'C:\\Windows\\System32\\cmd.exe' }
  test.each<[string, readonly string[], object | null]>([
    ['a program', ['az.exe', 'a b'], { file: 'az.exe', arguments: ['a b'], verbatim: false }],
    [
      'a batch file',
      ['C:\\Program Files\\az.cmd', 'account', '--resource', 'https://graph.microsoft.com'],
      {
        file: environment.ComSpec,
        arguments: [
          '/d',
          '/s',
          '/c',
          '""C:\\Program Files\\az.cmd" account --resource https://graph.microsoft.com"',
        ],
        verbatim: true,
      },
    ],
    ['a batch file with what cmd.exe reads anew', ['az.cmd', '%PATH%'], null],
    ['a batch file with a blank', ['az.cmd', 'a b'], null],
    ['a batch file of a name that cmd.exe reads anew', ['C:\\a&b\\az.cmd'], null],
  ])('on Windows: %s', (_, words, started) => {
    expect(startOf(words, environment, 'win32')).toEqual(started)
  })
})

test('a name that no system would start is one complaint', async () => {
  const { code, err } = await why403(['inspect', '--token-command', 'x'.repeat(5000)])
  expect(code).toBe(3)
  expect(err).toMatch(/^why403: The command of --token-command /)
  expect(err).not.toContain('xxxx')
})
