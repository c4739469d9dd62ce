import { openPermissionIndex, type PermissionIndex } from './permission-index.ts'

/**
 * The index with only its permissions at hand: the paths, ten times as long, are read when an operation is
 * asked for. A token alone is inspected without them.
 *
 * @param permissions the text up to the paths
 * @param whole reads all of it
 */
export function lazyIndex(permissions: string, whole: () => string): PermissionIndex {
  const head = openPermissionIndex(permissions)
  let opened: PermissionIndex | null = null
  const all = (): PermissionIndex => {
    opened ??= openPermissionIndex(whole())
    return opened
  }
  return {
    ...head,
    path: template => all().path(template),
    pathsMentioning: permission => all().pathsMentioning(permission),
    hasNode: prefix => all().hasNode(prefix),
    segments: (prefix, beginning) => all().segments(prefix, beginning),
    templates: () => all().templates(),
  }
}
