import { type Cloud, cloudByAudience, clouds } from '../clouds.ts'
import type { Payload } from './payload.ts'
import type { SignatureResult } from './signature.ts'

/** One line of the validation: what was compared, and how it came out. */
export interface TokenCheck {
  readonly check: 'signature' | 'issuer' | 'tenant' | 'audience' | 'lifetime' | 'client'
  readonly status: 'passed' | 'failed' | 'not-checked'
  /** One sentence. */
  readonly reason: string
}

/** What a token is compared with; null where nothing is configured. */
export interface Expected {
  /** Tenant id as configured; a domain name cannot be compared with `tid`. */
  readonly tenant: string | null
  readonly clientId: string | null
  /** The cloud that was asked for. */
  readonly cloud: Cloud | null
  /** Seconds since 1970. */
  readonly at: number
}

/**
 * Seconds by which clocks may differ: the default of Microsoft's own validators (IdentityModel,
 * TokenValidationParameters.DefaultClockSkew).
 */
export const clockSkew = 300

export const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Compares a token's claims with what Entra ID issues for Graph, and with what is configured. */
export function checkToken(payload: Payload, signature: SignatureResult, expected: Expected): TokenCheck[] {
  return [
    signatureCheck(signature),
    issuerCheck(payload),
    tenantCheck(payload, expected.tenant),
    audienceCheck(payload, expected.cloud),
    lifetimeCheck(payload, expected.at),
    clientCheck(payload, expected.clientId),
  ]
}

function signatureCheck({ status, reason }: SignatureResult): TokenCheck {
  if (status === 'verified') return { check: 'signature', status: 'passed', reason }
  return { check: 'signature', status: status === 'mismatch' ? 'failed' : 'not-checked', reason }
}

/** The clouds that issue tokens under this issuer, for this tenant and token version. Empty: none does. */
export function cloudsOfIssuer({ iss, tid, ver }: Payload): Cloud[] {
  if (iss === null || tid === null || !guid.test(tid)) return []
  return clouds.filter(cloud =>
    ver === '2.0' ? iss === `https://${cloud.v2IssuerHost}/${tid}/v2.0` : iss === `${cloud.v1Issuer}${tid}/`,
  )
}

function issuerCheck(payload: Payload): TokenCheck {
  const found = cloudsOfIssuer(payload)
  if (found.length > 0) {
    return {
      check: 'issuer',
      status: 'passed',
      reason: `Entra ID, ${found.map(cloud => cloud.title).join(' or ')}`,
    }
  }
  if (payload.iss === null) return { check: 'issuer', status: 'failed', reason: 'iss is absent' }
  return {
    check: 'issuer',
    status: 'failed',
    reason: `iss is not what Entra ID writes in a v${payload.ver === '2.0' ? '2.0' : '1.0'} token of this tenant (tid)`,
  }
}

function tenantCheck({ tid }: Payload, tenant: string | null): TokenCheck {
  if (tenant === null) return { check: 'tenant', status: 'not-checked', reason: 'no tenant is configured' }
  if (!guid.test(tenant)) {
    return { check: 'tenant', status: 'not-checked', reason: 'a domain name is configured, and tid is an id' }
  }
  if (tid?.toLowerCase() === tenant.toLowerCase()) {
    return { check: 'tenant', status: 'passed', reason: 'tid is the configured tenant' }
  }
  return { check: 'tenant', status: 'failed', reason: 'tid is not the configured tenant' }
}

function audienceCheck({ aud }: Payload, cloud: Cloud | null): TokenCheck {
  if (aud === null) return { check: 'audience', status: 'failed', reason: 'aud is absent' }
  const found = cloudByAudience(aud)
  if (found === null) return { check: 'audience', status: 'failed', reason: 'aud is not Microsoft Graph' }
  if (found === 'any')
    return { check: 'audience', status: 'passed', reason: 'Microsoft Graph (its application id)' }
  if (cloud !== null && found.graph !== cloud.graph) {
    return {
      check: 'audience',
      status: 'failed',
      reason: `Graph of another cloud: ${found.title}, not ${cloud.title}`,
    }
  }
  return { check: 'audience', status: 'passed', reason: `Microsoft Graph, ${found.title}` }
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

function lifetimeCheck(payload: Payload, at: number): TokenCheck {
  switch (lifetimeOf(payload, at)) {
    case 'expired':
      return { check: 'lifetime', status: 'failed', reason: 'exp has passed' }
    case 'not-yet-valid':
      return { check: 'lifetime', status: 'failed', reason: 'nbf is still to come' }
    case 'unknown':
      return { check: 'lifetime', status: 'not-checked', reason: 'exp is absent or no number' }
    case 'valid':
      return {
        check: 'lifetime',
        status: 'passed',
        reason: `within nbf and exp, give or take ${clockSkew} s`,
      }
  }
}

function clientCheck({ appid }: Payload, clientId: string | null): TokenCheck {
  if (clientId === null)
    return { check: 'client', status: 'not-checked', reason: 'no client id is configured' }
  if (appid?.toLowerCase() === clientId.toLowerCase()) {
    return { check: 'client', status: 'passed', reason: 'appid is the configured client id' }
  }
  return { check: 'client', status: 'failed', reason: 'appid is not the configured client id' }
}
