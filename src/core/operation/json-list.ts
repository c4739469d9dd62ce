import { type JsonObject, objectOf, parseJson } from '../json.ts'

/** A request of a list in JSON, and the line that it begins on, from 1. */
export interface ListedRequest {
  readonly request: JsonObject | null
  readonly line: number
}

/**
 * The requests of a `$batch` body or of an HTTP archive (HAR 1.2, `log.entries[].request`), each a JSON
 * object of its own; null for any other text.
 */
export function listedRequests(text: string): ListedRequest[] | null {
  if (!text.trimStart().startsWith('{')) return null
  const body = objectOf(parseJson(text))
  const batch = body?.requests
  if (Array.isArray(batch)) return withLines(batch, ['requests'], text)
  const entries = objectOf(body?.log)?.entries
  if (!Array.isArray(entries)) return null
  return withLines(
    entries.map(entry => objectOf(entry)?.request),
    ['log', 'entries'],
    text,
  )
}

function withLines(requests: readonly unknown[], path: readonly string[], text: string): ListedRequest[] {
  const lines = linesOfItems(text, path)
  return requests.map((request, at) => ({ request: objectOf(request), line: lines[at] ?? 1 }))
}

/** The line of each item of the array that stands below these names, in JSON that is known to be well formed. */
function linesOfItems(text: string, path: readonly string[]): number[] {
  const lines: number[] = []
  /** The name under which each open object or array stands. */
  const open: string[] = []
  let line = 1
  let name = ''
  const isThere = (): boolean =>
    open.length === path.length + 1 && path.every((part, at) => open[at + 1] === `"${part}"`)
  for (const [token] of text.matchAll(/\n|"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]|[^\s{}[\],:"]+/g)) {
    if (token === '\n') line++
    else if (token === '}' || token === ']') open.pop()
    else if (token !== ',' && token !== ':') {
      if (isThere()) lines.push(line)
      if (token === '{' || token === '[') {
        open.push(name)
        name = ''
        // Of a member that is named twice, JSON.parse keeps the last.
        if (isThere()) lines.length = 0
      } else name = token
    }
  }
  return lines
}
