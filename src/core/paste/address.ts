/** An address as it stands in a text. */
export interface Address {
  readonly url: string
  /** Its end is missing: a log or a person has cut it. */
  readonly cut: boolean
}

/** Longer ones are none that a person would follow. */
const longest = 2000
/** A literal of OData: a name, an id, an address of mail. */
const longestLiteral = 300

/**
 * The address that begins at a place, up to where a person sees it end: at a blank, at the mark that it stands between,
 * at a bracket that was not opened in it. Names in angle brackets are placeholders, and a comma parts names of
 * `$select`, and the ids of a site.
 */
export function addressAt(text: string, start: number): Address {
  const closing = closers.get(text[start - 1] ?? '') ?? null
  const last = Math.min(text.length, start + longest)
  let url = ''
  let open = 0
  let at = start
  while (at < last) {
    const plain = plainAt(text, at, last)
    url += text.slice(at, plain)
    at = plain
    const character = text[at]
    if (at >= last || character === undefined || character === closing || /[\s"`>|\\^]/.test(character)) break
    if (character === '(') open++
    else if (character === ')' && open-- === 0) break
    const piece = pieceAt(text, at, character)
    if (piece === null) break
    url += piece.says
    at += piece.length
  }
  const whole = url.replace(/[.,;:!?\u2026]{1,8}$/, '')
  return { url: whole, cut: /(?:\.\.|\u2026)$/.test(url) || text.startsWith('[truncated', at) }
}

/** Where a run of characters ends that mean nothing but themselves in an address. */
function plainAt(text: string, start: number, last: number): number {
  plain.lastIndex = start
  plain.test(text)
  return Math.min(plain.lastIndex, last)
}

const plain = /[\w./:?$&=%#+~@!;*-]*/y

/** Marks that an address stands between. */
const closers = new Map([
  ["'", "'"],
  ['[', ']'],
  ['{', '}'],
])

interface Piece {
  readonly says: string
  readonly length: number
}

/** What stands there as a part of the address; null where it ends. */
function pieceAt(text: string, at: number, character: string): Piece | null {
  switch (character) {
    case '<': {
      const name = /^<([a-z][\w -]{0,40})>/i.exec(text.slice(at, at + 43))
      return name === null ? null : { says: `{${name[1]!.replaceAll(' ', '-')}}`, length: name[0].length }
    }
    case "'": {
      const literal = /^'[^'"<>\n]*'/.exec(text.slice(at, at + longestLiteral))
      return literal === null || !/[=(,:0-9 ]/.test(text[at - 1] ?? '') || /\s/.test(literal[0])
        ? null
        : { says: literal[0], length: literal[0].length }
    }
    case ',':
      return /^(?:[a-z$]|[\da-fA-F]{8}-[\da-fA-F]{4}-)/.test(text.slice(at + 1, at + 15))
        ? one(character)
        : null
    default:
      return one(character)
  }
}

function one(says: string): Piece {
  return { says, length: 1 }
}
