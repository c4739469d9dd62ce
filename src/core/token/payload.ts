import type { JsonObject } from '../json.ts'
import { secondsOf } from '../time.ts'

/**
 * The claims that why403 reasons with, in the types that Entra's reference gives them; null where a claim
 * is absent or has another type. v2.0 names are folded into the v1.0 ones (azp into appid).
 * Source: Learn, "Access token claims reference".
 */
export interface Payload {
  readonly aud: string | null
  readonly iss: string | null
  readonly ver: string | null
  readonly tid: string | null
  /** The client's application id: `appid`, or `azp` in v2.0 tokens. */
  readonly appid: string | null
  readonly appName: string | null
  /** Object id of the user or service principal. */
  readonly oid: string | null
  readonly sub: string | null
  readonly idtyp: string | null
  /** Odd members of `xms_idrel`; even ones are noise by design. */
  readonly idrel: readonly number[]
  readonly roles: readonly string[] | null
  /** Delegated permissions. An empty `scp`, or `/`, holds none. */
  readonly scp: readonly string[] | null
  readonly wids: readonly string[]
  /** How the client proved itself: `appidacr`, or `azpacr` in v2.0 tokens. */
  readonly credential: 'secret' | 'assertion' | 'public' | 'unknown'
  /** Unix seconds. */
  readonly iat: number | null
  readonly nbf: number | null
  readonly exp: number | null
  /** Claims that only a signed-in user brings, by name. */
  readonly userClaims: readonly string[]
  /**
   * Whose names and types the claims were read by: Entra ID's, or also those of RFC 9068 and other issuers
   * (scope, client_id, cid; lists and strings for each other).
   */
  readonly habits: 'entra' | 'other'
  readonly all: JsonObject
}

/** The tenant of personal Microsoft accounts. */
export const consumerTenant = '9188040d-6c67-4c5b-b112-36a304b66dad'

const userClaimNames = ['upn', 'unique_name', 'preferred_username', 'name', 'amr', 'ipaddr']

/** Reads a decoded token's claims. Never fails: what has a wrong type counts as absent. */
export function readPayload(claims: JsonObject, habits: Payload['habits'] = 'entra'): Payload {
  const isOther = habits === 'other'
  return {
    aud: audience(claims.aud),
    iss: string(claims.iss),
    ver: string(claims.ver),
    tid: string(claims.tid),
    appid:
      string(claims.appid) ??
      string(claims.azp) ??
      (isOther ? (string(claims.client_id) ?? string(claims.cid)) : null),
    appName: string(claims.app_displayname),
    oid: string(claims.oid),
    sub: string(claims.sub),
    idtyp: string(claims.idtyp),
    idrel: (string(claims.xms_idrel) ?? '').split(' ').map(Number).filter(odd),
    roles: strings(claims.roles) ?? (isOther ? words(claims.roles) : null),
    scp:
      words(claims.scp)?.filter(scope => scope !== '/') ??
      (isOther ? (strings(claims.scp) ?? words(claims.scope) ?? strings(claims.scope)) : null),
    wids: strings(claims.wids) ?? [],
    credential: credential(claims.appidacr ?? claims.azpacr),
    iat: secondsOf(claims.iat),
    nbf: secondsOf(claims.nbf),
    exp: secondsOf(claims.exp),
    userClaims: userClaimNames.filter(name => Object.hasOwn(claims, name)),
    habits,
    all: claims,
  }
}

function string(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

/** A token for several audiences (RFC 7519 allows it, Entra never issues it) has none that we can name. */
function audience(value: unknown): string | null {
  return Array.isArray(value) && value.length === 1 ? string(value[0]) : string(value)
}

/** Names in one string, a blank between them (RFC 6749 §3.3). */
function words(value: unknown): readonly string[] | null {
  return typeof value === 'string' ? value.split(' ').filter(word => word !== '') : null
}

function strings(value: unknown): readonly string[] | null {
  return Array.isArray(value) ? value.filter(item => typeof item === 'string') : null
}

function odd(value: number): boolean {
  return Number.isInteger(value) && Math.abs(value % 2) === 1
}

function credential(value: unknown): Payload['credential'] {
  if (value === '0') return 'public'
  if (value === '1') return 'secret'
  if (value === '2') return 'assertion'
  return 'unknown'
}
