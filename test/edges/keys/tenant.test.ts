import { expect, test } from 'vitest'
import { globalCloud } from '../../../src/core/clouds.ts'
import { tenantKeys } from '../../../src/edges/keys/tenant.ts'
import type { HttpResponse } from '../../../src/io.ts'
import { testIo } from '../../support/io.ts'
import { deadAddress } from '../../support/server.ts'

const tenant = '4b3e1f60-8a2d-4d0c-9e57-c0a1b2d3e4f5'
const key = { kty: 'RSA', kid: 'k', n: 'AQAB', e: 'AQAB' }

/** Asks with a network that answers by URL, and 404 to all else. */
async function ask(
  answers: Record<string, unknown>,
  from: { emulator?: string; version?: string | null } = {},
) {
  const asked: string[] = []
  const { io } = testIo({
    http: async ({ url }): Promise<HttpResponse> => {
      asked.push(url)
      const answer = answers[url]
      const body = typeof answer === 'string' ? answer : JSON.stringify(answer)
      return answer === undefined
        ? { status: 404, headers: {}, body: '' }
        : { status: 200, headers: {}, body }
    },
  })
  const { emulator = null, version = '1.0' } = from
  return { source: await tenantKeys({ cloud: globalCloud, emulator, tenant, version }, io), asked }
}

const authority = `https://login.microsoftonline.com/${tenant}`
const document = `${authority}/.well-known/openid-configuration`

test('discovery first, then the keys that it names', async () => {
  const jwks_uri = `${authority}/discovery/keys`
  const { source, asked } = await ask({ [document]: { jwks_uri }, [jwks_uri]: { keys: [key] } })
  expect(asked).toEqual([document, jwks_uri])
  expect(source).toEqual({ keys: { keys: [key] }, from: 'the tenant' })
})

test('a v2.0 token has a document of its own', async () => {
  const v2 = `${authority}/v2.0/.well-known/openid-configuration`
  expect((await ask({}, { version: '2.0' })).asked).toEqual([v2])
  expect((await ask({}, { version: null })).asked).toEqual([document])
})

test.each([
  'https://evil.example/keys',
  'https://login.microsoftonline.com.evil.example/keys',
  'https://login.microsoftonline.com@evil.example/keys',
  'https://login.microsoftonline.com:8443/keys',
  'http://login.microsoftonline.com/keys',
  'https://login.microsoftonline.us/keys',
  'file:///etc/passwd',
  '//evil.example/keys',
  'keys',
  '',
  7,
  null,
])('a document that names %j for the keys is not followed', async jwks_uri => {
  const { source, asked } = await ask({ [document]: { jwks_uri } })
  expect(asked).toEqual([document])
  expect(source).toEqual({ missing: 'login.microsoftonline.com names no keys of its own' })
})

test("beside the emulator, only the emulator's own keys", async () => {
  const emulator = 'http://127.0.0.1:4030'
  const own = `${emulator}/${tenant}/.well-known/openid-configuration`
  const real = `${authority}/discovery/keys`
  expect((await ask({ [own]: { jwks_uri: real } }, { emulator })).asked).toEqual([own])
  const jwks_uri = `${emulator}/${tenant}/discovery/keys`
  const { source } = await ask({ [own]: { jwks_uri }, [jwks_uri]: { keys: [key] } }, { emulator })
  expect(source).toHaveProperty('keys')
})

test.each([
  ['no answer', {}],
  ['a web page', { [document]: '<html></html>' }],
  ['a list', { [document]: [1] }],
  ['half a JSON', { [document]: '{"jwks_uri":"htt' }],
])('a document that is %s is a reason', async (_, answers) => {
  expect((await ask(answers)).source).toEqual({
    missing: expect.stringMatching(/names no keys of its own|has no discovery document/),
  })
})

test.each([
  ['no answer', undefined],
  ['a web page', '<html></html>'],
  ['no list', { keys: {} }],
])('keys that are %s are a reason', async (_, keys) => {
  const jwks_uri = `${authority}/discovery/keys`
  const { source } = await ask({
    [document]: { jwks_uri },
    ...(keys === undefined ? {} : { [jwks_uri]: keys }),
  })
  expect(source).toEqual({
    missing: expect.stringMatching(
      /^login\.microsoftonline\.com answered no key set(?: \(status \d+, [^)]+\))?$/,
    ),
  })
})

test('keys that are no objects are left out', async () => {
  const jwks_uri = `${authority}/discovery/keys`
  const { source } = await ask({ [document]: { jwks_uri }, [jwks_uri]: { keys: [null, 7, 'x', [], key] } })
  expect(source).toMatchObject({ keys: { keys: [key] } })
})

test('a server out of reach is a reason', async () => {
  const emulator = await deadAddress()
  const source = await tenantKeys({ cloud: globalCloud, emulator, tenant, version: '1.0' }, testIo().io)
  expect(source).toEqual({
    missing: expect.stringMatching(/^the tenant's keys are out of reach: 127\.0\.0\.1/),
  })
})
