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
  const caller = row.maybe('caller')
  return {
    methods: methodsOf(row),
    path: pathOf(row),
    caller: caller === undefined ? null : oneOf(caller, callers),
  }
}

function methodsOf(row: Row): Meets['methods'] {
  return row.maybe('methods')?.split(', ') ?? null
}

function pathOf(row: Row): Meets['path'] {
  const path = row.maybe('path')
  return path === undefined ? null : new Pattern(path)
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
  const methods = methodsOf(row)
  let pattern: Meets['path'] = null
  return (path, method) => {
    if (methods?.includes(method) === false) return false
    pattern ??= pathOf(row)
    return pattern !== null && pattern.exec(path) !== null
  }
}
