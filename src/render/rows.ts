import { type JsonObject, memberOf, objectOf } from '../core/json.ts'
import type { OperationReport } from '../core/report/report.ts'
import { forJson, forTerminal } from './neutralise.ts'

/** How the entities that Graph answered can be printed. */
export const rowForms = ['table', 'ndjson', 'csv'] as const
export type RowForm = (typeof rowForms)[number]

/** Writes entities as they come, page by page. */
export interface RowWriter {
  /** Begins the entities of an operation. */
  begin(): string
  page(rows: readonly JsonObject[]): string
  /** Whether members came that nothing was written of. */
  hasMissed(): boolean
}

/** What a program reads, and what therefore stands alone; a table is a part of the text. */
export const rowWriters = {
  table: null,
  ndjson: ndjsonWriter,
  csv: csvWriter,
} satisfies Record<RowForm, ((columns: readonly string[] | null) => RowWriter) | null>

/** An object a line. Source: ndjson.org. */
export function ndjsonWriter(): RowWriter {
  return {
    begin: () => '',
    page: rows => rows.map(row => `${forJson(row, 0)}\n`).join(''),
    hasMissed: () => false,
  }
}

/**
 * Comma-separated values (RFC 4180, with plain line feeds): a header and a row each; of several operations one table
 * after the other, a blank line between.
 *
 * @param columns null: the members of the first page, in the order in which they first come
 */
export function csvWriter(columns: readonly string[] | null): RowWriter {
  let own = columns
  let isFirst = true
  let hasMissed = false
  const line = (cells: readonly string[]): string => `${cells.map(quoted).join(',')}\n`
  return {
    begin() {
      own = columns
      const gap = isFirst ? '' : '\n'
      isFirst = false
      return columns === null ? gap : `${gap}${line(columns)}`
    },
    page(rows) {
      const header = own === null && rows.length > 0 ? membersOf(rows) : null
      own ??= header
      const named = own ?? []
      hasMissed ||= columns === null && header === null && membersOf(rows).some(name => !named.includes(name))
      const lines = rows.map(row => line(named.map(name => cellOf(memberOf(row, name)))))
      return `${header === null ? '' : line(header)}${lines.join('')}`
    },
    hasMissed: () => hasMissed,
  }
}

/** The names of all members, in the order in which they first come. */
export function membersOf(rows: readonly JsonObject[]): string[] {
  return [...new Set(rows.flatMap(Object.keys))]
}

/** An entity cut down to columns: the name of a member, or a way into a nested one, `status.errorCode`. */
export function picked(entity: JsonObject, columns: readonly string[]): JsonObject {
  return Object.fromEntries(columns.map(column => [column, valueAt(entity, column) ?? null]))
}

/** Whether an entity has what a column names, be it null. */
export const has = (entity: JsonObject, column: string): boolean => valueAt(entity, column) !== undefined

function valueAt(entity: JsonObject, column: string): unknown {
  const whole = memberOf(entity, column)
  if (whole !== undefined) return whole
  let value: unknown = entity
  for (const name of column.split(/[./]/)) value = memberOf(objectOf(value) ?? {}, name)
  return value
}

/** What stands in a cell of a table or of comma-separated values. */
export function cellOf(value: unknown): string {
  if (typeof value === 'string') return value
  return value === null || value === undefined ? '' : JSON.stringify(value)
}

/**
 * A spreadsheet takes a cell that begins like this for a formula, which could run a program or send the
 * sheet away: a quote before it makes it text. Source: OWASP, "CSV Injection".
 */
const formula = /^[=+\-@\t\r]/

function quoted(text: string): string {
  const harmless = forTerminal(formula.test(text) ? `'${text}` : text)
  return /[",]|^\s|\s$/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

/** `GET /users`, for people; of another host than Graph's in full. */
export function operationName({ method, url, path, status }: OperationReport): string {
  if (method === null) return url
  return `${method} ${status === 'not-graph' ? url : (path ?? url)}`
}
