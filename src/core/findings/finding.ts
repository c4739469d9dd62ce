import type { Facts } from '../facts.ts'
import type { Fix } from '../fixes/fix.ts'
import type { FixTarget } from '../fixes/target.ts'
import type { WeighedCause } from '../knowledge/cause.ts'
import type { PermissionIndex } from '../tables/permission-index.ts'
import type { FindingId } from './ids.ts'

export type Severity = 'error' | 'warning' | 'note'

/** What a finding may need to have been gathered before it can speak. */
export type FactName = 'acquisition' | 'token' | 'operations' | 'granted' | 'declared'

/** A problem with a stable id, and how to see it in facts. One file each; the id is the path. */
export interface FindingDefinition<Id extends FindingId = FindingId> {
  readonly id: Id
  /** What the problem is, as a heading: no verb form of the cure. */
  readonly title: string
  /** Facts without which it stays silent, and is named in the report's notChecked. */
  readonly needs: readonly FactName[]
  /** Ids of findings that this one is the cause of, where both are about the same thing. */
  readonly explains: readonly FindingId[]
  readonly words: FindingWords
  find(context: Context): Draft[]
}

/** What `why403 explain` and the finding's page say. */
export interface FindingWords {
  /** One paragraph. */
  readonly meaning: string
  /** Likeliest first. */
  readonly causes: readonly string[]
  /** When it is certain, when only likely. */
  readonly certainty: string
  /** Where only a refusal is at hand: what would tell whether it is this one. A phrase, or a command. */
  readonly proof?: string
  /** Public pages, by title. */
  readonly sources: readonly string[]
}

export interface Context {
  readonly facts: Facts
  /** Names, ids and levels, for fixes. */
  readonly index: PermissionIndex
  readonly target: FixTarget
}

/** What a finding is about: an operation by its index, or a part of the road. */
export type Subject = number | 'token' | 'settings' | 'acquisition'

/** One occurrence, before it is sorted and tied to its cause. */
export interface Draft {
  readonly severity: Severity
  readonly certainty: 'certain' | 'likely'
  readonly about: Subject
  /** Operations that it explains findings of; absent: all. */
  readonly covers?: readonly number[]
  /** One sentence. */
  readonly headline: string
  /** One to three sentences: the likely cause. */
  readonly why: string
  /** Where several things may stand behind it: each, by what is known. */
  readonly causes?: readonly WeighedCause[]
  /** For a likely one: what would make it certain. */
  readonly wouldTell?: string
  /** The way to it, where why403 itself can look. */
  readonly lookAt?: LookAt
  readonly evidence: readonly Evidence[]
  readonly fix: readonly Fix[]
}

/** The tenant's records; Graph's answer to a call; the answer to what was held back. */
export type LookAt = 'records' | 'call' | 'anyway'

/** What was looked at. Null: there was nothing. */
export interface Evidence {
  /** The claim, field or setting. */
  readonly name: string
  readonly expected: string | null
  readonly actual: string | null
  /** `token`, `Graph's answer`, `settings` … */
  readonly source: string
}

export function defineFinding<const Id extends FindingId>(
  definition: FindingDefinition<Id>,
): FindingDefinition<Id> {
  return definition
}
