import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { withPayload } from '../../tools/case.ts'
import { appClaims, header, part, unsigned, userClaims } from '../core/token/sample.ts'
import { type Stage, stage, start } from '../emulator/support.ts'
import { dangerous } from '../support/hostile.ts'
import { type OidcServer, startOidcServer } from '../support/oidc-server.ts'
import { report, settings, why403 } from './support.ts'

const schema = JSON.parse(readFileSync(new URL('../../docs/report.schema.json', import.meta.url), 'utf8'))
const fits = new Ajv2020({ strict: false, validateFormats: false }).compile(schema)

let emulator: Stage
let token: string
let env: Record<string, string>

beforeAll(async () => {
  emulator = await stage()
  token = await emulator.token('reporting')
  env = settings(emulator, 'reporting')
})
afterAll(() => emulator.stop())

function claimsOf(text: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(text.split('.')[1]!, 'base64url').toString())
}

describe("Graph's header nonce", () => {
  test('a token that was signed over its hash is verified, and says why others call it invalid', async () => {
    const run = await report(['inspect'], { env, stdin: token })
    expect(fits(run), JSON.stringify(fits.errors)).toBe(true)
    expect(run.verdict).toBe('clear')
    expect(run.token.signature).toMatchObject({ status: 'verified', graphNonce: true })
    expect(run.token.checks.map(({ check, status }: Record<string, string>) => `${check} ${status}`)).toEqual(
      [
        'form passed',
        'alg passed',
        'signature passed',
        'issuer passed',
        'tid passed',
        'tenant passed',
        'audience passed',
        'lifetime passed',
        'client passed',
      ],
    )
    expect(run.token.checks[2].reason).toMatch(/only Graph validates Graph's tokens$/)
  })

  test('the same token with one role altered is a mismatch', async () => {
    const altered = withPayload(token, { ...claimsOf(token), roles: ['Directory.ReadWrite.All'] })
    const run = await report(['inspect'], { env, stdin: altered })
    expect(run.token.signature.status).toBe('mismatch')
    expect(run.verdict).toBe('problem')
  })
})

describe('an independent OpenID Connect server on this machine', () => {
  let issuer: OidcServer
  beforeAll(async () => {
    issuer = await startOidcServer()
  })
  afterAll(() => issuer.stop())

  const claims = { sub: 'someone', aud: 'an-api', exp: start / 1000 + 3600, iat: start / 1000 }

  test('its token verifies with --issuer', async () => {
    const run = await report(['inspect', '--issuer', issuer.issuer], { stdin: await issuer.sign(claims) })
    expect(fits(run), JSON.stringify(fits.errors)).toBe(true)
    expect(run.token.signature).toMatchObject({ status: 'verified', graphNonce: false })
    expect(run).toMatchObject({ verdict: 'clear', findings: [] })
    expect(run.token.checks.filter(({ status }: Record<string, string>) => status === 'failed')).toEqual([])
  })

  test('one of its ID tokens does too: another issuer has other habits', async () => {
    const run = await report(['inspect', '--issuer', issuer.issuer], {
      stdin: await issuer.sign({ ...claims, nonce: 'n' }),
    })
    expect(run.token).toMatchObject({ form: 'jwt', signature: { status: 'verified' } })
  })

  test('an altered one is a mismatch, and an error', async () => {
    const altered = withPayload(await issuer.sign(claims), { iss: issuer.issuer, ...claims, sub: 'me' })
    const run = await report(['inspect', '--issuer', issuer.issuer], { stdin: altered })
    expect(run).toMatchObject({ verdict: 'problem', token: { signature: { status: 'mismatch' } } })
  })

  test('a token of somebody else is not of that issuer', async () => {
    const run = await report(['inspect', '--issuer', issuer.issuer], {
      stdin: await issuer.sign({ ...claims, iss: 'http://127.0.0.1:1' }),
    })
    expect(run.verdict).toBe('problem')
    expect(run.findings.map(({ id }: { id: string }) => id)).toEqual(['token/wrong-issuer'])
  })

  test('other public-key algorithms verify as well', async () => {
    for (const alg of ['ES256', 'PS256', 'EdDSA']) {
      const other = await startOidcServer({ alg })
      const run = await report(['inspect', '--issuer', other.issuer], { stdin: await other.sign(claims) })
      expect([alg, run.token.signature.status]).toEqual([alg, 'verified'])
      await other.stop()
    }
  })

  test.each([
    ['keys on another host', { jwks_uri: 'https://keys.example/jwks' }, /names no keys of its own/],
    ['a document of another issuer', { issuer: 'https://issuer.example' }, /of another issuer/],
  ])('%s are not asked for', async (_, over, reason) => {
    const other = await startOidcServer({
      reply: ({ path }, issuer) =>
        path.startsWith('/.well-known')
          ? { body: JSON.stringify({ issuer, jwks_uri: `${issuer}/jwks`, ...over }) }
          : null,
    })
    const run = await report(['inspect', '--issuer', other.issuer], { stdin: await other.sign(claims) })
    expect(run.token.signature).toMatchObject({
      status: 'not-checked',
      reason: expect.stringMatching(reason),
    })
    expect(run.verdict).toBe('undetermined')
    await other.stop()
  })

  test('--jwks takes its keys from a file, or from an address', async () => {
    const stdin = await issuer.sign(claims)
    const keys = await (await fetch(`${issuer.url}/jwks`)).text()
    for (const jwks of [`${issuer.url}/jwks`, 'keys.json']) {
      const argv = ['inspect', '--jwks', jwks, '--issuer', issuer.issuer]
      const run = await report(argv, { stdin, files: { 'keys.json': keys } })
      expect(run.token.signature.status).toBe('verified')
    }
    const single = JSON.stringify(JSON.parse(keys).keys[0])
    const run = await report(['inspect', '--jwks', 'key.json'], { stdin, files: { 'key.json': single } })
    expect(run.token.signature.status).toBe('verified')
  })

  test.each([
    ['--issuer', 'http://issuer.example'],
    ['--issuer', 'ftp://issuer.example'],
    ['--issuer', 'not an address'],
    ['--issuer', 'https://user:secret@issuer.example'],
    ['--jwks', 'http://issuer.example/keys'],
  ])('%s %s is refused', async (flag, value) => {
    const { code, err } = await why403(['inspect', flag, value], { stdin: token })
    expect(code).toBe(2)
    expect(err).toContain('takes an https address, or one of this machine')
  })

  test.each(['{', '[]', '{"keys":5}', 'nowhere.json'])('--jwks with a file of %s is an error', async text => {
    const files = text.endsWith('.json') ? {} : { 'keys.json': text }
    const { code, err } = await why403(['inspect', '--jwks', 'keys.json'], { stdin: token, files })
    expect(code).toBe(3)
    expect(err).toMatch(/--jwks/)
  })
})

describe('--against', () => {
  const before = unsigned(appClaims({ roles: undefined }))
  const after = unsigned(
    appClaims({ roles: ['User.Read.All', 'AuditLog.Read.All'], iat: claimsIat() + 600, uti: 'other' }),
  )
  const files = { 'before.txt': before, 'after.txt': after, 'user.txt': unsigned(userClaims()) }

  test('before and after consent, side by side', async () => {
    const argv = ['inspect', 'before.txt', '--against', 'after.txt', '--offline']
    const run = await report(argv, { files })
    expect(fits(run), JSON.stringify(fits.errors)).toBe(true)
    expect(run.token.origin).toBe('before.txt')
    expect(run.comparison).toMatchObject({
      newer: 'against',
      against: { origin: 'after.txt', roles: ['User.Read.All', 'AuditLog.Read.All'] },
      changes: {
        roles: { gained: ['User.Read.All', 'AuditLog.Read.All'], lost: [], kept: [] },
        scp: { gained: [], lost: [], kept: [] },
      },
    })
    const { out } = await why403(argv, { files })
    expect(out).toMatch(/^Compared +before\.txt +after\.txt \(newer\)$/m)
    expect(out).toMatch(/^ {2}roles +- +AuditLog\.Read\.All$/m)
    expect(out).toContain('From the older to the newer: 2 permissions gained, 0 lost, 0 kept.')
  })

  test('the newer one is told by when it was issued, not by its place', async () => {
    const run = await report(['inspect', 'after.txt', '--against', 'before.txt', '--offline'], { files })
    expect(run.comparison).toMatchObject({ newer: 'token', changes: { roles: { lost: [] } } })
  })

  test('app-only beside delegated', async () => {
    const { out } = await why403(['inspect', 'after.txt', '--against', 'user.txt', '--offline'], { files })
    expect(out).toMatch(/^ {2}access +app-only +delegated$/m)
    expect(out).toMatch(/^ {2}scp +- +Mail\.Read$/m)
  })

  test('beside something that is none', async () => {
    const all = { ...files, 'x.txt': 'hello' }
    const run = await report(['inspect', 'after.txt', '--against', 'x.txt', '--offline'], { files: all })
    expect(run.comparison).toMatchObject({ against: { form: 'not-a-token' } })
    expect(run.comparison.changes).toBeUndefined()
  })

  test('two readers of standard input are one too many', async () => {
    const { code } = await why403(['inspect', '--token-file', '-', '--against', '-'], { stdin: after })
    expect(code).toBe(2)
  })
})

describe('reach', () => {
  const stdin = unsigned(appClaims({ roles: ['User.Read.All', 'AppRoleAssignment.ReadWrite.All', 'My.Own'] }))

  test('is bounded without counting, and named as a bound', async () => {
    const { reach } = (await report(['inspect', '--offline'], { stdin })).token
    expect(reach).toMatchObject({ highestPrivilegeLevel: 4, unknown: ['My.Own'] })
    expect(reach.powers[0]).toMatchObject({ permission: 'AppRoleAssignment.ReadWrite.All', escalates: true })
    expect(reach.operations).toBeUndefined()
    const { out } = await why403(['inspect', '--offline', '--claims'], { stdin })
    expect(out).toMatch(/at most \d+ operations, \d+ of them writes\s+\(--reach counts them\)/)
  })

  test('--reach counts: never more than the bound, areas and the worst permission first', async () => {
    const { reach } = (await report(['inspect', '--offline', '--reach'], { stdin })).token
    expect(reach.operations).toBeGreaterThan(0)
    expect(reach.operations).toBeLessThanOrEqual(reach.operationsAtMost)
    expect(reach.writes).toBeLessThanOrEqual(reach.writesAtMost)
    expect(reach.permissions[0].permission).toBe('AppRoleAssignment.ReadWrite.All')
    const sum = reach.areas.reduce(
      (total: number, area: { operations: number }) => total + area.operations,
      0,
    )
    expect(sum).toBe(reach.operations)
  })

  test("another API's token has none", async () => {
    const other = unsigned(appClaims({ aud: 'https://management.azure.com' }))
    expect((await report(['inspect', '--offline'], { stdin: other })).token.reach).toBeUndefined()
  })
})

describe('what is no access token', () => {
  test('an ID token is named, and what it says is shown', async () => {
    const { appid: _, idtyp: __, xms_idrel: ___, scp: ____, ...claims } = userClaims()
    const stdin = unsigned({ ...claims, aud: '6f1c2d9e-0b7a-4c55-9a0e-2f4f0d9b7c11', nonce: 'n' })
    const run = await report(['inspect', '--offline'], { stdin })
    expect(fits(run), JSON.stringify(fits.errors)).toBe(true)
    expect(run).toMatchObject({ verdict: 'undetermined', token: { form: 'not-a-token' } })
    expect(run.token.kind).toMatch(/^an ID token/)
    expect(run.token.claims.map(({ name }: { name: string }) => name)).toContain('upn')
  })

  test('an argument may name a file; else it is looked at as a token', async () => {
    const files = { 'token.txt': unsigned(appClaims()) }
    expect((await report(['inspect', '--offline', 'token.txt'], { files })).token).toMatchObject({
      form: 'jwt',
      origin: 'token.txt',
    })
    expect((await report(['inspect', '--offline', 'other'], { files })).token).toMatchObject({
      form: 'not-a-token',
      origin: 'argument',
    })
  })

  test.each(['other.txt', './tokens/other', 'C:\\tokens\\other.txt', '~/token.jwt'])(
    'a name of a file that is not there is told to be one: %s',
    async name => {
      const { code, out, err } = await why403(['inspect', name])
      expect({ code, out }).toEqual({ code: 3, out: '' })
      expect(err).toContain(`There is no file ${name} here.\n`)
    },
  )

  test('more than 1 MiB is refused, from a file too', async () => {
    const long = 'x'.repeat(1024 * 1024 + 1)
    for (const argv of [['inspect'], ['inspect', '--token-file', 'long']]) {
      const { code, err } = await why403(argv, { stdin: long, files: { long } })
      expect(code).toBe(3)
      expect(err).toMatch(argv.length === 1 ? /1 MiB/ : /^why403: long is too long for a token\.\n/)
    }
  })
})

describe('a hostile token prints safely', () => {
  const bad = '\u001b]0;pwned\u0007\u001b[31m\u009b2J\u202eevil\u2066\r\n::error::x\u0000'
  const deep = `${'['.repeat(1000)}1${']'.repeat(1000)}`
  const roles = JSON.stringify(Array.from({ length: 10_000 }, (_, at) => `${bad}${at}`))
  const payload = `{"aud":${JSON.stringify(bad)},"roles":["A"],"__proto__":{"polluted":true},"roles":${roles},
    "deep":${deep},"big":1e999,"exp":1e308,"iat":-1e400,"nbf":12345678901234567890,"scp":${JSON.stringify(bad)},
    "wids":[1,null,{}],"xms_idrel":{},"constructor":1,"${'n'.repeat(5000)}":"${'v'.repeat(50_000)}",
    ${JSON.stringify(bad)}:${JSON.stringify(bad)},"amr":5,"ver":["1.0"],"tid":{"a":1}}`
  const stdin = `${part(header)}.${part(payload)}.${'A'.repeat(342)}`

  test.each([
    ['text', []],
    ['text, all of it', ['--verbose', '--reach']],
    ['json', ['--format', 'json']],
  ])('%s', async (_, flags) => {
    const { code, out, err } = await why403(['inspect', '--offline', ...flags], { stdin, columns: 80 })
    expect([0, 1]).toContain(code)
    expect(out + err).not.toMatch(dangerous)
    expect(out).not.toMatch(/^\s*::/m)
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
    if (flags[0] === '--format') {
      const run = JSON.parse(out)
      expect(fits(run), JSON.stringify(fits.errors)).toBe(true)
      expect(run.token.roles).toHaveLength(10_000)
      expect(run.token.checks[0]).toMatchObject({ check: 'form', status: 'failed' })
      expect(run.token.checks[0].reason).toContain('roles stands more than once')
    }
  })

  test.each([
    ['nesting beyond all bounds', part(`{"a":${'['.repeat(300_000)}`)],
    ['nesting that closes', part(`{"a":${'['.repeat(200_000)}${']'.repeat(200_000)}}`)],
    ['one string of a megabyte', part(`{"a":"${'\\"'.repeat(300_000)}"}`)],
  ])('%s', async (_, claims) => {
    const { code } = await why403(['inspect', '--offline'], { stdin: `${part(header)}.${claims}.c2ln` })
    expect([0, 1]).toContain(code)
  })
})

function claimsIat(): number {
  return appClaims().iat as number
}
