import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import type { CertificateFault, CertificateSetting, Presented } from '../../core/credential.ts'
import type { ReadCertificate } from '../../core/credential-shape.ts'
import { cannotRead } from '../../core/secret/named-file.ts'
import { Secret } from '../../core/secret.ts'
import type { Io } from '../../io.ts'
import { pemBlocks, pemOf } from './pem.ts'

/** What an assertion is signed with. */
export interface Certificate {
  readonly kind: 'certificate'
  /** Of the certificate, SHA-256, in hexadecimal. */
  readonly thumbprint: string
  readonly presented: Presented
  /** PKCS#8, as PEM. */
  readonly privateKey: Secret
  /** The certificate and those above it, as PEM; null: they are not sent. */
  readonly chain: string | null
}

/** A chain of some certificates comes to a few kilobytes. In bytes. */
const longest = 1024 * 1024

/** More certificates than a chain has. */
const mostBlocks = 50

/**
 * Reads a certificate and its private key: PEM, PKCS#12, or that in base64, as a key vault hands it out. What is wrong
 * with them is a value; only a file that cannot be read rejects.
 */
export async function readCertificate(
  { file, password, sendsChain }: CertificateSetting,
  io: Io,
): Promise<{ readonly read: ReadCertificate; readonly proof: Certificate | null }> {
  const bytes = await bytesOf(file.name, file.value, io)
  const parts = await partsOf(bytes, password?.value.reveal() ?? null)
  const found = 'fault' in parts ? parts : pairOf(parts)
  const base = { kind: 'certificate' as const, name: file.name, origin: file.origin }
  if ('fault' in found) return { read: { ...base, ...nothing, ...found }, proof: null }
  const { certificate, key, others } = found
  const pem = key.export({ type: 'pkcs8', format: 'pem' }).toString()
  const privateKey = io.known.add(new Secret('private key', pem))
  const chain = [certificate, ...others].map(({ raw }) => pemOf('CERTIFICATE', raw)).join('')
  const [sha1, sha256] = [certificate.fingerprint, certificate.fingerprint256].map(plain)
  const presented = { thumbprint: sha1!, issuer: null, subject: null, audience: null }
  return {
    read: {
      ...base,
      fault: null,
      thumbprint: sha1!,
      notBefore: secondsOf(certificate.validFrom),
      notAfter: secondsOf(certificate.validTo),
    },
    proof: {
      ...{ kind: 'certificate', thumbprint: sha256!, presented, privateKey },
      chain: sendsChain ? chain : null,
    },
  }
}

const plain = (fingerprint: string): string => fingerprint.replaceAll(':', '')

const nothing = { thumbprint: null, notBefore: null, notAfter: null }

interface Fault {
  readonly fault: CertificateFault
}

interface Parts {
  readonly certificates: readonly string[]
  /** Each as PEM. */
  readonly keys: readonly string[]
  readonly password: string | null
}

async function bytesOf(name: string, file: string, io: Io): Promise<Uint8Array> {
  try {
    return await io.readBytes(file, longest)
  } catch (cause) {
    throw cannotRead(
      name,
      file,
      `${name} names the file with the certificate and its private key, PEM or PFX.`,
      cause,
    )
  }
}

async function partsOf(bytes: Uint8Array, password: string | null): Promise<Parts | Fault> {
  if (bytes[0] === derSequence) return partsOfDer(bytes, password)
  const text = Buffer.from(bytes).toString('utf8')
  const blocks = pemBlocks(text)
  if (blocks.length === 0) {
    if (text.includes('-----BEGIN')) return { fault: 'line-ends' }
    const inside = /^[A-Za-z0-9+/=\s]+$/.test(text) ? Buffer.from(text, 'base64') : Buffer.alloc(0)
    return inside[0] === derSequence ? partsOfDer(inside, password) : { fault: 'not-a-certificate' }
  }
  if (blocks.length > mostBlocks) return { fault: 'not-a-certificate' }
  // What was one line in a variable still has its line ends, as two signs each.
  if (blocks.some(block => block.text.includes('\\n'))) return { fault: 'line-ends' }
  const textsOf = (wanted: (label: string) => boolean): string[] =>
    blocks.filter(({ label }) => wanted(label)).map(block => block.text)
  return {
    certificates: textsOf(label => /^(?:TRUSTED |X509 )?CERTIFICATE$/.test(label)),
    keys: textsOf(label => label.endsWith('PRIVATE KEY')),
    password,
  }
}

/** With this every certificate and every PKCS#12 file begins: ASN.1's sequence. */
const derSequence = 0x30

async function partsOfDer(bytes: Uint8Array, password: string | null): Promise<Parts | Fault> {
  const certificate = certificateOf(bytes)
  if (certificate !== null) return { fault: 'no-key' }
  const { openPfx } = await import('./pfx.ts')
  const opened = openPfx(bytes, password)
  if (opened === 'damaged') return { fault: 'not-a-certificate' }
  if (opened === 'password') return { fault: password === null ? 'encrypted' : 'wrong-password' }
  return { ...opened, password: null }
}

function certificateOf(source: string | Uint8Array): X509Certificate | null {
  try {
    return new X509Certificate(source)
  } catch {
    return null
  }
}

interface Pair {
  readonly certificate: X509Certificate
  readonly key: KeyObject
  /** The other certificates, in their order. */
  readonly others: readonly X509Certificate[]
}

/** The key, and the certificate that it belongs to. */
function pairOf({ certificates, keys, password }: Parts): Pair | Fault {
  if (keys.length === 0) return { fault: certificates.length === 0 ? 'not-a-certificate' : 'no-key' }
  if (certificates.length === 0) return { fault: 'no-certificate' }
  if (keys.length > 1) return { fault: 'several-keys' }
  const key = keyOf(keys[0]!, password)
  if ('fault' in key) return key
  const read = certificates.map(certificateOf)
  if (!read.every(certificate => certificate !== null)) return { fault: 'damaged' }
  if (key.asymmetricKeyType !== 'rsa') return { fault: 'not-rsa' }
  const certificate = read.find(one => one.checkPrivateKey(key))
  if (certificate === undefined) return { fault: 'mismatch' }
  return { certificate, key, others: read.filter(one => one !== certificate) }
}

function keyOf(pem: string, password: string | null): KeyObject | Fault {
  const isEncrypted = /^-----BEGIN ENCRYPTED |^Proc-Type: 4,ENCRYPTED/m.test(pem)
  if (isEncrypted && password === null) return { fault: 'encrypted' }
  try {
    return createPrivateKey({ key: pem, ...(isEncrypted ? { passphrase: password! } : {}) })
  } catch {
    return { fault: isEncrypted ? 'wrong-password' : 'damaged' }
  }
}

function secondsOf(date: string): number | null {
  const at = Date.parse(date) / 1000
  return Number.isNaN(at) ? null : at
}
