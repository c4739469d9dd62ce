import { X509Certificate } from 'node:crypto'

/** A certificate that an app may sign with. Entra ID keeps the public part alone. */
export interface StoredKey {
  readonly id: string
  readonly displayName: string
  readonly certificate: X509Certificate
  readonly startsAt: number
  readonly endsAt: number
}

/** Which tokens of other issuers an app takes. Source: Learn, "federatedIdentityCredential resource type". */
export interface FederatedCredential {
  readonly id: string
  readonly name: string
  readonly issuer: string
  readonly subject: string
  readonly audiences: readonly string[]
}

/**
 * A certificate as an app keeps it; null: it is none.
 *
 * @param text DER in base64, or PEM
 */
export function storedKey(id: string, displayName: string, text: string): StoredKey | null {
  const certificate = certificateOf(text)
  if (certificate === null) return null
  const [startsAt, endsAt] = [Date.parse(certificate.validFrom), Date.parse(certificate.validTo)]
  return { id, displayName, certificate, startsAt, endsAt }
}

function certificateOf(text: string): X509Certificate | null {
  try {
    return new X509Certificate(text.includes('-----BEGIN') ? text : Buffer.from(text, 'base64'))
  } catch {
    return null
  }
}

/** The thumbprints of a certificate as a header writes them: SHA-1 (`x5t`) and SHA-256 (`x5t#S256`), base64url. */
export function thumbprintsOf({ fingerprint, fingerprint256 }: X509Certificate): readonly string[] {
  return [fingerprint, fingerprint256].map(text => Buffer.from(plain(text), 'hex').toString('base64url'))
}

/** In hexadecimal, without colons: as the portal shows it. */
export const plain = (fingerprint: string): string => fingerprint.replaceAll(':', '')
