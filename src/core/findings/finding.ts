import type { Facts } from '../facts.ts'
import type { Fix } from '../fixes/fix.ts'
import type { FixTarget } from '../fixes/target.ts'
import type { WeighedCause } from '../knowledge/cause.ts'
import type { PermissionIndex } from '../tables/permission-index.ts'
import type { FindingId } from './ids.ts'

export type Severity = 'error' | 'warning' | 'note'

/**
 * A problem with a stable id, and how to see it in facts. One file each; the id is the path. What it needs and what it
 * explains stands beside its id.
 */
export interface FindingDefinition<Id extends FindingId = FindingId> extends Described<Id> {
  /** What it sees, in words. */
  drafts(context: Context): Draft[]
}

interface Described<Id extends FindingId> {
  readonly id: Id
  /** What the problem is, as a heading: no verb form of the cure. */
  readonly title: string
  readonly words: FindingWords
}

/** The findings of a group, each under its id. */
export type Group<Name extends string> = {
  readonly [Id in Extract<FindingId, `${Name}/${string}`>]: FindingDefinition<Id>
}

/** Deciding and wording, each by itself: a wrong verdict is mended in `find`, a clumsy sentence in `say`. */
interface Parts<Saying> {
  find(context: Context): Decision<NoInfer<Saying>>[]
  say(saying: Saying): Said
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

/** One occurrence, before anything is said. */
export interface Decision<Saying> {
  readonly severity: Severity
  readonly certainty: 'certain' | 'likely'
  readonly about: Subject
  /** Whatever else is found, it is not why this came. */
  readonly isOwnCause?: true
  /** Operations that it explains findings of; absent: all. */
  readonly covers?: readonly number[]
  /** What the words are made of: names, numbers, kinds. Null where they are always the same. */
  readonly saying: Saying
  /** Where several things may stand behind it: each, by what is known. */
  readonly causes?: readonly WeighedCause[]
  /** The way to what would tell, where why403 itself can look. */
  readonly lookAt?: LookAt
  readonly evidence: readonly Evidence[]
  readonly fix: readonly Fix[]
}

export interface Said {
  /** One sentence. */
  readonly headline: string
  /** One to three sentences: the likely cause. */
  readonly why: string
  /** What would make a likely one certain; left out of one that is. */
  readonly wouldTell?: string
}

/** One occurrence in words, before it is sorted and tied to its cause. */
export interface Draft extends Omit<Decision<never>, 'saying'>, Said {}

/** The tenant's records; Graph's answer to a call; the answer to what was held back. */
export type LookAt = 'records' | 'call' | 'anyway'

/** Where a piece of evidence was looked for. */
export const evidenceSources = [
  'token',
  'settings',
  'operation',
  'tables and documentation',
  'announcement',
  'documentation',
  "Entra ID's answer",
  "the host's answer",
  "the tenant's discovery document",
  "Graph's answer",
  'WWW-Authenticate',
  "the servers' clock",
  "the tenant's records",
  "token and the tenant's records",
  'token, tables and documentation',
  'your text',
  'inferred',
  'not looked at',
  'not looked at: there is no token',
  'not looked at: a URL carries no headers',
] as const

export type EvidenceSource = (typeof evidenceSources)[number]

/** What was looked at. Null: there was nothing. */
export interface Evidence {
  /** The claim, field or setting. */
  readonly name: string
  readonly expected: string | null
  readonly actual: string | null
  readonly source: EvidenceSource
  /** Of a setting: `flag`, `environment`, or the file's name. */
  readonly origin?: string
}

export function defineFinding<const Id extends FindingId, Saying = null>({
  find,
  say,
  ...described
}: Described<Id> & Parts<Saying>): FindingDefinition<Id> {
  return {
    ...described,
    drafts: context => find(context).map(({ saying, ...decision }) => draftOf(decision, say(saying))),
  }
}

/** What is certain needs nothing that would tell. */
function draftOf(
  { causes, evidence, fix, lookAt, ...decision }: Omit<Decision<never>, 'saying'>,
  { headline, why, wouldTell }: Said,
): Draft {
  const isOpen = decision.certainty === 'likely' && wouldTell !== undefined
  return {
    ...decision,
    headline,
    why,
    ...(causes === undefined ? {} : { causes }),
    ...(isOpen ? { wouldTell } : {}),
    ...(isOpen && lookAt !== undefined ? { lookAt } : {}),
    evidence,
    fix,
  }
}
