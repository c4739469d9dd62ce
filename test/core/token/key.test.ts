import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../../src/core/json.ts'
import { isPrivate, keyFlaw, publicHalf, publicKeyAlgorithms } from '../../../src/core/token/key.ts'

/** A modulus of so many bits. */
function modulus(bits: number): string {
  const bytes = Buffer.alloc(Math.ceil(bits / 8), 0xff)
  bytes[0] = 0xff >> (bytes.length * 8 - bits)
  return bytes.toString('base64url')
}

const rsa: JsonObject = { kty: 'RSA', n: modulus(2048), e: 'AQAB' }
const ec = (crv: string): JsonObject => ({ kty: 'EC', crv, x: 'AQ', y: 'AQ' })
const okp: JsonObject = { kty: 'OKP', crv: 'Ed25519', x: 'AQ' }

/** The algorithms that a key has no flaw for. */
function good(key: JsonObject): string[] {
  return publicKeyAlgorithms.filter(alg => keyFlaw(key, alg) === null)
}

const ofRsa = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512']

describe('a key is good for the algorithms of its type and curve, and for no other', () => {
  test.each<[JsonObject, string[]]>([
    [rsa, ofRsa],
    [ec('P-256'), ['ES256']],
    [ec('P-384'), ['ES384']],
    [ec('P-521'), ['ES512']],
    [ec('secp256k1'), []],
    [okp, ['EdDSA', 'Ed25519']],
    [{ ...okp, crv: 'Ed448' }, []],
    [{ kty: 'oct', k: 'AQ' }, []],
    [{ ...rsa, kty: 'rsa' }, []],
    [{ ...rsa, kty: 5 }, []],
    [{}, []],
    [{ ...rsa, alg: 'RS384' }, ['RS384']],
    [{ ...rsa, alg: 'PS256' }, ['PS256']],
    [{ ...rsa, alg: 'none' }, []],
    [{ ...rsa, alg: null }, []],
    [{ ...ec('P-256'), alg: 'ES256' }, ['ES256']],
    [{ ...ec('P-256'), alg: 'ECDH-ES' }, []],
    [{ ...okp, alg: 'EdDSA' }, ['EdDSA', 'Ed25519']],
    [{ ...okp, alg: 'Ed25519' }, ['EdDSA', 'Ed25519']],
    [{ ...rsa, use: 'sig' }, ofRsa],
    [{ ...rsa, use: 'enc' }, []],
    [{ ...rsa, key_ops: ['verify'] }, ofRsa],
    [{ ...rsa, key_ops: ['encrypt', 'verify'] }, ofRsa],
    [{ ...rsa, key_ops: ['encrypt'] }, []],
    [{ ...rsa, key_ops: ['sign'], d: 'AQ' }, ofRsa],
    [{ ...rsa, key_ops: 'verify' }, ofRsa],
  ])('%j', (key, algorithms) => {
    expect(good(key)).toEqual(algorithms)
  })

  test.each(['none', 'HS256', 'HS512', '', 'rs256', 'constructor'])('no key is good for %j', alg => {
    for (const key of [rsa, ec('P-256'), okp, { kty: undefined }]) {
      expect(keyFlaw(key, alg)).toBe(`it is not of the type that ${alg} needs`)
    }
  })
})

describe('a flaw is named', () => {
  test.each<[JsonObject, string, string]>([
    [{ kty: 'oct' }, 'RS256', 'it is a shared secret, and whoever verifies with one can also sign'],
    [okp, 'ES256', 'it is not of the type that ES256 needs'],
    [ec('P-384'), 'ES256', 'it is not on the curve that ES256 needs'],
    [{ ...rsa, use: 'enc' }, 'RS256', 'it is not meant for signatures (use)'],
    [{ ...rsa, key_ops: [] }, 'RS256', 'it is not meant for verifying (key_ops)'],
    [{ ...rsa, alg: 'RS512' }, 'RS256', 'it is meant for another algorithm (alg)'],
    [{ ...rsa, n: 5 }, 'RS256', 'it is not whole: it needs n and e'],
    [{ kty: 'RSA', x5c: ['MII'] }, 'RS256', 'it brings a certificate only (x5c), where n and e are needed'],
    [{ kty: 'EC', crv: 'P-256', x: 'AQ' }, 'ES256', 'it is not whole: it needs x and y'],
    [{ kty: 'OKP', crv: 'Ed25519' }, 'EdDSA', 'it is not whole: it needs x'],
    [{ ...rsa, n: '' }, 'RS256', 'its numbers (n and e) cannot be read'],
    [{ ...rsa, e: '' }, 'RS256', 'its numbers (n and e) cannot be read'],
    [{ ...rsa, n: 'é' }, 'RS256', 'its numbers (n and e) cannot be read'],
    [{ ...rsa, n: modulus(2047) }, 'PS384', 'it has 2047 bits, and PS384 needs 2048'],
    [{ ...rsa, n: modulus(1024) }, 'RS256', 'it has 1024 bits, and RS256 needs 2048'],
    [{ ...rsa, e: 'AQ' }, 'RS256', 'its exponent (e) is 1, with which nothing is signed'],
    [{ ...rsa, e: 'Ag' }, 'RS256', 'its exponent (e) is 2, with which nothing is signed'],
    [{ ...rsa, e: 'BA' }, 'RS256', 'its exponent (e) is 4, with which nothing is signed'],
  ])('%j for %s', (key, alg, flaw) => {
    expect(keyFlaw(key, alg)).toBe(flaw)
  })

  test.each(['Aw', 'BQ', 'AQAB', 'AAEAAQ'])('an exponent of %s is none', e => {
    expect(keyFlaw({ ...rsa, e }, 'RS256')).toBeNull()
  })

  test.each([2048, 2049, 3072, 4096])('%i bits are none', bits => {
    expect(keyFlaw({ ...rsa, n: modulus(bits) }, 'RS256')).toBeNull()
  })
})

test.each(['d', 'p', 'q', 'k'])('a key with %s is private', name => {
  expect(isPrivate({ ...rsa, [name]: 'AQ' })).toBe(true)
  expect(isPrivate(rsa)).toBe(false)
})

test('the public half holds what verifying needs, and nothing else', () => {
  const secret = { d: 'AQ', p: 'AQ', q: 'AQ', dp: 'AQ', dq: 'AQ', qi: 'AQ', oth: [], kid: 'a', use: 'sig' }
  expect(publicHalf({ ...secret, ...rsa }, 'RS256')).toEqual(rsa)
  expect(publicHalf({ ...secret, ...ec('P-256') }, 'ES256')).toEqual(ec('P-256'))
  expect(publicHalf({ ...secret, ...okp }, 'EdDSA')).toEqual(okp)
})
