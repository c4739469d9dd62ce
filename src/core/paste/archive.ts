import { cloudByGraphHost } from '../clouds.ts'
import { type JsonObject, objectOf, objectsOf, parseJson, textOf } from '../json.ts'

/** Headers of an answer that say something here. */
const telling = new Set(['request-id', 'client-request-id', 'www-authenticate', 'retry-after', 'date'])

/** More of a body is no refusal. In characters. */
const longestBody = 20_000

/**
 * The exchanges of an HTTP archive (HAR 1.2, `log.entries`) as `curl -v` would have printed them: each answer right behind its
 * request, which JSON does not promise. Of a long session what concerns nobody is left out: answers of others than Graph, unless
 * they refuse. Null: the text is no archive.
 */
export function transcriptOf(text: string): string | null {
  if (!text.trimStart().startsWith('{') || !text.includes('"entries"')) return null
  const entries = objectOf(objectOf(parseJson(text))?.log)?.entries
  if (!Array.isArray(entries)) return null
  return objectsOf(entries).flatMap(exchangeIn).join('\n\n')
}

function exchangeIn({ request: asked, response: answered }: JsonObject): string[] {
  const [request, response] = [objectOf(asked), objectOf(answered)]
  const [method, url] = [textOf(request?.method), textOf(request?.url)]
  if (method === null || url === null) return []
  const status = typeof response?.status === 'number' ? response.status : 0
  if (status < 400 && cloudByGraphHost(hostOf(url)) === null) return []
  const sent = headersIn(request?.headers, name => name === 'authorization')
  const received = headersIn(response?.headers, name => telling.has(name))
  return [
    [
      `> ${method} ${url} HTTP/1.1`,
      ...sent.map(header => `> ${header}`),
      ...(status === 0 ? [] : [`< HTTP/1.1 ${status}`]),
      ...received.map(header => `< ${header}`),
      bodyOf(response?.content),
    ].join('\n'),
  ]
}

function headersIn(headers: unknown, isWanted: (name: string) => boolean): string[] {
  if (!Array.isArray(headers)) return []
  return objectsOf(headers).flatMap(({ name, value }) =>
    typeof name === 'string' && typeof value === 'string' && isWanted(name.toLowerCase())
      ? [`${name}: ${value}`]
      : [],
  )
}

function bodyOf(content: unknown): string {
  const { text, encoding } = objectOf(content) ?? {}
  if (typeof text !== 'string') return ''
  return (encoding === 'base64' ? decoded(text) : text).slice(0, longestBody)
}

/** Browsers write down in base64 what they take for bytes. */
function decoded(text: string): string {
  try {
    return atob(text.slice(0, 2 * longestBody))
  } catch {
    return ''
  }
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : ''
}
