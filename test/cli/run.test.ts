import { readdirSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Ground, ground, watchee } from '../proxy/watched.ts'
import { why403 } from './support.ts'

let program: Ground['program']
let temporary: Ground['temporary']
let env: Ground['env']
let stop: Ground['stop']

beforeAll(async () => {
  ;({ program, temporary, env, stop } = await ground())
})
afterAll(() => stop())

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
