import { describe, expect, test } from 'vitest'
import { cloudByName } from '../../../src/core/clouds.ts'
import type { JsonObject } from '../../../src/core/json.ts'
import {
  type Checked,
  checkToken,
  cloudsOfIssuer,
  type Expected,
  isNamedIssuer,
  lifetimeOf,
  type TokenCheck,
} from '../../../src/core/token/checks.ts'
import { readPayload } from '../../../src/core/token/payload.ts'
import type { SignatureResult } from '../../../src/core/token/signature.ts'
import { appClaims, client, issuedAt, tenant } from './sample.ts'

const verified: SignatureResult = { status: 'verified', reason: 'signed', kid: 'key-1', graphNonce: true }
const expected: Expected = {
  tenant,
  clientId: client,
  cloud: cloudByName('global'),
  issuer: null,
  keysGiven: false,
  at: issuedAt + 600,
  clockOffset: null,
}

function checks(claims: JsonObject, over: Partial<Expected> = {}, token: Partial<Checked> = {}) {
  const payload = readPayload(claims)
  return checkToken(
    { header: { alg: 'RS256' }, flaws: [], signature: verified, ...token, payload },
    { ...expected, ...over },
  )
}

function reason(check: TokenCheck['check'], ...of: Parameters<typeof checks>): string {
  return checks(...of).find(line => line.check === check)!.reason
}

function statuses(claims: JsonObject, over: Partial<Expected> = {}, signature = verified) {
  return Object.fromEntries(checks(claims, over, { signature }).map(({ check, status }) => [check, status]))
}

test('a good token passes all of them', () => {
  expect(statuses(appClaims())).toEqual({
    form: 'passed',
    alg: 'passed',
    signature: 'passed',
    issuer: 'passed',
    tid: 'passed',
    tenant: 'passed',
    audience: 'passed',
    lifetime: 'passed',
    client: 'passed',
  })
})

test('nothing configured: nothing is compared with it', () => {
  expect(statuses(appClaims(), { tenant: null, clientId: null, cloud: null })).toMatchObject({
    tenant: 'not-checked',
    client: 'not-checked',
    audience: 'passed',
  })
})

test('no claims: nothing passes but the signature', () => {
  expect(statuses({})).toEqual({
    form: 'passed',
    alg: 'passed',
    signature: 'passed',
    issuer: 'failed',
    tid: 'failed',
    tenant: 'failed',
    audience: 'failed',
    lifetime: 'not-checked',
    client: 'failed',
  })
})

test.each([
  ['verified', 'passed'],
  ['mismatch', 'failed'],
  ['not-checked', 'not-checked'],
  ['unverifiable', 'failed'],
] as const)('a signature that is %s is a check %s', (status, outcome) => {
  expect(statuses(appClaims(), {}, { ...verified, status }).signature).toBe(outcome)
})

test('tenant and client are compared without regard to case, and a domain not at all', () => {
  expect(
    statuses(appClaims(), { tenant: tenant.toUpperCase(), clientId: client.toUpperCase() }),
  ).toMatchObject({
    tenant: 'passed',
    client: 'passed',
  })
  expect(statuses(appClaims(), { tenant: 'contoso.example' }).tenant).toBe('not-checked')
  expect(statuses(appClaims(), { tenant: client, clientId: tenant })).toMatchObject({
    tenant: 'failed',
    client: 'failed',
  })
})

describe('issuer', () => {
  const clouds = (iss: string, ver: string, tid = tenant) =>
    cloudsOfIssuer(readPayload({ iss, ver, tid })).map(({ name }) => name)

  test.each([
    [`https://sts.windows.net/${tenant}/`, '1.0', ['global', 'usgov', 'usgov-dod']],
    [`https://sts.chinacloudapi.cn/${tenant}/`, '1.0', ['china']],
    [`https://login.microsoftonline.com/${tenant}/v2.0`, '2.0', ['global']],
    [`https://login.microsoftonline.us/${tenant}/v2.0`, '2.0', ['usgov', 'usgov-dod']],
    [`https://login.partner.microsoftonline.cn/${tenant}/v2.0`, '2.0', ['china']],
  ])('%s in a v%s token', (iss, ver, names) => {
    expect(clouds(iss, ver)).toEqual(names)
  })

  test.each([
    ['no slash at its end', `https://sts.windows.net/${tenant}`, '1.0'],
    ['a slash too many', `https://login.microsoftonline.com/${tenant}/v2.0/`, '2.0'],
    ['another tenant', `https://sts.windows.net/${client}/`, '1.0'],
    ['the other version', `https://sts.windows.net/${tenant}/`, '2.0'],
    ['plain http', `http://sts.windows.net/${tenant}/`, '1.0'],
    ['a host that ends alike', `https://evil-sts.windows.net/${tenant}/`, '1.0'],
    ['a host that begins alike', `https://sts.windows.net.evil.example/${tenant}/`, '1.0'],
  ])('%s is refused', (_, iss, ver) => {
    expect(clouds(iss, ver)).toEqual([])
  })

  test('a tid that is no id makes no issuer', () => {
    expect(clouds('https://sts.windows.net/../evil/', '1.0', '../evil')).toEqual([])
  })
})

describe('lifetime, with 300 s on either side', () => {
  const lifetime = (at: number, claims: JsonObject = appClaims()) => lifetimeOf(readPayload(claims), at)

  test.each([
    [-301, 'not-yet-valid'],
    [-300, 'valid'],
    [3900, 'valid'],
    [3900 + 299, 'valid'],
    [3900 + 300, 'expired'],
  ])('%i s after nbf: %s', (after, outcome) => {
    expect(lifetime(issuedAt + after)).toBe(outcome)
  })

  test('without exp it is unknown, unless nbf is still to come', () => {
    expect(lifetime(issuedAt, appClaims({ exp: 'soon' }))).toBe('unknown')
    expect(lifetime(issuedAt - 301, appClaims({ exp: 'soon' }))).toBe('not-yet-valid')
  })
})

describe('audience', () => {
  const audience = (aud: unknown, cloud: Expected['cloud'] = null) =>
    statuses(appClaims({ aud }), { cloud }).audience

  test.each([
    'https://graph.microsoft.com',
    'https://graph.microsoft.com/',
    'https://graph.microsoft.us',
    '00000003-0000-0000-c000-000000000000',
  ])('%s is Graph', aud => {
    expect(audience(aud)).toBe('passed')
  })

  test.each([
    'https://graph.windows.net',
    'https://graph.microsoft.com.evil.example',
    'http://graph.microsoft.com',
    5,
  ])('%s is not', aud => {
    expect(audience(aud)).toBe('failed')
  })

  test('the Graph of another cloud fails where a cloud was asked for', () => {
    expect(audience('https://graph.microsoft.us', cloudByName('china'))).toBe('failed')
    expect(audience('https://graph.microsoft.us', cloudByName('usgov'))).toBe('passed')
  })
})

describe('why, in words', () => {
  test('form: what is wrong with it', () => {
    const flaws = ['roles stands more than once']
    expect(checks({}, {}, { flaws })[0]).toEqual({ check: 'form', status: 'failed', reason: flaws[0] })
  })

  test.each<[unknown, Partial<Expected>, string, RegExp]>([
    ['RS256', {}, 'passed', /^RS256$/],
    ['none', {}, 'failed', /anybody could have written/],
    ['NONE', { keysGiven: true }, 'failed', /anybody could have written/],
    ['HS256', { keysGiven: true }, 'failed', /shared secret/],
    ['ES256', {}, 'failed', /Entra ID signs with RS256/],
    ['ES256', { issuer: 'https://issuer.example' }, 'passed', /^ES256$/],
    [undefined, {}, 'failed', /absent/],
  ])('alg %j with %j: %s', (alg, over, status, words) => {
    const line = checks({}, over, { header: { alg } })[1]
    expect(line).toEqual({ check: 'alg', status, reason: expect.stringMatching(words) })
  })

  test("signature: a header nonce earns the sentence on other tools and Microsoft's position", () => {
    expect(reason('signature', appClaims())).toMatch(/other tools|call them invalid.*only Graph validates/)
    const plain = { ...verified, graphNonce: false }
    expect(reason('signature', appClaims(), {}, { signature: plain })).toBe('signed')
  })

  test.each([
    [{ ver: '2.0' }, /form of v1\.0 tokens, and ver says 2\.0/],
    [{ iss: `https://login.microsoftonline.de/${tenant}/v2.0` }, /closed in 2021/],
    [{ iss: `https://contoso.ciamlogin.com/${tenant}/v2.0/` }, /External ID/],
    [{ iss: 'https://issuer.example' }, /not what Entra ID writes/],
  ])('issuer %j', (over, words) => {
    expect(reason('issuer', appClaims(over))).toMatch(words)
  })

  test('issuer and tenant: another issuer was named', () => {
    const over = { issuer: 'https://issuer.example/' }
    expect(statuses(appClaims({ iss: 'https://issuer.example' }), over)).toMatchObject({
      issuer: 'passed',
      tid: 'not-checked',
      audience: 'not-checked',
    })
    expect(statuses(appClaims(), over)).toMatchObject({ issuer: 'failed' })
  })

  test('tid: iss and tid name different tenants', () => {
    expect(reason('tid', appClaims({ tid: client }))).toBe('iss and tid name different tenants')
  })

  test.each([
    ['https://management.azure.com/', 'Azure Resource Manager', 'graph.microsoft.com'],
    ['https://contoso.sharepoint.com', 'SharePoint Online', 'graph.microsoft.com'],
    ['api://6f1c2d9e', 'an API by its application ID URI', 'graph.microsoft.com'],
    [client, 'an app by its client id', 'graph.microsoft.com'],
  ])('audience: %s is named, with the scope that would have been right', (aud, name, host) => {
    const words = reason('audience', appClaims({ aud }))
    expect(words).toContain(`aud is ${name}`)
    expect(words).toContain(`https://${host}/.default`)
  })

  test("audience: the scope is that of the issuer's cloud", () => {
    const iss = `https://sts.chinacloudapi.cn/${tenant}/`
    expect(
      reason('audience', appClaims({ aud: 'https://graph.windows.net', iss }), { cloud: null }),
    ).toContain('https://microsoftgraph.chinacloudapi.cn/.default')
  })

  test.each([
    [null, 'within nbf and exp, give or take 300 s'],
    [2, "agrees with the server's"],
    [420, "by the server's clock; this machine's is 7 min behind"],
    [-420, "by the server's clock; this machine's is 7 min ahead"],
  ])('lifetime: a clock that is %j s off', (clockOffset, words) => {
    expect(reason('lifetime', appClaims(), { clockOffset })).toContain(words)
  })
})

describe('a cloud whose v1.0 issuer is not established', () => {
  const bleu = { aud: 'https://graph.svc.sovcloud.fr', iss: `https://sts.example/${tenant}/` }
  const issuer = (claims: JsonObject) => checks(appClaims(claims)).find(({ check }) => check === 'issuer')

  test('is not told from by iss, as long as that names the tenant', () => {
    expect(issuer(bleu)).toMatchObject({ status: 'not-checked', reason: expect.stringMatching(/Bleu/) })
  })

  test('is known by the domain of iss where the audience is of another API', () => {
    const iss = `https://sts.sovcloud-identity.de/${tenant}/`
    const aud = 'https://management.core.sovcloud-api.de/'
    expect(issuer({ aud, iss })).toMatchObject({
      status: 'not-checked',
      reason: expect.stringMatching(/Delos/),
    })
    expect(issuer({ aud, iss: `https://sts.example/${tenant}/` })).toMatchObject({ status: 'failed' })
  })

  test.each<[string, JsonObject]>([
    ['another tenant', { ...bleu, iss: 'https://sts.example/11111111-2222-3333-4444-555555555555/' }],
    ['no address', { ...bleu, iss: `http://sts.example/${tenant}/` }],
    ['another cloud', { ...bleu, aud: 'https://graph.microsoft.com' }],
    ['v2.0, whose issuer is known', { ...bleu, ver: '2.0' }],
  ])('but %s is wrong', (_, claims) => {
    expect(issuer(claims)).toMatchObject({ status: 'failed' })
  })

  test('and that of v2.0 tokens is known', () => {
    const iss = `https://login.sovcloud-identity.fr/${tenant}/v2.0`
    expect(issuer({ ...bleu, ver: '2.0', iss })).toMatchObject({ status: 'passed' })
  })
})

describe('every line, word by word', () => {
  const v2 = { ver: '2.0', iss: `https://login.microsoftonline.com/${tenant}/v2.0` }
  const named = { issuer: 'https://issuer.example' }
  const scope = 'the scope for Graph is https://graph.microsoft.com/.default'
  const china = { iss: `https://sts.chinacloudapi.cn/${tenant}/` }
  const unknownIssuer = 'iss is not what Entra ID writes in a v1.0 token of this tenant (tid)'

  test.each<[TokenCheck['check'], TokenCheck['status'], string, JsonObject, Partial<Expected>]>([
    ['form', 'passed', 'a signed token (JWS): header, claims, signature', {}, {}],

    ['issuer', 'failed', 'iss is absent', { iss: undefined }, {}],
    ['issuer', 'failed', 'iss is absent', { iss: undefined }, named],
    ['issuer', 'passed', 'the issuer that was named', { iss: 'https://issuer.example/' }, named],
    ['issuer', 'failed', 'iss is not the issuer that was named', { iss: 'https://issuer.example/a' }, named],
    [
      'issuer',
      'passed',
      'Entra ID, global cloud or US Government L4 (GCC High) or US Government L5 (DoD), in the form of v1.0 tokens',
      {},
      {},
    ],
    ['issuer', 'passed', 'Entra ID, global cloud, in the form of v2.0 tokens', v2, {}],
    ['issuer', 'passed', 'Entra ID, China (21Vianet), in the form of v1.0 tokens', china, {}],
    ['issuer', 'failed', 'iss has the form of v1.0 tokens, and ver says 2.0', { ver: '2.0' }, {}],
    ['issuer', 'failed', 'iss has the form of v2.0 tokens, and ver says 1.0', { ...v2, ver: '1.0' }, {}],
    ['issuer', 'failed', unknownIssuer, { iss: `https://sts.windows.net/${client}/` }, {}],
    [
      'issuer',
      'failed',
      unknownIssuer.replace('v1.0', 'v2.0'),
      { ...v2, iss: `https://login.microsoftonline.com/${client}/v2.0` },
      {},
    ],
    [
      'issuer',
      'failed',
      'iss is the German cloud (closed in 2021), whose tokens Graph does not accept',
      { iss: `https://sts.microsoftonline.de/${tenant}/` },
      {},
    ],
    ['issuer', 'failed', unknownIssuer, { iss: `https://microsoftonline.de.example/${tenant}/` }, {}],
    ['issuer', 'failed', unknownIssuer, { iss: `https://login-microsoftonline.de/${tenant}/` }, {}],
    [
      'issuer',
      'failed',
      'iss is Entra External ID, whose tokens Graph does not accept',
      { iss: `https://contoso.ciamlogin.com/${tenant}/v2.0` },
      {},
    ],
    [
      'issuer',
      'failed',
      'iss is Azure AD B2C, whose tokens Graph does not accept',
      { iss: `https://contoso.b2clogin.com/${tenant}/v2.0/` },
      {},
    ],
    ['issuer', 'failed', unknownIssuer, { iss: 'https://contoso.b2clogin.community/' }, {}],

    ['tid', 'not-checked', 'tid is a claim of Entra ID, and another issuer was named', {}, named],
    ['tid', 'failed', 'tid is absent', { tid: undefined }, {}],
    ['tid', 'failed', 'tid is not an id (GUID)', { tid: 'contoso.example' }, {}],
    ['tid', 'failed', 'tid is not an id (GUID)', { tid: `x${tenant}` }, {}],
    ['tid', 'failed', 'tid is not an id (GUID)', { tid: `${tenant}x` }, {}],
    ['tid', 'failed', 'iss names no tenant', { iss: 'https://issuer.example' }, {}],
    ['tid', 'failed', 'iss names no tenant', { iss: undefined }, {}],
    ['tid', 'failed', 'iss and tid name different tenants', { tid: client }, {}],
    ['tid', 'passed', 'iss names the tenant in tid', {}, {}],
    ['tid', 'passed', 'iss names the tenant in tid', { tid: tenant.toUpperCase() }, {}],
    [
      'tid',
      'passed',
      'iss names the tenant in tid',
      { iss: `https://sts.windows.net/${tenant.toUpperCase()}/` },
      {},
    ],

    ['tenant', 'not-checked', 'no tenant is configured', {}, { tenant: null }],
    [
      'tenant',
      'not-checked',
      'a domain name is configured, and tid is an id',
      {},
      { tenant: 'contoso.example' },
    ],
    ['tenant', 'passed', 'tid is the configured tenant', { tid: tenant.toUpperCase() }, {}],
    ['tenant', 'failed', 'tid is not the configured tenant', { tid: client }, {}],
    ['tenant', 'failed', 'tid is not the configured tenant', { tid: undefined }, {}],

    ['audience', 'not-checked', 'another issuer was named, and no audience to expect', {}, named],
    ['audience', 'failed', 'aud is absent, or names several', { aud: undefined }, {}],
    [
      'audience',
      'passed',
      'Microsoft Graph (its application id)',
      { aud: '00000003-0000-0000-c000-000000000000' },
      {},
    ],
    ['audience', 'passed', 'Microsoft Graph, global cloud', {}, { cloud: null }],
    [
      'audience',
      'passed',
      'Microsoft Graph, US Government L5 (DoD)',
      { aud: 'https://dod-graph.microsoft.us' },
      { cloud: null },
    ],
    [
      'audience',
      'failed',
      `Graph of another cloud: China (21Vianet), not global cloud; ${scope}`,
      { aud: 'https://microsoftgraph.chinacloudapi.cn' },
      {},
    ],
    [
      'audience',
      'failed',
      `aud is Azure Resource Manager; ${scope}`,
      { aud: 'https://management.azure.com' },
      {},
    ],
    [
      'audience',
      'failed',
      `aud is not Microsoft Graph; ${scope}`,
      { aud: 'https://issuer.example' },
      { cloud: null },
    ],
    [
      'audience',
      'failed',
      'aud is not Microsoft Graph; the scope for Graph is https://microsoftgraph.chinacloudapi.cn/.default',
      { ...china, aud: 'https://issuer.example' },
      { cloud: null },
    ],
    [
      'audience',
      'failed',
      'aud is not Microsoft Graph; the scope for Graph is https://graph.microsoft.us/.default',
      { iss: `https://login.microsoftonline.us/${tenant}/v2.0`, aud: 'https://issuer.example' },
      { cloud: null },
    ],
    [
      'audience',
      'failed',
      `aud is not Microsoft Graph; ${scope}`,
      { ...china, aud: 'https://issuer.example' },
      {},
    ],
    [
      'audience',
      'failed',
      `aud is not Microsoft Graph; ${scope}`,
      { iss: undefined, aud: 'https://issuer.example' },
      { cloud: null },
    ],

    ['lifetime', 'passed', 'within nbf and exp, give or take 300 s', {}, {}],
    ['lifetime', 'failed', 'exp has passed', {}, { at: issuedAt + 4200 }],
    ['lifetime', 'failed', 'nbf is still to come', {}, { at: issuedAt - 301 }],
    ['lifetime', 'not-checked', 'exp is absent or no number', { exp: undefined }, {}],
    [
      'lifetime',
      'failed',
      "exp has passed, by the server's clock; this machine's is 5 s behind",
      {},
      { at: issuedAt + 4200, clockOffset: 5 },
    ],
    [
      'lifetime',
      'passed',
      "within nbf and exp, give or take 300 s; this machine's clock agrees with the server's",
      {},
      { clockOffset: -4 },
    ],
    [
      'lifetime',
      'failed',
      "nbf is still to come, by the server's clock; this machine's is 5 s ahead",
      {},
      { at: issuedAt - 301, clockOffset: -5 },
    ],

    ['client', 'not-checked', 'no client id is configured', {}, { clientId: null }],
    ['client', 'passed', 'appid is the configured client id', {}, {}],
    ['client', 'failed', 'appid is not the configured client id', { appid: tenant }, {}],
    ['client', 'failed', 'appid is not the configured client id', { appid: undefined }, {}],
  ])('%s %s: %s', (check, status, words, claims, over) => {
    expect(checks(appClaims(claims), over).find(line => line.check === check)).toEqual({
      check,
      status,
      reason: words,
    })
  })

  const foreign = { issuer: 'https://issuer.example' }
  test.each<[unknown, Partial<Expected>, TokenCheck['status'], string]>([
    ['RS256', {}, 'passed', 'RS256'],
    ['PS512', foreign, 'passed', 'PS512'],
    ['PS512', { keysGiven: true }, 'passed', 'PS512'],
    ['PS512', {}, 'failed', 'alg is PS512, and Entra ID signs with RS256'],
    ['RS257', foreign, 'failed', 'alg is not one that a public key verifies'],
    ['xHS256', foreign, 'failed', 'alg is not one that a public key verifies'],
    ['nOnE', foreign, 'failed', 'alg is none: anybody could have written this token'],
    ['hs384', foreign, 'failed', 'alg is of a shared secret (HS…): whoever verifies can also sign'],
    [5, foreign, 'failed', 'alg is absent, or no text'],
  ])('alg %j with %j: %s, %s', (alg, over, status, words) => {
    expect(checks(appClaims(), over, { header: { alg } })[1]).toEqual({ check: 'alg', status, reason: words })
  })

  test.each<unknown>([['exp'], [], null, ''])(
    'a header that demands extensions is refused, with crit %j',
    crit => {
      expect(checks(appClaims(), {}, { header: { alg: 'RS256', crit } })[1]).toEqual({
        check: 'alg',
        status: 'failed',
        reason: 'the header demands extensions (crit), and none is followed',
      })
    },
  )

  test('several flaws of the form are all named', () => {
    expect(checks({}, {}, { flaws: ['one', 'two'] })[0]!.reason).toBe('one; two')
  })
})

test.each([
  ['https://issuer.example', 'https://issuer.example/', true],
  ['https://issuer.example/', 'https://issuer.example', true],
  ['https://issuer.example//', 'https://issuer.example', false],
  ['https://issuer.example/a/b', 'https://issuer.example/ab', false],
  [null, 'https://issuer.example', false],
])('iss %j under the named issuer %s: %s', (iss, issuer, same) => {
  expect(isNamedIssuer(iss, issuer)).toBe(same)
})
