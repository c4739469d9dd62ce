import { base64Inside } from './base64.ts'
import { withoutGaps } from './gaps.ts'
import type { Hit } from './hidden.ts'
import { longest, run } from './known-lengths.ts'

/** Half of that: whatever holds a run holds a whole block of this length at a multiple of it. */
const block = run / 2

/** Of a block that a secret repeats, so many places are looked at. */
const mostPlaces = 16

/** Where a text shares so many characters in a row with a known secret that they give it away. */
export class Runs {
  readonly #values: ReadonlyMap<string, string>
  #blocks: Blocks | null = null

  /** @param values what each is, by its value, as they are now */
  constructor(values: ReadonlyMap<string, string>) {
    this.#values = values
  }

  hitsIn(solid: string): Hit[] {
    const hits: Hit[] = []
    for (const { 0: word, index } of solid.matchAll(/[\w+/~.!$*@:^-]+/g)) {
      if (word.length < run) continue
      this.#blocks ??= new Blocks(this.#values)
      const alike = sameAlphabet(word)
      for (let at = 0; at + block <= word.length; at += block) {
        const places = this.#blocks.placesOf(alike.slice(at, at + block))
        if (places === undefined) continue
        const shared = longestOf(alike, at, places)
        if (shared === null) continue
        hits.push({ start: index + shared.start, end: index + shared.end, what: shared.what })
        // What follows is looked at from the end of this one, in step with the blocks.
        at = Math.max(at, Math.floor((shared.end - block) / block) * block)
      }
    }
    return hits
  }
}

/** The parts of a value of which a run counts: of a token those behind its header. */
function tellingParts(value: string): string[] {
  if (!/^eyJ[\w-]*\./.test(value)) return [value]
  return value.split('.').slice(1)
}

/** The two alphabets of base64 as one. */
function sameAlphabet(text: string): string {
  return text.replaceAll('-', '+').replaceAll('_', '/')
}

interface Needle {
  readonly text: string
  readonly what: string
}

/** So many blocks are looked for before a table of all is worth its making: a report has some hundreds, a list has more. */
const untilTable = 2000

type Place = readonly [needle: Needle, at: number]

/** Every block of every secret of some length, plain and in base64, with the places where it stands. */
class Blocks {
  readonly #needles: readonly Needle[]
  readonly #plain: string
  readonly #encoded: string
  /** What was asked for, and is not there: a report says most of its addresses many times over. */
  readonly #absent = new Set<string>()
  #table: ReadonlyMap<string, readonly Place[]> | null = null

  constructor(values: ReadonlyMap<string, string>) {
    const parts = [...values].flatMap(([value, what]) =>
      tellingParts(value.slice(0, longest)).map(part => ({ text: withoutGaps(part), what })),
    )
    const plain = needlesOf(parts)
    const encoded = needlesOf(
      parts.flatMap(({ text, what }) => base64Inside(text).map(inside => ({ text: inside, what }))),
    )
    this.#needles = [...plain, ...encoded]
    this.#plain = textOf(plain)
    this.#encoded = textOf(encoded)
  }

  placesOf(sought: string): readonly Place[] | undefined {
    if (this.#table === null) {
      if (this.#absent.has(sought)) return undefined
      if (this.#absent.size < untilTable && !this.#holds(sought)) {
        this.#absent.add(sought)
        return undefined
      }
      this.#table = tableOf(this.#needles)
    }
    return this.#table.get(sought)
  }

  #holds(sought: string): boolean {
    // A dot or a colon, as addresses have, is no digit of base64.
    return this.#plain.includes(sought) || (!/[^\w+/]/.test(sought) && this.#encoded.includes(sought))
  }
}

/** Those that a run of can be told, in one alphabet, each once. */
function needlesOf(texts: readonly Needle[]): Needle[] {
  const needles = new Map(texts.map(({ text, what }) => [sameAlphabet(text), what]))
  return [...needles].flatMap(([text, what]) => (text.length >= run ? [{ text, what }] : []))
}

function textOf(needles: readonly Needle[]): string {
  return needles.map(({ text }) => text).join(' ')
}

function tableOf(needles: readonly Needle[]): Map<string, Place[]> {
  const table = new Map<string, Place[]>()
  for (const needle of needles) {
    for (let at = 0; at + block <= needle.text.length; at++) {
      const key = needle.text.slice(at, at + block)
      const places = table.get(key)
      if (places === undefined) table.set(key, [[needle, at]])
      else if (places.length < mostPlaces) places.push([needle, at])
    }
  }
  return table
}

/** The longest stretch around a block that text and secret share; null when it is no run. */
function longestOf(text: string, at: number, places: readonly Place[]): Hit | null {
  let best: Hit | null = null
  for (const [{ text: needle, what }, place] of places) {
    let before = 0
    // No further back than to where the block before would have found it.
    while (
      before < block &&
      at > before &&
      place > before &&
      text[at - before - 1] === needle[place - before - 1]
    )
      before++
    let after = block
    while (text[at + after] !== undefined && text[at + after] === needle[place + after]) after++
    if (before + after < run || (best !== null && before + after <= best.end - best.start)) continue
    best = { start: at - before, end: at + after, what }
  }
  return best
}
