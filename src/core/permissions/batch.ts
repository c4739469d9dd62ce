import type { JsonObject } from '../json.ts'
import { objectOf, parseJson } from '../json.ts'

/** A request of a `$batch` body, and the line that it begins on, from 1. */
export interface BatchRequest {
  readonly request: JsonObject | null
  readonly line: number
}

/** The requests of a `$batch` body, which is a JSON object of its own; null for any other text. */
export function batchRequests(text: string): BatchRequest[] | null {
  if (!text.trimStart().startsWith('{')) return null
  const requests = objectOf(parseJson(text))?.requests
  if (!Array.isArray(requests)) return null
  const lines = linesOfRequests(text)
  return requests.map((request, i) => ({ request: objectOf(request), line: lines[i] ?? 1 }))
}

/** The line of each item of the member `requests`, in JSON that is known to be well formed. */
function linesOfRequests(text: string): number[] {
  const lines: number[] = []
  let line = 1
  let depth = 0
  let name = ''
  let within = false
  for (const [token] of text.matchAll(/\n|"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g)) {
    if (token === '\n') line++
    else if (token === '}' || token === ']') {
      depth--
      if (depth === 1) within = false
    } else if (token !== ',' && token !== ':') {
      if (within && depth === 2) lines.push(line)
      if (token === '{' || token === '[') {
        depth++
        // Of a member that is named twice, JSON.parse keeps the last.
        if (depth === 2 && name === '"requests"') {
          within = true
          lines.length = 0
        }
      }
      if (depth === 1 && token.startsWith('"')) name = token
    }
  }
  return lines
}
