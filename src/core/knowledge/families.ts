import table from '../../../data/families.txt'
import { Pattern } from './pattern.ts'
import { findRow } from './table.ts'

/** What is known of an operation by its path alone. */
export const families = ['exchange', 'selected', 'directory'] as const

export type Family = (typeof families)[number]

const patterns = new Map<Family, readonly Pattern[]>()

/** Exchange decides about this path template, besides Entra ID. */
export function isExchangeBacked(template: string): boolean {
  return isOf('exchange', template)
}

/** A `*.Selected` permission may open this path template for single sites, lists, items or files. */
export function opensToSelected(template: string): boolean {
  return isOf('selected', template)
}

/** A collection of directory objects, whose advanced queries are indexed apart. */
export function isDirectoryCollection(template: string): boolean {
  return isOf('directory', template)
}

function isOf(family: Family, template: string): boolean {
  const path = template.toLowerCase()
  return patternsOf(family).some(pattern => pattern.exec(path) !== null)
}

function patternsOf(family: Family): readonly Pattern[] {
  let known = patterns.get(family)
  if (known === undefined) {
    known = (findRow(table, 'family', family)?.all('path') ?? []).map(path => new Pattern(path))
    patterns.set(family, known)
  }
  return known
}
