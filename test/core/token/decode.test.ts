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

describe('a flaw is told', () => {
  const flaws = (head: string | object, claims: string | object, signature = 's'.repeat(342)) =>
    decodeToken(secret(`${part(head)}.${part(claims)}.${signature}`))?.flaws

  test.each([
    ['{"a":1,"b":2,"a":3}', 'a'],
    ['{"a":1,"a":2,"a":3}', 'a'],
    ['{"a":{"b":[1,{}]},"c":[],"a":3}', 'a'],
    ['{"a":1,"\\u0061":2}', 'a'],
    ['{"a\\"b":1,"c":"\\"","a\\"b":2}', 'a"b'],
    ['{"a":1,"a":1,"b":1,"b":1,"c":1,"c":1}', 'a, b, c'],
    ['{"a":1,"a":1,"b":1,"b":1,"c":1,"c":1,"d":1,"d":1,"e":1,"e":1}', 'a, b, c and 2 more'],
  ])('of names that stand twice: %s', (json, names) => {
    const flaw = `${names} stands more than once: the last one was read, and other programs may read the first`
    expect(flaws(header, json)).toEqual([flaw])
    expect(flaws(json, appClaims())).toEqual([flaw])
  })

  test.each([
    '{"a":"a","b":"a"}',
    '{"a":{"a":1},"b":{"a":1}}',
    '{"a":[{"a":1},"a","a"]}',
    '{"a":"x,\\"a\\":1"}',
    '{"a":1,"A":2}',
  ])('not of %s', json => {
    expect(flaws(header, json)).toEqual([])
  })

  test('of a signature that is empty, or too short for RS256', () => {
    expect(flaws(header, {}, '')).toEqual(['the signature is empty'])
    const cut = 'the signature has 341 characters and RS256 makes 342 or more: it was cut'
    expect(flaws(header, {}, 's'.repeat(341))).toEqual([cut])
    expect(flaws({ ...header, alg: 'ES256' }, {}, 's'.repeat(86))).toEqual([])
  })
})

test.each([
  ['four parts', `${part(header)}.${part({})}.a.b`],
  ['two parts', `${part(header)}.${part({})}`],
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
