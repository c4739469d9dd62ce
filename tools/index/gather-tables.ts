/** What Microsoft's tables say of each path, under one spelling a path. */
import type { Scheme } from '../../src/core/tables/format.ts'
import { type Cells, cellOf, entryOf } from './cells.ts'
import { canonicalTemplate } from './path-template.ts'
import { type SourcePathSet, type SourcePermission, schemeOf } from './source-tables.ts'

/** What became of the keys that are no template letter for letter. */
export interface TableNotes {
  /** Source keys that name the same path as another: they differ in letter case or placeholder names, or spell a key otherwise. */
  readonly merged: Readonly<Record<string, string>>
  /** Source keys whose placeholders alone were renamed. */
  readonly renamed: Readonly<Record<string, string>>
  /** Malformed source keys: the template that each now stands under, and what was wrong. */
  readonly repaired: Readonly<Record<string, { template: string; faults: readonly string[] }>>
}

/** Keys that name the same path are taken together, and so are their marks. A malformed key only fills what no sound key says. */
export function gatherTables(permissions: Record<string, SourcePermission>): {
  paths: Map<string, Cells>
  keys: number
  verbatim: number
  notes: TableNotes
} {
  const keys = gatherKeys(permissions)
  const paths = gatherPaths(keys)
  return {
    paths,
    keys: keys.size,
    verbatim: [...keys.keys()].filter(key => paths.has(key)).length,
    notes: movedKeys(keys, paths),
  }
}

/** A path key of the source: the permissions that it stands under. */
interface SourceKey {
  readonly template: string
  readonly repairs: readonly string[]
  readonly uses: { name: string; set: SourcePathSet; value: string }[]
}

function gatherKeys(permissions: Record<string, SourcePermission>): Map<string, SourceKey> {
  const keys = new Map<string, SourceKey>()
  for (const [name, { pathSets }] of Object.entries(permissions)) {
    for (const set of pathSets) {
      for (const [key, value] of Object.entries(set.paths)) {
        let known = keys.get(key)
        if (known === undefined) {
          known = { ...canonicalTemplate(key), uses: [] }
          keys.set(key, known)
        }
        known.uses.push({ name, set, value })
      }
    }
  }
  return new Map([...keys].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Template (in its best spelling) to what is accepted there. Sound keys first, then the repaired ones fill gaps. */
function gatherPaths(keys: ReadonlyMap<string, SourceKey>): Map<string, Cells> {
  const spelling = bestSpellings(keys)
  const paths = new Map<string, Cells>()
  const sound = [...keys.values()].filter(key => key.repairs.length === 0)
  const malformed = [...keys.values()].filter(key => key.repairs.length > 0)
  for (const { template, uses } of sound) addUses(cellsOf(template), uses, () => true)
  for (const { template, uses } of malformed) {
    const cells = cellsOf(template)
    const settled = new Set(
      [...cells].flatMap(([method, { schemes }]) => [...schemes.keys()].map(scheme => `${method} ${scheme}`)),
    )
    addUses(cells, uses, (method, scheme) => !settled.has(`${method} ${scheme}`))
  }
  return paths

  function cellsOf(template: string): Cells {
    const spelt = spelling.get(template.toLowerCase())!
    let cells = paths.get(spelt)
    if (cells === undefined) {
      cells = new Map()
      paths.set(spelt, cells)
    }
    return cells
  }
}

/** Of spellings that differ by letter case only, the one with the most capitals: it shows the words. */
function bestSpellings(keys: ReadonlyMap<string, SourceKey>): Map<string, string> {
  const best = new Map<string, string>()
  for (const { template } of keys.values()) {
    const known = best.get(template.toLowerCase())
    if (known === undefined || capitals(template) > capitals(known))
      best.set(template.toLowerCase(), template)
  }
  return best
}

function capitals(text: string): number {
  return text.replace(/[^A-Z]/g, '').length
}

function addUses(cells: Cells, uses: SourceKey['uses'], wanted: (method: string, scheme: Scheme) => boolean) {
  for (const { name, set, value } of uses) {
    const { least, alsoRequires } = parsePathValue(value)
    for (const method of set.methods) {
      for (const word of set.schemeKeys) {
        const scheme = schemeOf(word)
        if (!wanted(method, scheme)) continue
        const cell = cellOf(cells, method)
        cell.sources.add('tables')
        const entry = entryOf(cell, scheme, name, alsoRequires)
        entry.sources.add('tables')
        entry.least ||= least.includes(word)
      }
    }
  }
}

/** `least=DelegatedWork,Application;AlsoRequires=Directory.Read.All`, each part optional. */
function parsePathValue(value: string): { least: readonly string[]; alsoRequires: readonly string[] } {
  const parts = new Map(value.split(';').map(part => part.split('=', 2) as [string, string]))
  return {
    least: parts.get('least')?.split(',') ?? [],
    alsoRequires: (parts.get('AlsoRequires')?.split(',') ?? []).sort(),
  }
}

function movedKeys(keys: ReadonlyMap<string, SourceKey>, paths: ReadonlyMap<string, Cells>): TableNotes {
  const spelt = new Map([...paths.keys()].map(template => [template.toLowerCase(), template]))
  const sharing = new Map<string, number>()
  for (const { template } of keys.values()) {
    sharing.set(template.toLowerCase(), (sharing.get(template.toLowerCase()) ?? 0) + 1)
  }
  const merged: Record<string, string> = {}
  const renamed: Record<string, string> = {}
  const repaired: Record<string, { template: string; faults: readonly string[] }> = {}
  for (const [key, source] of keys) {
    const template = spelt.get(source.template.toLowerCase())!
    if (key === template) continue
    if (source.repairs.length > 0) repaired[key] = { template, faults: source.repairs }
    else if (sharing.get(source.template.toLowerCase())! > 1) merged[key] = template
    else renamed[key] = template
  }
  return { merged, renamed, repaired }
}
