import { Pattern } from './pattern.ts'
import { allRows, oneOf, type Row } from './table.ts'

const callers = ['app', 'user'] as const

/** Which calls a gate or a change meets. */
export interface Meets {
  /** Null: all. */
  readonly methods: readonly string[] | null
  /** Tried on the path template in lower case; null where no path tells. */
  readonly path: Pattern | null
  /** Whom it meets; null: both. */
  readonly caller: (typeof callers)[number] | null
}

export function meetsOf(row: Row): Meets {
  const [methods, path, caller] = ['methods', 'path', 'caller'].map(name => row.maybe(name))
  return {
    methods: methods?.split(', ') ?? null,
    path: path === undefined ? null : new Pattern(path),
    caller: caller === undefined ? null : oneOf(caller, callers),
  }
}

/**
 * Finds the rows of a table that meet a path template and a method; of the others no more is read than that. The table
 * is handed in as a function, so that it is read when it is asked for.
 */
export function rowsMeeting(tableOf: () => string): (template: string, method: string) => Row[] {
  let rows: readonly (Meets & { readonly row: Row })[] | null = null
  return (template, method) => {
    rows ??= allRows(tableOf()).map(row => ({ row, ...meetsOf(row) }))
    const path = template.toLowerCase()
    return rows
      .filter(one => (one.methods?.includes(method) ?? true) && (one.path?.exec(path) ?? null) !== null)
      .map(({ row }) => row)
  }
}
