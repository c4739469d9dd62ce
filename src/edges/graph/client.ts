import type { Cloud } from '../../core/clouds.ts'
import { Why403Error } from '../../core/error.ts'
import type { Secret } from '../../core/secret.ts'
import type { HttpResponse, Io } from '../../io.ts'

const timeoutMs = 60_000
/** A page of 999 large objects comes to a few megabytes; `$value` may be a file. */
const longest = 64 * 1024 * 1024

export interface GraphAnswer extends HttpResponse {
  readonly requestId: string | null
  readonly clientRequestId: string
  readonly durationMs: number
}

/** Where the Graph of a cloud begins, or the emulator's. */
export function graphOrigin(cloud: Cloud, emulator: string | null): string {
  return emulator === null ? `https://${cloud.graph}` : new URL(emulator).origin
}

/**
 * Sends one GET or HEAD to Graph. Every answer, a refusal too, is a value.
 *
 * @param url as it goes over the wire: one that a URL parser would change is not sent, since nobody judged what
 *   it would become
 */
export async function callGraph(
  method: 'GET' | 'HEAD',
  url: string,
  token: Secret,
  io: Io,
): Promise<GraphAnswer> {
  if (!URL.canParse(url) || new URL(url).href !== url || url.includes('#'))
    throw new Why403Error('bad-answer', 'An address was not in the form in which it would be sent.')
  const clientRequestId = io.uuid()
  const startedAt = io.now()
  const response = await io.http({
    method,
    url,
    timeoutMs,
    longest,
    headers: {
      accept: 'application/json',
      authorization: `Bearer ${token.reveal()}`,
      'client-request-id': clientRequestId,
      'return-client-request-id': 'true',
    },
  })
  return {
    ...response,
    requestId: response.headers['request-id'] ?? null,
    clientRequestId,
    durationMs: Math.round(io.now() - startedAt),
  }
}
