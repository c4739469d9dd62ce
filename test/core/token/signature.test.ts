import { createHmac, sign as rsaSign } from 'node:crypto'
import { exportJWK, exportSPKI, generateKeyPair, importJWK, type JWK } from 'jose'
import { beforeAll, describe, expect, test } from 'vitest'
import type { JsonObject } from '../../../src/core/json.ts'
import { decodeToken } from '../../../src/core/token/decode.ts'
import { extractToken } from '../../../src/core/token/extract.ts'
import { publicKeyAlgorithms } from '../../../src/core/token/key.ts'
import { type KeySource, type SignatureResult, verifySignature } from '../../../src/core/token/signature.ts'
import { type Key, keyNamed, signToken, withHeader, withPayload } from '../../../tools/case.ts'
import fc, { runs } from '../../support/property.ts'
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
    const [first, second, third] = (await signToken(key, plain, appClaims())).split('.')
    const other = String.fromCharCode(third!.charCodeAt(third!.length - 1) + 1)
    expect(await status(`${first}.${second}.${third!.slice(0, -1)}${other}`)).toBe('mismatch')
  })

  test('whose keys did not sign it is said', async () => {
    expect((await verify(withPayload(token, appClaims({ appid: 'another' })))).reason).toBe(
      "the signature does not fit the token's content (keys of the tenant)",
    )
  })

  test.each([
    ['escaped in its name', '{"\\u006eonce":"a","alg":"RS256","kid":"key-1"}'],
    ['escaped in its value', '{"nonce":"\\u0061","alg":"RS256","kid":"key-1"}'],
    ['that stands twice', '{"nonce":"b","alg":"RS256","kid":"key-1","nonce":"a"}'],
  ])('a nonce %s is none that Entra ID wrote', async (_, head) => {
    const [, payload, signature] = token.split('.')
    const altered = `${part(head)}.${payload}.${signature}`
    expect(decodeToken(secret(altered))?.header.nonce).toBe('a')
    expect(await status(altered)).toBe('mismatch')
  })

  test('what cannot be decoded is no token that was signed', async () => {
    expect(await verifySignature(secret('!.e30.AA'), header, keys)).toMatchObject({ status: 'mismatch' })
    expect(await verifySignature(secret('!.e30.AA'), plain, keys)).toMatchObject({ status: 'mismatch' })
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
      keys: 'none-fits',
      reason: 'no key that was had signed it: the tenant holds no key with this kid',
    })
    expect(await verify(token, { keys: { keys: [] }, from: 'a file' })).toMatchObject({
      keys: 'out-of-reach',
      reason: 'no keys were had: a file lists none',
    })
  })

  test('nobody asked for the keys', async () => {
    expect(await verify(token, { missing: 'why', notAsked: true })).toMatchObject({ keys: 'not-asked' })
    expect(await verify(token, { missing: 'why' })).toMatchObject({ keys: 'out-of-reach' })
  })
})

describe('which keys are tried', () => {
  let stranger: JWK
  beforeAll(async () => {
    stranger = await exportJWK((await generateKeyPair('RS256', { extractable: true })).publicKey)
  })
  const own = (): JWK => key.jwks.keys[0]!
  const of = (...keys: readonly unknown[]): KeySource => ({ keys: { keys } as never, from: 'a file' })

  test('each of two keys of one kid', async () => {
    const other = { ...stranger, kid: 'key-1' }
    expect((await verify(token, of(other, own()))).status).toBe('verified')
    expect((await verify(token, of(own(), other))).status).toBe('verified')
    expect((await verify(token, of(other, { ...other, alg: 'RS256' }))).status).toBe('mismatch')
  })

  test('all, where the token names none', async () => {
    const { kid: _, ...nameless } = plain
    const signed = await signToken(key, nameless, appClaims())
    const [one, two] = [
      { ...stranger, kid: 'one' },
      { ...stranger, kid: 'two' },
    ]
    expect(await verify(signed, of(one, own(), two))).toMatchObject({ status: 'verified', kid: null })
    expect(await verify(signed, of(one, two))).toMatchObject({
      status: 'not-checked',
      keys: 'none-fits',
      reason: 'no key that was had signed it: the token names none, and none of a file fits',
    })
  })

  test('one without a kid, of which it is not known that it is another', async () => {
    const { kid: _, ...nameless } = own()
    expect((await verify(token, of(nameless))).status).toBe('verified')
    expect(await verify(token, of(stranger))).toMatchObject({ status: 'not-checked', keys: 'none-fits' })
    const altered = withPayload(token, appClaims({ roles: ['Directory.ReadWrite.All'] }))
    expect((await verify(altered, of(nameless))).status).toBe('not-checked')
  })

  test('none of another kid, although it would fit', async () => {
    expect(await verify(token, of({ ...own(), kid: 'another' }))).toMatchObject({ keys: 'none-fits' })
  })

  test('where the token names none, a flawed key explains nothing beside a sound one', async () => {
    const { kid: _, ...nameless } = plain
    const signed = await signToken(key, nameless, appClaims())
    const flawed = { ...own(), e: 'AQ', kid: 'one' }
    const sound = { ...stranger, kid: 'two' }
    for (const source of [of(flawed, sound), of(sound, flawed), of(sound, { ...sound, kid: null })])
      expect(await verify(signed, source)).toMatchObject({ status: 'not-checked', keys: 'none-fits' })
    for (const source of [of(flawed), of(flawed, { ...flawed, kid: 'two' })])
      expect(await verify(signed, source)).toMatchObject({ status: 'not-checked', keys: 'unusable' })
  })

  test('a flawed key of its kid explains it, whatever keys without a kid there are', async () => {
    const flawed = { ...own(), e: 'AQ' }
    expect(await verify(token, of(flawed, stranger))).toMatchObject({ keys: 'unusable' })
    expect(await verify(token, of(stranger, flawed))).toMatchObject({ keys: 'unusable' })
    expect(await verify(token, of({ ...stranger, kid: 'another' }))).toMatchObject({ keys: 'none-fits' })
  })

  test('a kid that is no text names no key', async () => {
    const signed = await signToken(key, { ...plain, kid: 5 }, appClaims())
    expect(await verify(signed, of({ ...own(), kid: 5 }))).toMatchObject({ status: 'verified', kid: null })
  })

  test("a private key verifies by its public half, as its owner's own", async () => {
    const jwk = { ...(await exportJWK(key.privateKey)), kid: 'key-1', key_ops: ['sign'] }
    expect((await verify(token, of(jwk))).status).toBe('verified')
  })
})

describe('a key that cannot be used is a flaw of the key, and no mismatch', () => {
  const flawed = async (flaw: JsonObject, drop: readonly string[] = []): Promise<SignatureResult> => {
    const jwk: Record<string, unknown> = { ...key.jwks.keys[0]!, ...flaw }
    for (const name of drop) delete jwk[name]
    return verify(token, { keys: { keys: [jwk] } as never, from: 'a file' })
  }

  test.each<[string, JsonObject, readonly string[], RegExp]>([
    ['a shared secret', { kty: 'oct', k: 'c2VjcmV0' }, ['n', 'e'], /a shared secret/],
    [
      'of another type',
      { kty: 'EC', crv: 'P-256', x: 'AQ', y: 'AQ' },
      [],
      /not of the type that RS256 needs/,
    ],
    ['without a type', {}, ['kty'], /not of the type/],
    ['for encryption', { use: 'enc' }, [], /not meant for signatures/],
    ['for signing only', { key_ops: ['sign'] }, [], /not meant for verifying/],
    ['of another algorithm', { alg: 'RS512' }, [], /another algorithm/],
    ['of an algorithm that is none', { alg: 'RSA-OAEP' }, [], /another algorithm/],
    ['with a certificate only', { x5c: ['MIIB'] }, ['n', 'e'], /certificate only \(x5c\)/],
    ['without a modulus', {}, ['n'], /not whole/],
    ['without an exponent', {}, ['e'], /not whole/],
    ['with an empty modulus', { n: '' }, [], /cannot be read/],
    ['with a modulus that is no base64url', { n: '!!!' }, [], /cannot be read/],
    ['of 8 bits', { n: '_w' }, [], /it has 8 bits, and RS256 needs 2048/],
    [
      'of 2047 bits',
      { n: Buffer.concat([Buffer.from([0x7f]), Buffer.alloc(255, 0xff)]).toString('base64url') },
      [],
      /2047 bits/,
    ],
    ['with 1 for its exponent', { e: 'AQ' }, [], /exponent \(e\) is 1/],
    ['with 0 for its exponent', { e: 'AA' }, [], /exponent \(e\) is 0/],
    ['with an even exponent', { e: 'AQAA' }, [], /exponent \(e\) is 65536/],
  ])('%s', async (_, flaw, drop, reason) => {
    const result = await flawed(flaw, drop)
    expect(result).toMatchObject({ status: 'not-checked', keys: 'unusable' })
    expect(result.reason).toMatch(/^a key of a file cannot be used: it/)
    expect(result.reason).toMatch(reason)
  })

  test('of 2048 bits it may be, with zeros before them or not', async () => {
    const n = Buffer.concat([Buffer.from([0]), Buffer.from(key.jwks.keys[0]!.n as string, 'base64url')])
    expect((await flawed({ n: n.toString('base64url') })).status).toBe('verified')
  })

  test('beside a good one of the same kid it does no harm', async () => {
    const bad = { ...key.jwks.keys[0]!, e: 'AQ' }
    const source: KeySource = { keys: { keys: [bad, key.jwks.keys[0]!] } as never, from: 'a file' }
    expect((await verify(token, source)).status).toBe('verified')
    const altered = withPayload(token, appClaims({ roles: ['Directory.ReadWrite.All'] }))
    expect((await verify(altered, source)).status).toBe('mismatch')
  })

  test.each([
    ['ES256', { kty: 'EC', crv: 'P-384', x: 'AQ', y: 'AQ' }, /not on the curve that ES256 needs/],
    ['ES256', { kty: 'EC', crv: 'P-256', x: 'AQ', y: 'AQ' }, /malformed/],
    ['ES256', { kty: 'EC', crv: 'P-256', x: 'AQ' }, /not whole: it needs x and y/],
    ['EdDSA', { kty: 'OKP', crv: 'Ed448', x: 'AQ' }, /not on the curve/],
    ['EdDSA', { kty: 'OKP', crv: 'Ed25519' }, /not whole: it needs x/],
  ])('%s with %j', async (alg, jwk, reason) => {
    const text = unsigned(appClaims(), { ...plain, alg })
    const result = await verify(text, {
      keys: { keys: [{ ...jwk, kid: 'key-1' }] } as never,
      from: 'a file',
      algorithms: publicKeyAlgorithms,
    })
    expect(result).toMatchObject({ keys: 'unusable', reason: expect.stringMatching(reason) })
  })
})

describe('what is signed genuinely, and refused all the same', () => {
  const sign = async (head: JsonObject, alg: string): Promise<string> => {
    const { privateKey } = key
    const der = await crypto.subtle.exportKey('pkcs8', privateKey as never)
    const { createPrivateKey } = await import('node:crypto')
    const own = createPrivateKey({ key: Buffer.from(der), format: 'der', type: 'pkcs8' })
    const input = `${part({ ...head, alg })}.${part(appClaims())}`
    const hash = `sha${alg.slice(2)}`
    return `${input}.${rsaSign(hash, Buffer.from(input), own).toString('base64url')}`
  }

  test('the harness signs what would verify', async () => {
    expect((await verify(await sign(plain, 'RS256'))).status).toBe('verified')
  })

  test.each(['RS384', 'RS512'])('%s, with a key that names no algorithm', async alg => {
    const signed = await sign(plain, alg)
    expect(await verify(signed)).toMatchObject({
      status: 'unverifiable',
      reason: 'alg is not RS256, the one that Entra ID signs with',
    })
    expect(
      (await verify(signed, { keys: key.jwks, from: 'the tenant', algorithms: publicKeyAlgorithms })).status,
    ).toBe('verified')
    expect(
      await verify(signed, { keys: key.jwks, from: 'the tenant', algorithms: ['RS256', 'ES256'] }),
    ).toMatchObject({
      status: 'unverifiable',
      reason: 'alg is not one that a public key verifies',
    })
  })

  test('a critical extension, one that jose knows too', async () => {
    const signed = await sign({ ...plain, crit: ['b64'], b64: true }, 'RS256')
    for (const source of [keys, { missing: 'why' }]) {
      expect(await verify(signed, source)).toMatchObject({
        status: 'unverifiable',
        reason: 'the header demands extensions (crit), and none is followed',
      })
    }
  })

  test('what names an algorithm that no key source may allow', async () => {
    const wide: KeySource = {
      keys: key.jwks,
      from: 'the tenant',
      algorithms: [...publicKeyAlgorithms, 'HS256', 'none'],
    }
    for (const alg of ['HS256', 'none']) {
      expect((await verify(withHeader(token, { ...plain, alg }), wide)).status).toBe('unverifiable')
    }
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
    const drawn = runs(5000)
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
      drawn,
    )
    expect(decoded).toBeGreaterThan(drawn.numRuns / 10)
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
      runs(500),
    )
  })

  test('none that was never signed is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string(), fc.jsonValue()), async head => {
        expect((await verify(unsigned(appClaims(), { ...head, alg: 'RS256' }))).status).not.toBe('verified')
      }),
      runs(500),
    )
  })
})

type CryptoKeyOfJose = Parameters<typeof exportSPKI>[0]
