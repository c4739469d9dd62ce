import { withoutEnd } from '../text.ts'
import { outsideParentheses } from './outside-parentheses.ts'

/** A segment of a request's path, or what stands for several. */
export type Step =
  /** A plain segment: a word or an id, decoded. */
  | { readonly kind: 'name'; readonly text: string }
  /** An id, and no word of a template whatever it looks like. */
  | { readonly kind: 'id'; readonly text: string }
  /** `name(…)`: a key, an alternate key, or a function with its arguments. */
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Argument[] }
  /** `root:`, an item or a site with the colon that opens a path; the text lacks the colon. */
  | { readonly kind: 'opening'; readonly text: string }
  /** The path behind an opening, slashes included; closed when a colon and more segments follow. */
  | { readonly kind: 'place'; readonly text: string; readonly closed: boolean }

export interface Argument {
  /** Null for a key given by value only: `users('x')`. */
  readonly name: string | null
  readonly value: string
}

/**
 * Takes a path apart at its slashes. What stands in parentheses or behind an opening colon is data, its
 * slashes too. Percent-encoding is undone after the split; doubled and trailing slashes count for nothing.
 *
 * @example takeApart('/me/drive/root:/a/b.docx:/content') // name, name, opening root, place a/b.docx, name
 */
export function takeApart(path: string): Step[] {
  const steps: Step[] = []
  const outside = outsideParentheses(path)
  let at = behindSlashes(path, 0)
  while (at < path.length) {
    const slash = outside('/', at)
    const segment = path.slice(at, slash < 0 ? path.length : slash)
    at = behindSlashes(path, at + segment.length)
    if (!segment.endsWith(':') || segment.length === 1) {
      steps.push(stepOf(decode(segment)))
      continue
    }
    const text = decode(segment.slice(0, -1))
    const end = placeEnd(path, at)
    if (end === at) steps.push({ kind: 'name', text })
    else {
      steps.push({ kind: 'opening', text })
      const place = withoutEnd(path.slice(at, end), '/')
      steps.push({ kind: 'place', text: decode(place), closed: !endsHere(path, end) })
    }
    at = behindSlashes(path, path[end] === ':' ? end + 1 : end)
  }
  return steps
}

function behindSlashes(path: string, from: number): number {
  let at = from
  while (path[at] === '/') at++
  return at
}

/** The end of what an opening colon opens: the next colon that ends a segment. */
function placeEnd(path: string, from: number): number {
  const colon = path.indexOf(':/', from)
  if (colon >= 0) return colon
  return path.endsWith(':') && path.length > from ? path.length - 1 : path.length
}

/** Whether nothing follows but colons that end segments, and slashes. */
function endsHere(path: string, from: number): boolean {
  let at = from
  while (path[at] === ':' && (path[at + 1] === '/' || at + 1 === path.length))
    at = behindSlashes(path, at + 1)
  return at === path.length
}

function stepOf(segment: string): Step {
  const call = /^([^()]+)\((.*)\)$/s.exec(segment)
  return call === null
    ? { kind: 'name', text: segment }
    : { kind: 'call', name: call[1]!, args: parseArguments(call[2]!) }
}

function parseArguments(list: string): Argument[] {
  const parts: string[] = []
  let quoted = false
  let start = 0
  for (let i = 0; i <= list.length; i++) {
    if (list[i] === "'") quoted = !quoted
    if (i === list.length || (list[i] === ',' && !quoted)) {
      parts.push(list.slice(start, i).trim())
      start = i + 1
    }
  }
  return parts.filter(part => part !== '').map(parseArgument)
}

function parseArgument(part: string): Argument {
  const named = namedValue(part)
  return named ?? { name: null, value: unquote(part) }
}

/** `appId='x'` and `roleTemplateId=x`; null for anything else. Base64 may end in `=`, and is no such thing. */
export function namedValue(text: string): { name: string; value: string } | null {
  const named = /^([A-Za-z_]\w*)\s*=\s*([^=\s].*)$/s.exec(text)
  return named === null ? null : { name: named[1]!, value: unquote(named[2]!) }
}

function unquote(value: string): string {
  const quoted = /^'(.*)'$/s.exec(value.trim())
  return quoted === null ? value.trim() : quoted[1]!.replaceAll("''", "'")
}

/** A stray percent sign stands for itself, and so does what is not UTF-8. */
function decode(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, octets => {
    try {
      return decodeURIComponent(octets)
    } catch {
      return octets
    }
  })
}

/** The last part of a qualified name: `delta` of `microsoft.graph.delta`; null for a plain name. */
export function unqualified(name: string): string | null {
  return /^(?:microsoft\.graph|graph|default)\.(?:\w+\.)*(\w+)$/i.exec(name)?.[1] ?? null
}
