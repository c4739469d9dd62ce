import table from '../../../data/basic-permissions.txt'
import { Pattern } from './pattern.ts'
import { allRows, type Row } from './table.ts'

/** What a permission with Basic in its name withholds. */
export interface BasicRow {
  /** A phrase that follows "withholds". */
  readonly withholds: string
  /** All properties that it shows; null where they are not listed. */
  readonly shows: readonly string[] | null
  /** Properties that it withholds, as far as they are listed. */
  readonly names: readonly string[]
  /** Its short name in data/sources.txt, which whoever only asks for permissions need not carry. */
  readonly source: string
  /** What was not verified, one sentence. */
  readonly uncertain?: string
}

/** Whether a permission shows basic properties only, by the form of its name. */
export function isBasic(permission: string): boolean {
  return /\.Read(Write)?Basic(\.|$)/.test(permission)
}

/** Null: what it withholds is not known here. */
export function basicRow(permission: string): BasicRow | null {
  if (!isBasic(permission)) return null
  patterned ??= allRows(table).map(row => [new Pattern(row.text('basic')), row])
  const found = patterned.find(([pattern]) => pattern.exec(permission) !== null)
  return found === undefined ? null : rowOf(found[1])
}

/** The rows, each with the form of the names that it is about. */
let patterned: readonly (readonly [pattern: Pattern, row: Row])[] | null = null

/** What a Basic permission withholds, a phrase; null of any other. */
export function withheldBy(permission: string): string | null {
  return isBasic(permission)
    ? (basicRow(permission)?.withholds ?? 'some properties; which ones, no source lists')
    : null
}

export function basicRows(): readonly BasicRow[] {
  return allRows(table).map(rowOf)
}

function rowOf(row: Row): BasicRow {
  const [shows, names, uncertain] = ['shows', 'names', 'uncertain'].map(name => row.maybe(name))
  return {
    withholds: row.text('withholds'),
    shows: shows?.split(', ') ?? null,
    names: names?.split(', ') ?? [],
    source: row.text('source'),
    ...(uncertain === undefined ? {} : { uncertain }),
  }
}
