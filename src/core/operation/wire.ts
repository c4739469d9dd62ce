import type { Operation } from './operation.ts'
import { takeApart } from './path.ts'

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
