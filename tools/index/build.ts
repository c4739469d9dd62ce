import { isWrite } from '../../src/core/need/reads.ts'
import {
  compareKeys,
  type DataSource,
  type Entry,
  formatEntry,
  formatPath,
  formatPermission,
  formatSource,
  indexTitle,
  type PathOperations,
  type PermissionRecord,
  type PermissionScheme,
  type Scheme,
  schemes,
} from '../../src/core/tables/format.ts'
import { canonicalTemplate } from './path-template.ts'
import {
  gatherIds,
  type PermissionTables,
  type SourcePathSet,
  type SourcePermission,
  schemeOf,
  sourcePermissions,
} from './source-tables.ts'

export interface BuiltIndex {
  /** data/permission-index.txt */
  readonly text: string
  readonly counts: IndexCounts
  /** Source keys that name the same path as another: they differ in letter case or placeholder names, or spell a key otherwise. */
  readonly merged: Readonly<Record<string, string>>
  /** Source keys whose placeholders alone were renamed. */
  readonly renamed: Readonly<Record<string, string>>
  /** Malformed source keys: the template that each now stands under, and what was wrong. */
  readonly repaired: Readonly<Record<string, { template: string; faults: readonly string[] }>>
  /** Permission and scheme of each id that the two sources give differently; the index has none for them. */
  readonly disputedIds: readonly string[]
}

export interface IndexCounts {
  readonly permissions: number
  readonly resourceSpecific: number
  readonly sourceKeys: number
  /** Source keys that are templates of the index letter for letter. */
  readonly verbatimKeys: number
  readonly templates: number
  readonly operations: number
  readonly applicationOperations: number
  /** (operation, scheme, permission) facts. */
  readonly facts: number
}

/** Method, then scheme, then the entries by their written form (which removes repetitions). */
type Cells = Map<string, Map<Scheme, Map<string, Entry>>>

/**
 * The permission index, from Microsoft's tables. Keys that name the same path are taken together, and so
 * are their marks. A malformed key only fills what no sound key says of its path, method and scheme.
 */
export function buildIndex(tables: PermissionTables, source: DataSource): BuiltIndex {
  const permissions = sourcePermissions(tables.permissions)
  const keys = gatherKeys(permissions)
  const paths = gatherPaths(keys)
  const templates = [...paths.keys()].sort(compareKeys)
  const operations = templates.map(template => sortedOperations(paths.get(template)!))
  const { records, disputedIds } = permissionRecords(permissions, tables, countOpens(operations))

  const header = `${indexTitle} ${records.length} permissions, ${templates.length} path templates`
  const pathLines = templates.map((template, i) => formatPath(template, operations[i]!))
  const rows = operations.flatMap(methods => [...methods.values()])
  return {
    text: [header, formatSource(source), '', ...records.map(formatPermission), '', ...pathLines, ''].join(
      '\n',
    ),
    counts: {
      permissions: records.length,
      resourceSpecific: records.filter(({ resourceSpecific }) => resourceSpecific).length,
      sourceKeys: keys.size,
      verbatimKeys: [...keys.keys()].filter(key => paths.has(key)).length,
      templates: templates.length,
      operations: rows.length,
      applicationOperations: rows.filter(({ application }) => application !== undefined).length,
      facts: rows.flatMap(row => Object.values(row).flat()).length,
    },
    ...movedKeys(keys, paths),
    disputedIds,
  }
}

function sortedOperations(cells: Cells): PathOperations {
  const methods = [...cells].sort(([a], [b]) => (a < b ? -1 : 1))
  return new Map(
    methods.map(([method, row]) => [
      method,
      Object.fromEntries(
        [...row].map(([scheme, entries]) => [scheme, [...entries.values()].sort(compareEntries)]),
      ),
    ]),
  )
}

/** Operations, and writes among them, by permission and scheme, the key being both with a blank between. */
function countOpens(paths: readonly PathOperations[]): ReadonlyMap<string, Opened> {
  const opened = new Map<string, Opened>()
  for (const [method, row] of paths.flatMap(methods => [...methods])) {
    for (const scheme of schemes) {
      const entries = row[scheme] ?? []
      const write = isWrite(method, entries) ? 1 : 0
      for (const name of new Set(entries.map(({ permission }) => permission))) {
        const { opens, writes } = opened.get(`${name} ${scheme}`) ?? unopened
        opened.set(`${name} ${scheme}`, { opens: opens + 1, writes: writes + write })
      }
    }
  }
  return opened
}

type Opened = Pick<PermissionScheme, 'opens' | 'writes'>

const unopened: Opened = { opens: 0, writes: 0 }

function permissionRecords(
  permissions: Record<string, SourcePermission>,
  tables: PermissionTables,
  opens: ReadonlyMap<string, Opened>,
): { records: PermissionRecord[]; disputedIds: string[] } {
  const ids = gatherIds(tables.provisioning, tables.descriptions)
  const disputedIds: string[] = []
  const names = Object.keys(permissions).sort((a, b) => compareKeys(a, b) || (a < b ? -1 : 1))
  const records = names.map(name => {
    const source = permissions[name]!
    const held: Partial<Record<Scheme, PermissionScheme>> = {}
    for (const [word, { requiresAdminConsent, privilegeLevel }] of Object.entries(source.schemes)) {
      const scheme = schemeOf(word)
      const { disputed, ...known } = ids(name, scheme)
      if (disputed) disputedIds.push(`${name} ${scheme}`)
      held[scheme] = {
        ...known,
        level: privilegeLevel ?? null,
        adminConsent: requiresAdminConsent ?? false,
        ...(opens.get(`${name} ${scheme}`) ?? unopened),
      }
    }
    return { name, resourceSpecific: source.authorizationType === 'RSC', schemes: held }
  })
  return { records, disputedIds }
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
      [...cells].flatMap(([method, row]) => [...row.keys()].map(scheme => `${method} ${scheme}`)),
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
        const row = cells.get(method) ?? new Map<Scheme, Map<string, Entry>>()
        cells.set(method, row)
        const entries = row.get(scheme) ?? new Map<string, Entry>()
        row.set(scheme, entries)
        const entry = { permission: name, alsoRequires, least: false }
        const key = formatEntry(entry)
        entries.set(key, { ...entry, least: least.includes(word) || entries.get(key)?.least === true })
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

function compareEntries(a: Entry, b: Entry): number {
  return compareKeys(a.permission, b.permission) || (formatEntry(a) < formatEntry(b) ? -1 : 1)
}

function movedKeys(
  keys: ReadonlyMap<string, SourceKey>,
  paths: ReadonlyMap<string, Cells>,
): Pick<BuiltIndex, 'merged' | 'renamed' | 'repaired'> {
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
