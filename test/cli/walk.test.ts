import { spawn } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Stage, stage, start } from '../emulator/support.ts'
import { buildProgram, type Program, root } from '../support/program.ts'
import { dotenv, settings } from './support.ts'

// A new user's walk: the README from top to bottom and each command that is printed, as printed, in a real
// bash in a folder of its own. `why403` is on the PATH, as `npm link` puts it there; the emulator is the one
// that its settings name.

let program: Program
let emulator: Stage
let bin: string

beforeAll(async () => {
  program = await buildProgram()
  emulator = await stage()
  emulator.pass((Date.now() - start) / 1000)
  bin = join(program.folder, 'bin')
  mkdirSync(bin)
  const shim = join(bin, 'why403')
  writeFileSync(shim, `#!/bin/sh\nexec '${process.execPath}' '${join(root, 'dist/cli/why403.cjs')}' "$@"\n`)
  chmodSync(shim, 0o755)
})
afterAll(async () => {
  program.remove()
  await emulator.stop()
})

interface Ran {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** A line as a user types it. */
function bash(line: string, folder: string, variables: Record<string, string> = {}): Promise<Ran> {
  return new Promise(done => {
    const child = spawn('bash', ['-c', line], {
      cwd: folder,
      env: { PATH: `${bin}:${process.env.PATH}`, HOME: folder, LANG: 'C.UTF-8', ...variables },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let [out, err] = ['', '']
    child.stdout.on('data', text => {
      out += text
    })
    child.stderr.on('data', text => {
      err += text
    })
    child.on('close', code => done({ code, out, err }))
  })
}

/** A folder with the settings of an app of the emulator. */
function folderOf(name: string, app?: string): string {
  const folder = join(program.folder, name)
  mkdirSync(folder)
  if (app !== undefined) writeFileSync(join(folder, '.env'), dotenv(settings(emulator, app)), { mode: 0o600 })
  return folder
}

/** Commands that an answer prints: they stand alone on their line, indented by four. */
const printed = (out: string): string[] =>
  [...out.matchAll(/^ {4}((?:why403|curl|env|GRAPH_SCOPE=)\b.*)$/gm)].map(([, command]) => command!)

describe('the README, command by command', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8')
  const typed = [
    ...[...readme.matchAll(/^```sh\n([\s\S]*?)^```/gm)].flatMap(([, block]) => block!.trim().split('\n')),
    ...[...readme.matchAll(/^\|.*\|$/gm)].flatMap(([row]) =>
      [...row.matchAll(/`((?:pbpaste|why403)[^`]*)`/g)].map(([, command]) => command!.replaceAll('\\|', '|')),
    ),
  ]
  /** Set-up, and what waits to be stopped: each has a test of its own. */
  const elsewhere = /^npm (ci|link)|^why403 emulator$/
  const commands = [...new Set(typed)].filter(command => !elsewhere.test(command))

  test('they are found', () => {
    expect(commands.length).toBeGreaterThan(12)
    expect(typed.some(command => command.startsWith('npm ci'))).toBe(true)
  })

  // Some twenty processes, one after the other.
  test('each runs as it stands, and answers', { timeout: 60_000 }, async () => {
    const folder = folderOf('readme', 'lab')
    const token = await emulator.token('reporting')
    writeFileSync(join(folder, 'token.txt'), token, { mode: 0o600 })
    writeFileSync(join(folder, 'admin.jwt'), await emulator.token('admin'), { mode: 0o600 })
    writeFileSync(join(folder, 'calls.txt'), 'GET /users\nGET /groups\n')
    // Programs of the reader's own.
    writeFileSync(join(bin, 'pbpaste'), `#!/bin/sh\ncat "$PASTE"\n`, { mode: 0o755 })
    writeFileSync(join(bin, 'python3'), '#!/bin/sh\necho "$1 has run"\n', { mode: 0o755 })
    const refusal = JSON.stringify({
      error: {
        code: 'Authorization_RequestDenied',
        message: 'Insufficient privileges to complete the operation.',
      },
    })
    writeFileSync(join(folder, 'refusal.txt'), refusal)
    for (const command of commands) {
      const paste = join(folder, command.includes('explain') ? 'refusal.txt' : 'token.txt')
      const { code, out, err } = await bash(command, folder, { PASTE: paste })
      expect({ command, code, err }).toEqual({
        command,
        code: expect.toBeOneOf([0, 1]),
        err: expect.not.stringMatching(/^why403: /m),
      })
      expect((out + err).length, command).toBeGreaterThan(20)
    }
  })
})

test('from refused to clear, by nothing but what is printed', async () => {
  const folder = folderOf('cure', 'lab')
  const first = await bash('why403 "GET /users"', folder)
  expect(first.code).toBe(1)
  const steps = printed(first.out)
  const consent = steps.find(step => step.startsWith('curl '))!
  expect(steps.at(-1)).toBe('why403 "GET /users"')
  expect((await bash(`${consent} --silent --output /dev/null --write-out '%{http_code}'`, folder)).out).toBe(
    '200',
  )
  const last = await bash(steps.at(-1)!, folder)
  expect(last.out).toMatch(/^✔ All clear/)
  expect(last.code).toBe(0)
})

test('what would tell for certain is a command that runs', async () => {
  const folder = folderOf('tell', 'lab')
  const { out } = await bash('why403 check "GET /applications"', folder)
  const tell = printed(out).find(step => step.includes('--records'))!
  expect(tell).toBe('why403 check "GET /applications" --records')
  expect((await bash(tell, folder)).code).toBe(1)
})

/**
 * Whether PowerShell reads a line as commands with arguments, by the part of its grammar that is printed:
 * bare words, single-quoted strings, variables, `;` between commands, an assignment, hash tables and lists. Source: Learn,
 * "about_Parsing", "about_Quoting_Rules".
 */
function isPowerShell(line: string): boolean {
  const token =
    /\s*(?:(;)|(\$env:\w+ = (?:'(?:[^']|'')*'|\$null))|('(?:[^'\u2018-\u201b]|'')*')|("(?:[^"`]|`.)*")|(\(Get-\w+(?: -\w+| '(?:[^']|'')*')*\)\.\w+)|(\w+=@[({])|([^\s'"`;|&<>(){}@#$,\u2018-\u201f][^\s'"`;|&<>(){},\u2018-\u201f]*(?:,'[^']*')*)|(,'[^']*')|(@[({]|[)}]))/y
  while (token.lastIndex < line.length) if (!token.test(line)) return false
  return true
}

test('in PowerShell, each printed command is one', { timeout: 60_000 }, async () => {
  const folder = folderOf('powershell', 'lab')
  const asked = [
    `why403 --shell powershell "GET /users?\\$top=3"`,
    'why403 check --shell powershell "GET /groups" --records',
    'why403 explain --shell powershell AADSTS7000215',
    'why403 explain --shell powershell AADSTS90002',
    'why403 explain --shell powershell AADSTS700212',
    'why403 permissions --shell powershell "GET /usres"',
  ]
  let seen = 0
  for (const line of asked) {
    const { out } = await bash(line, folder)
    const commands = [
      ...out.matchAll(/^ {4}((?:why403|az|curl\.exe|\$env:|Connect-|New-|Get-|\().*)$/gm),
    ].map(([, command]) => command!)
    seen += commands.length
    for (const command of commands) {
      expect({ command, isPowerShell: isPowerShell(command) }).toEqual({ command, isPowerShell: true })
      expect(command).not.toContain('&&')
    }
  }
  expect(seen).toBeGreaterThan(4)
  expect(isPowerShell('az rest --body \'{\\"a\\":1}\'')).toBe(true)
  for (const wrong of ["why403 'never closed", 'why403 GET&users', 'a | b', 'why403 @cert.pem'])
    expect(isPowerShell(wrong)).toBe(false)
})
