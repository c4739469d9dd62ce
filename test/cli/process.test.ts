import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Stage, stage, start } from '../emulator/support.ts'
import { buildProgram, type Program, root } from '../support/program.ts'
import { dotenv, settings } from './support.ts'

// The one file that knows the process, as a process: what the other tests hand in from memory.

let program: Program
let folder: string
let run: Program['run']
let emulator: Stage | undefined

beforeAll(async () => {
  program = await buildProgram()
  ;({ folder, run } = program)
  emulator = await stage()
  emulator.pass((Date.now() - start) / 1000)
})
afterAll(async () => {
  program.remove()
  await emulator?.stop()
})

test('--version', async () => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  expect(await run(['--version'])).toEqual({ code: 0, out: `${version}\n`, err: '' })
})

test('no settings: exit 2, one message, no stack trace', async () => {
  const { code, out, err } = await run([])
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).toMatch(
    /^why403: TENANT_ID, CLIENT_ID and CLIENT_SECRET are not set, and there is no \.env in \/\S+\.\n/,
  )
  expect(err).not.toMatch(/^\s+at /m)
})

test('the road, from a .env in the working directory to a token in a file of one owner', async () => {
  const env = join(folder, '.env')
  writeFileSync(env, dotenv(settings(emulator!, 'reporting')), { mode: 0o600 })
  const { code, out, err } = await run(['--save-token', 'kept', '--output', 'report.txt', '/users'])
  rmSync(env)
  expect({ code, out }).toEqual({ code: 0, out: '' })
  expect(err).toBe('note: WHY403_EMULATOR (.env) is set: the built-in tenant answers, not Entra ID\n')
  expect(readdirSync(folder).sort()).toEqual(['kept', 'report.txt'])
  expect(statSync(join(folder, 'kept')).mode & 0o777).toBe(0o600)
  expect(readFileSync(join(folder, 'report.txt'), 'utf8')).toMatch(/^✔ All clear: the call was answered\.\n/)

  const kept = readFileSync(join(folder, 'kept'), 'utf8')
  const inspected = await run(['inspect'], { stdin: kept, env: { WHY403_EMULATOR: emulator!.url } })
  expect(inspected.code).toBe(0)
  expect(inspected.out).toContain('verified')
})

test('a file that is there is replaced whole, and kept when it cannot be', async () => {
  writeFileSync(join(folder, 'answer'), 'old')
  expect((await run(['explain', '--list', '--output', 'answer'])).code).toBe(0)
  expect(readFileSync(join(folder, 'answer'), 'utf8')).toContain('token/expired')
  const { code, err } = await run(['explain', '--list', '--output', 'no/folder/answer'])
  expect(code).toBe(3)
  expect(err).toMatch(/^why403: The file of --output is in a folder that is not there\.\n {2}\S/)
  expect(readdirSync(folder).filter(name => name.endsWith('.tmp'))).toEqual([])
})

test('a list on standard input, of exactly the size that is allowed, and of one byte more', async () => {
  const line = 'GET /users\n'
  const full = line + '#'.repeat(1024 * 1024 - line.length)
  expect((await run(['permissions', '--from', '-'], { stdin: full })).code).toBe(0)
  const { code, out, err } = await run(['permissions', '--from', '-'], { stdin: `${full}#` })
  expect({ code, out }).toEqual({ code: 3, out: '' })
  expect(err).toMatch(/^why403: Standard input holds more than 1 MiB\.\n/)
})

test('a reader that has seen enough is no failure', async () => {
  const child = program.start(['explain', '--list'])
  child.stdout!.destroy()
  let err = ''
  child.stderr!.on('data', text => {
    err += text
  })
  const code = await new Promise(done => child.on('close', done))
  expect({ code, err }).toEqual({ code: 0, err: '' })
})

test.each(['SIGINT', 'SIGTERM'] as const)('the emulator stops at a %s', async signal => {
  const child = program.start(['emulator', '--port', '0'])
  await new Promise(done => child.stdout!.once('data', done))
  child.kill(signal)
  expect(await new Promise(done => child.on('close', done))).toBe(0)
})

test.each(['SIGINT', 'SIGTERM'] as const)('--every ends at a %s, in the middle of its wait', async signal => {
  const child = program.start(['/users', '--every', '1h'], { env: settings(emulator!, 'reporting') })
  let err = ''
  child.stderr!.setEncoding('utf8').on('data', text => {
    err += text
  })
  await new Promise(done => child.stdout!.once('data', done))
  child.kill(signal)
  expect(await new Promise(done => child.on('close', done))).toBe(0)
  expect(err).toMatch(/^Interrupted after 1 round in /m)
})

test('--every asks on by itself, and ends where nobody reads on', async () => {
  const child = program.start(['/users', '--every', '1s', '--format', 'json'], {
    env: settings(emulator!, 'reporting'),
  })
  let rounds = 0
  child.stdout!.setEncoding('utf8').on('data', (text: string) => {
    rounds += text.split('\n').length - 1
    if (rounds === 2) child.stdout!.destroy()
  })
  expect(await new Promise(done => child.on('close', done))).toBe(0)
})

/** Runs before the program, in its process. */
const before = (code: string): Record<string, string> => ({
  NODE_OPTIONS: `--import "data:text/javascript,${encodeURIComponent(code)}"`,
})

test.each([
  ['an exception', "setTimeout(() => { throw new RangeError('hidden') })"],
  ['a rejection', "Promise.reject(new RangeError('hidden'))"],
  ['a rejection after another', "Promise.reject(new RangeError('hidden')); Promise.reject(0)"],
])('%s that nobody waits for: one message, exit 3, no stack trace', async (_, failing) => {
  // While standard input stays open main is at work, and waits.
  const whileReading = `process.stdin.once('newListener', () => { ${failing} })`
  const child = program.start(['explain'], { env: before(whileReading) })
  let [out, err] = ['', '']
  child.stdout!.setEncoding('utf8').on('data', text => {
    out += text
  })
  child.stderr!.setEncoding('utf8').on('data', text => {
    err += text
  })
  const code = await new Promise(done => child.on('close', done))
  expect({ code, out }).toEqual({ code: 3, out: '' })
  expect(err).toMatch(/^why403: something went wrong that should not have \(RangeError\)\.\n {2}[^\n]+\n$/)
})

test('a failure after the answer still counts', async () => {
  const failing = "process.stdin.once('end', () => setTimeout(() => Promise.reject(new RangeError()), 300))"
  const { code, out, err } = await program.run(['explain'], { stdin: 'AADSTS7000215', env: before(failing) })
  expect(code).toBe(3)
  expect(out).toContain('AADSTS7000215')
  expect(err).toMatch(/^why403: something went wrong that should not have \(RangeError\)\.\n/)
})

test('a promise that is lost never reads as success', async () => {
  const losing = `
    import fs from 'node:fs/promises'
    import { syncBuiltinESMExports } from 'node:module'
    fs.rename = () => new Promise(() => {})
    syncBuiltinESMExports()`
  const { code, out, err } = await program.run(['explain', '--list', '--output', 'lost'], {
    env: before(losing),
  })
  expect({ code, out }).toEqual({ code: 3, out: '' })
  expect(err).toMatch(/^why403: something went wrong that should not have \(LostPromise\)\.\n/)
})
