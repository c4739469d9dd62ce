/**
 * Why a path would not arrive as it was judged, one sentence; null when it does.
 *
 * URL parsers, proxies and servers take `.` and `..` out of a path, read `\` as `/`, and undo percent-encoding,
 * some of them twice; so the path is looked at with all of it undone. Source: WHATWG URL, "path state"; RFC 3986, 5.2.4.
 */
export function changedOnItsWay(path: string): string | null {
  // Of ordinary paths nothing below could be true.
  if (!/[.\\%]/.test(path)) return null
  const plain = undone(path)
  if (plain === null) return 'The percent-encoding of the URL is not UTF-8.'
  if (/[\u0000-\u001f\u007f]/.test(plain)) return 'The URL holds a control character.'
  if (plain.includes('\\')) return 'The path holds a backslash, which would be sent as a slash.'
  return /(?:^|\/)\.\.?(?:\/|$)/.test(plain)
    ? 'The path holds a segment of dots (. or ..), which would be sent as another path.'
    : null
}

/** A path with every layer of percent-encoding taken off what is ASCII; null where the octets are not UTF-8. */
function undone(path: string): string | null {
  if (!path.includes('%')) return path
  const plain: string[] = []
  for (const character of path) {
    plain.push(character)
    // An escape that ends here may complete one that was encoded itself: `%25` and `2e`, `%%32` and `e`.
    for (let code = escapeAtEnd(plain); code !== null && code < 0x80; code = escapeAtEnd(plain)) {
      plain.splice(-3, 3, String.fromCharCode(code))
    }
  }
  const text = plain.join('')
  const octets = text.match(/(?:%[89a-f][0-9a-f])+/gi) ?? []
  return octets.every(isUtf8) ? text : null
}

function escapeAtEnd(plain: readonly string[]): number | null {
  const [percent, high, low] = plain.slice(-3)
  const digits = `${high}${low}`
  return percent === '%' && /^[0-9a-f]{2}$/i.test(digits) ? Number.parseInt(digits, 16) : null
}

function isUtf8(octets: string): boolean {
  try {
    decodeURIComponent(octets)
    return true
  } catch {
    return false
  }
}
