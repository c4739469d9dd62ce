import { wardrobes } from './dresses.ts'
import { placesOf, withoutGaps } from './gaps.ts'
import type { Hit } from './hidden.ts'
import { longest, shortest } from './known-lengths.ts'
import { Runs } from './runs.ts'

/**
 * Where known secrets stand in a text: plain, URL- and form-encoded, escaped for JSON or HTML, in hexadecimal, in base64 at
 * each alignment, and broken over lines; and any 20 characters of one in a row. Of a token that is payload and signature:
 * every header begins alike.
 */
export class KnownPlaces {
  /** What each is, by its value: it may change, and says so. */
  readonly #values: ReadonlyMap<string, string>
  readonly #worn = wardrobes.map(() => new Map<string, readonly string[]>())
  #runs: Runs

  constructor(values: ReadonlyMap<string, string>) {
    this.#values = values
    this.#runs = new Runs(values)
  }

  /** A value was added, or is gone. */
  changed(value: string): void {
    if (!this.#values.has(value)) for (const worn of this.#worn) worn.delete(value)
    this.#runs = new Runs(this.#values)
  }

  hitsIn(text: string): Hit[] {
    if (text.length < shortest) return []
    // A terminal breaks lines, and colours begin and end in them: what is broken is put together first.
    const solid = withoutGaps(text)
    const hits = [...this.#wholeIn(solid), ...this.#runs.hitsIn(solid)]
    if (hits.length === 0 || solid.length === text.length) return hits
    const places = placesOf(text)
    return hits.map(({ start, end, what }) => ({ start: places[start]!, end: places[end - 1]! + 1, what }))
  }

  #wholeIn(solid: string): Hit[] {
    const hits: Hit[] = []
    for (const [value, what] of this.#values) {
      for (const text of this.#dressesIn(solid, value)) {
        for (let at = solid.indexOf(text); at >= 0; at = solid.indexOf(text, at + text.length)) {
          hits.push({ start: at, end: at + text.length, what })
        }
      }
    }
    return hits
  }

  /** Those that the text may hold, by their signs: to write out all takes longer than all else of a first look. */
  #dressesIn(solid: string, value: string): string[] {
    if (value.length > longest) return [withoutGaps(value)]
    return wardrobes.flatMap(({ signOf, dresses }, at) => {
      if (!solid.includes(signOf(value))) return []
      const worn = this.#worn[at]!
      const before = worn.get(value)
      if (before !== undefined) return before
      // Of one that is nothing but gaps nothing is left.
      const made = dresses(value).flatMap(text => withoutGaps(text) || [])
      worn.set(value, made)
      return made
    })
  }
}
