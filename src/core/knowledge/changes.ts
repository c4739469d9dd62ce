import table from '../../../data/changes.txt'
import { type Meets, meetsOf, rowsMeeting } from './meets.ts'
import { lazySource, type Source } from './sources.ts'
import { allRows, findRow, type Row } from './table.ts'

/** A change that Microsoft announced: from its date on a permission of the tables alone is not enough. */
export interface ChangeRow extends Meets {
  readonly key: string
  /** `2026-12-31`. */
  readonly date: string
  /** A sentence. */
  readonly title: string
  /** What it leaves alone, a phrase; null: nothing. */
  readonly unless: string | null
  /** Any one of these suffices from then on; none: no permission does. */
  readonly permissions: readonly string[]
  readonly symptom: string
  /** A sentence. */
  readonly cure: string
  readonly source: Source
  /** What was not verified, one sentence. */
  readonly uncertain?: string
}

export function changeRows(): readonly ChangeRow[] {
  return allRows(table).map(rowOf)
}

export function changeByKey(key: string): ChangeRow | null {
  const row = findRow(table, 'key', key)
  return row === null ? null : rowOf(row)
}

/** The changes that a path template and a method meet, before their date or after it. */
export function changesAt(template: string, method: string): ChangeRow[] {
  return rowsAt(template, method).map(rowOf)
}

const rowsAt = rowsMeeting(() => table)

function rowOf(row: Row): ChangeRow {
  const [unless, uncertain] = ['unless', 'uncertain'].map(name => row.maybe(name))
  return {
    key: row.text('key'),
    date: row.text('date'),
    ...meetsOf(row),
    title: row.text('title'),
    unless: unless ?? null,
    permissions: row.all('permission'),
    symptom: row.text('symptom'),
    cure: row.text('cure'),
    source: lazySource(row.text('source')),
    ...(uncertain === undefined ? {} : { uncertain }),
  }
}
