import { generateKeyPairSync } from 'node:crypto'
import forge from 'node-forge'

/**
 * A self-signed certificate and its private key, as one PEM: what `openssl req -x509 -nodes` makes. Of a lesson's own
 * time, and of no use anywhere else.
 *
 * @param from milliseconds since 1970
 */
export function selfSigned(name: string, from: number, days: number): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const parsed = forge.pki.privateKeyFromPem(key) as forge.pki.rsa.PrivateKey
  const made = forge.pki.createCertificate()
  made.publicKey = forge.pki.setRsaPublicKey(parsed.n, parsed.e)
  made.serialNumber = '01'
  made.validity.notBefore = new Date(from)
  made.validity.notAfter = new Date(from + days * 24 * 60 * 60 * 1000)
  const subject = [{ name: 'commonName', value: name }]
  made.setSubject(subject)
  made.setIssuer(subject)
  made.sign(parsed, forge.md.sha256.create())
  return `${key}${forge.pki.certificateToPem(made).replaceAll('\r', '')}`
}

/** The certificate of a PEM as a registration takes it: base64 of its DER. */
export function publicHalf(pem: string): string {
  const [, base64 = ''] = /-----BEGIN CERTIFICATE-----([^-]*)-----END/.exec(pem) ?? []
  return base64.replace(/\s+/g, '')
}
