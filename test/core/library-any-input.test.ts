import { expect, test } from 'vitest'
import type { JsonObject } from '../../src/core/json.ts'
import { check, inspectToken, minimalPermissions, requiredPermissions } from '../../src/core/library.ts'
import { hostileClaims, hostileJson, tokenOf } from '../support/hostile-json.ts'
import fc, { runs } from '../support/property.ts'
import { index } from './permissions/committed-index.ts'

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
      const { token } = await inspectToken(text, { index, keys, operations })
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
