import type { PermissionIndex } from './permission-index.ts'

/**
 * The same index, with its nodes and whatever was once read kept in memory. Building it takes as long as some
 * hundred questions, and each question then takes a fraction: for lists of thousands. What it keeps is
 * bounded by the size of the tables, not by the number of questions.
 */
export function residentIndex(index: PermissionIndex): PermissionIndex {
  // In lower case, as paths are compared: every template cut at every slash.
  const nodes = new Set<string>()
  for (const template of index.templates()) {
    const key = template.toLowerCase()
    for (let end = key.length; end > 0 && !nodes.has(key.slice(0, end)); end = key.lastIndexOf('/', end - 1))
      nodes.add(key.slice(0, end))
  }
  const paths = new Map<string, ReturnType<PermissionIndex['path']>>()
  const segments = new Map<string, string[]>()

  return {
    ...index,
    hasNode: prefix => nodes.has(prefix.toLowerCase()),
    path(template) {
      const key = template.toLowerCase()
      if (!nodes.has(key)) return null
      let path = paths.get(key)
      if (path === undefined) {
        path = index.path(key)
        paths.set(key, path)
      }
      return path
    },
    segments(prefix, beginning = '') {
      const key = prefix.toLowerCase()
      if (key !== '' && !nodes.has(key)) return []
      let all = segments.get(key)
      if (all === undefined) {
        all = index.segments(key)
        segments.set(key, all)
      }
      const wanted = beginning.toLowerCase()
      return wanted === '' ? all : all.filter(segment => segment.toLowerCase().startsWith(wanted))
    },
  }
}
