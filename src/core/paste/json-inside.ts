import { type JsonObject, objectOf, parseJson } from '../json.ts'
import { onOneLine } from '../text.ts'

/** An object in a text, and where it stands there. */
export interface Found {
  readonly value: JsonObject
  readonly start: number
  readonly end: number
}

/** A text of nothing but braces must not take forever: no refusal nests deeper, is longer, or hides farther in. */
const mostTries = 300
const longest = 100_000
const deepest = 60
/** Characters that are looked at, by those of the text: what is unreadable is looked at again from within. */
const mostScanned = (length: number): number => 200_000 + 8 * length

/**
 * The outermost JSON objects in a text, also such as are escaped inside a string, written as Python writes a
 * dictionary, broken by line ends, or cut off at the end.
 */
export function objectsInside(text: string): Found[] {
  const found: Found[] = []
  let at = text.indexOf('{')
  let scanned = 0
  for (let tries = 0; at >= 0 && tries < mostTries && scanned < mostScanned(text.length); tries++) {
    const { end, open } = extent(text, at)
    scanned += end - at
    const value = open.length > deepest ? null : readObject(text.slice(at, end), open)
    if (value !== null) found.push({ value, start: at, end })
    at = text.indexOf('{', value === null ? at + 1 : end)
  }
  return found
}

interface Extent {
  readonly end: number
  /** What is still to be closed where the text ends, innermost first. */
  readonly open: string
}

/** From an opening brace to its closing one, or to the end of the text. */
function extent(text: string, start: number): Extent {
  const open: string[] = []
  let quote: string | null = null
  const last = Math.min(text.length, start + longest)
  for (let at = start; at < last; at++) {
    const character = text[at]!
    if (character === '\\') at++
    else if (quote !== null) quote = character === quote ? null : quote
    else if (character === '"' || (character === "'" && isPythonQuote(text, at))) quote = character
    else if (character === '{' || character === '[') {
      open.push(character === '{' ? '}' : ']')
      if (open.length > deepest) break
    } else if (character === '}' || character === ']') {
      open.pop()
      if (open.length === 0) return { end: at + 1, open: '' }
    }
  }
  return { end: last, open: `${quote ?? ''}${open.toReversed().join('')}` }
}

/** An apostrophe opens a string only where one may begin. */
function isPythonQuote(text: string, at: number): boolean {
  return /[{[(,:]\s*[ub]?$/.test(text.slice(Math.max(0, at - 5), at))
}

function readObject(text: string, open: string): JsonObject | null {
  if (open !== '') return readCut(text, open)
  return objectOf(parsed(text))
}

function parsed(text: string): unknown {
  const direct = parseJson(text)
  if (direct !== undefined) return direct
  const flat = onOneLine(text)
  const lines = parseJson(flat)
  if (lines !== undefined) return lines
  if (text.includes('\\"')) {
    const unescaped = parseJson(`"${text.replace(/\n/g, ' ')}"`)
    if (typeof unescaped === 'string') return parsed(unescaped)
  }
  return text.includes("'") ? parseJson(fromPython(flat)) : undefined
}

/** Closes what is open; where the cut fell into a name, goes back to the member before. */
function readCut(text: string, open: string): JsonObject | null {
  const flat = onOneLine(text).replace(/\\u[\da-f]{0,3}$|\\$/i, '')
  const whole = objectOf(parsed(flat + open))
  if (whole !== null) return whole
  let cut = flat
  for (let tries = 0; tries < 8; tries++) {
    const comma = cut.lastIndexOf(',')
    if (comma < 0) return null
    cut = cut.slice(0, comma)
    const rest = extent(cut, 0)
    const value = objectOf(parsed(cut + rest.open))
    if (value !== null) return value
  }
  return null
}

/** A dictionary of Python as JSON: its quotes, and None, True and False. */
function fromPython(text: string): string {
  return text.replace(
    // What is never closed ends with the text: it must not be looked at again from within.
    /(?:\b[ub])?'([^'\\]*(?:\\[\s\S]?[^'\\]*)*)(?:'|$)|"([^"\\]*(?:\\[\s\S]?[^"\\]*)*)(?:"|$)|\b(None|True|False)\b/g,
    (_, single: string | undefined, double: string | undefined, word: string | undefined) => {
      if (word !== undefined) return word === 'None' ? 'null' : word.toLowerCase()
      const inner = (single ?? double ?? '').replaceAll("\\'", "'")
      return double !== undefined ? `"${inner}"` : `"${inner.replace(/(?<!\\)"/g, '\\"')}"`
    },
  )
}
