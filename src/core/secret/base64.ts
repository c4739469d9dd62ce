import { withoutEnd } from '../text.ts'

/** Base64 of UTF-8, with padding (RFC 4648 §4). */
export function base64Of(text: string): string {
  const encoded = new TextEncoder().encode(text)
  // Of ASCII, as nearly every credential is, the bytes are the text.
  if (encoded.length === text.length) return btoa(text)
  let bytes = ''
  for (const byte of encoded) bytes += String.fromCharCode(byte)
  return btoa(bytes)
}

/**
 * What base64 of a value looks like inside that of a longer text: at each of the three places that a byte can
 * have in a group, without the digits that its neighbours share. Both alphabets.
 */
export function base64Inside(value: string): string[] {
  return ['', 'x', 'xx'].flatMap(before => {
    const whole = withoutEnd(base64Of(before + value), '=')
    const bytes = new TextEncoder().encode(before + value).length
    const from = before === '' ? 0 : before.length + 1
    const inside = whole.slice(from, bytes % 3 === 0 ? whole.length : whole.length - 1)
    return [inside, inside.replaceAll('+', '-').replaceAll('/', '_')]
  })
}

/** The printable text that base64 or base64url holds, UTF-16 as Windows writes it too; null for anything else. */
export function printableIn(text: string): string | null {
  if (!beginsText(text)) return null
  const plain = withoutEnd(text, '=').replaceAll('-', '+').replaceAll('_', '/')
  // A digit too many, as when it was cut, is left away.
  const digits = plain.length % 4 === 1 ? plain.slice(0, -1) : plain
  // Most runs are words: the first three groups tell.
  if (!isPrintable(bytesOf(digits.slice(0, 12)))) return null
  const bytes = bytesOf(digits)
  return isPrintable(bytes) ? bytes.replaceAll('\0', '') : null
}

/** By its first digit: six bits of the eight of a letter, a sign, a blank or a line end. */
function beginsText(digits: string): boolean {
  const first = digits.charAt(0)
  return (first >= 'I' && first <= 'Z') || (first >= 'a' && first <= 'f') || first === 'C' || first === 'D'
}

function bytesOf(digits: string): string {
  try {
    return atob(digits)
  } catch {
    return '\u0001'
  }
}

function isPrintable(bytes: string): boolean {
  return /^(?:[\t\n\r -~]+|(?:[\t\n\r -~]\0)+[\t\n\r -~]?)$/.test(bytes)
}
