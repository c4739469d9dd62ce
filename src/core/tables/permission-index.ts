import {
  type DataSource,
  type PathOperations,
  type PermissionRecord,
  parsePath,
  parsePermission,
  parseSource,
  sortKey,
} from './format.ts'

export type { DataSource, PermissionRecord, PermissionScheme } from './format.ts'

/** The permission tables, opened. Every answer is read out of the text when it is asked for. */
export interface PermissionIndex {
  /** The tables that it was made of. */
  readonly source: DataSource
  /** The record of a permission, whatever the letter case of its name; null when there is none. */
  permission(name: string): PermissionRecord | null
  /** The permission that an app role id or a scope id belongs to. */
  permissionById(id: string): { name: string; kind: 'application' | 'delegated' } | null
  permissionNames(): Iterable<string>
  /** The operations of a path template, in the tables' spelling; null when there is none. */
  path(template: string): { template: string; operations: PathOperations } | null
  /** The paths whose lines hold a name, also as a part of a longer one: which entries are meant, the caller sees. */
  pathsMentioning(permission: string): Iterable<{ template: string; operations: PathOperations }>
  /** Whether any template is this prefix or continues it by a slash. */
  hasNode(prefix: string): boolean
  /** The segments that follow a prefix in the templates; with a beginning, only those that begin so. */
  segments(prefix: string, beginning?: string): string[]
  templates(): Iterable<string>
}

/** Sorts behind every continuation of a key by a slash, and before any other longer key. */
const behindSubtree = '\u0002'

/**
 * Opens the text of data/permission-index.txt. Costs next to nothing: the text is searched, never parsed
 * as a whole.
 */
export function openPermissionIndex(text: string): PermissionIndex {
  const permissionsStart = text.indexOf('\n\n') + 2
  const pathsStart = text.indexOf('\n\n', permissionsStart) + 2
  if (permissionsStart < 2 || pathsStart < 2) throw new TypeError('not a permission index')
  const records = new Map<string, PermissionRecord | null>()

  return {
    source: parseSource(text.slice(0, permissionsStart)),

    permission(name) {
      let record = records.get(name)
      if (record === undefined) {
        record = readPermission(name)
        records.set(name, record)
      }
      return record
    },

    permissionById(id) {
      const wanted = id.toLowerCase()
      if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(wanted)) return null
      const at = text.indexOf(` id=${wanted}`, permissionsStart)
      if (at < 0 || at >= pathsStart) return null
      const { name, schemes } = parsePermission(lineAt(text.lastIndexOf('\n', at) + 1))
      return { name, kind: schemes.application?.id === wanted ? 'application' : 'delegated' }
    },

    *permissionNames() {
      yield* keys(permissionsStart, pathsStart - 1)
    },

    path(template) {
      const at = firstPath(template)
      return sortKey(keyAt(at)) === sortKey(template) ? parsePath(lineAt(at)) : null
    },

    *pathsMentioning(permission) {
      let at = text.indexOf(permission, pathsStart)
      while (at >= 0) {
        yield parsePath(lineAt(text.lastIndexOf('\n', at) + 1))
        at = text.indexOf(permission, text.indexOf('\n', at))
      }
    },

    hasNode(prefix) {
      return isWithin(firstPath(prefix), prefix)
    },

    segments(prefix, beginning = '') {
      const found: string[] = []
      let at = firstPath(`${prefix}/${beginning}`)
      while (isWithin(at, prefix) && startsWith(at + prefix.length + 1, beginning)) {
        const segment = segmentAt(at + prefix.length + 1)
        if (segment !== '') found.push(segment)
        at = firstPath(`${prefix}/${segment}${behindSubtree}`)
      }
      return found
    },

    *templates() {
      yield* keys(pathsStart, text.length)
    },
  }

  /** Names that differ by letter case only stand side by side: the exact one wins. */
  function readPermission(name: string): PermissionRecord | null {
    const wanted = sortKey(name)
    let found: PermissionRecord | null = null
    let at = firstAtLeast(name, permissionsStart, pathsStart - 1)
    while (at < pathsStart - 1 && sortKey(keyAt(at)) === wanted) {
      const record = parsePermission(lineAt(at))
      if (record.name === name) return record
      found ??= record
      at = text.indexOf('\n', at) + 1
    }
    return found
  }

  function firstPath(key: string): number {
    return firstAtLeast(key, pathsStart, text.length)
  }

  /** The offset of the first line between two offsets whose key is not before the given one. */
  function firstAtLeast(key: string, start: number, end: number): number {
    const wanted = sortKey(key)
    let low = start
    let high = end
    while (low < high) {
      const middle = (low + high) >>> 1
      const line = Math.max(low, text.lastIndexOf('\n', middle - 1) + 1)
      if (sortKey(keyAt(line)) < wanted) low = text.indexOf('\n', middle) + 1
      else high = line
    }
    return low
  }

  function isWithin(at: number, prefix: string): boolean {
    if (!startsWith(at, prefix)) return false
    const next = text.charAt(at + prefix.length)
    return next === '/' || next === ' '
  }

  function startsWith(at: number, beginning: string): boolean {
    return text.slice(at, at + beginning.length).toLowerCase() === beginning.toLowerCase()
  }

  function segmentAt(at: number): string {
    let end = at
    while (end < text.length && text[end] !== '/' && text[end] !== ' ') end++
    return text.slice(at, end)
  }

  function keyAt(at: number): string {
    const end = text.indexOf(' ', at)
    return text.slice(at, end < 0 ? text.length : end)
  }

  function lineAt(at: number): string {
    return text.slice(at, text.indexOf('\n', at))
  }

  function* keys(start: number, end: number): Generator<string> {
    for (let at = start; at < end; at = text.indexOf('\n', at) + 1) yield keyAt(at)
  }
}
