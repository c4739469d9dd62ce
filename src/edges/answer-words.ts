import type { HttpResponse } from '../io.ts'

/** What others answer with. A type that is none of them may be anything, and is not repeated. */
const usualTypes = ['application/json', 'application/xml', 'text/html', 'text/plain', 'text/xml']

/** What came in the place of an answer, and which way: `status 200, text/html, through the proxy proxy.example:8080`. */
export function cameWords({ status, headers, proxy }: HttpResponse): string {
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? ''
  const words =
    type === '' ? 'no content type' : (usualTypes.find(usual => usual === type) ?? 'an unusual content type')
  return `status ${status}, ${words}${proxy === undefined ? ', no proxy set' : `, through the proxy ${proxy}`}`
}
