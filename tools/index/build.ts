import { isWrite } from '../../src/core/need/reads.ts'
import {
  compareKeys,
  type DataSource,
  type Entry,
  formatCmdlets,
  formatEntry,
  formatPath,
  formatPermission,
  formatSource,
  indexTitle,
  type PathOperations,
  type PermissionScheme,
  schemes,
} from '../../src/core/tables/format.ts'
import { addDocumentation, type DocumentationNotes } from './add-documentation.ts'
import { type Cells, cellOf, entryOf, listed } from './cells.ts'
import { type CorrectionRow, isAbout } from './corrections.ts'
import { gatherTables, type TableNotes } from './gather-tables.ts'
import { type Disputes, permissionRecords } from './permission-records.ts'
import type { Documentation, DocumentedCmdlet } from './source-documentation.ts'
import { mergeTwins, type PermissionTables, sourcePermissions } from './source-tables.ts'

export interface IndexSources {
  readonly tables: PermissionTables
  readonly documentation: Documentation
  readonly corrections: readonly CorrectionRow[]
}

export interface BuiltIndex {
  /** data/permission-index.txt */
  readonly text: string
  readonly counts: IndexCounts
  readonly tables: TableNotes &
    Disputes & {
      readonly counts: { readonly permissions: number; readonly keys: number; readonly verbatimKeys: number }
      /** Names that differ from another by letter case only, and the name that both now stand under. */
      readonly twins: Readonly<Record<string, string>>
    }
  readonly documentation: DocumentationNotes & {
    readonly counts: {
      readonly operations: number
      readonly permissions: number
      readonly cmdlets: number
      readonly verbatimPaths: number
      /** Paths of which only the names of placeholders, or letter case, were changed. */
      readonly renamedPaths: number
    }
  }
  readonly corrections: { readonly rows: number; readonly operations: number }
}

export interface IndexCounts {
  readonly permissions: number
  readonly resourceSpecific: number
  readonly templates: number
  readonly operations: number
  readonly applicationOperations: number
  /** (operation, scheme, permission) facts, by who states them. */
  readonly facts: Readonly<Record<'both' | 'tables' | 'documentation' | 'corrections', number>>
  /** Operations, by who knows them. */
  readonly known: Readonly<Record<'both' | 'tables' | 'documentation', number>>
  readonly cmdlets: number
}

/** The permission index, from Microsoft's tables and its documentation, with our corrections laid over both. */
export function buildIndex(
  { tables, documentation, corrections }: IndexSources,
  origins: { readonly tables: DataSource; readonly documentation: DataSource },
): BuiltIndex {
  const { permissions, twins } = mergeTwins(sourcePermissions(tables.permissions), name =>
    documentation.permissions.has(name),
  )
  const gathered = gatherTables(permissions)
  const { paths } = gathered
  const isPermission = (name: string): boolean =>
    Object.hasOwn(permissions, name) || documentation.permissions.has(name)
  const documented = addDocumentation(paths, documentation, isPermission)
  const corrected = correct(paths, corrections, isPermission)

  const templates = [...paths.keys()].sort(compareKeys)
  const operations = templates.map(template => sortedOperations(template, paths.get(template)!))
  const { records, ...disputes } = permissionRecords(
    permissions,
    tables,
    documentation.permissions,
    countOpens(operations),
  )
  const cmdlets = cmdletLines(documentation.cmdlets)
  const rows = operations.flatMap(methods => [...methods.values()])
  const entries = rows.flatMap(row => Object.values(row.schemes).flat())
  const writtenPaths = new Set(documentation.operations.map(({ path }) => path))
  const leftAlone = [...writtenPaths].filter(path => paths.has(path)).length
  const changed = new Set(
    [documented.merged, documented.repaired, documented.leftOut].flatMap(note => Object.keys(note)),
  )

  const header = `${indexTitle} ${records.length} permissions, ${templates.length} path templates, ${documentation.cmdlets.length} cmdlets`
  return {
    text: [
      header,
      formatSource('tables', origins.tables),
      formatSource('documentation', origins.documentation),
      '',
      ...records.map(formatPermission),
      '',
      ...templates.map((template, i) => formatPath(template, operations[i]!)),
      '',
      ...cmdlets,
      '',
    ].join('\n'),
    counts: {
      permissions: records.length,
      resourceSpecific: records.filter(({ resourceSpecific }) => resourceSpecific).length,
      templates: templates.length,
      operations: rows.length,
      applicationOperations: rows.filter(({ schemes }) => schemes.application !== undefined).length,
      known: byWitness(rows),
      facts: {
        ...byWitness(entries.filter(({ sources }) => !sources.includes('correction'))),
        corrections: entries.filter(({ sources, withdrawn }) => withdrawn || sources.includes('correction'))
          .length,
      },
      cmdlets: documentation.cmdlets.length,
    },
    tables: {
      counts: {
        permissions: Object.keys(permissions).length + Object.keys(twins).length,
        keys: gathered.keys,
        verbatimKeys: gathered.verbatim,
      },
      twins,
      ...gathered.notes,
      ...disputes,
    },
    documentation: {
      counts: {
        operations: documentation.operations.length,
        permissions: documentation.permissions.size,
        cmdlets: documentation.cmdlets.length,
        verbatimPaths: leftAlone,
        renamedPaths: [...writtenPaths].filter(path => !paths.has(path) && !changed.has(path)).length,
      },
      ...documented,
    },
    corrections: { rows: corrections.length, operations: corrected },
  }
}

function byWitness(
  some: readonly { readonly sources: readonly string[] }[],
): Record<'both' | 'tables' | 'documentation', number> {
  const of = (...names: string[]): number =>
    some.filter(({ sources }) => names.every(name => sources.includes(name))).length
  const both = of('tables', 'documentation')
  return { both, tables: of('tables') - both, documentation: of('documentation') - both }
}

/** How many operations the corrections touch. One that touches none is an error: it corrects nothing any more. */
function correct(
  paths: Map<string, Cells>,
  corrections: readonly CorrectionRow[],
  isPermission: (name: string) => boolean,
): number {
  const touched = new Set<string>()
  for (const row of corrections) {
    const { name, change, schemes, permissions, since, source } = row
    const unknown = permissions.flatMap(written => written.split(/[+,]/)).find(name => !isPermission(name))
    if (unknown !== undefined) throw new TypeError(`data/corrections.txt: ${name} names ${unknown}`)
    let isOfUse = false
    for (const [template, cells] of paths) {
      for (const [method, cell] of cells) {
        if (!isAbout(row, template, method)) continue
        let isTouched = false
        for (const scheme of schemes) {
          for (const written of permissions) {
            const [permission = '', companions] = written.split('+')
            const alsoRequires = companions?.split(',') ?? []
            if (change === 'withdraw') {
              for (const entry of cell.schemes.get(scheme)?.values() ?? []) {
                if (entry.permission !== permission || entry.alsoRequires.length !== alsoRequires.length)
                  continue
                entry.withdrawn = true
                isTouched = true
              }
            } else if (
              ![...(cell.schemes.get(scheme)?.values() ?? [])].some(
                entry =>
                  entry.permission === permission && entry.alsoRequires.length === 0 && !entry.withdrawn,
              )
            ) {
              entryOf(cell, scheme, permission, alsoRequires).sources.add('correction')
              isTouched = true
            }
          }
        }
        if (!isTouched) continue
        isOfUse = true
        if (!cell.corrections.some(other => other.since === since && other.source === source))
          cell.corrections.push({ since, source })
        touched.add(`${method} ${template}`)
      }
    }
    if (!isOfUse) throw new TypeError(`data/corrections.txt: ${name} corrects nothing`)
  }
  return touched.size
}

function sortedOperations(template: string, cells: Cells): PathOperations {
  const methods = [...cells.keys()].sort()
  return new Map(methods.map(method => [method, listed(cellOf(cells, method), template, compareEntries)]))
}

function compareEntries(a: Entry, b: Entry): number {
  return compareKeys(a.permission, b.permission) || (formatEntry(a, []) < formatEntry(b, []) ? -1 : 1)
}

/** Operations, and writes among them, by permission and scheme, the key being both with a blank between. */
function countOpens(paths: readonly PathOperations[]): ReadonlyMap<string, Opened> {
  const opened = new Map<string, Opened>()
  for (const [method, row] of paths.flatMap(methods => [...methods])) {
    for (const scheme of schemes) {
      const entries = (row.schemes[scheme] ?? []).filter(({ withdrawn }) => !withdrawn)
      const write = isWrite(method, entries) ? 1 : 0
      for (const name of new Set(entries.map(({ permission }) => permission))) {
        const { opens, writes } = opened.get(`${name} ${scheme}`) ?? { opens: 0, writes: 0 }
        opened.set(`${name} ${scheme}`, { opens: opens + 1, writes: writes + write })
      }
    }
  }
  return opened
}

export type Opened = Pick<PermissionScheme, 'opens' | 'writes'>

/** A line a set of permissions. The cmdlets of the beta module that accept the same stand with their namesakes. */
function cmdletLines(cmdlets: readonly DocumentedCmdlet[]): string[] {
  const lineOf = (cmdlet: DocumentedCmdlet): string => formatCmdlets(cmdlet, [])
  const lines = new Map<string, string[]>()
  const byName = new Map(cmdlets.map(cmdlet => [cmdlet.name, cmdlet]))
  for (const cmdlet of cmdlets) {
    const { name } = cmdlet
    const plain = byName.get(name.replace('-MgBeta', '-Mg'))
    const twin = byName.get(name.replace(/-Mg(?!Beta)/, '-MgBeta'))
    const line = lineOf(cmdlet)
    if (plain !== undefined && plain !== cmdlet && lineOf(plain) === line) continue
    const isShared = twin !== undefined && twin !== cmdlet && lineOf(twin) === line
    lines.set(line, [...(lines.get(line) ?? []), isShared ? name.replace('-Mg', '-Mg[Beta]') : name])
  }
  return [...lines].map(([line, names]) => [line, ...names.sort()].join(' ')).sort()
}
