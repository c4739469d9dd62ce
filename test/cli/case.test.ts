import { readdirSync, readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { judgeCase } from '../../src/index.ts'
import { index } from '../core/committed-index.ts'
import { type Stage, stage } from '../emulator/support.ts'
import type { TestIoOptions } from '../support/io.ts'
import { scanner } from '../support/leaks.ts'
import { answering, type Ran, settings, why403 } from './support.ts'

const schemaOf = (name: string) => {
  const schema = JSON.parse(readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8'))
  return new Ajv2020({ strict: false, validateFormats: false }).compile(schema)
}
const isReport = schemaOf('report.schema.json')
const isCase = schemaOf('case.schema.json')

const ada = 'adele.vance@contoso.example'

let emulator: Stage
let token: string
let delegated: string
let lab: Record<string, string>

beforeAll(async () => {
  emulator = await stage()
  token = await emulator.token('reporting')
  delegated = await emulator.signIn({ user: ada, app: 'lab', scopes: ['User.Read', 'Mail.Read'] })
  lab = settings(emulator)
})
afterAll(() => emulator.stop())

/** Runs a command with a case to write, and gives what it printed as JSON beside the case. */
async function sent(argv: readonly string[], options: TestIoOptions = {}) {
  const files = { t: token, d: delegated, ...options.files }
  const ran = await why403([...argv, '--case', 'case.json', '--format', 'json'], { ...options, files })
  expect(ran.err).not.toContain('went wrong')
  return { ran, text: ran.files['case.json']!, report: JSON.parse(ran.out) }
}

/** Opens a case where nothing else is: no file, no variable, no network. */
async function opened(text: string, flags: readonly string[] = ['--format', 'json']): Promise<Ran> {
  const http = () => Promise.reject(new Error('a case asks nobody'))
  return why403(['open', 'case.json', ...flags], { files: { 'case.json': text }, http, now: () => 0 })
}

type Tried = readonly [name: string, argv: readonly string[], options: () => TestIoOptions]

const runs: readonly Tried[] = [
  ['the road', [], () => ({ env: lab })],
  ['the road with records', ['--records', '/users', '/groups'], () => ({ env: lab })],
  ['the road, sent anyway', ['--anyway', '/users', '/auditLogs/signIns'], () => ({ env: lab })],
  [
    'a wrong secret',
    ['/users'],
    () => ({ env: { ...lab, CLIENT_SECRET: 'MAKE-BELIEVE~wrong-value-of-a-secret' } }),
  ],
  ['an odd setting', ['/users'], () => ({ env: { ...lab, TENANT_ID: '<tenant-id>' } })],
  [
    'a token that is handed in',
    ['--token-file', 't', '/users'],
    () => ({ env: { WHY403_EMULATOR: emulator.url } }),
  ],
  [
    'check',
    ['check', '--token-file', 't', '/users', 'POST /groups', '/nowhere', '/me'],
    () => ({ env: lab }),
  ],
  [
    'check, delegated',
    ['check', '--token-file', 'd', `/users/${ada}/messages`, '/users/b@c.example/messages'],
    () => ({ env: lab }),
  ],
  [
    'check of a list',
    ['check', '--token-file', 't', '--from', '/home/ada/list.txt'],
    () => ({ env: lab, files: { '/home/ada/list.txt': 'GET /users\nGET /x/../y\n' } }),
  ],
  ['inspect', ['inspect', '--token-file', 't'], () => ({ env: { WHY403_EMULATOR: emulator.url } })],
  ['inspect, offline', ['inspect', '--token-file', 't', '--offline'], () => ({ env: lab })],
  [
    'inspect, delegated',
    ['inspect', '--token-file', 'd'],
    () => ({ env: { WHY403_EMULATOR: emulator.url } }),
  ],
  ['inspect of no token', ['inspect', '--token-file', 'x'], () => ({ files: { x: 'not a token' } })],
]

describe.each(runs)('%s', (_, argv, options) => {
  test('is judged where it is opened as where it was written', async () => {
    const { ran, text, report } = await sent(argv, options())
    expect(ran.modes['case.json']).toBe(0o600)
    expect(isCase(JSON.parse(text)), JSON.stringify(isCase.errors)).toBe(true)
    const { code, out, err } = await opened(text)
    const again = JSON.parse(out)
    expect(isReport(again), JSON.stringify(isReport.errors)).toBe(true)
    expect(err).toBe('')
    expect(code).toBe(ran.code)
    expect(again.case).toMatchObject({ same: true, changes: [] })
    expect(again.verdict).toBe(report.verdict)
    const plain = (found: { id: string; severity: string; certainty: string; about: unknown }) => ({
      ...{ id: found.id, severity: found.severity, certainty: found.certainty, about: found.about },
    })
    expect(again.findings.map(plain)).toEqual(report.findings.map(plain))
    expect(judgeCase(index, text).findings.map(plain)).toEqual(report.findings.map(plain))
    if (!/user-1|list\.txt/.test(text)) expect(again.findings).toEqual(report.findings)
    expect(again.operations.map(({ verdict }: { verdict: unknown }) => verdict)).toEqual(
      report.operations.map(({ verdict }: { verdict: unknown }) => verdict),
    )
  })

  test('says in no form that anything was verified', async () => {
    const { text } = await sent(argv, options())
    for (const flags of [[], ['--verbose'], ['--claims'], ['--brief'], ['--format', 'markdown']]) {
      const { out } = await opened(text, flags)
      expect(out).not.toMatch(/✔|^ok /m)
      expect(out.replaceAll(/verified when the case was written|verified-when-written/g, '')).not.toMatch(
        /(?<!not |not-|or )\bverified\b(?! here)/,
      )
    }
  })

  test('holds no token, no secret, no folder and nobody', async () => {
    const { text } = await sent(argv, options())
    const secrets = new Map([
      [token, 'token'],
      [delegated, 'token'],
      [lab.CLIENT_SECRET!, 'secret'],
    ])
    expect(scanner(secrets)(text)).toEqual([])
    expect(text).not.toMatch(/adele|vance|b@c\.example|\/home/i)
  })
})

describe('a paste', () => {
  const folder = new URL('../../fixtures/responses/pasted/', import.meta.url)
  const pastes = readdirSync(folder)
    .filter(name => name.endsWith('.txt') && !name.startsWith('unrelated'))
    .map(name => [name, readFileSync(new URL(name, folder), 'utf8')] as const)
  const told = (): (readonly [string, string])[] => [
    [
      'a token and a refusal',
      `Authorization: Bearer ${delegated}\nGET https://graph.microsoft.com/v1.0/users/${ada}/messages\n403 Forbidden\n${refusal}`,
    ],
    [
      'words of a token',
      `token roles: Mail.Read, User.Read.All\nGET https://graph.microsoft.com/v1.0/groups\n403 Forbidden\n${refusal}`,
    ],
    ['an operation', 'GET https://graph.microsoft.com/v1.0/users/b@c.example/calendar'],
    ['a token', delegated],
    ['a refusal that came twice', [1, 2].map(at => `403 ${refused(at)}`).join('\n')],
  ]
  const refused = (at: number): string =>
    JSON.stringify({
      error: {
        code: 'Forbidden',
        message: 'Forbidden',
        innerError: { 'request-id': `8c1d0a6e-0000-4000-8000-00000000000${at}` },
      },
    })
  const refusal = JSON.stringify({
    error: {
      code: 'ErrorAccessDenied',
      message: `Access is denied for user ${ada}. Check credentials and try again.`,
    },
  })
  const names = [
    ...pastes.map(([name]) => name),
    'a token and a refusal',
    'words of a token',
    'an operation',
    'a token',
    'a refusal that came twice',
  ]

  test.each(names)('%s is told where it is opened as where it was pasted', async name => {
    const paste = new Map([...pastes, ...told()]).get(name)!
    const { ran, text, report } = await sent(['explain'], { stdin: paste })
    expect(isCase(JSON.parse(text)), JSON.stringify(isCase.errors)).toBe(true)
    expect(text).not.toMatch(/adele|vance|b@c\.example|eyJ/i)
    const { code, out, err } = await opened(text)
    expect({ code, err }).toEqual({ code: ran.code, err: '' })
    const again = JSON.parse(out)
    expect(isReport(again), JSON.stringify(isReport.errors)).toBe(true)
    expect(again.case).toMatchObject({ same: true, changes: [] })
    expect(again.refusals.map(gist)).toEqual(report.refusals.map(gist))
    expect(again.findings.map(gist)).toEqual(report.findings.map(gist))
    const judged = judgeCase(index, text)
    expect(judged.findings.map(told => gist({ ...told }))).toEqual(again.findings.map(gist))
    expect({ verdict: judged.verdict, case: judged.case }).toEqual({
      verdict: again.verdict,
      case: again.case,
    })
    if (!text.includes('user-1'))
      expect({ ...again, case: null, headline: null }).toEqual({ ...report, case: null, headline: null })
    expect((await opened(text, [])).out).toContain('A case of ')
  })

  /** What of it does not name anybody. */
  function gist({ id, about, severity, certainty, operation, by, fix }: Record<string, unknown>) {
    return { id, about, severity, certainty, operation, by, steps: (fix as unknown[]).length }
  }

  test('in which nothing is recognised is none', async () => {
    const { code, err, files } = await why403(['explain', '--case', 'c'], {
      stdin: 'hello, is it me you are looking for?',
    })
    expect({ code, files }).toEqual({ code: 2, files: {} })
    expect(err).toContain('Nothing was observed here that a case could hold.')
  })

  test.each(['AADSTS7000215', 'missing-admin-consent', 'User.Read.All'])('is not %s', async word => {
    const { code, err, files } = await why403(['explain', word, '--case', 'c'])
    expect({ code, files }).toEqual({ code: 2, files: {} })
    expect(err).toContain('Nothing was observed here that a case could hold.')
  })
})

describe('a case that was edited', () => {
  test('opens no gate', async () => {
    const { ran, text } = await sent(['inspect', '--token-file', 't', '--expect', 'app-only'], {
      env: { WHY403_EMULATOR: emulator.url },
    })
    expect(ran.code).toBe(0)
    const { code, out } = await opened(text, [])
    expect(code).toBe(1)
    expect(out.replaceAll(/\s+/g, ' ')).toContain(
      'its signature was verified when the case was written, which nobody can see from here',
    )
  })

  test('cannot say that a signature is verified', async () => {
    const { text } = await sent(['inspect', '--token-file', 't'], { env: { WHY403_EMULATOR: emulator.url } })
    const { code, err } = await opened(text.replace('verified-when-written', 'verified'))
    expect(code).toBe(2)
    expect(err).toContain('can open: token.signature.status is none of')
  })

  test('whose answer does not follow from it is told', async () => {
    const { text } = await sent(['check', '--token-file', 't', '/users', '/auditLogs/signIns'], { env: lab })
    const json = JSON.parse(text)
    json.token.claims.roles = ['AuditLog.Read.All']
    const { out } = await opened(JSON.stringify(json), [])
    expect(out).toContain('does not follow from what was observed')
    expect(out).toContain('GET /users: allowed, now missing-permission')
  })
})

test('other data is told, with what changed', async () => {
  const { text } = await sent(['check', '--token-file', 't', '/users'], { env: lab })
  const json = JSON.parse(text)
  json.data.date = '2026-01-02'
  json.said.operations[0].verdict = 'undecided'
  json.said.findings = [{ id: 'operation/undecided', about: 0, severity: 'warning', certainty: 'likely' }]
  const { out } = await opened(JSON.stringify(json), [])
  expect(out).toContain('2026-01-02')
  expect(out).toContain('GET /users: undecided, now allowed')
  expect(out).toContain('operation/undecided (GET /users): not said any more')
})

test('a next step does not write the case again', async () => {
  const { report, text } = await sent(['check', '--token-file', 't', '/auditLogs/directoryAudits'], {
    env: lab,
  })
  expect(JSON.stringify(report.findings)).not.toContain('--case')
  expect(JSON.parse(text).question.line.words).not.toContain('--case')
})

describe('--case', () => {
  test.each([
    ['a list of tokens', ['inspect', '--token-file', 'both', '--case', 'c'], 'A case holds one token'],
    [
      'two tokens side by side',
      ['inspect', '--token-file', 't', '--against', 't', '--case', 'c'],
      'A case holds one token',
    ],
    ['the file that is read', ['inspect', '--token-file', 't', '--case', './t'], 'are the same file'],
    [
      'the file of the answer',
      ['inspect', '--token-file', 't', '--case', 'c', '--output', 'c'],
      'are the same file',
    ],
    ['a command that observes nothing', ['permissions', '/users', '--case', 'c'], 'does not take --case'],
  ])('of %s is refused', async (_, argv, why) => {
    const { code, err, files } = await why403(argv, { files: { t: token, both: `${token}\n${delegated}` } })
    expect({ code, wrote: files.c }).toEqual({ code: 2, wrote: undefined })
    expect(err).toContain(why)
  })

  test('that nobody could open is not written', async () => {
    const headers = { 'request-id': 'x'.repeat(2000), 'content-type': 'application/json' }
    const body = '{"error":{"code":"x","message":"no"}}'
    const { code, err, files } = await why403(['--token-file', 't', '/users', '--case', 'c'], {
      files: { t: token },
      env: { WHY403_EMULATOR: emulator.url },
      http: answering(/\/v1\.0\//, { status: 403, headers, body }),
    })
    expect({ code, wrote: files.c }).toEqual({ code: 3, wrote: undefined })
    expect(err).toContain(
      'No case can hold what was observed: calls[0].requestId is longer than 1024 characters',
    )
  })

  test('that is too large to be opened is not written', async () => {
    const list = Array.from(
      { length: 7000 },
      (_, at) => `GET /groups/${at}/members/a-rather-long-name-of-a-member-${at}`,
    )
    const { code, err, files } = await why403(['check', '--token-file', 't', '--from', 'l', '--case', 'c'], {
      files: { t: token, l: list.join('\n') },
      env: lab,
    })
    expect({ code, wrote: files.c }).toEqual({ code: 3, wrote: undefined })
    expect(err).toContain('larger than 1 MiB')
  })
})
