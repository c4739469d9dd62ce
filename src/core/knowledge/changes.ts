import table from '../../../data/changes.txt'
import { Pattern } from './pattern.ts'
import { type Source, sourceOf } from './sources.ts'
import { allRows, findRow, oneOf, type Row } from './table.ts'

const callers = ['app', 'user'] as const

/** A change that Microsoft announced: from its date on a permission of the tables alone is not enough. */
export interface ChangeRow {
  readonly key: string
  /** `2026-12-31`. */
  readonly date: string
  /** Null: all. */
  readonly methods: readonly string[] | null
  /** Tried on the path template in lower case; null where it is no operation of Graph. */
  readonly path: Pattern | null
  /** Whom it meets; null: both. */
  readonly caller: (typeof callers)[number] | null
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
  places ??= allRows(table).map(placeOf)
  const path = template.toLowerCase()
  return places
    .filter(place => (place.methods?.includes(method) ?? true) && (place.path?.exec(path) ?? null) !== null)
    .map(({ row }) => rowOf(row))
}

/** Where a row counts: all that is read of those that do not. */
interface Place {
  readonly row: Row
  readonly methods: readonly string[] | null
  readonly path: Pattern | null
}

let places: readonly Place[] | null = null

function placeOf(row: Row): Place {
  const path = row.maybe('path')
  return {
    row,
    methods: row.maybe('methods')?.split(', ') ?? null,
    path: path === undefined ? null : new Pattern(path),
  }
}

function rowOf(row: Row): ChangeRow {
  const [methods, path, caller, unless, uncertain] = ['methods', 'path', 'caller', 'unless', 'uncertain'].map(
    name => row.maybe(name),
  )
  return {
    key: row.text('key'),
    date: row.text('date'),
    methods: methods?.split(', ') ?? null,
    path: path === undefined ? null : new Pattern(path),
    caller: caller === undefined ? null : oneOf(caller, callers),
    title: row.text('title'),
    unless: unless ?? null,
    permissions: row.all('permission'),
    symptom: row.text('symptom'),
    cure: row.text('cure'),
    source: sourceOf(row.text('source')),
    ...(uncertain === undefined ? {} : { uncertain }),
  }
}
