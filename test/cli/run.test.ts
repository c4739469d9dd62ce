import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Stage, stage, start } from '../emulator/support.ts'
import { buildProgram, type Program } from '../support/program.ts'
import { settings, why403 } from './support.ts'

/** A program that takes proxy and roots from its environment. */
const watchee = [process.execPath, fileURLToPath(new URL('../proxy/program.mjs', import.meta.url))]

let program: Program
let emulator: Stage
/** Where the program's temporary files go. */
let temporary: string
let env: Record<string, string>

beforeAll(async () => {
  program = await buildProgram()
  emulator = await stage()
  emulator.pass((Date.now() - start) / 1000)
  temporary = mkdtempSync(join(tmpdir(), 'run-test-'))
  env = { ...settings(emulator), TMPDIR: temporary }
})
afterAll(async () => {
  program.remove()
  rmSync(temporary, { recursive: true })
  await emulator.stop()
})

test('403, consent, 200: stdout and exit code are the program’s, and stderr tells why', async () => {
  const line = ['run', '--built-in', ...watchee, '/v1.0/users?$top=10']
  const refused = await program.run(line, { env })
  expect({ code: refused.code, out: refused.out }).toEqual({ code: 5, out: '403 /v1.0/users?$top=10\n' })
  expect(refused.err).toContain('200 token for the app · with a client secret · no permissions')
  expect(refused.err).toMatch(/✖ 403 GET \/users · as the app\n {6}The token holds no application permission/)
  expect(refused.err).toContain('✖ consent/missing-admin-consent')
  expect(refused.err).toContain(
    'For what it did, least privileged: User.ReadBasic.All\n  Its token holds: none',
  )
  expect(refused.err).toContain('why403 run --built-in --consent -- ')

  const granted = await program.run(
    ['run', '--built-in', '--consent', '--exit-code', ...watchee, '/v1.0/users'],
    { env },
  )
  expect({ code: granted.code, out: granted.out }).toEqual({ code: 0, out: '200 /v1.0/users\n' })
  expect(granted.err).toContain('Granted: User.Read.All, AuditLog.Read.All')
  expect(granted.err).toContain('All clear: the call was answered.')
  expect(granted.err).toMatch(/· AuditLog\.Read\.All is not needed here/)
  expect(readdirSync(temporary)).toEqual([])
})

test.each([
  [['run'], 'why403 run takes the command of a program'],
  [['run', '--format', 'json', 'true'], "Standard output is the program's own"],
  [['run', '--consent', 'true'], '--consent goes with --built-in'],
  [['run', 'no-such-program-anywhere'], 'There is no program of that name'],
  [['run', '--tenant', 'x', 'true'], 'why403 run does not take --tenant'],
])('%j is exit 2', async (line, message) => {
  const { code, out, err } = await why403(line)
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).toContain(message)
})
