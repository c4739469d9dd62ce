import { isGuid } from '../guid.ts'
import { type Cmdlets, cmdletsIn } from './cmdlets.ts'
import { type DataSources, type PermissionRecord, parsePermission, parseSource, sortKey } from './format.ts'
import { keeping, type Paths, pathsIn } from './paths.ts'
import type { Searchable } from './searchable.ts'
import { sortedLines } from './sorted-lines.ts'

export type { DataSource, DataSources, PermissionRecord, PermissionScheme } from './format.ts'

/** The permission tables, opened. Every answer is read out of the text when it is asked for. */
export interface PermissionIndex extends Paths, Cmdlets {
  /** The tables that it was made of, and the documentation. */
  readonly source: DataSources
  /** The record of a permission, whatever the letter case of its name; null when there is none. */
  permission(name: string): PermissionRecord | null
  /** The permission that an app role id or a scope id belongs to. */
  permissionById(id: string): { name: string; kind: 'application' | 'delegated' } | null
  permissionNames(): Iterable<string>
}

/**
 * The text of data/permission-index.txt: all of it, or the part above the paths, a tenth, with a way to all of
 * it, which is taken when a path is asked for. A token alone is inspected without.
 */
export type IndexText = string | { readonly head: string; readonly whole: () => Searchable }

/** Opens an index. Costs next to nothing: the text is searched, never parsed as a whole. */
export function openIndex(text: IndexText): PermissionIndex {
  const { head, whole } = typeof text === 'string' ? { head: text, whole: (): Searchable => text } : text
  const start = head.indexOf('\n\n') + 2
  const end = head.indexOf('\n\n', start) + 2
  if (start < 2 || end < 2) throw new TypeError('not a permission index')
  const permissions = sortedLines(head, start, end - 1)
  const records = new Map<string, PermissionRecord | null>()
  let opened: (Paths & Cmdlets) | null = null
  const paths = (): Paths & Cmdlets => {
    if (opened === null) {
      const text = whole()
      const cmdlets = text.lastIndexOf('\n\n') + 2
      // An index without cmdlets ends with its paths.
      opened =
        cmdlets > end
          ? { ...keeping(pathsIn(text, end, cmdlets - 1)), ...cmdletsIn(text, cmdlets) }
          : { ...keeping(pathsIn(text, end, text.length)), ...cmdletsIn('', 0) }
    }
    return opened
  }

  return {
    source: sourcesIn(head.slice(0, start)),

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
      if (!isGuid(wanted)) return null
      const at = head.indexOf(` id=${wanted}`, start)
      if (at < 0 || at >= end) return null
      const { name, schemes } = parsePermission(permissions.lineAt(head.lastIndexOf('\n', at) + 1))
      return { name, kind: schemes.application?.id === wanted ? 'application' : 'delegated' }
    },

    permissionNames: permissions.keys,
    path: template => paths().path(template),
    pathsMentioning: permission => paths().pathsMentioning(permission),
    hasNode: prefix => paths().hasNode(prefix),
    segments: (prefix, beginning) => paths().segments(prefix, beginning),
    templates: () => paths().templates(),
    operations: () => paths().operations(),
    cmdlet: name => paths().cmdlet(name),
  }

  /** Names that differ by letter case only stand side by side: the exact one wins. */
  function readPermission(name: string): PermissionRecord | null {
    const wanted = sortKey(name)
    let found: PermissionRecord | null = null
    let at = permissions.firstAtLeast(name)
    while (at < permissions.end && sortKey(permissions.keyAt(at)) === wanted) {
      const record = parsePermission(permissions.lineAt(at))
      if (record.name === name) return record
      found ??= record
      at = head.indexOf('\n', at) + 1
    }
    return found
  }
}

function sourcesIn(header: string): DataSources {
  const documentation = parseSource(header, 'documentation')
  const tables = parseSource(header, 'tables')
  return documentation.commit === 'unknown' ? tables : { ...tables, documentation }
}
