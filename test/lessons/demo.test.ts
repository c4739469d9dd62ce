import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import contoso from '../../fixtures/tenants/contoso.json' with { type: 'json' }
import { dotenvOf } from '../../src/emulator/dotenv.ts'
import { startEmulator } from '../../src/emulator/emulator.ts'
import { fault } from '../../src/emulator/faults/spelling.ts'
import { tenantNamed } from '../../src/emulator/tenants.ts'
import { lessons } from '../../src/lessons/index.ts'
import { linesOf } from '../../src/lessons/lines.ts'
import { type Ran, why403 } from '../cli/support.ts'
import { index, keys, start } from '../emulator/support.ts'
import { testIo } from '../support/io.ts'

/** Of the tenant and of MSAL, which goes by this machine's clock; what a real program makes here is then valid already. */
const today = Date.now() + 120_000

beforeAll(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: today })
})
afterAll(() => {
  vi.useRealTimers()
})

/** Keys take a while to make: each lesson is played once. */
const played = new Map<string, Promise<Ran>>()

function stepThrough(id: string): Promise<Ran> {
  const ran = played.get(id) ?? why403(['demo', id, '--step'], { stdin: '\n'.repeat(9), now: () => today })
  played.set(id, ran)
  return ran
}

describe.each(lessons.map(({ id, steps }) => [id, steps.length] as const))('demo %s', (id, steps) => {
  test('plays to its end', async () => {
    const { code, out, err } = await stepThrough(id)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    const headings = out.match(/^\d+ of \d+ {2}/gm)
    expect(headings).toEqual(Array.from({ length: steps }, (_, at) => `${at + 1} of ${steps}  `))
    expect(out).toMatch(/^Seen {4}✔ /m)
    expect(out).not.toContain('NOT: ')
    expect(out).toContain('More scenarios')
  })

  test('fits a terminal of 80 columns and 24 lines, step by step, with its keys', async () => {
    const { out } = await stepThrough(id)
    const screens = out.split(/^(?=\d+ of \d+ {2})/m).slice(1)
    const heights = screens.map(screen =>
      screen
        .replace(/(Enter: the end[^\n]*)\n[\s\S]*$/, '$1')
        .trimEnd()
        .split('\n')
        .reduce((lines, line) => lines + Math.max(1, Math.ceil(line.length / 80)), 0),
    )
    expect(Math.max(...heights)).toBeLessThanOrEqual(24)
  })
})

test('demo plays the lab: no consent, a 403, consent, a token that is too old, and a new one', async () => {
  const { code, out } = await why403(['demo'])
  expect(code).toBe(0)
  const story = [
    'An app wants to read users.',
    'why403 emulator --write-env .env',
    '--save-token old.jwt',
    'nobody has granted admin consent for User.Read.All, AuditLog.Read.All.',
    'Graph refused 2 of 2 calls',
    '/adminconsent?client_id=',
    'Granted: User.Read.All, AuditLog.Read.All, at 19:32:07',
    'The token is older than the consent',
    '✔ All clear: 2 of 2 calls answered.',
    'why403 lab',
  ]
  const told = out.replace(/\s+/g, ' ')
  const places = story.map(words => told.indexOf(words))
  expect(places).not.toContain(-1)
  expect(places).toEqual([...places].sort((a, b) => a - b))
})

test('demo --list names every scenario', async () => {
  const { code, out } = await why403(['demo', '--list'])
  expect(code).toBe(0)
  for (const { id, title } of lessons) expect(out.replace(/\s+/g, ' ')).toContain(`${id} ${title}`)
})

test('demo --output keeps the whole story in a file', async () => {
  const { code, out, files } = await why403(['demo', 'secret-id', '--output', 'story.txt'])
  expect({ code, out }).toEqual({ code: 0, out: '' })
  expect(files['story.txt']).toContain('1 of 3  ')
  expect(files['story.txt']).toContain('3 of 3  ')
})

test.each([
  ['lag', '  Did you mean: why403 demo lab\n'],
  ['something else', '  All of them: why403 demo --list\n'],
])('there is no scenario %s', async (id, hint) => {
  const { code, out, err } = await why403(['demo', id])
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).toContain(hint)
})

describe('--step', () => {
  test('waits for Enter, goes back without playing again, shows the token, and ends', async () => {
    const { code, out } = await why403(['demo', '--step'], { stdin: '\nt\nb\nwhat\n\n\n\n\n\n' })
    expect(code).toBe(0)
    const titles = out.match(/^\d of 5/gm)
    expect(titles).toEqual(['1 of 5', '2 of 5', '1 of 5', '2 of 5', '3 of 5', '4 of 5', '5 of 5'])
    expect(out).toContain('Enter: next, the call is sent anyway · t: token · q: quit')
    expect(out).toContain('Enter: the end · b: back · t: token · q: quit')
    expect(out).not.toMatch(/eyJ[\w-]{20}/)
    // Both times that the second step stands there it is the same, ids of its requests and all.
    const [, second, , again] = out.split(/^(?=\d of 5)/m).slice(1)
    expect(again).toContain(second!.slice(0, second!.indexOf('Enter:')))
  })

  test.each([
    ['q', '\nq\n'],
    ['the end of what is typed', '\n'],
  ])('is left by %s', async (_, stdin) => {
    const { code, out } = await why403(['demo', '--step'], { stdin })
    expect(code).toBe(0)
    expect(out).not.toContain('3 of 5')
    expect(out).not.toContain('More scenarios')
  })
})

/** The commands of a lesson, typed one after the other against an emulator that was started by hand. */
describe.each(lessons)('by hand: $id', lesson => {
  let stop = async (): Promise<void> => {}
  afterEach(() => stop())

  test('each line that the demo shows prints what the demo shows', async () => {
    const demo = await stepThrough(lesson.id)
    let passed = 0
    const now = (): number => today + passed
    const emulator = await startEmulator({
      ...{ index, keys, now, uuid: () => crypto.randomUUID() },
      randomBytes: count => crypto.getRandomValues(new Uint8Array(count)),
      sleep: async () => {},
      faults: (lesson.faults ?? []).map(fault),
      ...(lesson.tenant === undefined ? {} : { tenant: tenantNamed(lesson.tenant)! }),
    })
    stop = () => emulator.stop()
    const files: Record<string, string> = {
      '.env': dotenvOf(emulator, emulator.apps[lesson.app]!),
      ...(emulator.apps.admin === undefined ? {} : { '.env.admin': dotenvOf(emulator, emulator.apps.admin) }),
    }
    const stage = {
      emulator,
      tenantPath: `/${emulator.tenantId}`,
      app: (key: string) => emulator.apps[key]!,
    }
    let shown = demo.out
    for (const act of lesson.steps.flatMap(({ acts }) => acts)) {
      if (act.kind === 'time') passed += act.seconds * 1000
      for (const line of linesOf(act, stage)) {
        const at = shown.search(new RegExp(`^\\$ ${pattern(line)}$`, 'm'))
        expect(at, line).toBeGreaterThanOrEqual(0)
        shown = shown.slice(shown.indexOf('\n', at) + 1)
        const printed = await typed(line, files, now)
        for (const told of excerpt(shown, act)) expect(printed).toContain(told)
      }
    }
  })
})

/** Types a line: curl is sent as it says, why403 is run with the words that it names. */
async function typed(asTyped: string, files: Record<string, string>, now: () => number): Promise<string> {
  if (asTyped.includes('openssl')) {
    await inShell(asTyped, files)
    return ''
  }
  const looked = /^\w+=(\$\([^)]*\))/.exec(asTyped)?.[1]
  const line =
    looked === undefined ? asTyped : asTyped.replace(looked, await inShell(`printf %s "${looked}"`, files))
  const words = [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
    ([, single, double, bare]) => single ?? double ?? bare!,
  )
  const behind = (flag: string): string | undefined =>
    words.includes(flag) ? words[words.indexOf(flag) + 1] : undefined
  if (words[0] === 'curl') {
    const [body, header, into] = ['--json', '--header', '--output'].map(behind)
    const bearer = /\$\(cat (\S+)\)/.exec(header ?? '')?.[1]
    const response = await fetch(words.find(word => word.startsWith('http'))!, {
      method: 'POST',
      headers: {
        ...(bearer === undefined ? {} : { authorization: `Bearer ${files[bearer]?.trim()}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body }),
    })
    expect(response.ok).toBe(true)
    const text = await response.text()
    if (into !== undefined) files[into] = text
    return steady(text)
  }
  const program = words.indexOf('why403')
  const env = Object.fromEntries(
    words.slice(0, program).map(word => word.replaceAll("'", '').split(/=(.*)/s)),
  )
  const ran = await why403(words.slice(program + 1), { env, files, now })
  Object.assign(files, ran.files)
  return steady(ran.out)
}

/** Types a line into a real shell, in a folder that holds the files. */
async function inShell(line: string, files: Record<string, string>): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'why403-demo-'))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  const { stdout } = await promisify(execFile)('sh', ['-c', line], { cwd: folder })
  for (const name of readdirSync(folder)) files[name] = readFileSync(join(folder, name), 'utf8')
  rmSync(folder, { recursive: true })
  return stdout
}

/** What the demo shows of the answer to a line, without what differs from run to run. */
function excerpt(shown: string, act: (typeof lessons)[number]['steps'][number]['acts'][number]): string[] {
  if (act.kind === 'curl' && act.into !== null) return []
  const end = shown.search(/^(?:…$|\$ |Seen )/m)
  const lines = steady(shown.slice(0, end))
    .split('\n')
    .filter(line => line.trim() !== '')
  const aside = act.kind === 'why403' && act.says !== null
  return aside ? lines.filter(line => !steady(act.says!).includes(line.trim())) : lines
}

/** Ports, ids and times of the two emulators differ. */
function steady(text: string): string {
  return text
    .replace(/127\.0\.0\.1:\d+/g, '«address»')
    .replace(/MAKE-BELIEVE~[\w-]+/g, '«header»')
    .replace(/\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b/g, '«id»')
}

function pattern(line: string): string {
  return steady(line)
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll('«address»', '127\\.0\\.0\\.1:\\d+')
    .replaceAll('«header»', 'MAKE-BELIEVE~[\\w-]+')
    .replaceAll('«id»', '[\\da-f-]{36}')
}

/** Plays the lab on a tenant in which one app is different. */
async function labWith(key: string, change: object) {
  const apps = contoso.apps.map(app => (app.key === key ? { ...app, ...change } : app))
  vi.resetModules()
  vi.doMock('../../fixtures/tenants/contoso.json', () => ({ default: { ...contoso, apps } }))
  const { main } = await import('../../src/main.ts')
  const { io, out } = testIo({ now: () => start })
  const code = await main(['demo'], io)
  vi.doUnmock('../../fixtures/tenants/contoso.json')
  vi.resetModules()
  return { code, unmet: out().match(/(?<=NOT: ).*/g) ?? [], out: out() }
}

test('a tenant in which consent exists already does not show what the lab shows', async () => {
  const { code, unmet, out } = await labWith('lab', { granted: ['User.Read.All', 'AuditLog.Read.All'] })
  expect(code).toBe(1)
  expect(unmet).toContain('the token is app-only and holds no roles')
  expect(unmet).toContain('Graph refuses both with 403')
  expect(out).toMatch(/\d+ expectations were not met\.\n$/)
})

test('nor does one in which the app declares less', async () => {
  const { code, unmet } = await labWith('lab', { declared: [{ permission: 'User.Read.All', kind: 'Role' }] })
  expect(code).toBe(1)
  expect(unmet).toContain('both permissions are declared')
  expect(unmet).toContain('the tenant has granted both')
})
