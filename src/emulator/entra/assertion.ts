import type { KeyObject } from 'node:crypto'
import { compactVerify } from 'jose'
import { type FederatedCredential, plain, type StoredKey, storedKey, thumbprintsOf } from '../app-keys.ts'
import { decode } from '../signing.ts'
import type { App } from '../tenant.ts'
import type { World } from '../world.ts'
import { isIssuerOf } from './issuers.ts'
import { type EntraRefusal, refuse } from './refusal.ts'

type Claims = Readonly<Record<string, unknown>>

interface Assertion {
  readonly token: string
  readonly header: Claims
  readonly claims: Claims
}

/** What Entra ID takes: RSA alone. */
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512']

/** Both sides' clocks may differ so much, in seconds. Source: Learn, "Certificate credentials", nbf and exp. */
const leeway = 300

/** Source: Learn, "Workload identity federation, important considerations". In seconds. */
const longestFederatedLife = 25 * 3600

/**
 * Why a client assertion proves nothing (RFC 7523 §3); null: it proves the app. One that the app issued itself is
 * signed with a certificate of its own, any other with a key of its issuer.
 *
 * The order of the checks is an assumption. An assertion may be sent again while it is valid: MSAL does so.
 *
 * @param endpoints what may stand in `aud` of the app's own
 */
export async function assertionRefusal(
  world: World,
  app: App,
  token: string,
  { origin, endpoints }: { readonly origin: string; readonly endpoints: readonly string[] },
): Promise<EntraRefusal | null> {
  const [head = '', body = '', , ...rest] = token.split('.')
  const [header, claims] = [decode(head), decode(body)]
  if (rest.length !== 0 || token.split('.').length !== 3 || header === null || claims === null)
    return refuse('50027')
  if (!algorithms.includes(String(header.alg))) return refuse('5002738', { algorithm: String(header.alg) })
  const assertion = { token, header, claims }
  return claims.iss === app.clientId || claims.sub === app.clientId
    ? ownRefusal(world, app, assertion, endpoints)
    : federatedRefusal(world, app, assertion, origin)
}

async function ownRefusal(
  world: World,
  app: App,
  assertion: Assertion,
  endpoints: readonly string[],
): Promise<EntraRefusal | null> {
  const { header, claims } = assertion
  if (claims.iss !== app.clientId || claims.sub !== app.clientId) return refuse('700021')
  const named = header['x5t#S256'] ?? header.x5t
  if (typeof named !== 'string' || typeof claims.exp !== 'number' || typeof claims.jti !== 'string')
    return refuse('50027')
  if (!endpoints.includes(String(claims.aud))) return refuse('700023')
  if (isOfOther(header.x5c, named)) return refuse('500033')
  const key = app.keys.find(({ certificate }) => thumbprintsOf(certificate).includes(named))
  const thumbprint = Buffer.from(named, 'base64url').toString('hex').toUpperCase()
  if (key === undefined) return refuse('700027', { reason: missingKey, thumbprint, clientId: app.clientId })
  if (key.endsAt <= world.now() || key.startsAt > world.now()) return refuse('1000502')
  if (!(await isSignedBy(assertion, key.certificate.publicKey)))
    return refuse('700027', { ...foundKey(key), thumbprint, clientId: app.clientId })
  return outsideItsTime(world, claims)
}

/** A chain that begins with another certificate than the header names. Source: RFC 7515 §4.1.6 to 4.1.8. */
function isOfOther(chain: unknown, named: string): boolean {
  const first: unknown = Array.isArray(chain) ? chain[0] : undefined
  if (first === undefined) return false
  const key = typeof first === 'string' ? storedKey('', '', first) : null
  return key === null || !thumbprintsOf(key.certificate).includes(named)
}

const missingKey = 'The key was not found.'

function foundKey({ certificate, startsAt, endsAt }: StoredKey): Record<string, string> {
  const [start, end] = [startsAt, endsAt].map(american)
  const reason = `The provided signature value did not match the expected signature value., Found key 'Start=${start}, End=${end}, Thumbprint=${plain(certificate.fingerprint)}'.`
  return { reason }
}

async function federatedRefusal(
  world: World,
  app: App,
  assertion: Assertion,
  origin: string,
): Promise<EntraRefusal | null> {
  const { claims } = assertion
  if (app.federated.length === 0)
    return refuse('70025', { clientId: app.clientId, displayName: app.displayName })
  const mismatch = mismatchOf(app.federated, claims)
  if (mismatch !== null) return mismatch
  if (!isIssuerOf(origin, String(claims.iss))) return refuse('90061')
  const { keys } = (await world.issuerKeys()).jwks
  const verified = await (await world.issuerKeys()).verify(assertion.token)
  if (verified === null) {
    const isKnown = keys.some(({ kid }) => kid === assertion.header.kid)
    return isKnown ? refuse('50027') : refuse('7000272')
  }
  if (Number(claims.exp) - Number(claims.iat) > longestFederatedLife) return refuse('70023')
  return outsideItsTime(world, claims)
}

/** What of the presented values no credential of the app has: the issuer first, the subject last. */
function mismatchOf(all: readonly FederatedCredential[], { iss, sub, aud }: Claims): EntraRefusal | null {
  const audience = String(Array.isArray(aud) ? aud[0] : aud)
  const ofIssuer = all.filter(({ issuer }) => issuer === iss)
  if (ofIssuer.length === 0) return refuse('700211', { issuer: String(iss) })
  const ofSubject = ofIssuer.filter(({ subject }) => subject === sub)
  if (ofSubject.length === 0) {
    const isOfCase = ofIssuer.some(({ subject }) => subject.toLowerCase() === String(sub).toLowerCase())
    return refuse(isOfCase ? '7002138' : '700213', { subject: String(sub) })
  }
  const fits = ofSubject.some(({ audiences }) => audiences.includes(audience))
  return fits ? null : refuse('700212', { audience })
}

function outsideItsTime(world: World, { nbf, iat, exp }: Claims): EntraRefusal | null {
  const now = world.now() / 1000
  const from = Number(nbf ?? iat ?? now)
  const until = Number(exp)
  if (from <= now + leeway && until > now - leeway) return null
  const [current, start, end] = [now, from, until].map(seconds => iso(seconds * 1000))
  return refuse('700024', { current: current!, start: start!, end: end! })
}

async function isSignedBy({ token }: Assertion, key: KeyObject): Promise<boolean> {
  try {
    await compactVerify(token, key, { algorithms })
    return true
  } catch {
    return false
  }
}

const iso = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}.0000000Z`

/** As Entra ID writes it here: 11/22/2026 19:31:07. */
function american(at: number): string {
  const [year, month, day, time] = new Date(at).toISOString().split(/[-T.]/)
  return `${month}/${day}/${year} ${time}`
}
