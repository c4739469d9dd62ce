import { isGuid } from '../guid.ts'
import type { Pseudonym } from './form.ts'

/** What a pseudonym stands for, as far as a judgement can depend on it. */
export type PersonalKind = Pseudonym['is']

/**
 * Names for what says who somebody is: `user-1`, `user-2` …, the same for the same value in whatever encoding and letter
 * case it stands. Values are gathered first, so that each is found wherever else it stands.
 */
export class People {
  /** By value, in small letters. */
  readonly #names = new Map<string, Pseudonym>()
  /** By spelling, in small letters. */
  readonly #spellings = new Map<string, Owner>()
  /** By the first word of a spelling, the longest first. */
  readonly #extents = new Map<string, Extent[]>()
  readonly #taken: ReadonlySet<string>
  #next = 1

  /** @param texts where a name of ours may stand already: that one is given to nobody */
  constructor(texts: Iterable<string>) {
    const taken = new Set<string>()
    for (const text of texts)
      for (const [name] of text.matchAll(/user-\d{1,7}/gi)) taken.add(name.toLowerCase())
    this.#taken = taken
  }

  /** The name of a value; a new one where it has none. */
  name(value: string): string {
    const key = value.toLowerCase()
    const known = this.#names.get(key)
    if (known !== undefined) return known.name
    const pseudonym = { name: this.#free(), is: kindOf(value) }
    this.#names.set(key, pseudonym)
    for (const spelling of spellingsOf(value, pseudonym)) this.#keep(spelling)
    return pseudonym.name
  }

  /** All names that were given. */
  list(): readonly Pseudonym[] {
    return [...this.#names.values()]
  }

  /** The text with a name in the place of each value, however much of it is percent-encoded. */
  without(text: string): string {
    if (this.#names.size === 0) return text
    const { plain, at } = text.includes('%') ? decodedTwice(text) : { plain: text, at: null }
    const rawOf = (position: number): number => at?.[position] ?? position
    let done = ''
    let from = 0
    for (const { 0: token, index } of plain.matchAll(words)) {
      if (index < from) continue
      const found = this.#at(plain, token, index, from)
      if (found === null) continue
      done += text.slice(rawOf(from), rawOf(found.start)) + found.name
      from = found.end
    }
    return done + text.slice(rawOf(from))
  }

  /** Where a value stands whose first word this is. */
  #at(text: string, token: string, index: number, from: number): Found | null {
    for (const { head, length } of this.#extents.get(token.toLowerCase()) ?? []) {
      const [start, end] = [index - head, index - head + length]
      if (start < from || end > text.length) continue
      const part = text.slice(start, end)
      const found = this.#spellings.get(part.toLowerCase())
      if (found === undefined || (found.exact && !found.spelled.has(part))) continue
      // Letters that go on are another word's.
      if (wordEnd.test(part) && wordStart.test(text.slice(end, end + 2))) continue
      return { start, end, name: found.name }
    }
    return null
  }

  #free(): string {
    let name = `user-${this.#next++}`
    while (this.#taken.has(name)) name = `user-${this.#next++}`
    return name
  }

  #keep({ spelled, exact, name }: Spelling): void {
    const first = words[Symbol.matchAll](spelled).next().value
    if (first === undefined) return
    const known = this.#spellings.get(spelled.toLowerCase())
    if (known === undefined)
      this.#spellings.set(spelled.toLowerCase(), { exact, name, spelled: new Set([spelled]) })
    else known.spelled.add(spelled)
    const [word, head, { length }] = [first[0].toLowerCase(), first.index, spelled]
    const extents = this.#extents.get(word) ?? []
    if (extents.length === 0) this.#extents.set(word, extents)
    if (extents.some(extent => extent.head === head && extent.length === length)) return
    extents.push({ head, length })
    extents.sort((a, b) => b.length - a.length)
  }
}

interface Found {
  readonly start: number
  readonly end: number
  readonly name: string
}

/** A way in which a value is written. */
interface Spelling {
  readonly spelled: string
  /** Only in these letters: a given name may be a word of the language. */
  readonly exact: boolean
  readonly name: string
}

/** Whose a spelling is. */
interface Owner {
  readonly name: string
  readonly exact: boolean
  readonly spelled: Set<string>
}

/** How long values with the same first word are, and how much of them stands before it. */
interface Extent {
  readonly head: number
  readonly length: number
}

/** A text without percent-encoding, and where each of its characters stands in what it was made of. */
interface Decoded {
  readonly plain: string
  readonly at: readonly number[]
}

/** Addresses within addresses are encoded twice. */
function decodedTwice(text: string): Decoded {
  const once = decoded(text)
  const twice = decoded(once.plain)
  return { plain: twice.plain, at: twice.at.map(position => once.at[position]!) }
}

/** What is no UTF-8 stays as it is. */
function decoded(text: string): Decoded {
  const parts: string[] = []
  const at: number[] = []
  const keep = (part: string, start: number, width: number): void => {
    parts.push(part)
    for (let place = 0; place < part.length; place++) at.push(start + (width === 1 ? place : 0))
  }
  let from = 0
  for (const { 0: octets, index } of text.matchAll(/(?:%[0-9a-f]{2})+/gi)) {
    keep(text.slice(from, index), from, 1)
    from = index + octets.length
    let start = index
    for (const sign of charactersOf(octets)) {
      keep(sign.text, start, sign.width)
      start += sign.width
    }
  }
  keep(text.slice(from), from, 1)
  return { plain: parts.join(''), at: [...at, text.length] }
}

/** The characters that octets stand for, each with how much of the text it takes: three signs an octet. */
function charactersOf(octets: string): readonly { readonly text: string; readonly width: number }[] {
  try {
    return [...decodeURIComponent(octets)].map(text => ({
      text,
      width: 3 * new TextEncoder().encode(text).length,
    }))
  } catch {
    return [{ text: octets, width: 1 }]
  }
}

/** A run of letters and digits. */
const words = /[\p{L}\p{N}]+/gu
const [wordEnd, wordStart] = [/[\p{L}\p{N}]$/u, /^[\p{L}\p{N}]/u]

/** Below that a value says nothing that could be found again: `US`, `en`, `42`. */
const shortest = 3
const shortestNumber = 5

function spellingsOf(value: string, { name }: Pseudonym): Spelling[] {
  if (value.length < (/^\d+$/.test(value) ? shortestNumber : shortest)) return []
  const spelled = new Set([
    value,
    // As forms have it.
    value.replaceAll(' ', '+'),
    value.replaceAll("'", "''"),
    JSON.stringify(value).slice(1, -1),
    inAscii(value),
    ...(isGuid(value) ? [value.replaceAll('-', '')] : []),
    // As OneDrive's addresses have it, and sign-in names of guests.
    ...(value.includes('@') ? [value.replace(/[@.]/g, '_'), value.replace('@', '_')] : []),
  ])
  const exact = /^\p{L}+$/u.test(value)
  return [...spelled].map(spelled => ({ spelled, exact, name }))
}

/** As JSON of other languages writes it. */
function inAscii(value: string): string {
  return JSON.stringify(value)
    .slice(1, -1)
    .replace(/[^\x00-\x7f]/g, sign => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

function kindOf(value: string): PersonalKind {
  if (isGuid(value)) return 'id'
  if (!/^[^@\s]{1,256}@[\w.-]{1,253}$/.test(value)) return 'text'
  return /^[\w.+'-]{1,64}@/.test(value) ? 'address' : 'guest'
}
