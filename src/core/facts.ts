import type { Cloud, CloudName } from './clouds.ts'
import type { JsonObject } from './json.ts'
import type { Doubt } from './judge/doubts.ts'
import type { Gate } from './judge/gates.ts'
import type { Door, Verdict } from './judge/judge.ts'
import type { Whose } from './judge/whose.ts'
import type { Requirement } from './need/requirement.ts'
import type { Asked, ObservedAcquisition, SentCall, ToldAcquisition } from './observed.ts'
import type { Operation, UnreadableOperation } from './operation/operation.ts'
import type { Records } from './records.ts'
import type { Challenge } from './refusal/challenge.ts'
import type { EntraRefusal } from './refusal/entra.ts'
import type { GraphError } from './refusal/graph.ts'
import type { Access } from './token/access.ts'
import type { TokenCheck } from './token/checks.ts'
import type { DecodedToken } from './token/decode.ts'
import type { Payload } from './token/payload.ts'
import type { PrincipalKind } from './token/principal-kind.ts'
import type { SignatureResult } from './token/signature.ts'

/** What is known, by the part of the road it was learned on. */
export interface Facts extends Asked {
  /** Seconds since 1970, by the servers' clock where one told. */
  readonly at: number
  /** Seconds by which that clock is ahead of this machine's; null where none told. */
  readonly clockOffset: number | null
  /** The cloud in play: asked for, else the token's, else null. */
  readonly cloud: Cloud | null
  /** An issuer that was named by a flag; null: Entra ID. */
  readonly issuer: string | null
  /** The cloud that the tenant's own discovery document names; null: no cloud knows it. Absent: nobody looked. */
  readonly tenantCloud?: CloudName | null
  readonly acquisition: AcquisitionFacts | null
  readonly token: TokenFacts | null
  /** Null where nothing tells: no token that can be read, and no grants. */
  readonly holder: HolderFacts | null
  readonly operations: readonly OperationFacts[]
  readonly records: Records | null
  /** What asks, by claims and records; null where neither tells. */
  readonly principalKind: PrincipalKind | null
}

/** What is held against what operations need: what a token carries, or what a new one would by the tenant's records. */
export interface HolderFacts {
  readonly from: 'token' | 'records'
  readonly access: Access['access']
  /** `roles` of an app, `scp` of a user's token. */
  readonly permissions: readonly string[]
  /** Template ids of an app's or user's own directory roles: `wids` without its marks. */
  readonly directoryRoles: readonly string[]
  /** Of a personal account. */
  readonly personal: boolean
  /** Whose Graph it is for; null when for no Graph at all. */
  readonly graph: Cloud | 'any' | null
}

export type AcquisitionFacts = MadeAcquisition | ReportedAcquisition

export interface MadeAcquisition extends Omit<ObservedAcquisition, 'refusal'> {
  readonly refusal: EntraRefusal | null
}

/** One that was made elsewhere, and of which a text tells nothing but how it was refused. */
export interface ReportedAcquisition {
  readonly refusal: ToldAcquisition['told']
}

export type TokenFacts = ReadableToken | UnreadableToken

export interface ReadableToken {
  readonly form: 'jwt'
  readonly origin: string
  readonly header: JsonObject
  readonly payload: Payload
  readonly access: Access
  readonly signature: SignatureResult
  readonly lifetime: 'valid' | 'expired' | 'not-yet-valid' | 'unknown'
  readonly checks: readonly TokenCheck[]
  /** What was taken off it, as a clause; null: nothing. */
  readonly wrapping: string | null
  /** Its permissions alone are known. */
  readonly partial: boolean
  /** Whose Graph it is for; null when for no Graph at all. */
  readonly graph: Cloud | 'any' | null
}

export interface UnreadableToken {
  readonly form: 'jwe' | 'opaque' | 'not-a-token'
  readonly origin: string
  readonly kind: string
  readonly decoded?: DecodedToken
}

export interface OperationFacts {
  /** Position in the report; what findings refer to. */
  readonly index: number
  readonly operation: Operation | UnreadableOperation
  readonly requirement: Requirement
  /** Null without a token, and for what has no verdict. */
  readonly verdict: Verdict | null
  /** The verdict by the tables alone, before Graph answered. */
  readonly predicted: Verdict | null
  /** Of a predicted refusal: every source says so. */
  readonly certain: boolean
  readonly held: readonly string[]
  readonly missing: readonly string[]
  readonly doubts: readonly Doubt[]
  readonly doors: readonly Door[]
  /** Whose the user is that the path names, to a delegated token; null where none is named, or for an app. */
  readonly whose: Whose | null
  /** What else must be true, where a permission lets the operation through; empty once Graph answered 2xx. */
  readonly gates: readonly Gate[]
  readonly broken: BrokenLink | null
  readonly call: CallFacts | null
}

export type CallFacts =
  | { readonly sent: false; readonly reason: string; readonly barred: boolean }
  | (SentCall & {
      readonly refusal: GraphError | null
      /** What a refusal asks the next token to prove. */
      readonly challenge: Challenge | null
    })

/** The links of the chain from need to hold; the first broken one is named. */
export type BrokenLink =
  | 'not-declared'
  | 'not-consented'
  | 'not-inherited'
  | 'delegated-instead'
  | 'other-resource'
  | 'consented-later'
  | 'no-service-principal'
  | 'disabled'
  | 'wrong-audience'
  | 'delegated-only'
  | 'rsc-only'

/** Graph's 2xx has the last word, whatever the tables say; so has its 302, a link to what was asked for. */
export function succeeded(call: CallFacts | null): boolean {
  if (call?.sent !== true || call.status === null) return false
  return (call.status >= 200 && call.status < 300) || call.status === 302
}

/** Such an answer tells of the service's state, and nothing of the request: too many at a time, or none for now. */
export function isPutOff(status: number | null | undefined): boolean {
  return status === 429 || status === 503 || status === 504
}
