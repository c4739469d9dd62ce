import table from '../../../data/graph-refusals.txt'
import { type FindingId, findingIds } from '../findings/ids.ts'
import { type FixKey, fixKeys } from '../fixes/keys.ts'
import { type Cause, causeOf } from './cause.ts'
import { Pattern } from './pattern.ts'
import { lazySource, type Source } from './sources.ts'
import { allRows, findRow, oneOf, type Row } from './table.ts'

/**
 * What is known of one way in which Microsoft Graph, or a workload behind it, refuses: a row of data/graph-refusals.txt.
 * Texts change, so a row matches on codes and on fragments that have been stable.
 */
export interface GraphRefusalRow {
  /** Stable name; `why403 explain graph/KEY` takes it. */
  readonly key: string
  /** Absent: any. */
  readonly status?: number
  /** `error.code`, or a code nested deeper, in any letter case; one of several. Empty: any. */
  readonly codes: readonly string[]
  /** Tried on the message and on all messages nested in it. Groups `required` and `held` are the service's own lists. */
  readonly message?: Pattern
  /** Words that tell it in free text, where no code stands beside them. */
  readonly phrase?: Pattern
  /** Who refuses. */
  readonly workload: Workload
  /** What it means, one sentence. */
  readonly meaning: string
  /** What kind of cause it has: decides which finding explains it. */
  readonly kind: RefusalKind
  /** A sentence each, likeliest first; empty where the meaning says it all. */
  readonly causes: readonly Cause[]
  /** Which fix cures it; null where nobody knows one. */
  readonly fix: FixKey | null
  /** Ids of findings that it may be a sign of, where the answer alone cannot tell. */
  readonly candidates: readonly FindingId[]
  readonly source: Source
  /** What of the row was not verified, one sentence. */
  readonly uncertain?: string
}

export const workloads = [
  'graph',
  'directory',
  'reporting',
  'exchange',
  'sharepoint',
  'teams',
  'defender',
  'intune',
  'governance',
  'education',
  'search',
] as const

export type Workload = (typeof workloads)[number]

export const refusalKinds = [
  'token',
  'permission',
  'request',
  'licence',
  'policy',
  'principal',
  'absent',
  'throttled',
] as const

export type RefusalKind = (typeof refusalKinds)[number]

/** What of an answer the rows look at. */
export interface Answer {
  /** HTTP status; null where a pasted text does not tell. */
  readonly status: number | null
  /** All codes, outermost first. */
  readonly codes: readonly string[]
  /** All messages, deepest first. */
  readonly messages: readonly string[]
}

let rows: readonly GraphRefusalRow[] | null = null

/** Every row, in the order in which they are tried: the first one that fits describes the answer. */
export function graphRefusals(): readonly GraphRefusalRow[] {
  rows ??= allRows(table).map(rowOf)
  return rows
}

export function graphRefusalByKey(key: string): GraphRefusalRow | null {
  const row = findRow(table, 'key', key)
  return row === null ? null : rowOf(row)
}

/** The row that describes an answer, and the message that it fitted; null when none does. */
export function describeAnswer(
  answer: Answer,
): { row: GraphRefusalRow; match: RegExpExecArray | null } | null {
  for (const row of graphRefusals()) {
    if (row.status !== undefined && answer.status !== null && row.status !== answer.status) continue
    if (row.codes.length > 0 && !hasCode(row.codes, answer.codes)) continue
    // A row that knows a status only says nothing about a text that has none.
    if (answer.status === null && row.codes.length === 0 && row.message === undefined) continue
    if (row.message === undefined) return { row, match: null }
    const match = firstMatch(row.message, answer.messages)
    if (match !== null) return { row, match }
  }
  return null
}

function hasCode(wanted: readonly string[], codes: readonly string[]): boolean {
  const names = wanted.map(name => name.toLowerCase())
  return codes.some(code => names.includes(code.toLowerCase()))
}

function firstMatch(pattern: Pattern, messages: readonly string[]): RegExpExecArray | null {
  for (const message of messages) {
    const match = pattern.exec(message)
    if (match !== null) return match
  }
  return null
}

function rowOf(row: Row): GraphRefusalRow {
  const [status, message, phrase, uncertain] = ['status', 'message', 'phrase', 'uncertain'].map(name =>
    row.maybe(name),
  )
  return {
    key: row.text('key'),
    ...(status === undefined ? {} : { status: Number(status) }),
    codes: row.all('code'),
    ...(message === undefined ? {} : { message: new Pattern(message) }),
    ...(phrase === undefined ? {} : { phrase: new Pattern(phrase) }),
    workload: row.member('workload', workloads),
    meaning: row.text('meaning'),
    kind: row.member('kind', refusalKinds),
    causes: row.noted('cause').map(causeOf),
    fix: row.maybeMember('fix', fixKeys) ?? null,
    candidates: row.all('candidate').map(id => oneOf(id, findingIds)),
    source: lazySource(row.text('source')),
    ...(uncertain === undefined ? {} : { uncertain }),
  }
}

/** Rows that go by what a message speaks of, whatever its code is: an owner, a licence, a policy. */
const ofWords: readonly string[] = [
  'forbidden-owner',
  'forbidden-licence',
  'forbidden-acts-for',
  'forbidden-identity',
  'forbidden-policy',
]

/** The row for what a message speaks of, where its code is in no row; null: of nothing that is known. */
export function rowOfWords(message: string): GraphRefusalRow | null {
  return (
    graphRefusals().find(({ key, message: pattern }) => ofWords.includes(key) && pattern?.exec(message)) ??
    null
  )
}
