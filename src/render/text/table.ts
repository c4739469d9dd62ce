import type { JsonObject } from '../../core/json.ts'
import { cellOf } from '../rows.ts'
import type { Style } from './style.ts'

/** What a person looks for in an entity, in this order; the first two that are there are shown. */
const telling = ['id', 'userPrincipalName', 'displayName', 'name', 'subject', 'appDisplayName', 'mail']

/** A few rows of entities: the id and the name, whatever it is called. */
export function renderTable(
  entities: readonly JsonObject[],
  asked: readonly string[] | undefined,
  style: Style,
): string {
  const columns =
    asked ?? telling.filter(name => entities.some(entity => typeof entity[name] === 'string')).slice(0, 2)
  if (columns.length === 0) return `  (${entities.length} without id or name)`
  const shown = entities.slice(0, style.rows)
  const rows = [
    columns.map(name => style.plain(name)),
    ...shown.map(entity => columns.map(name => style.plain(cellOf(entity[name])))),
  ]
  const widths = columns.map((_, column) => Math.max(...rows.map(row => row[column]!.length)))
  const lines = rows.map((row, index) => {
    const line = cut(
      `  ${row.map((text, column) => text.padEnd(widths[column]!)).join(' | ')}`.trimEnd(),
      style,
    )
    return index === 0 ? style.colour.dim(line) : line
  })
  const more = entities.length - style.rows
  if (more > 0) lines.push(`  ${style.ellipsis} ${more} more: --rows table`)
  return lines.join('\n')
}

/** For reading, not an export: what does not fit is cut off (ndjson, csv and json carry it whole). */
function cut(line: string, { width, ellipsis }: Style): string {
  if (line.length <= width) return line
  return line.slice(0, width - ellipsis.length).replace(/[\ud800-\udbff]$/, '') + ellipsis
}
