import { describe, expect, test } from 'vitest'
import { cloudByName } from '../../../src/core/clouds.ts'
import type { JsonObject } from '../../../src/core/json.ts'
import {
  type Checked,
  checkToken,
  cloudsOfIssuer,
  type Expected,
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
    ['api://6f1c2d9e', 'an API of your own', 'graph.microsoft.com'],
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
