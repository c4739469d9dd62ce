import type { HttpRequest, Io } from '../io.ts'

/** A request of a lesson's, to the emulator alone; the answer's text. */
export async function send(
  request: Pick<HttpRequest, 'method' | 'url' | 'headers'> & { readonly body?: string },
  io: Io,
): Promise<string> {
  return (await io.http({ ...request, timeoutMs: 10_000, longest: 1024 * 1024 })).body
}
