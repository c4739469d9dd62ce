import { sortKey } from './format.ts'
import type { Searchable } from './searchable.ts'

/** A stretch of sorted lines in a text; a line's key is what stands before its first blank. Offsets are the text's. */
export interface SortedLines {
  readonly start: number
  readonly end: number
  /** The offset of the first line whose key is not before this one; `end` where every key is. */
  firstAtLeast(key: string): number
  keyAt(at: number): string
  lineAt(at: number): string
  keys(): Iterable<string>
}

/** Searches a text in place, by halves. */
export function sortedLines(text: Searchable, start: number, end: number): SortedLines {
  return {
    start,
    end,
    firstAtLeast(key) {
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
    },
    keyAt,
    lineAt: at => text.slice(at, text.indexOf('\n', at)),
    *keys() {
      for (let at = start; at < end; at = text.indexOf('\n', at) + 1) yield keyAt(at)
    },
  }

  function keyAt(at: number): string {
    const blank = text.indexOf(' ', at)
    return text.slice(at, blank < 0 ? text.length : blank)
  }
}
