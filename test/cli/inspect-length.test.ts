import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { appClaims, unsigned } from '../core/token/sample.ts'
import { type Stage, stage } from '../emulator/support.ts'
import { type Ran, why403 } from './support.ts'

let emulator: Stage
let token: string
let empty: string
let delegated: string
let env: Record<string, string>

const user = 'adele.vance@contoso.example'

beforeAll(async () => {
  emulator = await stage()
  token = await emulator.token('reporting')
  empty = await emulator.token('lab')
  delegated = await emulator.signIn({ user, app: 'lab', scopes: ['User.Read', 'Mail.Read'] })
  env = { WHY403_EMULATOR: emulator.url }
})
afterAll(() => emulator.stop())

const inspect = (stdin: string, ...flags: string[]): Promise<Ran> =>
  why403(['inspect', ...flags], { env, stdin, columns: 80 })

describe('inspect is ten lines', () => {
  test('for a token in order: the answer, seven lines, and the command for the rest', async () => {
    const { code, out } = await inspect(token)
    expect(code).toBe(0)
    const lines = out
      .trimEnd()
      .split('\n')
      .filter(line => line !== '')
    expect(lines.length).toBeLessThanOrEqual(10)
    expect(lines.map(line => line.split(' ', 1)[0])).toEqual(
      expect.arrayContaining(['✔', 'aud', 'appid', 'tid', 'roles', 'scp', 'exp', 'checks', 'All']),
    )
    expect(out).toMatch(/^checks \d of \d passed, signature verified$/m)
    expect(out).toContain('why403 inspect --claims')
  })

  test('for one with a problem it is still on the first screen, the next step with it', async () => {
    const { code, out } = await inspect(empty)
    expect(code).toBe(1)
    expect(out.trimEnd().split('\n').length).toBeLessThanOrEqual(20)
    expect(out).toMatch(/^ {2}Next: .*\n {4}why403 check --records$/m)
  })

  test('and --claims the rest', async () => {
    const { out } = await inspect(token, '--claims')
    expect(out).toContain('\nClaims\n')
    expect(out).toContain('\nChecks\n')
    expect(out).toContain('xms_idrel')
  })
})

test('the command for the rest names the file, and never the token', async () => {
  const named = await why403(['inspect', 'old.jwt'], { env, files: { 'old.jwt': token } })
  expect(named.out).toContain('All claims and checks: why403 inspect old.jwt --claims\n')
  const typed = await why403(['inspect', token], { env })
  expect(typed.out).toContain('All claims and checks: why403 inspect --claims\n')
})

describe('--brief is one line', () => {
  const fields = 'appid=[0-9a-f-]{36} tid=[0-9a-f-]{36}'

  test.each([
    ['verified', (): string => token, [], 0, `ok app-only ${fields} roles=[\\w.,]+ exp=\\S+Z verified`],
    [
      'nobody asked',
      (): string => token,
      ['--offline'],
      0,
      `unverified app-only ${fields} roles=[\\w.,]+ exp=\\S+Z not-verified`,
    ],
    ['no roles', (): string => empty, [], 1, `problem app-only ${fields} roles=none exp=\\S+Z verified`],
    [
      'delegated',
      (): string => delegated,
      [],
      0,
      `ok delegated ${fields} scp=User\\.Read,Mail\\.Read exp=\\S+Z verified`,
    ],
    [
      'not as expected',
      (): string => delegated,
      ['--expect', 'app-only'],
      1,
      `problem delegated ${fields} scp=\\S+ exp=\\S+Z verified`,
    ],
    [
      'another kid',
      (): string => altered(token),
      [],
      1,
      `problem app-only ${fields} roles=\\S+ exp=\\S+Z not-verified`,
    ],
    ['no token', (): string => 'hello', [], 1, 'undetermined not-a-token not-verified'],
  ] as const)('%s', async (_, given, flags, exit, line) => {
    const { code, out } = await inspect(given(), '--brief', ...flags)
    expect(out).toMatch(new RegExp(`^${line}\\n$`))
    expect(code).toBe(exit)
    expect(out).not.toContain('adele')
  })

  test('is text, and says so', async () => {
    expect(await inspect(token, '--brief', '--format', 'json')).toMatchObject({ code: 2, out: '' })
  })
})

/** With a key id that no key of the tenant has. */
function altered(token: string): string {
  const [head, ...rest] = token.split('.')
  const header: object = JSON.parse(Buffer.from(head!, 'base64url').toString())
  const changed = Buffer.from(JSON.stringify({ ...header, kid: 'another' })).toString('base64url')
  return [changed, ...rest].join('.')
}

describe('personal claims', () => {
  test('are masked where text goes to a pipe, unless they are asked for', async () => {
    const piped = await inspect(delegated, '--claims')
    expect(piped.out).not.toContain(user)
    expect(piped.out).toContain('(masked: --show-personal)')
    expect((await inspect(delegated, '--claims', '--show-personal')).out).toContain(user)
    const seen = await why403(['inspect', '--claims'], { env, stdin: delegated, terminal: true })
    expect(seen.out).toContain(user)
  })

  test('json holds them whole', async () => {
    expect((await inspect(delegated, '--format', 'json')).out).toContain(user)
  })
})

describe('what few tokens have, and what changes their worth, is told beside', () => {
  const line = async (claims: Record<string, unknown>, ...flags: string[]) => {
    const { out } = await why403(['inspect', '--offline', ...flags], {
      stdin: unsigned(appClaims(claims)),
      columns: 80,
    })
    return out.replace(/\n {7}/g, ' ')
  }

  test.each<[string, Record<string, unknown>, RegExp]>([
    ['a key that it is bound to', { cnf: { kid: 'x' } }, /^also {3}cnf: .*key/m],
    ['a guest', { acct: 1 }, /^also {3}acct: a guest$/m],
    ['an identity provider of its own', { idp: 'live.com' }, /^also {3}idp: who authenticated/m],
    ['an agent', { xms_sub_fct: '9 3 11' }, /^also {3}xms_sub_fct: .*agent/m],
    [
      'groups that did not fit',
      { _claim_sources: { src1: {} } },
      /^also {3}_claim_sources: .*getMemberObjects/m,
    ],
    [
      'a directory role',
      { wids: ['9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3'] },
      /^also {3}wids: Application Administrator/m,
    ],
    ['claims challenges, however they are written', { xms_cc: ['CP1'] }, /^also {3}xms_cc: .*challenges/m],
  ])('%s', async (_, claims, words) => {
    expect(await line(claims)).toMatch(words)
  })

  test.each<[string, Record<string, unknown>]>([
    ['a member', { acct: 0 }],
    ['the issuer itself', { idp: appClaims().iss }],
    ['what stands in every app-only token', { wids: ['0997a1d0-0d1d-4acb-b408-d5ca73121e90'] }],
    ['a facet that is not known', { xms_sub_fct: '3' }],
  ])('and not %s', async (_, claims) => {
    expect(await line(claims)).not.toMatch(/^also/m)
  })

  test('three at most, all with --claims; and the name of a client that is known', async () => {
    const many = { cnf: { kid: 'x' }, acct: 1, idp: 'live.com', xms_cc: ['cp1'], hasgroups: true }
    expect((await line(many)).match(/^also/gm)).toHaveLength(3)
    expect(
      await line({ appid: '04b07795-8ddb-461a-bbee-02f9e1bf7b46', app_displayname: undefined }),
    ).toContain('Microsoft Azure CLI')
  })
})

test('what was taken off a token is said, since it would be sent like that', async () => {
  const { out } = await inspect(`"${token}"`)
  expect(out).toMatch(/^also {3}it came with quotes around it: sent like that, Graph answers 401$/m)
  expect((await inspect(`Bearer ${token}`)).out).not.toMatch(/^also/m)
})
