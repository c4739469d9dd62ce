import { describe, expect, test } from 'vitest'
import { extractToken, extractTokens } from '../../../src/core/token/extract.ts'
import fc, { runs } from '../../support/property.ts'
import { appClaims, unsigned } from './sample.ts'

const token = unsigned(appClaims())

function tokenIn(text: string): string | null {
  const extracted = extractToken(text)
  return extracted.form === 'jwt' ? extracted.token.reveal() : null
}

describe('what people paste', () => {
  const wrapped = token.replace(/(.{64})/g, '$1\n')
  test.each([
    ['a bare token', token],
    ['blanks and a line break around it', `  ${token}\r\n`],
    ['Bearer', `Bearer ${token}`],
    ['bearer, in lower case', `bearer  ${token}`],
    ['a header line', `Authorization: Bearer ${token}`],
    ['double quotes', `"${token}"`],
    ['single quotes', `'${token}'`],
    ['backticks', `\`${token}\``],
    ['quoted with Bearer inside', `"Bearer ${token}"`],
    ['a quoted header line', `'Authorization: Bearer ${token}'`],
    ['line breaks inside', wrapped],
    ['line breaks of Windows inside', wrapped.replaceAll('\n', '\r\n')],
    ['a byte order mark', `\uFEFF${token}`],
    [
      'the JSON of the token endpoint',
      JSON.stringify({ token_type: 'Bearer', expires_in: 3599, access_token: token }),
    ],
    [
      'the JSON of az account get-access-token',
      JSON.stringify({ accessToken: token, tokenType: 'Bearer' }, null, 2),
    ],
    ['a dump of request headers', `GET /v1.0/users HTTP/1.1\nAuthorization: Bearer ${token}\nAccept: */*`],
    ['a curl command', `curl -H "Authorization: Bearer ${token}" https://graph.microsoft.com/v1.0/users`],
    ['an assignment', `TOKEN="${token}"`],
    ['an ellipsis behind it', `${token}…`],
    ['three dots behind it', `Bearer ${token}...`],
    ['characters of no width inside', `${token.slice(0, 30)}\u200b${token.slice(30)}\u2060`],
    [
      'an MSAL result',
      JSON.stringify({ authority: 'https://x', idToken: 'eyJ.x', accessToken: token, scopes: [] }, null, 2),
    ],
    ['an answer inside another object', JSON.stringify({ result: { access_token: token } })],
    ['the token of an Azure SDK', JSON.stringify({ token, expiresOnTimestamp: 1 })],
    ['a list of answers', JSON.stringify([{ accessToken: token }])],
    [
      'a curl -v log',
      `> GET /v1.0/users HTTP/2\n> Host: graph.microsoft.com\n> authorization: Bearer ${token}\n>\n< HTTP/2 403\n`,
    ],
    ['a form', `token_type=Bearer&access_token=${token}&expires_in=3599`],
    ['a log with an ID token before it', `id_token=${unsigned({ nonce: 'n' })}\naccess_token=${token}`],
  ])('%s', (_, text) => {
    expect(tokenIn(text)).toBe(token)
  })

  test.each([`Bearer${token}`, `authorization:bearer${token}`, `x=Bearer${token}`])(
    'Bearer without a blank: %s',
    text => {
      expect(tokenIn(text)).toBe(token)
    },
  )

  test('it redacts itself, and what was taken off it is said', () => {
    const extracted = extractToken(`"${token}"`)
    expect(extracted).toMatchObject({ form: 'jwt', wrapping: 'with quotes around it' })
    expect(extractToken(token)).toMatchObject({ form: 'jwt', wrapping: null })
    expect(JSON.stringify(extracted)).toContain('[access token, not shown]')
  })

  describe('of several', () => {
    const other = unsigned(appClaims({ appid: '2c0b2e9f-7d64-4a93-9a0e-b1d2c3e4f5a6' }))
    const read = (text: string) =>
      extractTokens(text).map(one => (one.form === 'jwt' ? [one.token.reveal(), one.wrapping] : one.kind))

    test.each([
      ['lines', `"${token}"\n"${other}"\n${token}`],
      ['answers', JSON.stringify([{ access_token: token }, { accessToken: `Bearer ${other}` }, { token }])],
    ])('%s each, once, and none where one is asked for', (_, text) => {
      expect(read(text)).toEqual([
        [token, null],
        [other, null],
      ])
      expect(extractToken(text)).toEqual({
        form: 'not-a-token',
        kind: '2 different tokens, where one is needed: why403 inspect reads each',
      })
    })
  })

  test('a token without a signature is still one to look at', () => {
    const [header, payload] = token.split('.')
    expect(tokenIn(`${header}.${payload}.`)).toBe(`${header}.${payload}.`)
  })
})

describe('what is no access token is named', () => {
  test.each<[text: string, form: string, kind: RegExp]>([
    ['', 'not-a-token', /empty/],
    [' \n\t', 'not-a-token', /empty/],
    ['Bearer ', 'not-a-token', /empty/],
    ['""', 'not-a-token', /empty/],
    ['eyJhbGciOiJSU0EtT0FFUCJ9.a2V5.aXY.dGV4dA.dGFn', 'jwe', /encrypted/],
    ['eyJhbGciOiJkaXIifQ..aXY.dGV4dA.dGFn', 'jwe', /encrypted/],
    ['EwBgA8l6BAAUO9chh8cJscQLmU+LSWpbnr0vmwwA', 'opaque', /personal Microsoft account/],
    ['0.AXoAYD8-S2pN0kyTt9PqGk5m1Q.AgABAAEAAAD', 'not-a-token', /refresh token/],
    ['1.AXoAYD8-S2pN0kyTt9PqGk5m1Q.AgABAAEAAAD', 'not-a-token', /refresh token/],
    ['6f1c2d9e-0b7a-4c55-9a0e-2f4f0d9b7c11', 'not-a-token', /GUID/],
    ['eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9', 'not-a-token', /cut/],
    ['eyJ0eXAiOiJKV1QifQ.eyJhdWQiOiJodHRwczov', 'not-a-token', /cut/],
    ['hunter2', 'not-a-token', /no access token/],
    ['{"error":"invalid_client"}', 'not-a-token', /no access token/],
    ['{"access_token":5}', 'not-a-token', /no access token/],
    ['{"access_token":', 'not-a-token', /no access token/],
    ['{"id_token":"x"}', 'not-a-token', /ID token and no access token/],
    ['{"refresh_token":"0.A"}', 'not-a-token', /refresh token and no access token/],
    ['{"error":"invalid_grant"}', 'not-a-token', /a refusal, with no access token in it/],
    ['abc8Q~abcdefghijklmnopqrstuvwxyz-_~.ABCD', 'not-a-token', /a client secret, by its form/],
    ['M.C559_BAY.2.U.abcdefghijklmnop', 'not-a-token', /personal Microsoft account/],
    ['https://localhost/?code=0.AXoAabcdefghij&state=1', 'not-a-token', /an authorization code/],
    ['-----BEGIN PRIVATE KEY-----\nMII', 'not-a-token', /certificate or key/],
    ['<html>', 'not-a-token', /XML or HTML/],
    ['x'.repeat(1024 * 1024 + 1), 'not-a-token', /more than 1 MiB/],
    ...[
      ...[
        '***',
        'Bearer ***',
        '"***"',
        'Authorization: Bearer ***',
        '*** ',
        'eyJ0eXAiOiJKV1Qi***',
        '•••••••',
      ],
      ...[
        '<redacted>',
        '[REDACTED]',
        '***REDACTED***',
        '[MASKED]',
        '(hidden)',
        'eyJ0eXAi[redacted]',
        'xxxxxxxx',
      ],
      ...['{"access_token":"***","expires_in":3599}', '[access token, not shown: 1234 characters]'],
    ].map((text): [string, string, RegExp] => [text, 'not-a-token', /a masked token/]),
    ['System.Security.SecureString', 'not-a-token', /the type name of a SecureString/],
    ['System.Object[]', 'not-a-token', /an object that was printed/],
    ['[object Object]', 'not-a-token', /an object that was printed/],
    ['@{accessToken=x; expiresOn=y}', 'not-a-token', /an object that was printed/],
    ['ghp_0123456789abcdefghijABCDEFGHIJ012345', 'not-a-token', /a token of GitHub/],
    ['PHNhbWxwOlJlc3BvbnNlIHhtbG5zOnNhbWxwPSJ1cm4i', 'not-a-token', /a SAML assertion/],
    ['ESTSAUTHPERSISTENT=1.AXoAYD8', 'not-a-token', /a sign-in cookie/],
    ['sv=2024-11-04&sp=r&sig=made%2Bup%3D', 'not-a-token', /a shared access signature/],
    [principalOf({ auth_typ: 'aad', claims: [] }), 'not-a-token', /X-MS-CLIENT-PRINCIPAL/],
    [principalOf({ alg: 'RS256', typ: 'JWT', kid: 'made-up' }), 'not-a-token', /plain base64/],
    ['securestrings', 'not-a-token', /no access token/],
    ['**', 'not-a-token', /no access token/],
    ['secret santa', 'not-a-token', /no access token/],
    ['https://docs.example/redacted', 'not-a-token', /no access token/],
  ])('%j', (text, form, kind) => {
    const extracted = extractToken(text)
    expect(extracted.form).toBe(form)
    expect(extracted).toMatchObject({ kind: expect.stringMatching(kind) })
  })

  test('a refresh token of three parts is no access token', () => {
    expect(extractToken('1.AXoAYD8-S2pN0kyTt9PqGk5m1Q.AgABAAEAAAD.rest').form).toBe('not-a-token')
  })

  test('and never repeated', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 12 }), text => {
        const extracted = extractToken(text)
        if (extracted.form !== 'jwt') expect(extracted.kind).not.toContain(text)
      }),
    )
  })
})

/** Digits as chance mixes them. */
function digits(length: number): string {
  return 'x7KtZ94hQpLm2vRb8NcYw5JsD3fGa6Tu'.repeat(5).slice(0, length)
}

const guid = '6f1c2d9e-0b7a-4c55-9a0e-2f4f0d9b7c11'

describe('a form is known from end to end, and what is nearly one is not', () => {
  test.each<[kind: RegExp, ...texts: string[]]>([
    [/personal Microsoft account: only/, `EwB${digits(20)}`, `EwA+/=_-${digits(20)}`],
    [
      /personal Microsoft account: only/,
      ...[`Authorization:Bearer EwB${digits(20)}`, `authorization :  bearer   EwB${digits(20)}`],
      ...[`"Bearer EwB${digits(20)}"`, `"EwB${digits(20)}",`, `'EwB${digits(20)}';`],
      `\n'"Authorization: Bearer EwB${digits(20)}"' \n`,
    ],
    [/^a refresh token or authorization code, which/, `0.A${digits(20)}`, `1.A${digits(20)}.!`],
    [/authorization code of a personal/, `M.C5_B${digits(10)}`, `M.R559_B!*$.${digits(10)}`],
    [/GUID/, guid, guid.toUpperCase(), `"${guid}"`],
    [/a client secret, by/, `abc8Q~${digits(31)}`, `~.-8Q~${digits(37)}`],
    [/SecureString/, 'SecureString', 'system.security.securestring'],
    [/object that was printed/, '@{accessToken=}', 'system.object[]'],
    [/of Azure DevOps/, 'a2'.repeat(26), `${'Ab3'.repeat(25)}AAZDO1234`],
    [/of GitHub/, 'gho_x', 'ghp_x', 'ghu_x', 'ghs_x', 'ghr_x', 'github_pat_x'],
    [/SAML assertion or response/, 'PHNhbWwxOlJ', 'PEFzc2VydGlvbg'],
    [/sign-in cookie/, 'FedAuth=x', 'rtfa=x', 'ESTSAUTH=x', 'AppServiceAuthSession=x', '.AspNet.Cookies=x'],
    [
      /shared access signature/,
      'https://x.example/?sv=2024-11-04&sig=x',
      'sp=r&sv=2024-11-04&sr=b&sig=x',
      'sharedaccesssignature sr=x',
    ],
    [/old refresh token/, `AQAB${digits(40)}`, `AgAB${digits(40)}`, `PAQAB${digits(40)}_-`],
    [/authorization code in a redirect/, 'https://x.example/#code=0123456789', 'x&code=0123456789'],
    [/\(PEM\)/, '-----BEGIN CERTIFICATE-----'],
    [/XML or HTML/, ' \n <saml:Assertion>'],
    [
      /masked/,
      ...['***abcd', '###', '●●●', '▪▪▪', '████', 'XXXXXX', '{hidden}', '<removed>', '[secret]', '*omitted*'],
      ...['filtered', 'eyJ.scrubbed', '***[Redacted]***', '[client secret, not shown: 3 characters]'],
    ],
    [
      /CLIENT-PRINCIPAL/,
      ...['auth_typ', 'name_typ', 'role_typ'].map(name => principalOf({ [name]: 'ÿþ?>~', x: '' })),
      principalOf({ a: '>>>>>>???', auth_typ: 'aad' }),
      principalOf({ auth_typ: '???>>>' }).replaceAll('/', '_').replaceAll('+', '-'),
    ],
    [/ID token/, '{"idToken":"x"}', '{"a":{"b":{"c":{"id_token":"x"}}}}'],
    [/a refresh token and no/, '[{"refreshToken":"x"}]', ' \n {"refresh_token":"x"}'],
    [/masked/, '{"accessToken":"***"}', '{"access_token":"***"}', '{"token":"***"}'],
    [
      /^JSON with/,
      '{"my_access_token":"***"}',
      '{"access_tokens":"***"}',
      '{"tokens":"***"}',
      '{"my_error":"x"}',
    ],
    [/a refusal/, '{"Error":"x"}'],
    [
      /^JSON with/,
      '{"my_id_token":"x"}',
      '{"id_tokens":"x"}',
      '{"a_refresh_token":"x"}',
      '{"errors":"x"}',
      '{}',
    ],
    [
      /^JSON with/,
      '{"a":{"b":{"c":{"d":{"id_token":"x"}}}}}',
      '{"error":null}',
      '[]',
      '{"refresh_tokens":"x"}',
    ],
    [/two tokens that run/, 'eyJ.eyJh.a.b.c'],
  ])('%s', (kind, ...texts) => {
    for (const text of texts) {
      const extracted = extractToken(text)
      expect({ text, ...extracted }).toMatchObject({ text, kind: expect.stringMatching(kind) })
    }
  })

  test.each([
    ...[`EwB${digits(19)}`, `xEwB${digits(20)}`, `EwB${digits(20)}!`, `Ewb${digits(20)}`],
    ...[`0.A${digits(19)}`, `2.A${digits(20)}`, `x0.A${digits(20)}`],
    ...[
      `M.C5_B${digits(9)}`,
      `M.5_B${digits(10)}`,
      `xM.C5_B${digits(10)}`,
      `M.C5_B${digits(10)}?`,
      `M.C5_b${digits(10)}`,
    ],
    ...[`x${guid}`, `${guid}x`],
    ...[`abc8Q~${digits(30)}`, `abc8Q~${digits(38)}`, `abcdQ~${digits(31)}`, `xabc8Q~${digits(31)}`],
    ...['xSecureString', 'SecureStrings', 'xSystem.Object[]', 'System.Object[]x', '@{accessToken=}x'],
    ...['xgho_x', 'ghx_x', 'xPHNhbWwx', 'xPEFzc2Vyd', 'ESTSAUTH', 'xFedAuth=x'],
    ...['xsv=2024-11-04&sig=x', 'sv=24-11-04&sig=x', 'sv=2024-11-04', 'xSharedAccessSignature'],
    ...['a2'.repeat(25), 'a1'.repeat(26), `${'Ab3'.repeat(25)}AAZDO123`],
    ...[`AQAB${digits(39)}`, `xAQAB${digits(40)}`, `AQAB${digits(40)}!`],
    ...['?code=012345678', 'code=0123456789', 'BEGIN CERTIFICATE', 'x <html>'],
    ...['x***', '***!', 'xxxxx', 'yxxxxxx', 'xxxxxxy', 'unredacted', 'redactedly', 'x[secret, not shown: 3'],
    ...['.b.c', 'a..c', 'a.b', 'a.b.c.d', 'a.b.c.d.', '.a.b.c.d', 'a.b.c.d.e.f', '!a.b.c.d.e', 'a.b.c.d.e!'],
    ...['keyJar', `"EwB${digits(20)}"andmore`],
    ...[`X${'a2'.repeat(26)}`, `${'a2'.repeat(26)}X`],
    ...[`!${'Ab3'.repeat(25)}AAZDO1234`, `${'Ab3'.repeat(25)}AAZDO12345`],
  ])('near miss: %s', text => {
    expect(extractToken(text)).toEqual({
      form: 'not-a-token',
      kind: 'no access token: that is three base64url parts joined by dots, and begins with eyJ',
    })
  })

  test('three parts of base64url are a token, whatever they hold', () => {
    for (const text of ['a.b.c', 'a-_.b.', 'Bearer a.b.c', 'a.b.…']) expect(tokenIn(text)).not.toBeNull()
  })
})

test('no text makes it crash', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json(), fc.base64String()), text => {
      expect(['jwt', 'jwe', 'opaque', 'not-a-token']).toContain(extractToken(text).form)
    }),
    runs(1000),
  )
})

function principalOf(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64')
}
