import { expect, test } from 'vitest'
import type { JsonObject } from '../../../src/core/json.ts'
import {
  check,
  explainRefusal,
  explainText,
  inspectToken,
  minimalPermissions,
  requiredPermissions,
} from '../../../src/index.ts'
import { hostileClaims, hostileJson, tokenOf } from '../../support/hostile-json.ts'
import fc, { runs } from '../../support/property.ts'
import { index } from '../committed-index.ts'

const line = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'binary' }).map(text => `GET /${text}`),
  fc.constantFrom(
    'GET /__proto__/x',
    'GET /constructor',
    '/users/../me',
    'GET',
    '',
    'https://[',
    '%',
    'GET /users(%',
  ),
)

test('inspectToken takes any text, any token and any keys', async () => {
  const token = fc.oneof(
    fc.string({ unit: 'binary' }),
    hostileJson,
    hostileClaims.map(claims => tokenOf(claims)),
  )
  const keys = hostileJson.map(json =>
    JSON.parse(`{"keys":[${json},{"kty":${json},"kid":"k","n":${json},"e":"AQAB"}]}`),
  )
  await fc.assert(
    fc.asyncProperty(token, keys, fc.array(line, { maxLength: 3 }), async (text, keys, operations) => {
      const { token } = await inspectToken(index, text, { keys, operations })
      expect(token?.signature?.status).not.toBe('verified')
    }),
    runs(60),
  )
}, 60_000)

test('check takes any claims and any operations', () => {
  fc.assert(
    fc.property(hostileClaims, fc.array(line, { maxLength: 5 }), (claims, operations) => {
      const judged = check(index, JSON.parse(claims) as JsonObject, operations)
      expect(judged.operations).toHaveLength(operations.length)
      // What a caller does with it next.
      JSON.stringify(judged)
    }),
    runs(60),
  )
}, 60_000)

test('any operation has an answer', () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 4 }), operations => {
      for (const operation of operations)
        expect(requiredPermissions(index, operation)).toHaveProperty('status')
      minimalPermissions(index, operations)
    }),
  )
}, 60_000)

test('explainText takes any text', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    hostileJson,
    hostileJson.map(json => `GET https://graph.microsoft.com/v1.0/users\nHTTP/1.1 403\n\n{"error":${json}}`),
  )
  fc.assert(
    fc.property(text, text => {
      expect(explainText(index, text)).toHaveProperty('verdict')
    }),
    runs(60),
  )
}, 60_000)

test('explainRefusal takes any status, headers, body and request', () => {
  const json = fc.oneof(
    hostileJson,
    hostileJson.map(value => `{"error":{"code":${value},"message":${value},"innerError":${value}}}`),
    hostileJson.map(
      value => `{"error":"invalid_client","error_codes":[7000215],"error_description":${value}}`,
    ),
  )
  const body = fc.oneof(
    fc.string({ unit: 'binary' }),
    json,
    json.map(text => JSON.parse(text) as unknown),
  )
  const name = fc.constantFrom(
    'request-id',
    'WWW-Authenticate',
    '__proto__',
    'constructor',
    'Content-Type',
    '',
  )
  const headers = fc.array(fc.tuple(name, fc.string({ unit: 'binary' })), { maxLength: 4 })
  fc.assert(
    fc.property(fc.integer({ min: 100, max: 599 }), headers, body, line, (status, headers, body, request) => {
      const report = explainRefusal(index, { status, headers, body, request })
      expect(['problem', 'undetermined']).toContain(report.verdict)
      JSON.stringify(report)
    }),
    runs(100),
  )
}, 60_000)

test('any time up to the year 9999 is a time to judge by, and any issue time a beginning', () => {
  const at = fc.double({ noNaN: true, min: 0, max: 253_402_300_799 })
  fc.assert(
    fc.property(at, fc.double(), (at, iat) => {
      expect(check(index, { exp: 1795375900, iat }, [], { at })).toHaveProperty('verdict')
      expect(check(index, { exp: 1795375900, iat }, [])).toHaveProperty('verdict')
    }),
    runs(60),
  )
})
