import type { ErrorCode } from '../error.ts'
import type { FindingId } from '../findings/ids.ts'
import type { RenewalReason } from '../refusal/renewal.ts'

/** One of several times that the same was asked (`--every`, `--until-allowed`). */
export interface RoundReport {
  /** Counted from 1. */
  readonly nth: number
  /** ISO 8601 in UTC. */
  readonly startedAt: string
  /** How its token was had; absent: the round did not come so far. */
  readonly token?: RoundToken
  /** What is other than in the last round that came to an answer; null: there was none to compare with. */
  readonly changes: readonly RoundChange[] | null
  /** Why the round came to no answer; absent: it did. */
  readonly failed?: {
    readonly code: ErrorCode | 'fault'
    readonly message: string
    /** What helps; none where the round before failed as well. */
    readonly hints: readonly string[]
  }
}

/**
 * Where a round's token is from: `acquired` the first time, `reused` from memory, `renewed` by asking again with the
 * same credential, since this flow has no refresh token; `given` by the user; `refused` by Entra ID.
 */
export interface RoundToken {
  readonly how: 'given' | 'acquired' | 'reused' | 'renewed' | 'refused'
  /** Of a renewed one. */
  readonly because?: RenewedBecause
  /** Until it ends; null: not told. */
  readonly secondsLeft: number | null
}

export const renewedBecause = ['near-its-end', 'ended', 'not-kept', 'wanted'] as const

/**
 * Why a token was not reused: it neared its end, had ended, was not kept since a request failed in between, or a new one was
 * wanted, which alone can carry what was granted since; or Graph would not take it.
 */
export type RenewedBecause = (typeof renewedBecause)[number] | RenewalReason

/** Something that is other than in the round before. */
export interface RoundChange {
  readonly kind: ChangeKind
  /** A permission that came or went. */
  readonly permission?: string
  /** Position among the report's operations. */
  readonly operation?: number
  readonly finding?: FindingId
  /** A status, a verdict, or `no answer`, `not sent`. */
  readonly before?: string
  readonly after?: string
}

export const changeKinds = [
  'token-issued',
  'token-refused',
  'permission-gained',
  'permission-lost',
  'began-to-answer',
  'began-to-refuse',
  'out-of-reach',
  'answer-changed',
  'verdict-changed',
  'finding-came',
  'finding-went',
] as const

export type ChangeKind = (typeof changeKinds)[number]
