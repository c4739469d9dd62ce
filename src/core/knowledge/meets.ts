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
  let rows: readonly (readonly [row: Row, meets: Meeting])[] | null = null
  return (template, method) => {
    rows ??= allRows(tableOf()).map(row => [row, meeting(row)])
    const path = template.toLowerCase()
    return rows.flatMap(([row, meets]) => (meets(path, method) ? [row] : []))
  }
}

type Meeting = (path: string, method: string) => boolean

/** Of many rows the method tells, and their pattern is never looked at. */
function meeting(row: Row): Meeting {
  const methods = row.maybe('methods')?.split(', ')
  let pattern: Pattern | null = null
  return (path, method) => {
    if (methods?.includes(method) === false) return false
    pattern ??= new Pattern(row.maybe('path') ?? nowhere)
    return pattern.exec(path) !== null
  }
}

/** Fits no text. */
const nowhere = '/(?!)/'
