import { looksSecret } from '../secret/looks-secret.ts'
import { changedOnItsWay } from './on-its-way.ts'
import { indexOutsideParentheses } from './outside-parentheses.ts'

/** A request to Microsoft Graph, taken apart: method, host, version, path and query. */
export interface Operation {
  /** Upper case. */
  readonly method: string
  /** As given, trimmed. */
  readonly url: string
  /** `https://host[:port]` in lower case when the URL was absolute, else null. */
  readonly origin: string | null
  readonly version: 'v1.0' | 'beta' | null
  /** From the first slash after the version, as given (still percent-encoded), without the query. */
  readonly path: string
  /** What follows `?`, as given; null when there is none. */
  readonly query: string | null
  /** Where it came from, when that was a file. Lines count from 1. */
  readonly source?: OperationSource
}

export interface OperationSource {
  readonly file: string
  readonly line: number
}

/** Longer URLs are none: Graph and what stands before it refuse them. In characters. */
const longestUrl = 8 * 1024

/** Something given as an operation that is none. It keeps its place among the answers. */
export interface UnreadableOperation {
  readonly text: string
  /** One sentence. */
  readonly unreadable: string
  /** A call that a text tells of without saying what was asked for. */
  readonly untold?: true
  readonly source?: OperationSource
}

/** What was asked for in a call of which only the answer is known. */
export const untoldOperation: UnreadableOperation = {
  text: '',
  unreadable: 'The text does not say what was asked for.',
  untold: true,
}

export function isUntold(operation: Operation | UnreadableOperation): boolean {
  return 'unreadable' in operation && operation.untold === true
}

export const methods: readonly string[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']

export function isMethod(word: string): boolean {
  return methods.includes(word.toUpperCase())
}

/**
 * Takes a request apart. The path may lack its leading slash, as it does in `$batch` bodies. A `#` starts
 * no fragment: it stands in the user principal names of guests (`#EXT#`). A path that would arrive as another
 * one is unreadable: what is judged is what is sent (`wire.ts`).
 *
 * Not checked: whether the host is Graph's. That depends on the token, and is asked later.
 */
export function parseOperation(
  method: string,
  url: string,
  source?: OperationSource,
): Operation | UnreadableOperation {
  const given = url.trim()
  const from = source === undefined ? {} : { source }
  const unreadable = (reason: string): UnreadableOperation => ({
    text:
      looksSecret(given) || looksSecret(method)
        ? '(not shown: it may be a token)'
        : `${method} ${given}`.trim(),
    unreadable: reason,
    ...from,
  })
  if (looksSecret(given)) return unreadable('This looks like a token, not like a URL.')
  if (!isMethod(method)) return unreadable(`The method is not one of ${methods.join(', ')}.`)
  if (given === '') return unreadable('The URL is missing.')
  if (given.length > longestUrl) return unreadable('The URL is too long: Graph takes none of more than 8 KB.')
  if (/[\u0000-\u001f\u007f]/.test(given)) return unreadable('The URL holds a control character.')
  if (!given.isWellFormed()) return unreadable('The URL holds half a character.')

  const { origin, rest } = splitOrigin(given)
  if (origin === undefined) return unreadable('The URL has no readable host.')
  const mark = indexOutsideParentheses(rest, '?')
  const full = mark < 0 ? rest : rest.slice(0, mark)
  const change = changedOnItsWay(full)
  if (change !== null) return unreadable(change)
  const versioned = /^\/*(v1\.0|beta)(?=\/|$)/i.exec(full)
  const path = full.slice(versioned?.[0].length ?? 0).replace(/^\/*myorganization(?=\/|$)/i, '')
  return {
    method: method.toUpperCase(),
    url: given,
    origin,
    version: versioned === null ? null : (versioned[1]!.toLowerCase() as 'v1.0' | 'beta'),
    path: path.startsWith('/') ? path : `/${path}`,
    query: mark < 0 ? null : rest.slice(mark + 1),
    ...from,
  }
}

/** The origin (null for a relative URL, undefined when it cannot be read) and what follows it. */
function splitOrigin(url: string): { origin: string | null | undefined; rest: string } {
  if (url.startsWith('/')) return { origin: null, rest: url }
  const absolute = /^(https?):\/\/([^/?#]*)/i.exec(url)
  if (absolute === null) {
    const otherScheme = /^(?:https?:|[a-z][a-z0-9+.-]*:\/\/)/i
    return { origin: otherScheme.test(url) ? undefined : null, rest: url }
  }
  const scheme = absolute[1]!.toLowerCase()
  const host = /^(?:[a-z0-9-]+(?:\.[a-z0-9-]+)*|\[[0-9a-f:]+\])(?::\d{1,5})?$/.exec(
    absolute[2]!.toLowerCase(),
  )
  if (host === null) return { origin: undefined, rest: '' }
  const standardPort = scheme === 'https' ? /:443$/ : /:80$/
  return { origin: `${scheme}://${host[0].replace(standardPort, '')}`, rest: url.slice(absolute[0].length) }
}

/**
 * The path under `/users/{id}` that asks of a named user what a `/me` path asks of the signed-in one, the
 * query included; null for any other path.
 *
 * @example `/me/messages?$top=5` gives `/users/{id}/messages?$top=5`
 */
export function userForm({ path, query }: Pick<Operation, 'path' | 'query'>): string | null {
  const rest = /^\/+me(?=$|\/)(.*)$/is.exec(path)?.[1]
  if (rest === undefined) return null
  return `/users/{id}${rest}${query === null ? '' : `?${query}`}`
}
