/** Farther apart, two parts of a fragment belong to different sentences. */
const gap = 300
/** Places of a fragment's first part that are looked at: a text of nothing else must not take forever. */
const mostPlaces = 50

export interface Place {
  readonly start: number
  readonly end: number
}

/**
 * Words of a table that are looked for in a text: in any letter case, `#` for a digit, `…` for anything up to the next
 * 300 characters. A single word is found whole: `AF429` is not in `AF4290`. They are looked for one after another
 * rather than by a pattern, since hundreds of them are, in texts of a megabyte.
 */
export class Fragment {
  readonly #parts: readonly string[]
  readonly #isWord: boolean

  constructor(words: string) {
    this.#parts = words.toLowerCase().split(' … ')
    this.#isWord = /^[\w#.-]+$/.test(words)
  }

  /** False: it stands nowhere in a text of lower case. A quick look, which may err on the other side. */
  mayStandIn(text: string): boolean {
    return this.#parts.every(part => text.includes(part.split('#', 1)[0]!))
  }

  /** Where it stands first in a text of lower case; null where it does not. */
  in(text: string): Place | null {
    for (const place of this.places(text)) return place
    return null
  }

  /** Where it stands in a text of lower case, one after another. */
  *places(text: string): Generator<Place> {
    const [first = '', ...rest] = this.#parts
    let from = 0
    for (let tries = 0; tries < mostPlaces; tries++) {
      const start = placeOf(first, text, from, text.length)
      if (start < 0) return
      const end = endOf(rest, text, start + first.length)
      if (end >= 0 && !(this.#isWord && (isInWord(text, start - 1) || isInWord(text, end))))
        yield { start, end }
      from = start + 1
    }
  }
}

function endOf(parts: readonly string[], text: string, from: number): number {
  let end = from
  for (const part of parts) {
    const start = placeOf(part, text, end, end + gap)
    if (start < 0) return -1
    end = start + part.length
  }
  return end
}

/** The first place of a part that begins before `last`. */
function placeOf(part: string, text: string, from: number, last: number): number {
  const digits = part.indexOf('#')
  if (digits < 0) return bounded(text, part, from, last)
  const letters = part.slice(0, digits)
  for (let at = from, tries = 0; tries < mostPlaces; tries++) {
    const start = bounded(text, letters, at, last)
    if (start < 0) return -1
    if (isLike(text, start + digits, part.slice(digits))) return start
    at = start + 1
  }
  return -1
}

/** A search that is near its end is made in that piece alone, lest each of many looks through all of the text. */
function bounded(text: string, part: string, from: number, last: number): number {
  if (last >= text.length) return text.indexOf(part, from)
  const start = text.slice(from, last + part.length).indexOf(part)
  return start < 0 ? -1 : from + start
}

function isLike(text: string, start: number, pattern: string): boolean {
  for (let at = 0; at < pattern.length; at++) {
    const character = text[start + at] ?? ''
    if (pattern[at] === '#' ? !/\d/.test(character) : character !== pattern[at]) return false
  }
  return true
}

function isInWord(text: string, at: number): boolean {
  return /\w/.test(text[at] ?? '')
}
