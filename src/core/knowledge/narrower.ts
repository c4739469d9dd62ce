import table from '../../../data/narrower.txt'
import { type FixKey, fixKeys } from '../fixes/keys.ts'
import { type Meets, meetsOf, rowsMeeting } from './meets.ts'
import { Pattern } from './pattern.ts'
import { lazySource, type Source } from './sources.ts'
import { allRows, findRow, type Row } from './table.ts'

const services = ['exchange'] as const

/** A way to give an app less than the whole tenant. */
export interface NarrowerRow extends Meets {
  readonly key: string
  /** The recommended permission that it stands beside; null: any. */
  readonly beside: Pattern | null
  /** Accepted permissions that are the way; null: `permissions` are, or none is needed. */
  readonly accepts: Pattern | null
  readonly permissions: readonly string[]
  /** Whose own role stands in the place of the permission; null: nobody's. */
  readonly service: (typeof services)[number] | null
  /** Template id of a directory role; null where it takes none. */
  readonly role: string | null
  /** What it opens, a phrase: `single sites`. */
  readonly reaches: string
  /** What has to be done, a phrase, in which `{permission}` and `{role}` stand for what is named. */
  readonly takes: string
  readonly fix: FixKey
  readonly source: Source
  /** What was not verified, one sentence. */
  readonly uncertain?: string
}

export function narrowerRows(): readonly NarrowerRow[] {
  return allRows(table).map(rowOf)
}

export function narrowerByKey(key: string): NarrowerRow | null {
  const row = findRow(table, 'key', key)
  return row === null ? null : rowOf(row)
}

/** The ways that a path template and a method lead to, the wider first. */
export function narrowerAt(template: string, method: string): NarrowerRow[] {
  return rowsAt(template, method).map(rowOf)
}

const rowsAt = rowsMeeting(() => table)

function rowOf(row: Row): NarrowerRow {
  const [beside, accepts, role, uncertain] = ['beside', 'accepts', 'role', 'uncertain'].map(name =>
    row.maybe(name),
  )
  return {
    key: row.text('key'),
    ...meetsOf(row),
    beside: beside === undefined ? null : new Pattern(beside),
    accepts: accepts === undefined ? null : new Pattern(accepts),
    permissions: row.all('permission'),
    service: row.maybeMember('service', services) ?? null,
    role: role ?? null,
    reaches: row.text('reaches'),
    takes: row.text('takes'),
    fix: row.member('fix', fixKeys),
    source: lazySource(row.text('source')),
    ...(uncertain === undefined ? {} : { uncertain }),
  }
}
