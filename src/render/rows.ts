import { type JsonObject, memberOf } from '../core/json.ts'
import type { OperationReport, Report } from '../core/report/report.ts'
import { forJson, forTerminal } from './neutralise.ts'

/** How the entities that Graph answered can be printed. */
export const rowForms = ['table', 'ndjson', 'csv'] as const
export type RowForm = (typeof rowForms)[number]

/** What a program reads, and what therefore stands alone; a table is a part of the text. */
export const rowRenderings = {
  table: null,
  ndjson: renderNdjson,
  csv: renderCsv,
} satisfies Record<RowForm, ((report: Report) => string) | null>

/** The entities of all calls, an object a line. Source: ndjson.org. */
export function renderNdjson({ calls }: Report): string {
  return calls.flatMap(({ value = [] }) => value.map(entity => `${forJson(entity, 0)}\n`)).join('')
}

/**
 * The entities as comma-separated values (RFC 4180, with plain line feeds): a header and a row each; of
 * several operations one table after the other, a blank line between. Columns are the members, in the order
 * in which they first come.
 */
export function renderCsv({ calls }: Report): string {
  return calls.flatMap(({ value }) => (value === undefined ? [] : [csvOf(value)])).join('\n')
}

function csvOf(entities: readonly JsonObject[]): string {
  const columns = [...new Set(entities.flatMap(Object.keys))]
  const rows = [columns, ...entities.map(entity => columns.map(name => cellOf(memberOf(entity, name))))]
  return rows.map(row => `${row.map(quoted).join(',')}\n`).join('')
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
