import type { Operation } from './operation.ts'
import { takeApart } from './path.ts'

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

/** An operation as it goes to a Graph, or why it must not go. */
export type Wire = { readonly url: string } | { readonly unsent: string }

/**
 * The full URL of an operation at a Graph, v1.0 where the operation names no version, encoded so that no URL parser
 * changes it. It is held against the judgement once more: after parsing, it must name the same origin and version,
 * and the steps of its path must be those that were judged.
 *
 * @param origin `https://host[:port]`
 */
export function wireOf({ version, path, query }: Operation, origin: string): Wire {
  const base = `/${version ?? 'v1.0'}`
  const search = query === null || query === '' ? '' : `?${encoded(query, keptInQuery)}`
  const url = `${origin}${base}${encoded(path, keptInPath)}${search}`
  const sent = URL.canParse(url) ? new URL(url) : null
  const isAsJudged =
    sent !== null &&
    sent.href === url &&
    sent.origin === origin &&
    sent.pathname.startsWith(`${base}/`) &&
    sameSteps(sent.pathname.slice(base.length), path)
  return isAsJudged ? { url } : { unsent: 'The URL that would be sent is not the one that was judged.' }
}

function sameSteps(a: string, b: string): boolean {
  return JSON.stringify(takeApart(a)) === JSON.stringify(takeApart(b))
}

/** What every URL parser leaves alone. Source: RFC 3986, `pchar`; in a query, WHATWG URL encodes the apostrophe. */
const keptInPath = /[^A-Za-z0-9\-._~!$&'()*+,;=:@/%]/gu
const keptInQuery = /[^A-Za-z0-9\-._~!$&()*+,;=:@/?%]/gu

/** Percent-encodes what a parser would change, and a percent sign that begins no escape. */
function encoded(text: string, changed: RegExp): string {
  return text
    .replace(/%(?![0-9a-f]{2})/gi, '%25')
    .replace(changed, character => (character === "'" ? '%27' : encodeURIComponent(character)))
}
