import { type Cloud, clouds } from './clouds.ts'
import type { CertificateFault } from './credential.ts'
import type { Oddity, OddityKind } from './settings-shape.ts'
import { isoTime } from './time.ts'

/** A certificate as its file holds it, without anything secret. */
export interface ReadCertificate {
  readonly kind: 'certificate'
  readonly name: string
  readonly origin: string
  /** Null: it can sign. */
  readonly fault: CertificateFault | null
  /** SHA-1 in hexadecimal, as the portal shows it. */
  readonly thumbprint: string | null
  /** Seconds since 1970. */
  readonly notBefore: number | null
  readonly notAfter: number | null
}

/** What a token of another issuer says, before it is sent. */
export interface ReadAssertion {
  readonly kind: 'federated'
  readonly name: string
  readonly origin: string
  readonly fault: 'no-assertion' | 'not-a-jwt' | null
  readonly algorithm: string | null
  readonly audience: string | null
  readonly issuedAt: number | null
  readonly expiresAt: number | null
}

export type ReadCredential = ReadCertificate | ReadAssertion

/** Entra ID takes no token of another issuer that lives longer. In seconds. */
const longestLife = 25 * 3600

/** Algorithms of RSA keys, the only ones that Entra ID takes (AADSTS5002738). */
const rsaAlgorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512']

/**
 * What is odd about a credential that was read: one thing, that which decides first.
 *
 * @param at seconds since 1970
 */
export function odditiesOfCredential(read: ReadCredential, at: number, cloud: Cloud): Oddity[] {
  const { name, origin } = read
  const found = read.kind === 'certificate' ? oddCertificate(read, at) : oddAssertion(read, at, cloud)
  return found === null ? [] : [{ kind: found.kind, name, origin, shown: found.shown ?? null }]
}

interface Found {
  readonly kind: OddityKind
  readonly shown?: string | null
}

function oddCertificate({ fault, notBefore, notAfter }: ReadCertificate, at: number): Found | null {
  if (fault !== null) return { kind: fault }
  if (notAfter !== null && notAfter < at) return { kind: 'certificate-expired', shown: isoTime(notAfter) }
  if (notBefore !== null && notBefore > at) return { kind: 'certificate-early', shown: isoTime(notBefore) }
  return null
}

function oddAssertion(
  { fault, algorithm, audience, issuedAt, expiresAt }: ReadAssertion,
  at: number,
  { exchange }: Cloud,
): Found | null {
  if (fault !== null) return { kind: fault }
  if (expiresAt !== null && expiresAt <= at) return { kind: 'assertion-expired', shown: isoTime(expiresAt) }
  if (algorithm !== null && !rsaAlgorithms.includes(algorithm))
    return { kind: 'assertion-algorithm', shown: algorithm }
  // An app may agree on an audience of its own with the issuer; that of another cloud it is never.
  const isOthers = clouds.some(cloud => cloud.exchange !== null && cloud.exchange === audience)
  if (isOthers && audience !== exchange) return { kind: 'assertion-audience', shown: audience }
  if (issuedAt !== null && expiresAt !== null && expiresAt - issuedAt > longestLife)
    return { kind: 'assertion-lifetime', shown: `${Math.round((expiresAt - issuedAt) / 3600)} hours` }
  return null
}
