import { describe, expect, test } from 'vitest'
import { decodeToken } from '../../../src/core/token/decode.ts'
import { appClaims, header, part, secret, unsigned } from './sample.ts'

describe('a token', () => {
  test('is taken apart as it stands', () => {
    expect(decodeToken(secret(unsigned(appClaims())))).toEqual({
      header,
      claims: appClaims(),
      flaws: ['the signature has 12 characters and RS256 makes 342 or more: it was cut'],
    })
  })

  test('keeps the order of its claims, and what is no ASCII', () => {
    const claims = { z: 1, name: 'Ada Lovelace ✓ 愛', a: 2 }
    const decoded = decodeToken(secret(unsigned(claims)))
    expect(Object.keys(decoded!.claims)).toEqual(['z', 'name', 'a'])
    expect(decoded!.claims.name).toBe(claims.name)
  })

  test('a claim that is called like a member of every object is a claim', () => {
    const decoded = decodeToken(secret(`${part(header)}.${part('{"__proto__":{"roles":["x"]}}')}.c2ln`))
    expect(decoded!.claims.roles).toBeUndefined()
  })
})

test.each([
  ['nothing', ''],
  ['two dots', '..'],
  ['one part', part(header)],
  ['a header that is no JSON', `${part('{"alg":')}.${part(appClaims())}.c2ln`],
  ['a header that is an array', `${part([])}.${part(appClaims())}.c2ln`],
  ['a payload that is no JSON', `${part(header)}.${part('not json')}.c2ln`],
  ['a payload that is a number', `${part(header)}.${part(5)}.c2ln`],
  ['a payload that is null', `${part(header)}.${part(null)}.c2ln`],
  ['a payload cut in the middle', `${part(header)}.${part(appClaims()).slice(0, 50)}.c2ln`],
  ['a payload that is no base64url', `${part(header)}.§§§.c2ln`],
  [
    'a payload that is no UTF-8',
    `${part(header)}.${Buffer.from([0x7b, 0xff, 0x7d]).toString('base64url')}.c2ln`,
  ],
])('damage: %s', (_, token) => {
  expect(decodeToken(secret(token))).toBeNull()
})
