import table from '../../../data/statuses.txt'
import { type FindingId, findingIds } from '../findings/ids.ts'
import { type FixKey, fixKeys } from '../fixes/keys.ts'
import { allRows, oneOf, type Row } from './table.ts'

/** A status of Graph's answers, where nothing is known but its number. */
export interface StatusRow {
  readonly status: number
  /** As HTTP names it (RFC 9110 §15). */
  readonly phrase: string
  readonly meaning: string
  /** A sentence each, likeliest first. */
  readonly causes: readonly string[]
  /** Findings that it may be a sign of. */
  readonly candidates: readonly FindingId[]
  readonly retry?: string
  /** Null: the answer itself is all there is to look at. */
  readonly fix: FixKey | null
}

export function statuses(): StatusRow[] {
  return allRows(table).map(rowOf)
}

function rowOf(row: Row): StatusRow {
  const retry = row.maybe('retry')
  return {
    status: Number(row.text('status')),
    phrase: row.text('phrase'),
    meaning: row.text('meaning'),
    causes: row.all('cause'),
    candidates: row.all('candidate').map(id => oneOf(id, findingIds)),
    ...(retry === undefined ? {} : { retry }),
    fix: row.maybeMember('fix', fixKeys) ?? null,
  }
}
