import type { Cloud, CloudName } from './clouds.ts'
import { bareCommandLine, type CommandLine } from './command-line.ts'
import type { CredentialKind, Presented } from './credential.ts'
import type { JsonObject } from './json.ts'
import type { Operation, UnreadableOperation } from './operation/operation.ts'
import type { ObservedRecords } from './records.ts'
import type { Challenge } from './refusal/challenge.ts'
import type { EntraError } from './refusal/entra.ts'
import type { GraphError } from './refusal/graph.ts'
import type { RenewalReason } from './refusal/renewal.ts'
import type { Oddity } from './settings-shape.ts'
import type { DecodedToken } from './token/decode.ts'
import type { TokenKind } from './token/kind.ts'
import type { SignatureResult } from './token/signature.ts'

/** What was asked for, and with which settings. */
export interface Asked {
  /** Whether the question is about operations, or about the token alone. */
  readonly asked: 'operations' | 'token'
  /** Origin of the emulator, `http://127.0.0.1:PORT`. */
  readonly emulator: string | null
  /** As configured. */
  readonly tenant: string | null
  readonly clientId: string | null
  /** The kind of token that the user demands. */
  readonly expect: TokenKind | null
  /** The keys or the issuer were named by a flag, so that a mismatch is the token's fault. */
  readonly keysGiven: boolean
  /** The claims decide, and nobody is asked for keys. */
  readonly claimsOnly: boolean
  readonly oddities: readonly Oddity[]
  readonly line: CommandLine
  /** About an app and not about a token: the tenant's records tell what a new one would carry. Absent: about a token. */
  readonly byRecords?: true
  /** What was gathered stands in a case that somebody sent: nobody here saw any of it. Absent: it was gathered here. */
  readonly fromCase?: true
}

/** Everything the edges gathered, before anything is judged. Null: not looked at, or not there to look at. */
export interface Observed extends Asked {
  /** Seconds since 1970: the time that lifetimes are judged by. */
  readonly at: number
  /** The cloud that was asked for; null when only the token could tell. */
  readonly cloud: Cloud | null
  /** An issuer that was named by a flag; absent: Entra ID. */
  readonly issuer?: string
  /** Seconds by which the servers' clock is ahead of this machine's; absent when none told, or a time was named. */
  readonly clockOffset?: number
  /** The cloud that the tenant's own discovery document names; null: no cloud knows it. Absent: nobody looked. */
  readonly tenantCloud?: CloudName | null
  readonly acquisition: ObservedAcquisition | ToldAcquisition | null
  /** Whose token it was, where a text tells that, and the token is not there. */
  readonly flow?: TokenKind
  readonly token: ObservedToken | null
  readonly operations: readonly (Operation | UnreadableOperation)[]
  readonly calls: readonly ObservedCall[]
  readonly records: ObservedRecords | null
}

export interface ObservedAcquisition {
  /** The token endpoint's origin and tenant. */
  readonly authority: string
  readonly credential: CredentialKind
  /** Where the credential came from. */
  readonly origin: string
  /** Absent: a secret was sent, or nothing. */
  readonly presented?: Presented
  /** Seconds since 1970. */
  readonly sentAt: number
  readonly status: number
  /** The raw body of a refusal; null for a success, whose body holds the token. */
  readonly refusal: string | null
  /** How often it was asked for; absent: once. */
  readonly attempts?: number
  /** Seconds that a refusal asks to be left alone; absent: it does not say. */
  readonly retryAfter?: number
}

/** A refusal of Entra ID's that a text tells of: the request stays unknown. */
export interface ToldAcquisition {
  readonly told: EntraError
}

export type ObservedToken =
  | {
      readonly form: 'jwt'
      readonly origin: string
      readonly header: JsonObject
      readonly claims: JsonObject
      /** What is wrong with its form although it can be read. */
      readonly flaws: readonly string[]
      /** What was taken off it, as a clause: sent like that, Graph answers 401. Absent or null: nothing. */
      readonly wrapping?: string | null
      /** Permissions that somebody lists: what they leave out is not known, and not absent. */
      readonly partial?: true
      readonly signature: SignatureResult
    }
  | {
      readonly form: 'jwe' | 'opaque' | 'not-a-token'
      readonly origin: string
      readonly kind: string
      /** What can be read all the same, as in an ID token. */
      readonly decoded?: DecodedToken
    }

export type ObservedCall =
  | {
      readonly operation: number
      readonly sent: false
      readonly reason: string
      /** It was to be sent, and the token may not go where it would have gone. */
      readonly barred?: true
    }
  | (SentCall & {
      readonly operation: number
      /** The header WWW-Authenticate; absent or null where the answer had none. */
      readonly wwwAuthenticate?: string | null
      /** Of an answer that a text tells of: what could be read of it, in the place of its body. */
      readonly told?: ToldAnswer
    })

export interface ToldAnswer {
  readonly error: GraphError
  readonly challenge: Challenge | null
}

export interface SentCall {
  readonly sent: true
  /** Where it went, in full. */
  readonly url: string
  /** Null when no answer of Graph's came; `reason` then says why. */
  readonly status: number | null
  /** Also of a 302: the host that its link leads to. Null otherwise. */
  readonly reason: string | null
  readonly requestId: string | null
  readonly clientRequestId: string | null
  readonly durationMs: number | null
  readonly body: string
  /** How often it was sent; absent: once. */
  readonly attempts?: number
  /** Graph answered the first token with 401, for what a new one cures, and this is its answer to the new one. */
  readonly renewed?: { readonly because: RenewalReason; readonly requestId: string | null }
  /** Seconds that a refusal asks to be left alone; absent: it does not say. */
  readonly retryAfter?: number
  /** A list that was read page by page; the status is that of its last page, and the body that of its first. */
  readonly read?: PagesRead
}

export interface PagesRead {
  readonly pages: number
  readonly rows: number
  /** False: there is more, which was refused, not wanted or not followed. */
  readonly isWhole: boolean
  /** The entities, for who shows them in the report; by the columns that were asked for, where some were. */
  readonly kept?: { readonly rows: readonly JsonObject[]; readonly columns: readonly string[] | null }
}

/** A question about operations before anything was gathered. */
export const nothingObserved: Observed = {
  at: 0,
  asked: 'operations',
  cloud: null,
  emulator: null,
  tenant: null,
  clientId: null,
  expect: null,
  keysGiven: false,
  claimsOnly: false,
  oddities: [],
  line: bareCommandLine,
  acquisition: null,
  token: null,
  operations: [],
  calls: [],
  records: null,
}
