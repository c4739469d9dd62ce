import { createHmac, sign as rsaSign } from 'node:crypto'
import fc from 'fast-check'
import { exportJWK, exportSPKI, importJWK } from 'jose'
import { beforeAll, describe, expect, test } from 'vitest'
import type { JsonObject } from '../../../src/core/json.ts'
import { decodeToken } from '../../../src/core/token/decode.ts'
import { extractToken } from '../../../src/core/token/extract.ts'
import { type KeySource, type SignatureResult, verifySignature } from '../../../src/core/token/signature.ts'
import { type Key, keyNamed, signToken, withHeader, withPayload } from '../../../tools/case.ts'
import { appClaims, header, part, secret, unsigned } from './sample.ts'

let key: Key
let keys: KeySource
let token: string

beforeAll(async () => {
  key = await keyNamed('key-1')
  keys = { keys: key.jwks, from: 'the tenant' }
  token = await signToken(key, header, appClaims())
})

async function verify(text: string, source: KeySource = keys): Promise<SignatureResult> {
  const head: JsonObject = decodeToken(secret(text))?.header ?? {}
  return verifySignature(secret(text), head, source)
}

const { nonce: _, ...plain } = header

describe('verified', () => {
  test("a Graph token, over the hash of its header's nonce", async () => {
    expect(await verify(token)).toEqual({
      status: 'verified',
      reason: 'signed by a key of the tenant',
      kid: 'key-1',
      graphNonce: true,
    })
  })

  test("another API's token, as it stands", async () => {
    const other = await signToken(key, plain, appClaims())
    expect(await verify(other)).toMatchObject({ status: 'verified', graphNonce: false })
  })

  test.each<JsonObject>([
    { kid: 'key-1', nonce: 'last in order', alg: 'RS256' },
    { nonce: 'first in order, with "quotes" and a \\', alg: 'RS256', kid: 'key-1' },
    { alg: 'RS256', kid: 'key-1', nonce: '' },
  ])('whatever the order and the nonce: %j', async head => {
    expect((await verify(await signToken(key, head, appClaims()))).status).toBe('verified')
  })
})

describe('mismatch', () => {
  const status = async (text: string) => (await verify(text)).status

  test('one role was altered', async () => {
    expect(await status(withPayload(token, appClaims({ roles: ['Directory.ReadWrite.All'] })))).toBe(
      'mismatch',
    )
  })

  test('the nonce was altered, removed, moved or added', async () => {
    expect(await status(withHeader(token, { ...header, nonce: 'another' }))).toBe('mismatch')
    expect(await status(withHeader(token, plain))).toBe('mismatch')
    expect(await status(withHeader(token, { ...plain, nonce: header.nonce }))).toBe('mismatch')
    const other = await signToken(key, plain, appClaims())
    expect(await status(withHeader(other, { ...plain, nonce: 'added' }))).toBe('mismatch')
  })

  test('a member was added to the header', async () => {
    expect(await status(withHeader(token, { ...header, extra: true }))).toBe('mismatch')
  })

  test('the signature was cut, emptied or replaced', async () => {
    const [head, payload, signature] = token.split('.')
    for (const other of ['', signature!.slice(0, -4), part('signature'), signature!.toUpperCase()]) {
      expect(await status(`${head}.${payload}.${other}`)).toBe('mismatch')
    }
  })

  test('the same bytes in another spelling are other bytes', async () => {
    const [head, payload, signature] = token.split('.')
    // Of the last letter only two bits count: 256 bytes are 341 letters and a third.
    const twin = String.fromCharCode(signature!.charCodeAt(signature!.length - 1) + 1)
    expect(Buffer.from(signature!.slice(0, -1) + twin, 'base64url')).toEqual(
      Buffer.from(signature!, 'base64url'),
    )
    expect(await status(`${head}.${payload}.${signature!.slice(0, -1)}${twin}`)).toBe('mismatch')
    const marked = part(`\uFEFF${JSON.stringify(header)}`)
    expect(decodeToken(secret(`${marked}.${payload}.${signature}`))?.header).toEqual(header)
    expect(await status(`${marked}.${payload}.${signature}`)).toBe('mismatch')
  })
})

describe('never accepted', () => {
  test.each(['none', 'None', 'HS256', 'HS512', 'RS384', 'PS256', 'ES256', undefined, 5])(
    'alg %j',
    async alg => {
      const result = await verify(withHeader(token, { ...header, alg }))
      expect(result).toMatchObject({ status: 'unverifiable' })
    },
  )

  test('HS256 with the public key as its secret', async () => {
    const jwk = key.jwks.keys[0]!
    const pem = await exportSPKI((await importJWK(jwk, 'RS256', { extractable: true })) as CryptoKeyOfJose)
    const input = `${part({ ...plain, alg: 'HS256' })}.${part(appClaims())}`
    for (const shared of [pem, JSON.stringify(jwk)]) {
      const mac = createHmac('sha256', shared).update(input).digest('base64url')
      expect((await verify(`${input}.${mac}`)).status).toBe('unverifiable')
    }
  })

  test('extensions that the header calls critical', async () => {
    for (const crit of [['b64'], ['exp'], [], null]) {
      const demanding = await signToken(key, plain, appClaims())
      expect((await verify(withHeader(demanding, { ...plain, crit, b64: false }))).status).toBe(
        'unverifiable',
      )
    }
  })

  test("a stranger's key, that the token brings along or points at", async () => {
    const { generateKeyPairSync } = await import('node:crypto')
    const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const jwk = await exportJWK(stranger.publicKey)
    const x5c = [stranger.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')]
    for (const brought of [
      { jwk },
      { x5c },
      { jku: 'https://evil.example/keys' },
      { x5u: 'https://evil.example/c' },
    ]) {
      const input = `${part({ ...plain, ...brought })}.${part(appClaims())}`
      const signature = rsaSign('sha256', Buffer.from(input), stranger.privateKey).toString('base64url')
      expect((await verify(`${input}.${signature}`)).status).toBe('mismatch')
    }
  })

  test('and they do not keep a good signature from fitting', async () => {
    const carrying = await signToken(key, { ...plain, jku: 'https://evil.example/keys' }, appClaims())
    expect((await verify(carrying)).status).toBe('verified')
  })
})

describe('not checked', () => {
  test('there are no keys, and the reason is kept', async () => {
    expect(await verify(token, { missing: 'the keys were not asked for (--offline)' })).toMatchObject({
      status: 'not-checked',
      reason: 'the keys were not asked for (--offline)',
    })
  })

  test('no key has this id', async () => {
    expect(await verify(withHeader(token, { ...header, kid: 'rolled' }))).toMatchObject({
      status: 'not-checked',
      reason: 'the tenant holds no key with this kid',
    })
    expect(await verify(token, { keys: { keys: [] }, from: 'a file' })).toMatchObject({
      reason: 'a file holds no key with this kid',
    })
  })

  test('the token names no key, and there are several', async () => {
    const { kid: _, ...nameless } = plain
    const signed = await signToken(key, nameless, appClaims())
    const [one] = key.jwks.keys
    const result = await verify(signed, {
      keys: { keys: [one!, { ...one!, kid: 'key-2' }] },
      from: 'the tenant',
    })
    expect(result).toMatchObject({ status: 'not-checked', kid: null })
  })

  test('a key that cannot be used is a key that does not fit', async () => {
    const broken = { kty: 'RSA', use: 'sig', kid: 'key-1', n: '', e: 'AQAB' }
    expect((await verify(token, { keys: { keys: [broken] }, from: 'the tenant' })).status).toBe('mismatch')
  })
})

describe('mutated tokens', () => {
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.= "{}\u0000é']
  const change = fc.record({
    at: fc.nat(),
    kind: fc.constantFrom('replace', 'insert', 'remove', 'swap', 'cut', 'double' as const),
    letter: fc.constantFrom(...letters),
  })

  function mutated(text: string, changes: readonly { at: number; kind: string; letter: string }[]): string {
    return changes.reduce((before, { at, kind, letter }) => {
      const i = at % Math.max(1, before.length)
      const head = before.slice(0, i)
      const tail = before.slice(i + 1)
      switch (kind) {
        case 'replace':
          return head + letter + tail
        case 'insert':
          return head + letter + before.slice(i)
        case 'remove':
          return head + tail
        case 'swap':
          return head + (tail[0] ?? '') + (before[i] ?? '') + tail.slice(1)
        case 'cut':
          return head
        default:
          return before + before.slice(i)
      }
    }, text)
  }

  test('none crashes, and none whose bytes were changed is verified', async () => {
    let decoded = 0
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async changes => {
        const text = mutated(token, changes)
        const extracted = extractToken(text)
        if (extracted.form !== 'jwt') return
        const parts = decodeToken(extracted.token)
        if (parts === null) return
        decoded++
        const { status } = await verifySignature(extracted.token, parts.header, keys)
        expect(status === 'verified').toBe(extracted.token.reveal() === token)
      }),
      { numRuns: 5000 },
    )
    expect(decoded).toBeGreaterThan(500)
  }, 60_000)

  test('none whose last letters were changed is', async () => {
    for (const which of [0, 1, 2]) {
      for (const letter of letters.slice(0, 64)) {
        const parts = token.split('.')
        const other = parts[which]!.slice(0, -1) + letter
        if (other === parts[which]) continue
        parts[which] = other
        expect((await verify(parts.join('.'))).status).not.toBe('verified')
      }
    }
  })

  test('none with a claim of another value is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...Object.keys(appClaims())), fc.jsonValue(), async (name, value) => {
        const claims = appClaims({ [name]: value })
        if (JSON.stringify(claims) === JSON.stringify(appClaims())) return
        expect((await verify(withPayload(token, claims))).status).toBe('mismatch')
      }),
      { numRuns: 500 },
    )
  })

  test('none that was never signed is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string(), fc.jsonValue()), async head => {
        expect((await verify(unsigned(appClaims(), { ...head, alg: 'RS256' }))).status).not.toBe('verified')
      }),
      { numRuns: 500 },
    )
  })
})

type CryptoKeyOfJose = Parameters<typeof exportSPKI>[0]
