import { afterAll, beforeAll, expect, test } from 'vitest'
import fc from '../support/property.ts'
import { post, raw, type Stage, stage } from './support.ts'

let emulator: Stage
let tokens: string[]
beforeAll(async () => {
  emulator = await stage()
  tokens = [await emulator.token('admin'), await emulator.token('reporting'), 'x.y.z']
})
afterAll(() => emulator.stop())

const word = fc.oneof(
  fc.constantFrom(
    'users',
    'me',
    'applications',
    'servicePrincipals',
    'appRoleAssignments',
    'auditLogs',
    'signIns',
    '$count',
    '..',
    '%',
    '%00',
    '%zz',
    "(appId='",
    "')",
    '()',
    "x('y')",
    '<b>',
    '__proto__',
    'constructor',
    'toString',
    '',
  ),
  fc.string({ unit: 'binary', maxLength: 8 }).map(encodeURIComponent),
)
const option = fc.oneof(
  fc.constantFrom(
    '$top=1e9',
    '$top=-1',
    '$top=99999999999',
    '$select=',
    '$select=__proto__',
    '$filter=',
    "$filter=id eq '",
    '$skiptoken=%ff',
    '$SKIPTOKEN=',
    '=',
    '&&',
    '$expand=x',
    'client_id=',
    'client_id=__proto__',
  ),
  fc.string({ maxLength: 8 }).map(encodeURIComponent),
)
const root = fc.constantFrom('/v1.0', '/beta', '/contoso.example', '/common', '/%zz', '')
const entra = fc.constantFrom(
  'oauth2/v2.0/token',
  'adminconsent',
  'discovery/keys',
  '.well-known/openid-configuration',
)

test('no path, query, method or body is answered with a 5xx of Graph’s', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('GET', 'POST', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS', 'TRACE', 'PROPFIND'),
      root,
      fc.oneof(
        entra,
        fc.array(word, { maxLength: 5 }).map(words => words.join('/')),
      ),
      fc.array(option, { maxLength: 3 }),
      fc.nat(2),
      fc.oneof(fc.json(), fc.string(), fc.constantFrom('{', 'grant_type=%', 'a=1&a=2', '\u0000')),
      async (method, base, path, options, token, body) => {
        const answer = await raw(
          emulator.url,
          {
            method,
            path: `${base}/${path}${options.length > 0 ? `?${options.join('&')}` : ''}`.replace(
              /[^\u0021-\u007e]/g,
              '',
            ),
            headers: { authorization: `Bearer ${tokens[token]}`, 'content-type': 'application/json' },
          },
          method === 'GET' || method === 'HEAD' ? '' : body,
        )
        if (answer.status !== 501) expect(answer.status).toBeLessThan(500)
        else
          expect(JSON.parse(answer.text || '{"error":{"code":"EmulatorNotPlayed"}}').error.code).toBe(
            'EmulatorNotPlayed',
          )
      },
    ),
    { numRuns: 400, seed: 403 },
  )
})

test('a body that is too long is refused, and the next request is not', async () => {
  const url = `${emulator.url}/${emulator.tenantId}/oauth2/v2.0/token`
  expect((await post(url, { grant_type: 'x'.repeat(200_000) })).status).toBe(413)
  expect((await post(url, {})).status).toBe(400)
})

test('what is no path at all is a plain 400', async () => {
  for (const path of ['*', 'http://evil.example/v1.0/users']) {
    expect((await raw(emulator.url, { method: 'OPTIONS', path })).status).toBe(400)
  }
})

test('no answer repeats a secret or a token', async () => {
  const { clientId, secret } = emulator.apps.expired!
  const url = `${emulator.url}/${emulator.tenantId}/oauth2/v2.0/token`
  const refused = await post(url, {
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: secret,
    scope: 'https://graph.microsoft.com/.default',
  })
  expect(refused.text).not.toContain(secret)
  const graph = await emulator.send('GET', '/v1.0/users', { token: tokens[0]! })
  expect(graph.text).not.toContain(tokens[0]!.split('.')[2])
  expect((await emulator.send('GET', '/')).text).not.toContain('MAKE-BELIEVE')
})
