import { type Cloud, cloudByAudience, clouds, globalCloud } from '../clouds.ts'
import { isGuid } from '../guid.ts'
import type { JsonObject } from '../json.ts'
import { audienceName, ownAudience } from '../knowledge/audiences.ts'
import { duration } from '../time.ts'
import { otherIssuer } from './issuers.ts'
import { publicKeyAlgorithms } from './key.ts'
import type { Payload } from './payload.ts'
import type { SignatureResult } from './signature.ts'

/** One line of the validation: what was compared, and how it came out. */
export interface TokenCheck {
  readonly check:
    | 'form'
    | 'alg'
    | 'signature'
    | 'issuer'
    | 'tid'
    | 'tenant'
    | 'audience'
    | 'lifetime'
    | 'client'
  readonly status: 'passed' | 'failed' | 'not-checked'
  /** A sentence or two, without the last full stop. */
  readonly reason: string
}

/** The token, as far as its validation looks at it. */
export interface Checked {
  readonly header: JsonObject
  readonly payload: Payload
  readonly flaws: readonly string[]
  readonly signature: SignatureResult
}

/** What a token is compared with; null where nothing is configured. */
export interface Expected {
  /** Tenant id as configured; a domain name cannot be compared with `tid`. */
  readonly tenant: string | null
  readonly clientId: string | null
  /** The cloud that was asked for. */
  readonly cloud: Cloud | null
  /** An issuer other than Entra ID, named by the user. */
  readonly issuer: string | null
  /** The keys were named by the user, and may be of any kind. */
  readonly keysGiven: boolean
  /** Seconds since 1970: the servers' time, where it is known. */
  readonly at: number
  /** Seconds by which the servers' clock is ahead of this machine's; null when no server told. */
  readonly clockOffset: number | null
}

/**
 * Seconds by which clocks may differ: the default of Microsoft's own validators (IdentityModel,
 * TokenValidationParameters.DefaultClockSkew).
 */
export const clockSkew = 300

/** Compares a token with what Entra ID issues for Graph, or a named issuer, and with what is configured. */
export function checkToken(token: Checked, expected: Expected): TokenCheck[] {
  const { payload } = token
  return [
    formCheck(token),
    algCheck(token.header, expected),
    signatureCheck(token.signature),
    issuerCheck(payload, expected.issuer),
    tidCheck(payload, expected.issuer),
    tenantCheck(payload, expected.tenant),
    audienceCheck(payload, expected),
    lifetimeCheck(payload, expected),
    clientCheck(payload, expected.clientId),
  ]
}

function passed(check: TokenCheck['check'], reason: string): TokenCheck {
  return { check, status: 'passed', reason }
}

function failed(check: TokenCheck['check'], reason: string): TokenCheck {
  return { check, status: 'failed', reason }
}

function notChecked(check: TokenCheck['check'], reason: string): TokenCheck {
  return { check, status: 'not-checked', reason }
}

function formCheck({ flaws }: Checked): TokenCheck {
  return flaws.length === 0
    ? passed('form', 'a signed token (JWS): header, claims, signature')
    : failed('form', flaws.join('; '))
}

function algCheck({ alg, crit }: JsonObject, { keysGiven, issuer }: Expected): TokenCheck {
  if (crit !== undefined) return failed('alg', 'the header demands extensions (crit), and none is followed')
  if (alg === 'RS256') return passed('alg', 'RS256')
  if (typeof alg !== 'string') return failed('alg', 'alg is absent, or no text')
  if (alg.toLowerCase() === 'none') return failed('alg', 'alg is none: anybody could have written this token')
  if (/^HS/i.test(alg))
    return failed('alg', 'alg is of a shared secret (HS…): whoever verifies can also sign')
  if (!publicKeyAlgorithms.includes(alg)) return failed('alg', 'alg is not one that a public key verifies')
  return keysGiven || issuer !== null
    ? passed('alg', alg)
    : failed('alg', `alg is ${alg}, and Entra ID signs with RS256`)
}

/** Why validators elsewhere refuse what Graph accepts. Sources: Learn, "Access tokens"; measured on real tokens. */
const nonceNote =
  "The header carries Graph's nonce: Graph's tokens are signed over its hash, so tools that verify the header as it stands call them invalid; Microsoft's position is that only Graph validates Graph's tokens"

function signatureCheck({ status, reason, graphNonce }: SignatureResult): TokenCheck {
  const said = graphNonce ? `${reason}. ${nonceNote}` : reason
  switch (status) {
    case 'verified':
      return passed('signature', said)
    case 'verified-when-written':
      return notChecked('signature', `verified when the case was written, as the case says: ${said}`)
    case 'not-checked':
      return notChecked('signature', said)
    case 'mismatch':
    case 'unverifiable':
      return failed('signature', said)
  }
}

/** The clouds that issue tokens under this issuer, for this tenant and token version. Empty: none does. */
export function cloudsOfIssuer({ iss, tid, ver }: Payload): Cloud[] {
  if (tid === null || !isGuid(tid)) return []
  return clouds.filter(({ v1Issuer, v2IssuerHost }) =>
    ver === '2.0'
      ? iss === `https://${v2IssuerHost}/${tid}/v2.0`
      : v1Issuer !== null && iss === `${v1Issuer}${tid}/`,
  )
}

/**
 * The cloud of a v1.0 token, by its audience or its issuer's domain, where how such tokens name their issuer is not
 * established: nobody can say then that iss is a wrong one, as long as it names the tenant. Null: the issuer is known, or the
 * token is none of that kind.
 */
export function cloudOfUnknownIssuer({ iss, tid, ver, aud }: Payload): Cloud | null {
  if (ver === '2.0' || tid === null || !isGuid(tid)) return null
  const host = /^https:\/\/([\da-z.-]+)\//i.exec(iss ?? '')?.[1]?.toLowerCase()
  if (host === undefined || !iss?.includes(`/${tid}`)) return null
  const ofAudience = aud === null ? null : cloudByAudience(aud)
  return (
    clouds.find(
      cloud =>
        cloud.v1Issuer === null && (cloud === ofAudience || host.endsWith(domainOf(cloud.v2IssuerHost))),
    ) ?? null
  )
}

/** `.contoso.com` of `login.contoso.com`. */
function domainOf(host: string): string {
  return host.slice(host.indexOf('.'))
}

/** Whether iss is what the issuer that the user named would write; a slash at the end makes no difference. */
export function isNamedIssuer(iss: string | null, issuer: string): boolean {
  return iss?.replace(/\/$/, '') === issuer.replace(/\/$/, '')
}

function issuerCheck(payload: Payload, issuer: string | null): TokenCheck {
  const { iss, ver } = payload
  if (iss === null) return failed('issuer', 'iss is absent')
  if (issuer !== null) {
    return isNamedIssuer(iss, issuer)
      ? passed('issuer', 'the issuer that was named')
      : failed('issuer', 'iss is not the issuer that was named')
  }
  const found = cloudsOfIssuer(payload)
  if (found.length > 0) {
    const titles = found.map(cloud => cloud.title).join(' or ')
    return passed('issuer', `Entra ID, ${titles}, in the form of v${ver === '2.0' ? '2.0' : '1.0'} tokens`)
  }
  const cloud = cloudOfUnknownIssuer(payload)
  return cloud === null
    ? failed('issuer', unknownIssuer(payload))
    : notChecked('issuer', `how v1.0 tokens name their issuer in ${cloud.title} is not established`)
}

function unknownIssuer(payload: Payload): string {
  const { iss, ver } = payload
  const other = ver === '2.0' ? '1.0' : '2.0'
  if (cloudsOfIssuer({ ...payload, ver: other }).length > 0) {
    return `iss has the form of v${other} tokens, and ver says ${ver === '2.0' ? '2.0' : '1.0'}`
  }
  const named = otherIssuer(iss)
  if (named !== null) return `iss is ${named.name}, whose tokens Graph does not accept`
  return `iss is not what Entra ID writes in a v${ver === '2.0' ? '2.0' : '1.0'} token of this tenant (tid)`
}

function tidCheck({ tid, iss }: Payload, issuer: string | null): TokenCheck {
  if (issuer !== null) return notChecked('tid', 'tid is a claim of Entra ID, and another issuer was named')
  if (tid === null) return failed('tid', 'tid is absent')
  if (!isGuid(tid)) return failed('tid', 'tid is not an id (GUID)')
  const named = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/i.exec(iss ?? '')?.[0]
  if (named === undefined) return failed('tid', 'iss names no tenant')
  return named.toLowerCase() === tid.toLowerCase()
    ? passed('tid', 'iss names the tenant in tid')
    : failed('tid', 'iss and tid name different tenants')
}

function tenantCheck({ tid }: Payload, tenant: string | null): TokenCheck {
  if (tenant === null) return notChecked('tenant', 'no tenant is configured')
  if (!isGuid(tenant)) return notChecked('tenant', 'a domain name is configured, and tid is an id')
  return tid?.toLowerCase() === tenant.toLowerCase()
    ? passed('tenant', 'tid is the configured tenant')
    : failed('tenant', 'tid is not the configured tenant')
}

function audienceCheck({ aud, iss }: Payload, { cloud, issuer }: Expected): TokenCheck {
  if (issuer !== null) return notChecked('audience', 'another issuer was named, and no audience to expect')
  if (aud === null) return failed('audience', 'aud is absent, or names several')
  const found = cloudByAudience(aud)
  if (found === 'any') return passed('audience', 'Microsoft Graph (its application id)')
  const scope = `the scope for Graph is https://${(cloud ?? likelyCloud(iss)).graph}/.default`
  if (found === null) {
    const name = audienceName(aud) ?? ownAudience(aud)
    return failed('audience', `aud is ${name ?? 'not Microsoft Graph'}; ${scope}`)
  }
  if (cloud !== null && found.graph !== cloud.graph) {
    return failed('audience', `Graph of another cloud: ${found.title}, not ${cloud.title}; ${scope}`)
  }
  return passed('audience', `Microsoft Graph, ${found.title}`)
}

/** By the issuer's host; the global cloud where several share it. */
function likelyCloud(iss: string | null): Cloud {
  const fits = (cloud: Cloud): boolean =>
    iss !== null &&
    ((cloud.v1Issuer !== null && iss.startsWith(cloud.v1Issuer)) ||
      iss.startsWith(`https://${cloud.v2IssuerHost}/`))
  return clouds.find(fits) ?? globalCloud
}

/** Expired and not-yet-valid with the skew that Microsoft's validators grant. */
export function lifetimeOf(
  { nbf, exp }: Payload,
  at: number,
): 'valid' | 'expired' | 'not-yet-valid' | 'unknown' {
  if (exp !== null && at >= exp + clockSkew) return 'expired'
  if (nbf !== null && at < nbf - clockSkew) return 'not-yet-valid'
  return exp === null ? 'unknown' : 'valid'
}

function lifetimeCheck(payload: Payload, { at, clockOffset }: Expected): TokenCheck {
  const clock = clockWords(clockOffset)
  switch (lifetimeOf(payload, at)) {
    case 'expired':
      return failed('lifetime', `exp has passed${clock}`)
    case 'not-yet-valid':
      return failed('lifetime', `nbf is still to come${clock}`)
    case 'unknown':
      return notChecked('lifetime', 'exp is absent or no number')
    case 'valid':
      return passed('lifetime', `within nbf and exp, give or take ${clockSkew} s${clock}`)
  }
}

/** Below it, the way of the answer and the rounding of Date explain the difference. */
const noticeableOffset = 5

function clockWords(offset: number | null): string {
  if (offset === null) return ''
  if (Math.abs(offset) < noticeableOffset) return "; this machine's clock agrees with the server's"
  return `, by the server's clock; this machine's is ${duration(offset)} ${offset > 0 ? 'behind' : 'ahead'}`
}

function clientCheck({ appid }: Payload, clientId: string | null): TokenCheck {
  if (clientId === null) return notChecked('client', 'no client id is configured')
  return appid?.toLowerCase() === clientId.toLowerCase()
    ? passed('client', 'appid is the configured client id')
    : failed('client', 'appid is not the configured client id')
}
