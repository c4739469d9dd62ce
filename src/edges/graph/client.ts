import type { Cloud } from '../../core/clouds.ts'
import type { Operation } from '../../core/permissions/operation.ts'
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
  return emulator ?? `https://${cloud.graph}`
}

/** The full URL of an operation at a Graph; v1.0 where the operation names no version. */
export function operationUrl({ version, path, query }: Operation, origin: string): string {
  return `${origin}/${version ?? 'v1.0'}${path}${query === null ? '' : `?${query}`}`
}

/** Sends one GET or HEAD to Graph. Every answer, a refusal too, is a value. */
export async function callGraph(
  method: 'GET' | 'HEAD',
  url: string,
  token: Secret,
  io: Io,
): Promise<GraphAnswer> {
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
