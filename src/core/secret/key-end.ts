import { type Hit, matchesOf } from './hidden.ts'

const endMark = /-----END [A-Z0-9 ]{0,30}PRIVATE KEY-----/g

/** A key of 16,384 bits is shorter, its line ends and their escapes included. */
const furthest = 16_000

/** The last line of a key has any length; a shorter one before it is a word of something else. */
const shortestLine = 16

/**
 * The second halves of private keys, whose beginning was cut away: the lines of base64 before an end mark.
 * Read backwards from the mark, since forwards every word of a text might begin one.
 */
export function endsOfKeys(text: string): Hit[] {
  if (!text.includes('-----END ')) return []
  return matchesOf(endMark, text).flatMap(({ 0: mark, index }) => {
    const start = beginningBefore(text, index)
    return start === index ? [] : [{ start, end: index + mark.length, what: 'private key' }]
  })
}

function beginningBefore(text: string, mark: number): number {
  const limit = Math.max(0, mark - furthest)
  let start = mark
  for (let isLast = true; ; isLast = false) {
    const end = backOver(gapBefore, text, start, limit)
    const begin = backOver(digitBefore, text, end, limit)
    if (begin === end || (!isLast && end - begin < shortestLine)) return start
    start = begin
  }
}

/** How many characters before a place belong to what is gone back over; 0: none. */
type Before = (text: string, at: number) => number

function backOver(before: Before, text: string, from: number, limit: number): number {
  let at = from
  for (let step = before(text, at); step > 0 && at - step >= limit; step = before(text, at)) at -= step
  return at
}

/** White space, and the escapes of a line end as JSON and logs write them. */
const gapBefore: Before = (text, at) => {
  if (/\s/.test(text.charAt(at - 1))) return 1
  if (text[at - 1] === '\\') return 1
  return isEscape(text, at) ? 2 : 0
}

const digitBefore: Before = (text, at) =>
  /[A-Za-z0-9+/=]/.test(text.charAt(at - 1)) && !isEscape(text, at) ? 1 : 0

function isEscape(text: string, at: number): boolean {
  return /\\[rn]/.test(text.slice(Math.max(0, at - 2), at))
}
