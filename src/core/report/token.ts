import type { Facts, ReadableToken, TokenFacts } from '../facts.ts'
import type { JsonObject } from '../json.ts'
import { sayClaim } from '../knowledge/claim-values.ts'
import { claimMeaning } from '../knowledge/claims.ts'
import { directoryRole, pseudoRole } from '../knowledge/directory-roles.ts'
import { type CountedReach, countReach, type Reach, reachOf } from '../need/reach.ts'
import type { PermissionIndex } from '../tables/permission-index.ts'
import { isoTime } from '../time.ts'
import type { TokenCheck } from '../token/checks.ts'
import { changesBetween, isNewer, type TokenChanges } from '../token/compare.ts'
import { consumerTenant, type Payload } from '../token/payload.ts'
import type { SignatureResult } from '../token/signature.ts'

export interface TokenReport {
  readonly form: 'jwt' | 'jwe' | 'opaque' | 'not-a-token'
  readonly kind?: string
  readonly origin: string
  readonly access?: 'app-only' | 'delegated' | 'unknown'
  readonly accessEvidence?: readonly string[]
  readonly header?: JsonObject
  readonly aud?: string | null
  readonly iss?: string | null
  readonly appid?: string | null
  readonly oid?: string | null
  readonly tid?: string | null
  readonly roles?: readonly string[] | null
  readonly scp?: readonly string[] | null
  readonly ver?: string | null
  readonly iat?: Instant | null
  readonly nbf?: Instant | null
  readonly exp?: Instant | null
  readonly expired?: boolean
  readonly secondsLeft?: number | null
  readonly credential?: 'secret' | 'assertion' | 'public' | 'unknown'
  readonly signature?: SignatureResult
  readonly checks?: readonly TokenCheck[]
  readonly claims?: readonly ClaimReport[]
  /** What was taken off it to read it, as a clause: sent like that, Graph answers 401. */
  readonly wrapping?: string
  readonly reach?: ReachReport
}

export interface ClaimReport {
  readonly name: string
  readonly value: unknown
  /** What such a claim says; null: not in the catalog. */
  readonly meaning: string | null
  /** What this value stands for: a time, a name, a code in words. */
  readonly says?: string
}

/** What the token opens, and until when; counted operation by operation only on demand. */
export type ReachReport = (Reach | CountedReach) & {
  readonly until: Instant | null
  /** Directory roles of the subject, by name or id: they open more than the permissions do. */
  readonly directoryRoles: readonly string[]
}

/** Two tokens side by side: the report's own, and another. */
export interface ComparisonReport {
  readonly against: TokenReport
  /** Which of the two is the newer one; absent, with the changes, when one cannot be read. */
  readonly newer?: 'token' | 'against'
  readonly changes?: TokenChanges
}

export interface Instant {
  /** The claim's own number. */
  readonly value: number
  readonly time: string
}

/** What of a token is reported on demand only. */
export interface TokenReportOptions {
  /** Count the reach operation by operation. */
  readonly reach?: boolean
  /** A token to compare with. */
  readonly against?: TokenFacts
}

/** The token's part of a report. */
export function tokenReport(
  token: TokenFacts,
  at: number,
  index: PermissionIndex,
  { reach }: TokenReportOptions,
): TokenReport {
  if (token.form !== 'jwt') {
    const { form, kind, origin, decoded } = token
    if (decoded === undefined) return { form, kind, origin }
    return { form, kind, origin, header: decoded.header, claims: claimsOf(decoded.claims, at) }
  }
  const { payload } = token
  return {
    form: 'jwt',
    origin: token.origin,
    access: token.access.access,
    accessEvidence: token.access.evidence,
    header: token.header,
    aud: payload.aud,
    iss: payload.iss,
    appid: payload.appid,
    oid: payload.oid,
    tid: payload.tid,
    roles: payload.roles,
    scp: payload.scp,
    ver: payload.ver,
    iat: instant(payload.iat),
    nbf: instant(payload.nbf),
    exp: instant(payload.exp),
    expired: token.lifetime === 'expired',
    secondsLeft: payload.exp === null ? null : Math.floor(payload.exp - at),
    credential: payload.credential,
    signature: token.signature,
    checks: token.checks,
    claims: claimsOf(payload.all, at),
    ...(token.wrapping === null ? {} : { wrapping: token.wrapping }),
    ...reachOfToken(token, index, reach === true),
  }
}

function claimsOf(claims: JsonObject, at: number): ClaimReport[] {
  return Object.entries(claims).map(([name, value]) => {
    const says = sayClaim(name, value, at)
    return { name, value, meaning: claimMeaning(name), ...(says === null ? {} : { says }) }
  })
}

/** Absent for another API's token, and where it is not known whose permissions it holds. */
function reachOfToken(
  { access: { access }, graph, payload }: ReadableToken,
  index: PermissionIndex,
  counted: boolean,
): Pick<TokenReport, 'reach'> {
  if (graph === null || access === 'unknown') return {}
  const [names, scheme] =
    access === 'app-only'
      ? ([payload.roles, 'application'] as const)
      : ([payload.scp, payload.tid === consumerTenant ? 'delegatedPersonal' : 'delegatedWork'] as const)
  const reach = (counted ? countReach : reachOf)(index, names ?? [], scheme)
  return { reach: { ...reach, until: instant(payload.exp), directoryRoles: directoryRolesOf(payload) } }
}

export function comparisonOf(
  { token, at }: Facts,
  index: PermissionIndex,
  { against, reach }: TokenReportOptions,
): { readonly comparison?: ComparisonReport } {
  if (against === undefined || token === null) return {}
  const other = { against: tokenReport(against, at, index, reach === undefined ? {} : { reach }) }
  if (against.form !== 'jwt' || token.form !== 'jwt') return { comparison: other }
  const newer = isNewer(token.payload, against.payload) ? 'token' : 'against'
  const [from, to] = newer === 'token' ? [against, token] : [token, against]
  return { comparison: { ...other, newer, changes: changesBetween(from.payload, to.payload) } }
}

function directoryRolesOf({ wids }: Payload): string[] {
  return wids
    .filter(id => pseudoRole(id) === null)
    .slice(0, 50)
    .map(id => directoryRole(id)?.name ?? id)
}

function instant(seconds: number | null): Instant | null {
  return seconds === null ? null : { value: seconds, time: isoTime(seconds) }
}
