import { Why403Error } from '../../core/error.ts'
import type { JsonObject } from '../../core/json.ts'
import { joined } from '../../core/text.ts'
import type { Io } from '../../io.ts'
import { has, picked, type RowForm, type RowWriter, rowWriters } from '../../render/rows.ts'
import type { RowTaker } from '../../road.ts'
import type { Flags } from '../flags.ts'
import type { Progress } from '../progress.ts'
import { rowOutput } from './output.ts'

/** Which rows are wanted, and how. */
export interface RowsWish {
  readonly form: RowForm
  /** Null: all that there are. */
  readonly columns: readonly string[] | null
  readonly follows: boolean
  /** Of one operation. */
  readonly most: number
}

/** What is to become of rows: kept for the report, or written as they come. */
export interface Rows {
  readonly taker: RowTaker
  /** Whether they are written, and the report therefore goes where people see it. */
  readonly isWritten: boolean
  /** When the road has been walked, or has failed. */
  end(failure?: unknown): Promise<void>
}

/** Kept in memory for a report: more than anybody reads. Lines and csv are written as they come, and have no limit. */
const mostKept = 10_000

/** `--rows`, `--columns`, `--all`, `--max`; null: rows are not asked for. */
export function rowsWishOf(flags: Flags): RowsWish | null {
  const form = flags.text('rows')
  const max = flags.number('max')
  const list = flags.text('columns')
  if (form === undefined) {
    const given =
      (['columns', 'max'] as const).find(name => flags.has(name)) ?? (flags.on('all') ? 'all' : null)
    if (given === null) return null
    throw new Why403Error('usage', `--${given} is about rows, and none are asked for.`, [
      'Print them too: --rows table, --rows ndjson or --rows csv',
    ])
  }
  if (max !== undefined && !(Number.isInteger(max) && max > 0))
    throw new Why403Error('usage', '--max takes a number of rows, from 1.')
  return {
    form,
    columns: list === undefined ? null : columnsOf(list),
    follows: flags.on('all') || max !== undefined,
    most: max ?? Number.POSITIVE_INFINITY,
  }
}

const mostColumns = 100
const longestColumn = 200

function columnsOf(list: string): string[] {
  const columns = [...new Set(list.split(',').map(name => name.trim()))]
  const isFit = columns.every(name => name !== '' && name.length <= longestColumn)
  if (isFit && columns.length <= mostColumns) return columns
  throw new Why403Error('usage', '--columns takes names of members, with commas between them.', [
    'Such as --columns id,displayName,status.errorCode',
  ])
}

export function rowsFor(wish: RowsWish, isReport: boolean, flags: Flags, progress: Progress, io: Io): Rows {
  const { form, columns } = wish
  const writer = isReport ? null : rowWriters[form]
  return writer === null ? keeping(wish, io) : writing(wish, writer(columns), flags, progress, io)
}

function keeping(wish: RowsWish, io: Io): Rows {
  const { columns, follows } = wish
  const cutter = new Cutter(columns)
  const most = Math.min(wish.most, follows ? mostKept : Number.POSITIVE_INFINITY)
  const lists = new Map<number, JsonObject[]>()
  return {
    isWritten: false,
    end: async () => cutter.tell(io),
    taker: {
      follows,
      async take(operation, rows) {
        const list = lists.get(operation) ?? []
        lists.set(operation, list)
        const wanted = cutter.cut(rows, most - list.length)
        list.push(...wanted)
        return { count: wanted.length, isMoreWanted: list.length < most }
      },
      kept: operation => ({ rows: lists.get(operation) ?? [], columns }),
    },
  }
}

function writing(
  { columns, follows, most }: RowsWish,
  writer: RowWriter,
  flags: Flags,
  progress: Progress,
  io: Io,
): Rows {
  const output = rowOutput(flags, io)
  const cutter = new Cutter(columns)
  const written = new Map<number, number>()
  return {
    isWritten: true,
    async end(failure) {
      await output.end(failure)
      if (writer.hasMissed())
        io.stderr.write(
          'note: later pages hold members that the first did not; --columns names those to write\n',
        )
      cutter.tell(io)
    },
    taker: {
      follows,
      async take(operation, rows) {
        const before = written.get(operation)
        const wanted = cutter.cut(rows, most - (before ?? 0))
        const count = (before ?? 0) + wanted.length
        written.set(operation, count)
        // On one terminal, the line of progress would stand among the rows.
        if (output.isSeen) progress.end()
        const isTaken = await output.write(
          `${before === undefined ? writer.begin() : ''}${writer.page(wanted)}`,
        )
        if (!output.isSeen) progress.say(`${count.toLocaleString('en')} rows`)
        return { count: wanted.length, isMoreWanted: isTaken && count < most }
      },
      kept: () => null,
    },
  }
}

/** Cuts pages down to as many rows as are wanted, and rows to the columns. */
class Cutter {
  readonly #columns: readonly string[] | null
  readonly #unseen: Set<string>
  #rows = 0

  constructor(columns: readonly string[] | null) {
    this.#columns = columns
    this.#unseen = new Set(columns)
  }

  cut(rows: readonly JsonObject[], most: number): readonly JsonObject[] {
    const wanted = rows.length <= most ? rows : rows.slice(0, most)
    this.#rows += wanted.length
    const columns = this.#columns
    if (columns === null) return wanted
    return wanted.map(row => {
      for (const column of this.#unseen) if (has(row, column)) this.#unseen.delete(column)
      return picked(row, columns)
    })
  }

  /** Says which columns no row had: by their place, since a name may be anything. */
  tell({ stderr }: Io): void {
    if (this.#rows === 0 || this.#columns === null) return
    const places = this.#columns.flatMap((column, at) => (this.#unseen.has(column) ? [String(at + 1)] : []))
    if (places.length > 0)
      stderr.write(`note: no row has a member for column ${joined(places, 'and')} of --columns\n`)
  }
}
