import { describe, expect, test } from 'vitest'
import { extractToken } from '../../../src/core/token/extract.ts'
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
