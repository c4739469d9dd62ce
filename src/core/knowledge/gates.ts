import table from '../../../data/gates.txt'
import { type Meets, meetsOf, rowsMeeting } from './meets.ts'
import { Pattern } from './pattern.ts'
import { lazySource, type Source } from './sources.ts'
import { allRows, findRow, type Row } from './table.ts'

/** What stands behind a permission: a kind of thing that the token does not hold. */
export const gateKinds = [
  'role',
  'workload-role',
  'policy',
  'owner',
  'header',
  'licence',
  'metered',
  'setting',
  'state',
  'property',
  'hidden',
  'user',
  'also',
  'install',
  'form',
] as const

export type GateKind = (typeof gateKinds)[number]

const named = ['query', 'body'] as const

/** Something that must be true beside an accepted permission. */
export interface GateRow extends Meets {
  readonly key: string
  /** Properties that it is about, and where they are named; null: it is about the operation. */
  readonly properties: { readonly names: readonly string[]; readonly in: (typeof named)[number] } | null
  /** Permissions through which alone the operation is met by it; null: any. */
  readonly with: Pattern | null
  readonly kind: GateKind
  /** Graph answers 200 while it is shut, with less. */
  readonly silent: boolean
  /** A phrase that follows "also needs". */
  readonly needs: string
  /** Any one of these opens it; none: no permission does. */
  readonly permissions: readonly string[]
  readonly symptom: string
  /** What shows whether it is open. */
  readonly tell: string
  /** A sentence. */
  readonly cure: string
  readonly source: Source
  /** What was not verified, one sentence. */
  readonly uncertain?: string
}

/** Every row, the more specific first. */
export function gateRows(): readonly GateRow[] {
  return allRows(table).map(rowOf)
}

export function gateByKey(key: string): GateRow | null {
  const row = findRow(table, 'key', key)
  return row === null ? null : rowOf(row)
}

/** The gates that a path template and a method lead to. */
export function gatesAt(template: string, method: string): GateRow[] {
  return rowsAt(template, method).map(rowOf)
}

const rowsAt = rowsMeeting(() => table)

function rowOf(row: Row): GateRow {
  const [names, held, uncertain] = ['names', 'with', 'uncertain'].map(name => row.maybe(name))
  return {
    key: row.text('key'),
    ...meetsOf(row),
    properties: names === undefined ? null : { names: names.split(', '), in: row.member('in', named) },
    with: held === undefined ? null : new Pattern(held),
    kind: row.member('kind', gateKinds),
    silent: row.maybe('silent') === 'yes',
    needs: row.text('needs'),
    permissions: row.all('permission'),
    symptom: row.text('symptom'),
    tell: row.text('tell'),
    cure: row.text('cure'),
    source: lazySource(row.text('source')),
    ...(uncertain === undefined ? {} : { uncertain }),
  }
}
