import type { Evidence } from '../findings/finding.ts'
import type { FindingId } from '../findings/ids.ts'
import type { Fix } from '../fixes/fix.ts'

/** What is known of one refusal: the cause, what was looked at, the next step. */
export interface Explanation {
  /** `aadsts/7000215`, `graph/teams-permission`; null where the catalogs do not have it. */
  readonly id: string | null
  /** What it means, one sentence. */
  readonly title: string
  /** Where it belongs: `secret`, `exchange`, … */
  readonly class: string | null
  /** A sentence each, likeliest first. */
  readonly causes: readonly string[]
  /** Whether asking again may help; null where that is not the question. */
  readonly retry: string | null
  readonly evidence: readonly Evidence[]
  /** Findings that it may be a sign of, where the answer alone cannot tell. */
  readonly candidates: readonly Candidate[]
  readonly fix: readonly Fix[]
  /** The public page that it is known from. */
  readonly source: string | null
  /** Its address; null where it is not known. */
  readonly page: string | null
  /** What of it was not verified. */
  readonly uncertain: string | null
}

export interface Candidate {
  /** `why403 explain ID` tells more. */
  readonly id: FindingId | `gate/${string}`
  readonly title: string
  /** What would tell whether it is this one. */
  readonly wouldTell: string
  /** The command that would look at it. */
  readonly wouldTellBy?: string
}
