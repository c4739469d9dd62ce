import { expect, test } from 'vitest'
import { main } from '../../src/main.ts'
import { start } from '../emulator/support.ts'
import { testIo } from '../support/io.ts'
import { serve } from '../support/server.ts'
import { why403 } from './support.ts'

test('prints settings that work, serves until it is interrupted, and stops', async () => {
  const { io, out } = testIo({ now: () => start })
  let interrupt = (): void => {}
  const interrupted = new Promise<void>(done => {
    interrupt = done
  })
  let running: Promise<number> | undefined
  await new Promise<void>(printed => {
    const write = (text: string): void => {
      io.stdout.write(text)
      printed()
    }
    running = main(['emulator', '--port', '0'], {
      ...io,
      stdout: { ...io.stdout, write },
      untilInterrupted: () => interrupted,
    })
  })

  const pasted = out().match(/^ {2}[A-Z0-9_]+=\S+$/gm)!
  const [lab, admin] = [pasted.slice(0, 4), pasted.slice(4)]
  expect(lab.map(line => line.trim().split('=')[0])).toEqual([
    'WHY403_EMULATOR',
    'TENANT_ID',
    'CLIENT_ID',
    'CLIENT_SECRET',
  ])
  expect(admin).toHaveLength(2)
  for (const line of pasted.filter(line => line.includes('CLIENT_SECRET'))) {
    expect(line).toContain('MAKE-BELIEVE')
  }
  const files = { '.env': lab.map(line => line.trim()).join('\n') }
  expect((await why403([], { files })).code).toBe(1)
  const consentPage = /^ {2}curl --request POST '(\S+)'$/m.exec(out())![1]!
  expect((await fetch(consentPage, { method: 'POST' })).status).toBe(200)
  expect((await why403([], { files })).code).toBe(0)

  interrupt()
  expect(await running).toBe(0)
  const after = await why403([], { files })
  expect(after.code).toBe(3)
  expect(after.err).toMatch(/^why403: .*127\.0\.0\.1:\d+ .*\(ECONN(REFUSED|RESET)\)\.$/m)
  expect(after.err).toContain('Is the emulator running? Start it with: why403 emulator')
})

test.each([
  [
    ['--fault', 'GET /users'],
    /^why403: --fault cannot be read: it says where, and not what goes wrong\.\n {2}Where, and/,
  ],
  [
    ['--fault', 'token delay=1s', '--fault', 'users MAKE-BELIEVE~x'],
    /^why403: --fault number 2 cannot be read: it begins with a path of Graph, such as GET \/users, or with token, /,
  ],
  [
    ['--fault', 'token delay=soon'],
    /--fault cannot be read: delay takes a time, such as 500ms or 2s, and a day at most\./,
  ],
  [['--fault='], /^why403: --fault needs a value\./],
  [['--users', 'many'], /^why403: --users takes a number/],
  [['--users=-1'], /^why403: --users takes a number from 0 to 1000000\./],
])('%j is one complaint', async (flags, complaint) => {
  const { code, out, err } = await why403(['emulator', '--port', '0', ...flags])
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).toMatch(complaint)
  expect(err).not.toContain('MAKE-BELIEVE')
})

test('a seed gives the same settings again, and faults are told', async () => {
  const flags = [
    'emulator',
    '--port',
    '0',
    '--seed',
    'class of May',
    '--fault',
    'token 429',
    '--fault',
    'graph reset',
  ]
  const secrets = async (): Promise<string[]> => {
    const { code, out } = await why403(flags, { interrupted: Promise.resolve() })
    expect(code).toBe(0)
    expect(out).toContain('come again with the same seed.\n2 faults as asked for with --fault.')
    return out.match(/CLIENT_SECRET=\S+/g)!
  }
  expect(await secrets()).toEqual(await secrets())
})

test('a port that is taken: exit 3, and how to get another', async () => {
  const other = await serve(() => ({}))
  const { code, out, err } = await why403(['emulator', '--port', new URL(other.url).port])
  await other.stop()
  expect({ code, out }).toEqual({ code: 3, out: '' })
  expect(err).toMatch(
    /^why403: Port \d+ of 127\.0\.0\.1 cannot be used \(EADDRINUSE\)\.\n {2}Any free port: /,
  )
})

test.each(['99999', '-1', '1.5', 'http'])('--port %s is none', async port => {
  const { code, out, err } = await why403(['emulator', `--port=${port}`])
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).toMatch(/^why403: --port takes a number/)
})

test('the file of --write-env is named where it is plainly one, and never where a secret may stand', async () => {
  const told = async (file: string) => {
    const { code, out, files } = await why403(['emulator', '--port', '0', `--write-env=${file}`], {
      interrupted: Promise.resolve(),
    })
    expect(code).toBe(0)
    expect(Object.keys(files)).toEqual([file, `${file}.admin`])
    return out
  }
  const named = await told('lab/class.env')
  expect(named).toContain('are in lab/class.env, those of an administrator in lab/class.env.admin.')
  expect(named).toContain('\n  why403 --dotenv lab/class.env\n')
  const secret = 'R5t=abcdefgh'
  const unnamed = await told(secret)
  expect(unnamed).not.toContain(secret)
  expect(unnamed).toContain('the one beside it, whose name ends in .admin')
  expect(unnamed).toContain('\n  why403 --dotenv <that file>\n')
})

test.each([
  ['--state', { 'mine.json': '{"mine": true}' }, /the emulator did not write it/, 2],
  ['--state', { 'mine.json': '' }, /the emulator did not write it/, 2],
  [
    '--directory',
    { 'mine.json': '{"mine": "Northwind Traders"}' },
    /cannot be used: its displayName is not a text/,
    3,
  ],
  ['--directory', {}, /cannot be read/, 3],
])(
  '%s with what is no such file is one complaint, and the file stays',
  async (flag, files, complaint, exit) => {
    const ran = await why403(['emulator', '--port', '0', flag, 'mine.json'], { files })
    expect({ code: ran.code, out: ran.out }).toEqual({ code: exit, out: '' })
    expect(ran.err).toMatch(complaint)
    expect(ran.err).not.toContain('Northwind')
    expect(ran.files).toEqual(files)
  },
)

test('--state keeps the tenant in a file that its owner alone can read', async () => {
  const argv = ['emulator', '--port', '0', '--state', 'tenant.json']
  const { code, out, files, modes } = await why403(argv, { interrupted: Promise.resolve() })
  expect([code, modes['tenant.json']]).toEqual([0, 0o600])
  expect(out).toContain('kept in the file of --state when it stops')
  expect(files['tenant.json']).toContain('iam-lab3-daemon')
  expect(files['tenant.json']).not.toContain('MAKE-BELIEVE~')
  const again = await why403(argv, { files, interrupted: Promise.resolve() })
  expect([again.code, again.err]).toEqual([0, ''])
})
