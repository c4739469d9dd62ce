/** What is gathered of an operation while the sources are read one after the other. */
import {
  type Correction,
  type Entry,
  type ListedOperation,
  type Scheme,
  type Source,
  schemes,
  type Version,
} from '../../src/core/tables/format.ts'

export interface Cell {
  readonly sources: Set<Source>
  readonly versions: Set<Version>
  readonly pages: Set<string>
  readonly corrections: Correction[]
  /** By the permission with its companions, as an entry is written without a mark. */
  readonly schemes: Map<Scheme, Map<string, GatheredEntry>>
}

export interface GatheredEntry {
  readonly permission: string
  readonly alsoRequires: readonly string[]
  least: boolean
  withdrawn: boolean
  readonly sources: Set<Source>
  /** Versions that the documentation lists it for. */
  readonly versions: Set<Version>
}

/** Method to cell. */
export type Cells = Map<string, Cell>

export function cellOf(cells: Cells, method: string): Cell {
  let cell = cells.get(method)
  if (cell === undefined) {
    cell = { sources: new Set(), versions: new Set(), pages: new Set(), corrections: [], schemes: new Map() }
    cells.set(method, cell)
  }
  return cell
}

export function entryOf(
  cell: Cell,
  scheme: Scheme,
  permission: string,
  alsoRequires: readonly string[],
): GatheredEntry {
  const entries = cell.schemes.get(scheme) ?? new Map<string, GatheredEntry>()
  cell.schemes.set(scheme, entries)
  const key = entryKey(permission, alsoRequires)
  let entry = entries.get(key)
  if (entry === undefined) {
    entry = {
      permission,
      alsoRequires,
      least: false,
      withdrawn: false,
      sources: new Set(),
      versions: new Set(),
    }
    entries.set(key, entry)
  }
  return entry
}

export function entryKey(permission: string, alsoRequires: readonly string[]): string {
  return alsoRequires.length === 0 ? permission : `${permission}+${alsoRequires.join(',')}`
}

/** A cell as the index has it. */
export function listed(
  { sources, versions, pages, corrections, schemes: bySchemes }: Cell,
  template: string,
  compare: (a: Entry, b: Entry) => number,
): ListedOperation {
  const known = inOrder(sources)
  const found: Partial<Record<Scheme, Entry[]>> = {}
  for (const scheme of schemes) {
    const entries = [...(bySchemes.get(scheme)?.values() ?? [])].map(entry => ({
      permission: entry.permission,
      alsoRequires: entry.alsoRequires,
      least: entry.least,
      sources: inOrder(entry.sources),
      version: entry.versions.size === 1 && versions.size > 1 ? [...entry.versions][0]! : null,
      withdrawn: entry.withdrawn,
    }))
    if (entries.length > 0) found[scheme] = entries.sort(compare)
  }
  return {
    sources: known,
    versions: [...versions].sort().reverse(),
    page: ownPage([...pages].sort(), template),
    corrections,
    schemes: found,
  }
}

/** Of several pages, one of its own service rather than Intune's copy, and one that names what the path ends with. */
function ownPage(pages: readonly string[], template: string): string | null {
  const own = pages.filter(page => !page.startsWith('intune-'))
  const left = own.length > 0 ? own : pages
  const ending =
    template
      .toLowerCase()
      .split('/')
      .findLast(segment => /^[a-z]+$/.test(segment)) ?? ''
  return left.find(page => page.includes(ending)) ?? left[0] ?? null
}

function inOrder(some: ReadonlySet<Source>): Source[] {
  return (['tables', 'documentation', 'correction'] as const).filter(source => some.has(source))
}
