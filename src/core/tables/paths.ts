import { type PathOperations, parsePath, sortKey } from './format.ts'
import type { Searchable } from './searchable.ts'
import { sortedLines } from './sorted-lines.ts'

/** A path template in the tables' spelling, and the operations on it. */
export interface ListedPath {
  readonly template: string
  readonly operations: PathOperations
}

/** The path templates of the index, whatever the letter case they are asked for in. */
export interface Paths {
  path(template: string): ListedPath | null
  /** The paths whose lines hold a name, also as a part of a longer one: which entries are meant, the caller sees. */
  pathsMentioning(permission: string): Iterable<ListedPath>
  /** Whether any template is this prefix or continues it by a slash. */
  hasNode(prefix: string): boolean
  /** The segments that follow a prefix in the templates; with a beginning, only those that begin so. */
  segments(prefix: string, beginning?: string): string[]
  templates(): Iterable<string>
  /** `GET /users/{id}`: every operation by its name, without reading what it accepts. */
  operations(): Iterable<string>
}

/** Sorts behind every continuation of a key by a slash, and before any other longer key. */
const behindSubtree = '\u0002'

/** The paths, each read out of the text when it is asked for. */
export function pathsIn(text: Searchable, start: number, end: number): Paths {
  const lines = sortedLines(text, start, end)

  return {
    path(template) {
      const at = lines.firstAtLeast(template)
      return sortKey(lines.keyAt(at)) === sortKey(template) ? parsePath(lines.lineAt(at)) : null
    },

    *pathsMentioning(permission) {
      let at = text.indexOf(permission, start)
      while (at >= 0 && at < end) {
        yield parsePath(lines.lineAt(text.lastIndexOf('\n', at) + 1))
        at = text.indexOf(permission, text.indexOf('\n', at))
      }
    },

    hasNode: prefix => isWithin(lines.firstAtLeast(prefix), prefix),

    segments(prefix, beginning = '') {
      const found: string[] = []
      let at = lines.firstAtLeast(`${prefix}/${beginning}`)
      while (isWithin(at, prefix) && startsWith(at + prefix.length + 1, beginning)) {
        const segment = segmentAt(at + prefix.length + 1)
        if (segment !== '') found.push(segment)
        at = lines.firstAtLeast(`${prefix}/${segment}${behindSubtree}`)
      }
      return found
    },

    templates: lines.keys,

    *operations() {
      for (let at = start; at < end; at = text.indexOf('\n', at) + 1) {
        const [first = '', ...others] = lines.lineAt(at).split(' | ')
        const [template = '', method = ''] = first.split(' ', 2)
        for (const name of [method, ...others.map(firstWord)]) yield `${name} ${template}`
      }
    },
  }

  function isWithin(at: number, prefix: string): boolean {
    if (!startsWith(at, prefix)) return false
    const next = text.slice(at + prefix.length, at + prefix.length + 1)
    return next === '/' || next === ' '
  }

  function startsWith(at: number, beginning: string): boolean {
    return text.slice(at, at + beginning.length).toLowerCase() === beginning.toLowerCase()
  }

  function segmentAt(at: number): string {
    const rest = text.slice(at, text.indexOf(' ', at))
    const end = rest.indexOf('/')
    return end < 0 ? rest : rest.slice(0, end)
  }
}

function firstWord(text: string): string {
  const end = text.indexOf(' ')
  return end < 0 ? text : text.slice(0, end)
}

/** Asking so often pays for building the memory of `keep`. */
const worthKeeping = 500

/**
 * The same paths, from the five hundredth question on with every prefix of a template, and whatever was once
 * read, in memory: for lists of thousands. What is kept is bounded by the size of the tables.
 */
export function keeping(paths: Paths): Paths {
  let asked = 0
  let kept: Paths | null = null
  const at = (): Paths => {
    asked++
    if (asked === worthKeeping) kept = keep(paths)
    return kept ?? paths
  }
  return {
    ...paths,
    path: template => at().path(template),
    hasNode: prefix => at().hasNode(prefix),
    segments: (prefix, beginning) => at().segments(prefix, beginning),
  }
}

function keep(paths: Paths): Paths {
  // In lower case, as paths are compared: every template cut at every slash.
  const nodes = new Set([''])
  for (const template of paths.templates()) {
    const key = template.toLowerCase()
    for (let end = key.length; end > 0 && !nodes.has(key.slice(0, end)); end = key.lastIndexOf('/', end - 1))
      nodes.add(key.slice(0, end))
  }
  const read = new Map<string, ListedPath | null>()
  const segments = new Map<string, string[]>()

  return {
    ...paths,
    hasNode: prefix => nodes.has(prefix.toLowerCase()),
    path(template) {
      const key = template.toLowerCase()
      if (!nodes.has(key)) return null
      let path = read.get(key)
      if (path === undefined) {
        path = paths.path(key)
        read.set(key, path)
      }
      return path
    },
    segments(prefix, beginning = '') {
      const key = prefix.toLowerCase()
      if (!nodes.has(key)) return []
      let all = segments.get(key)
      if (all === undefined) {
        all = paths.segments(key)
        segments.set(key, all)
      }
      const wanted = beginning.toLowerCase()
      return wanted === '' ? all : all.filter(segment => segment.toLowerCase().startsWith(wanted))
    },
  }
}
