import { createHash, createPrivateKey, generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { Secret } from '../../src/core/secret.ts'
import { readCertificate } from '../../src/edges/entra/certificate.ts'
import { makeCertificate, makeKey, makePfx } from '../support/certificates.ts'
import { testIo, testNow } from '../support/io.ts'

const day = 24 * 3600_000
const validity = { from: testNow - day, until: testNow + 90 * day }
const root = makeCertificate('Make-believe root', validity)
const app = makeCertificate('app', { ...validity, issuer: root })
const both = `${app.key}${app.certificate}`

interface Options {
  readonly password?: string
  readonly sendsChain?: boolean
}

async function read(text: string, { password, sendsChain = false }: Options = {}) {
  const { io } = testIo({ files: { 'app.pem': text } })
  const named = { name: '--certificate', origin: 'flag' }
  const made = password === undefined ? null : { ...named, value: new Secret('password', password) }
  const setting = { kind: 'certificate', file: { ...named, value: 'app.pem' }, password: made, sendsChain }
  return readCertificate(setting as Parameters<typeof readCertificate>[0], io)
}

const faultOf = async (text: string, options?: Options) => {
  const { read: found, proof } = await read(text, options)
  expect(proof === null).toBe(found.fault !== null)
  return found.fault
}

describe('a certificate with its key is read', () => {
  test('by its thumbprints, its dates, and the key as PKCS#8', async () => {
    const { read: found, proof } = await read(both)
    const hash = (name: string) => createHash(name).update(app.der).digest('hex').toUpperCase()
    expect(found).toEqual({
      kind: 'certificate',
      name: '--certificate',
      origin: 'flag',
      fault: null,
      thumbprint: hash('sha1'),
      notBefore: validity.from / 1000,
      notAfter: validity.until / 1000,
    })
    expect(proof).toMatchObject({ thumbprint: hash('sha256'), chain: null })
    expect(proof?.privateKey.reveal()).toBe(app.key)
    expect(JSON.stringify({ found, proof })).not.toContain('PRIVATE KEY')
  })

  const pkcs1 = createPrivateKey(app.key).export({ type: 'pkcs1', format: 'pem' }).toString()
  test.each([
    ['the certificate first', app.certificate + app.key],
    ['PKCS#1', pkcs1 + app.certificate],
    ['with the words that openssl writes around it', `Bag Attributes\n  friendlyName: app\n${both}`],
    ['Windows line ends', both.replaceAll('\n', '\r\n')],
    ['an issuer in front', `${root.certificate}${both}`],
    ['PFX', makePfx(app, '')],
    ['PFX without a password', makePfx(app, null)],
    ['PFX in base64, as a key vault has it', Buffer.from(makePfx(app, ''), 'latin1').toString('base64')],
  ])('%s', async (_, text) => {
    const { read: found, proof } = await read(text)
    expect(found.fault).toBe(null)
    expect(found.thumbprint).toBe(createHash('sha1').update(app.der).digest('hex').toUpperCase())
    expect(createPrivateKey(proof!.privateKey.reveal()).equals(createPrivateKey(app.key))).toBe(true)
  })

  const encrypted = (options: object) =>
    createPrivateKey(app.key)
      .export({ format: 'pem', cipher: 'aes-256-cbc', passphrase: 'geheim', ...options } as never)
      .toString()
  test.each([
    ['PKCS#8', encrypted({ type: 'pkcs8' }) + app.certificate],
    ['of the old kind', encrypted({ type: 'pkcs1' }) + app.certificate],
    ['PFX', makePfx(app, 'geheim')],
    ['PFX as Windows writes it', makePfx(app, 'geheim', '3des')],
  ])('encrypted: %s', async (_, text) => {
    expect(await faultOf(text, { password: 'geheim' })).toBe(null)
    expect(await faultOf(text)).toBe('encrypted')
    expect(await faultOf(text, { password: 'another' })).toBe('wrong-password')
  })

  test('the chain goes with it where that is asked for, the certificate first', async () => {
    const { proof } = await read(`${root.certificate}${both}`, { sendsChain: true })
    expect(proof?.chain).toBe(app.certificate + root.certificate)
  })
})

describe('what cannot sign is told apart', () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const curve = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  test.each([
    ['the part that was uploaded', app.certificate, 'no-key'],
    ['the same in DER', app.der.toString('latin1'), 'no-key'],
    ['a key alone', app.key, 'no-certificate'],
    ['two keys', both + makeKey(), 'several-keys'],
    ['the key of another certificate', makeKey() + app.certificate, 'mismatch'],
    ['an elliptic curve', curve + app.certificate, 'not-rsa'],
    ['one line with signs for line ends', both.replaceAll('\n', '\\n'), 'line-ends'],
    ['one line', both.replaceAll('\n', ' ').replaceAll('-----END', '----END'), 'line-ends'],
    [
      'a key that is cut off',
      both.replace(/(KEY-----\n(?:.+\n){4})(?:.+\n)+(-----END P)/, '$1$2'),
      'damaged',
    ],
    ['a certificate that is', both.replace(/(TE-----\n(?:.+\n){4})(?:.+\n)+(-----END C)/, '$1$2'), 'damaged'],
    ['something else', 'hello', 'not-a-certificate'],
    ['nothing', '', 'not-a-certificate'],
    ['bytes', '\x30\x82\x01\x00\x02', 'not-a-certificate'],
    ['a public key', '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n', 'not-a-certificate'],
  ])('%s', async (_, text, fault) => {
    expect(await faultOf(text)).toBe(fault)
  })
})

test('a file that is not there is named by its setting, and one that is too long too', async () => {
  const { io } = testIo({ files: { long: 'x'.repeat(2 * 1024 * 1024) } })
  for (const value of ['absent.pem', 'long']) {
    const file = { name: 'AZURE_CLIENT_CERTIFICATE_PATH', origin: 'environment', value }
    const reading = readCertificate({ kind: 'certificate', file, password: null, sendsChain: false }, io)
    await expect(reading).rejects.toMatchObject({ code: 'unreadable-input' })
  }
})
