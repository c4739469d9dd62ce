import { isGuid } from '../guid.ts'
import { objectOf, parseJson, textOf } from '../json.ts'

/** What came back for a request to Graph, from whoever answered. */
export interface HttpAnswer {
  readonly method: string
  /** Where the request went, in full. */
  readonly url: string
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** Host of the proxy that it came through; null: of none that was named; absent: nobody tells. */
  readonly proxy?: string | null
}

/** Who answered, as far as the answer shows it. */
export type Answerer =
  /** Graph: its 2xx decides, its 4xx and 5xx are refusals. */
  | { readonly by: 'graph' }
  /** Graph, with the address of what was asked for. That address is a credential: only its host may be shown. */
  | { readonly by: 'graph-with-link'; readonly host: string }
  /** Anybody, or Graph cut short: `reason` says what came, and what to look for. */
  | { readonly by: 'other'; readonly reason: string }

/**
 * Whether an answer is Graph's. Proxies and captive portals say 200 and 403 too, so an answer needs Graph's sign,
 * the header request-id, and the body that the path is for. A refusal passes with an error of Graph's form alone.
 * Sources: Learn, "Microsoft Graph error responses and resource types" and "Best practices for working with
 * Microsoft Graph" (request-id); the pages of `$count`, `$value`, `driveItem: content` and the reports.
 * Not verified: that every service behind Graph sets the header.
 */
export function answererOf(answer: HttpAnswer): Answerer {
  const { status } = answer
  if (status === 501 && errorCode(answer.body) === notPlayed) {
    return { by: 'other', reason: 'the emulator does not play this call, and Microsoft Graph may answer it' }
  }
  if (status >= 400) return hasRequestId(answer) || isGraphError(answer.body) ? graph : other(answer)
  if (!hasRequestId(answer)) return other(answer)
  if (status === 302) return linkOf(answer)
  return status >= 200 && status < 300 && isWhole(answer) ? graph : other(answer)
}

const graph: Answerer = { by: 'graph' }

function hasRequestId({ headers }: HttpAnswer): boolean {
  return isGuid(headers['request-id'])
}

/** What the emulator says of what it does not play, in a body of Graph's form, which its clients expect. */
const notPlayed = 'EmulatorNotPlayed'

function isGraphError(body: string): boolean {
  return errorCode(body) !== null
}

function errorCode(body: string): string | null {
  return textOf(objectOf(objectOf(parseJson(body))?.error)?.code)
}

/** Reports and the content of files are answered by a short-lived address of another host. */
function linkOf(answer: HttpAnswer): Answerer {
  const { location = '' } = answer.headers
  const host = location !== '' && URL.canParse(location, answer.url) ? new URL(location, answer.url).host : ''
  return /^[a-z0-9.-]+(:\d+)?$/i.test(host) ? { by: 'graph-with-link', host } : other(answer)
}

/** Whether the body is of the kind that Graph sends for such a path. */
function isWhole({ method, url, status, headers, body }: HttpAnswer): boolean {
  if (method === 'HEAD' || status === 204 || (status === 202 && body === '')) return true
  const type = typeOf(headers)
  const path = new URL(url).pathname.toLowerCase()
  const last = path.slice(path.lastIndexOf('/') + 1)
  if (last === '$count' && type === 'text/plain') return /^\ufeff?\d+$/.test(body.trim())
  if (last === '$value' || /^\w*content(?:stream)?$/.test(last)) return true
  if (last === '$metadata' && /[/+]xml$/.test(type)) return true
  if (path.includes('/reports/') && /^(?:text\/csv|application\/octet-stream)$/.test(type)) return true
  return isJson(type) && objectOf(parseJson(body)) !== null
}

/** The content type without its parameters. */
function typeOf(headers: HttpAnswer['headers']): string {
  return (headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase()
}

function isJson(type: string): boolean {
  return /[/+]json$/.test(type)
}

function other(answer: HttpAnswer): Answerer {
  const { status, method } = answer
  const signed = hasRequestId(answer)
  const body = status >= 300 && status < 400 ? 'a redirect' : method === 'HEAD' ? null : bodyWords(answer)
  const came = [body, ...(signed ? [] : ['no request-id'])].filter(words => words !== null).join(' and ')
  const look = signed
    ? 'ask again; if it stays, look for what cuts or changes answers in between'
    : suspectsOf(answer)
  return {
    by: 'other',
    reason: `status ${status} came with ${came}, which is not how Graph answers; ${look}`,
  }
}

function suspectsOf({ proxy }: HttpAnswer): string {
  if (proxy === undefined) return 'look for a proxy or a captive portal in between'
  return proxy === null
    ? 'no proxy is set, so look for a captive portal, or for a proxy that nobody named'
    : `it came through the proxy ${proxy}, so look there first`
}

/** Never the body's or the type's own words: they may hold what was sent. */
function bodyWords({ headers, body }: HttpAnswer): string {
  if (body === '') return 'an empty body'
  const type = typeOf(headers)
  if (isJson(type)) {
    const value = parseJson(body)
    if (value === undefined) return 'half a JSON'
    return objectOf(value) === null ? 'JSON that is not an object' : 'JSON'
  }
  if (/html/.test(type)) return 'a web page'
  if (type === 'text/plain') return 'plain text'
  return type === '' ? 'a body of no content type' : 'a body of another type than JSON'
}
