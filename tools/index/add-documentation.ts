/** Lays the documentation over what the tables gave: the same operations under the same templates, and what only it knows. */
import type { Scheme } from '../../src/core/tables/format.ts'
import { type Cell, type Cells, cellOf, entryOf } from './cells.ts'
import { documentedTemplate } from './path-template.ts'
import type { Documentation, DocumentedOperation } from './source-documentation.ts'

/** What became of the rows that are not in the index as they stand. */
export interface DocumentationNotes {
  /** Paths that name the same as a template of the tables, spelt otherwise. */
  readonly merged: Record<string, string>
  /** Malformed paths: the templates that each now stands under, and what was wrong. */
  readonly repaired: Record<string, { templates: readonly string[]; faults: readonly string[] }>
  /** Words that are no permission, and what was glued to the name in them; a blank where nothing could be made of it. */
  readonly unglued: Record<string, string>
  readonly leftOut: Record<string, string>
}

/**
 * @param paths template to cells, added to
 * @param isPermission whether a name is one of either source
 */
export function addDocumentation(
  paths: Map<string, Cells>,
  { operations }: Documentation,
  isPermission: (name: string) => boolean,
): DocumentationNotes {
  const notes: DocumentationNotes = { merged: {}, repaired: {}, unglued: {}, leftOut: {} }
  const spelt = spellings(paths)
  for (const row of operations) {
    const names = unglue(row, isPermission, notes)
    // A name with the end of a path glued to it: the path was cut there.
    const ends = [...new Set(names.flatMap(({ glued }) => (glued === '' ? [] : [glued])))].sort()
    const written = ends.length === 0 ? [row.path] : ends.map(end => row.path + end)
    const templates = written.flatMap(path => {
      const { template, repairs } = documentedTemplate(path)
      const faults = ends.length === 0 ? repairs : [...repairs, 'cut off']
      if (template === null) {
        notes.leftOut[path] = 'not of the form of a path'
        return []
      }
      const known = spelt.get(template) ?? entityOf(template, row)
      if (faults.length > 0)
        notes.repaired[row.path] = {
          templates: [...new Set([...(notes.repaired[row.path]?.templates ?? []), known ?? template])],
          faults,
        }
      else if (known !== undefined && known.toLowerCase() !== template.toLowerCase())
        notes.merged[row.path] = known
      return [known ?? template]
    })
    for (const template of templates) {
      const cells = paths.get(template) ?? new Map()
      paths.set(template, cells)
      spelt.add(template)
      addRow(cellOf(cells, row.method), row, names)
    }
  }
  return notes

  /** A raw value or a count needs what the entity or the collection needs: it is the tables' operation where they have that. */
  function entityOf(template: string, { method }: DocumentedOperation): string | undefined {
    if (!/\/\$(?:value|count)$/.test(template)) return undefined
    const known = spelt.get(template.replace(/\/\$\w+$/, ''))
    const isListed = known !== undefined && paths.get(known)?.get(method)?.sources.has('tables') === true
    return isListed ? known : undefined
  }
}

interface Named {
  readonly scheme: 'application' | 'delegated'
  readonly names: readonly string[]
  readonly glued: string
}

function unglue(
  row: DocumentedOperation,
  isPermission: (name: string) => boolean,
  notes: DocumentationNotes,
): Named[] {
  return (['application', 'delegated'] as const).flatMap(scheme =>
    row[scheme].flatMap(word => {
      let glued = ''
      const names = word.split('+').map(name => {
        if (isPermission(name)) return name
        const start = [...name].findIndex(
          (letter, i) => i > 0 && letter >= 'A' && letter <= 'Z' && isPermission(name.slice(i)),
        )
        if (start < 0) return null
        glued = name.slice(0, start)
        notes.unglued[name] = name.slice(start)
        return name.slice(start)
      })
      if (names.includes(null)) {
        notes.leftOut[word] = 'names no permission'
        return []
      }
      return [{ scheme, names: names as string[], glued }]
    }),
  )
}

const delegated: readonly Scheme[] = ['delegatedWork', 'delegatedPersonal']

/** The documentation does not tell accounts apart: what only it lists is listed for work accounts. */
function addRow(cell: Cell, row: DocumentedOperation, names: readonly Named[]): void {
  cell.sources.add('documentation')
  cell.versions.add(row.version)
  for (const page of row.pages) cell.pages.add(page)
  for (const scheme of ['application', ...delegated] as const) {
    const listed = names.filter(named => (named.scheme === 'application') === (scheme === 'application'))
    const pairs = new Map<string, Set<string>>()
    for (const { names } of listed) {
      const [first = '', second, ...more] = names
      if (more.length > 0) throw new TypeError(`operations.tsv: ${names.join('+')} asks for three together`)
      if (confirm(cell, scheme, first, second ?? null, row) || scheme === 'delegatedPersonal') continue
      if (second === undefined) state(cell, scheme, first, [], row)
      // Both ways round in one table is one pair.
      else if (pairs.get(second)?.has(first) !== true)
        pairs.set(first, (pairs.get(first) ?? new Set()).add(second))
    }
    for (const [first, others] of pairs) state(cell, scheme, first, [...others].sort(), row)
  }
}

function state(
  cell: Cell,
  scheme: Scheme,
  permission: string,
  alsoRequires: readonly string[],
  { version }: DocumentedOperation,
): void {
  const entry = entryOf(cell, scheme, permission, alsoRequires)
  entry.sources.add('documentation')
  entry.versions.add(version)
}

/** Whether the tables say the same; then it is noted that both do. */
function confirm(
  cell: Cell,
  scheme: Scheme,
  first: string,
  second: string | null,
  { version }: DocumentedOperation,
): boolean {
  let found = false
  for (const entry of cell.schemes.get(scheme)?.values() ?? []) {
    const same =
      second === null
        ? entry.permission === first && entry.alsoRequires.length === 0
        : (entry.permission === first && entry.alsoRequires.includes(second)) ||
          (entry.permission === second && entry.alsoRequires.includes(first))
    if (!same || !entry.sources.has('tables')) continue
    entry.sources.add('documentation')
    entry.versions.add(version)
    found = true
  }
  return found
}

/** The templates of the tables by what two spellings of one have in common. */
function spellings(paths: ReadonlyMap<string, Cells>): {
  get(template: string): string | undefined
  add(template: string): void
} {
  const exact = new Map<string, string>()
  const loose = new Map<string, string | null>()
  for (const template of paths.keys()) {
    exact.set(template.toLowerCase(), template)
    const key = looseKey(template)
    loose.set(key, loose.has(key) ? null : template)
  }
  return {
    get: template => exact.get(template.toLowerCase()) ?? loose.get(looseKey(template)) ?? undefined,
    add: template => {
      exact.set(template.toLowerCase(), exact.get(template.toLowerCase()) ?? template)
    },
  }
}

/** Without letter case, namespaces and empty parentheses, arguments by name. */
function looseKey(template: string): string {
  return template
    .toLowerCase()
    .split('/')
    .map(segment => {
      const bare = segment.replace(/^microsoft\.graph\.(?:\w+\.)*(?=\w+(?:\(|$))/, '').replace(/\(\)$/, '')
      const inside = /^([^(]*)\((.*)\)$/.exec(bare)
      return inside === null ? bare : `${inside[1]}(${inside[2]!.split(',').sort().join(',')})`
    })
    .join('/')
}
