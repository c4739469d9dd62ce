import { inHtml } from '../text.ts'
import { base64Inside } from './base64.ts'
import type { Hit } from './hidden.ts'

/** A shorter value stands in many a word. */
export const shortest = 8

/** So many characters in a row of a longer secret give it away. */
export const run = 20

/** Half of that: whatever holds a run holds a whole block of this length at a multiple of it. */
const block = run / 2

/** No credential is longer; of what is, its beginning is looked for, and no other dress than its own. */
const longest = 16 * 1024

/** Of a block that a secret repeats, so many places are looked at. */
const mostPlaces = 16

interface Needle {
  readonly text: string
  readonly what: string
}

/**
 * Where known secrets stand in a text: plain, URL- and form-encoded, escaped for JSON or HTML, in hexadecimal, in base64 at
 * each alignment, and broken over lines; and any 20 characters of one in a row. Of a token that is payload and signature:
 * every header begins alike.
 */
export class KnownPlaces {
  /** What each is, by its value: it may change, and says so. */
  readonly #values: ReadonlyMap<string, string>
  readonly #worn = wardrobes.map(() => new Map<string, readonly string[]>())
  #blocks: Blocks | null = null

  constructor(values: ReadonlyMap<string, string>) {
    this.#values = values
  }

  /** A value was added, or is gone. */
  changed(value: string): void {
    if (!this.#values.has(value)) for (const worn of this.#worn) worn.delete(value)
    this.#blocks = null
  }

  hitsIn(text: string): Hit[] {
    if (text.length < shortest) return []
    // A terminal breaks lines, and colours begin and end in them: what is broken is put together first.
    const solid = withoutGaps(text)
    const hits = [...this.#wholeIn(solid), ...this.#runsIn(solid)]
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

  #runsIn(solid: string): Hit[] {
    const hits: Hit[] = []
    for (const { 0: word, index } of solid.matchAll(/[\w+/~.!$*@:^-]+/g)) {
      if (word.length < run) continue
      this.#blocks ??= new Blocks(this.#values)
      const alike = sameAlphabet(word)
      for (let at = 0; at + block <= word.length; at += block) {
        const places = this.#blocks.placesOf(alike.slice(at, at + block))
        if (places === undefined) continue
        const longest = longestOf(alike, at, places)
        if (longest === null) continue
        hits.push({ start: index + longest.start, end: index + longest.end, what: longest.what })
        // What follows is looked at from the end of this one, in step with the blocks.
        at = Math.max(at, Math.floor((longest.end - block) / block) * block)
      }
    }
    return hits
  }
}

/**
 * What stands in a value that was broken into pieces: the strings that code joins; line ends, also as JSON
 * escapes them, behind the backslash of a shell or the `=` of mail, and before the marks of a quotation;
 * blanks; and the sequences that colour a terminal.
 */
const gaps = new RegExp(
  [
    /["'`](?:\s|\\[rn]){0,40}[+.](?:\s|\\[rn]){0,40}["'`]/,
    /[\\=]?(?:\r?\n|(?:\\r)?\\n)[ \t]{0,40}(?:[>|][ \t]{0,8}){0,3}/,
    /\s+/,
    /\u001b\[[\d;]*m/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'g',
)

/** One of these stands in every gap: to look for them takes a tenth of looking for gaps, and most values have none. */
const ofGaps = /[\s"'`\\\u001b]/

function withoutGaps(text: string): string {
  return ofGaps.test(text) ? text.replace(gaps, '') : text
}

/** Where the characters that are no gap stand. */
function placesOf(text: string): number[] {
  const places: number[] = []
  let at = 0
  for (const { 0: gap, index } of text.matchAll(gaps)) {
    for (; at < index; at++) places.push(at)
    at = index + gap.length
  }
  for (; at < text.length; at++) places.push(at)
  return places
}

/** The parts of a value of which a run counts: of a token those behind its header. */
function tellingParts(value: string): string[] {
  if (!/^eyJ[\w-]*\./.test(value)) return [value]
  return value.split('.').slice(1)
}

/** Ways in which programs write a value that they put into a text, and what stands in every text that holds one of them. */
interface Wardrobe {
  readonly signOf: (value: string) => string
  readonly dresses: (value: string) => readonly string[]
}

const wardrobes: readonly Wardrobe[] = [
  { signOf: () => '', dresses: value => [value, value.replaceAll(' ', '+'), ...base64Inside(value)] },
  { signOf: () => '%', dresses: percents },
  { signOf: () => '\\', dresses: escapes },
  { signOf: () => '&', dresses: entities },
  { signOf: value => hexOf(beginning(value)), dresses: value => [hexOf(value)] },
  { signOf: value => hexOf(beginning(value)).toUpperCase(), dresses: value => [hexOf(value).toUpperCase()] },
]

/** Enough of a value to tell whether it may be there: whole characters, also where each takes two units. */
function beginning(value: string): string {
  return [...value.slice(0, shortest)].slice(0, shortest / 2).join('')
}

/** UTF-8 in hexadecimal. */
function hexOf(value: string): string {
  return [...new TextEncoder().encode(value)].map(byte => byte.toString(16).padStart(2, '0')).join('')
}

function percents(value: string): string[] {
  const urlEncoded = value.replace(/[^A-Za-z0-9\-_.!~*'()]/gu, encoded)
  const strictly = urlEncoded.replace(/[!'()*~]/g, percent)
  const all = value.replace(/[^A-Za-z0-9]/gu, encoded)
  const form = strictly.replaceAll('%20', '+')
  const hex = hexOf(value)
  const bytes = hex.replace(/../g, '%$&')
  const written = [urlEncoded, strictly, all, form, bytes.toUpperCase()].flatMap(text => [
    text,
    text.replace(/%[\dA-F]{2}/g, digits => digits.toLowerCase()),
  ])
  return [...new Set([...written, ...written.map(text => text.replaceAll('%', '%25'))])]
}

function escapes(value: string): string[] {
  const json = JSON.stringify(value).slice(1, -1)
  const ofDotNet = json.replace(/[<>&'+`]/g, unicode)
  return [
    ...new Set([
      json,
      json.replaceAll('/', '\\/'),
      ofDotNet,
      JSON.stringify(json).slice(1, -1),
      JSON.stringify(ofDotNet).slice(1, -1),
      ...unicodes(value),
    ]),
  ]
}

function entities(value: string): string[] {
  const html = inHtml(value)
  const numbered = (prefix: string, base: 10 | 16): string =>
    value.replace(/[^A-Za-z0-9]/gu, character => `${prefix}${character.codePointAt(0)!.toString(base)};`)
  return [...new Set([html, html.replaceAll('&#39;', '&apos;'), numbered('&#', 10), numbered('&#x', 16)])]
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`
}

/** UTF-8 in percents; a lone surrogate, which has none, as the sign that URLSearchParams puts in its place. */
function encoded(character: string): string {
  const code = character.codePointAt(0)!
  if (code < 0x80) return code < 16 ? `%0${code.toString(16).toUpperCase()}` : percent(character)
  return encodeURIComponent(code >= 0xd800 && code < 0xe000 ? '\ufffd' : character)
}

function unicode(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`
}

/** All but letters and digits in the escapes of JSON, with great digits and with small ones. */
function unicodes(text: string): string[] {
  const great = text.replace(/[^A-Za-z0-9]/g, unicode)
  return [great, great.replace(/\\u[\dA-F]{4}/g, escaped => escaped.toLowerCase())]
}

/** The two alphabets of base64 as one. */
function sameAlphabet(text: string): string {
  return text.replaceAll('-', '+').replaceAll('_', '/')
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
