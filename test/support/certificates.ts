import { generateKeyPairSync } from 'node:crypto'
import forge from 'node-forge'

/** Make-believe certificates, made when a test needs them: none is in the repository. */

export interface CertificateOptions {
  /** Milliseconds since 1970. */
  readonly from: number
  readonly until: number
  /** Absent: of its own key. */
  readonly issuer?: MadeCertificate
}

export interface MadeCertificate {
  readonly name: string
  /** PEM. */
  readonly certificate: string
  /** PKCS#8, as PEM. */
  readonly key: string
  /** DER of the certificate. */
  readonly der: Buffer
}

export function makeKey(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
}

export function makeCertificate(
  name: string,
  { from, until, issuer }: CertificateOptions,
  key = makeKey(),
): MadeCertificate {
  const privateKey = forge.pki.privateKeyFromPem(key) as forge.pki.rsa.PrivateKey
  const made = forge.pki.createCertificate()
  made.publicKey = forge.pki.setRsaPublicKey(privateKey.n, privateKey.e)
  made.serialNumber = '01'
  made.validity.notBefore = new Date(from)
  made.validity.notAfter = new Date(until)
  const nameOf = (value: string) => [{ name: 'commonName', value }]
  made.setSubject(nameOf(name))
  made.setIssuer(nameOf(issuer?.name ?? name))
  made.sign(forge.pki.privateKeyFromPem(issuer?.key ?? key), forge.md.sha256.create())
  const certificate = forge.pki.certificateToPem(made).replaceAll('\r', '')
  return { name, certificate, key, der: derOf(certificate) }
}

/** PKCS#12, as text of a sign a byte. `3des` is what Windows writes. */
export function makePfx(
  { certificate, key }: MadeCertificate,
  password: string | null,
  algorithm: 'aes256' | '3des' = 'aes256',
): string {
  const pfx = forge.pkcs12.toPkcs12Asn1(
    forge.pki.privateKeyFromPem(key),
    [forge.pki.certificateFromPem(certificate)],
    password,
    { algorithm },
  )
  return forge.asn1.toDer(pfx).getBytes()
}

function derOf(pem: string): Buffer {
  return Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64')
}
