import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { exportJWK } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { HttpClient } from '../../src/io.ts'
import { keyNamed, signToken, withHeader } from '../../tools/case.ts'
import { appClaims, client, header, issuedAt, tenant } from '../core/token/sample.ts'
import { type Stage, stage } from '../emulator/support.ts'
import { answering, report, why403 } from './support.ts'

const schema = JSON.parse(readFileSync(new URL('../../docs/report.schema.json', import.meta.url), 'utf8'))
const fits = new Ajv2020({ strict: false, validateFormats: false }).compile(schema)

let emulator: Stage
/** Of the emulator, for Graph. */
let token: string
let env: Record<string, string>
/** A token of the real cloud's issuer, by a key of this process, and where its keys are. */
let azure: string
let keys: string

const { nonce: _, ...plain } = header

beforeAll(async () => {
  emulator = await stage()
  token = await emulator.token('reporting')
  env = { WHY403_EMULATOR: emulator.url }
  const key = await keyNamed('key-1')
  azure = await signToken(key, plain, appClaims({ aud: 'https://management.azure.com' }))
  keys = JSON.stringify(key.jwks)
})
afterAll(() => emulator.stop())

const now = () => (issuedAt + 600) * 1000

/** A network that answers these addresses, and 404 to all else. */
function serving(answers: Record<string, unknown>): HttpClient {
  return async ({ url }) => {
    const body = answers[url]
    return { status: body === undefined ? 404 : 200, headers: {}, body: JSON.stringify(body) ?? '' }
  }
}

const authority = `https://login.microsoftonline.com/${tenant}`

/** The tenant's keys, as the global cloud would publish them; those of one app beside them. */
function published(set = keys): HttpClient {
  const [jwks_uri, own] = [`${authority}/discovery/keys`, `${authority}/discovery/keys?appid=${client}`]
  return serving({
    [`${authority}/.well-known/openid-configuration`]: { jwks_uri },
    [jwks_uri]: JSON.parse(set),
    [own]: JSON.parse(keys),
  })
}

async function line(argv: readonly string[], options: object): Promise<string> {
  const { code, out } = await why403(['inspect', ...argv], { ...options, columns: 120 })
  return `${code} ${out.split('\n\n')[0]!.replace(/\s+/g, ' ')}`
}

describe('a gate in a pipeline', () => {
  const out = { http: answering(/openid-configuration$/, { status: 503 }) }

  test.each<[string, readonly string[], object, RegExp]>([
    ['verified', ['--expect', 'app-only'], {}, /^0 ✔ An app-only token, valid for .+ more\.$/],
    [
      'of the other kind',
      ['--expect', 'delegated'],
      {},
      /^1 ✖ The token is app-only, and delegated was expected\.$/,
    ],
    [
      'keys out of reach',
      ['--expect', 'app-only'],
      out,
      /^1 ! .+; its signature is not verified, since its keys are out of reach\.$/,
    ],
    ['keys out of reach, no gate', [], out, /^1 ! .+ its keys are out of reach\.$/],
    ['offline', ['--expect', 'app-only', '--offline'], {}, /^1 ! .+ its keys were not asked for\.$/],
    ['offline, no gate', ['--offline'], {}, /^0 · .+; not verified\.$/],
    ['by its claims', ['--expect', 'app-only', '--claims-only'], out, /^0 · .+; not verified\.$/],
    ['by its claims, of the other kind', ['--expect', 'delegated', '--claims-only'], {}, /^1 ✖ /],
  ])('%s', async (_, argv, options, answer) => {
    expect(await line(argv, { env, stdin: token, ...options })).toMatch(answer)
  })

  test('--claims-only asks nobody', async () => {
    const http = () => Promise.reject(new Error('something was sent'))
    expect(await line(['--claims-only'], { env, stdin: token, http })).toMatch(/not verified\.$/)
    expect((await why403(['inspect', '--claims-only', '--jwks', 'k'], { env, stdin: token })).code).toBe(2)
  })

  test.each<[string, object]>([
    ['kid', { kid: 'another' }],
    ['alg', { alg: 'none' }],
    ['alg', { alg: 'HS256' }],
    ['alg', { alg: 'RS512' }],
    ['alg', { alg: undefined }],
    ['crit', { crit: ['exp'] }],
    ['nonce', { nonce: 'another' }],
  ])('an altered %s is never ✔: %j', async (_, over) => {
    const head = JSON.parse(Buffer.from(token.split('.')[0]!, 'base64url').toString())
    const altered = withHeader(token, { ...head, ...over })
    for (const argv of [[], ['--expect', 'app-only'], ['--offline']]) {
      const answer = await line(argv, { env, stdin: altered })
      expect(answer).not.toContain('✔')
      if (argv[0] !== '--offline') expect(answer).toMatch(/^1 /)
    }
  })

  test('check has the gate too; without it, keys out of reach decide nothing', async () => {
    const argv = ['check', '--token-file', 't', '/users']
    const options = { env, files: { t: token }, ...out }
    const open = await report(argv, options)
    expect(open.verdict).toBe('clear')
    expect(open.headline).toMatchObject({ mark: 'note', text: expect.stringMatching(/; not verified\.$/) })
    const gate = await report([...argv, '--expect', 'app-only'], options)
    expect(gate).toMatchObject({ verdict: 'undetermined', headline: { mark: 'warning' } })
    expect(gate.headline.text).toMatch(/, but its signature is not verified/)
    const claims = await report([...argv, '--expect', 'app-only', '--claims-only'], options)
    expect(claims).toMatchObject({ verdict: 'clear', headline: { mark: 'note' } })
    expect(claims.headline.text).toMatch(/; not verified\.$/)
  })

  test('the road sends nothing to an emulator whose keys are out of reach, and decides nothing', async () => {
    for (const more of [[], ['--expect', 'app-only'], ['--expect', 'app-only', '--claims-only']]) {
      const options = { env, files: { t: token }, ...out }
      const { verdict, calls } = await report(['--token-file', 't', '/users', ...more], options)
      expect(verdict).toBe('undetermined')
      expect(calls).toMatchObject([{ sent: false }])
    }
  })
})

describe('a token for another API', () => {
  test('is judged by the keys of its tenant, and is clear', async () => {
    const options = { stdin: azure, now, http: published() }
    expect(await line([], options)).toBe(
      '0 · An app-only token for Azure Resource Manager, not for Graph, valid for 55 min more.',
    )
    expect((await report(['inspect'], options)).token.signature.status).toBe('verified')
    expect(await line(['--expect', 'app-only'], options)).toMatch(
      /^1 ✖ The token is for Azure Resource Manager/,
    )
  })

  test('passes the gate where its issuer is named, by the keys of the cloud', async () => {
    const issuer = `https://login.microsoftonline.com/${tenant}/v2.0`
    const v2 = await signToken(
      await keyNamed('key-1'),
      plain,
      appClaims({ aud: 'api://own', iss: issuer, ver: '2.0' }),
    )
    const jwks_uri = `https://login.windows.net/${tenant}/keys`
    const http = serving({
      [`${issuer}/.well-known/openid-configuration`]: { issuer, jwks_uri },
      [jwks_uri]: JSON.parse(keys),
    })
    expect(await line(['--expect', 'app-only', '--issuer', issuer], { stdin: v2, now, http })).toMatch(
      /^0 ✔ /,
    )
  })

  test('is an error where a call of Graph is asked about', async () => {
    const run = await report(['check', '--token-file', 't', '/users'], {
      files: { t: azure },
      now,
      http: published(),
    })
    expect(run.verdict).toBe('problem')
    expect(run.findings[0].id).toBe('token/wrong-audience')
  })
})

describe('keys that did not decide', () => {
  test('of an app with a key of its own: where it is listed', async () => {
    const others = JSON.stringify({ keys: [{ ...JSON.parse(keys).keys[0], kid: 'another' }] })
    const options = { stdin: azure, now, http: published(others) }
    expect(await line([], options)).toMatch(/^1 ! .+; no key that was had signed it\.$/)
    expect((await why403(['inspect'], options)).out).toContain(
      `https://login.microsoftonline.com/${tenant}/.well-known/openid-configuration?appid=${client}`,
    )
  })

  test('and its address can be named', async () => {
    const url = `https://login.microsoftonline.com/${tenant}/discovery/keys?appid=${client}`
    expect(await line(['--jwks', url], { stdin: azure, now, http: published() })).toMatch(/^0 · /)
    expect((await why403(['inspect', '--issuer', `${url}`], { stdin: azure })).code).toBe(2)
  })

  test('a private key verifies, and is warned of; none of it is shown', async () => {
    const jwk = { ...(await exportJWK((await keyNamed('key-1')).privateKey)), kid: 'key-1' }
    const options = { stdin: azure, now, files: { k: JSON.stringify(jwk) } }
    const { code, out, err } = await why403(['inspect', '--jwks', 'k'], options)
    expect(code).toBe(0)
    expect(err).toMatch(/^warning: --jwks holds a private or shared key/)
    expect(out + err).not.toContain(jwk.d!.slice(0, 20))
  })

  test('a key of 1 for its exponent is named', async () => {
    const jwk = { ...JSON.parse(keys).keys[0], e: 'AQ' }
    const { code, out } = await why403(['inspect', '--jwks', 'k'], {
      stdin: azure,
      now,
      files: { k: JSON.stringify(jwk) },
    })
    expect(code).toBe(1)
    expect(out.replace(/\s+/g, ' ')).toContain('its exponent (e) is 1')
    expect(out).not.toMatch(/altered|damaged/)
  })
})

describe('two tokens in one text', () => {
  test('are two rows, each judged by itself, and the worst decides', async () => {
    const user = await emulator.signIn({
      user: 'adele.vance@contoso.example',
      app: 'lab',
      scopes: ['User.Read'],
    })
    const both = { env, stdin: `before: ${token}\nafter: ${user}\n`, columns: 100 }
    const run = await report(['inspect'], both)
    expect(fits(run), JSON.stringify(fits.errors)).toBe(true)
    expect(run).toMatchObject({ verdict: 'clear', headline: { mark: 'good', text: '2 tokens: 2 clear.' } })
    expect(run.tokens.map((one: { token: { access: string } }) => one.token.access)).toEqual([
      'app-only',
      'delegated',
    ])
    const { code, out } = await why403(['inspect', '--expect', 'app-only'], both)
    expect(code).toBe(1)
    expect(out).toMatch(/^✖ 2 tokens: 1 with a problem, 1 clear\.$/m)
    const brief = await why403(['inspect', '--brief'], both)
    expect(brief.out).toMatch(/^ok app-only .+ verified\nok delegated .+ verified\n$/)
    expect(out).toMatch(/^ {4}1 app-only · Microsoft Graph · appid /m)
    expect(out).toMatch(/^ {6}✖ The token is delegated, and app-only was expected\.$/m)
  })

  test('are not compared with a third, and elsewhere are none', async () => {
    const files = { t: `${token}\n${azure}`, other: token }
    const compared = await why403(['inspect', 't', '--against', 'other'], { env, files })
    expect(compared.code).toBe(2)
    const checked = await why403(['check', '--token-file', 't', '/users'], { env, files })
    expect(checked.code).toBe(1)
    expect((await report(['check', '--token-file', 't', '/users'], { env, files })).token.kind).toMatch(
      /^2 different tokens/,
    )
  })
})
