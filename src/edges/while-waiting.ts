import type { Io } from '../io.ts'

/**
 * The same Io, which does something of its own while an answer is awaited: the first of these after the first request has
 * left, the second after the second. Whatever comes of it, the answer is the server's.
 */
export function whileWaiting(io: Io, work: readonly (() => unknown)[]): Io {
  const left = [...work]
  return {
    ...io,
    http: async request => {
      const answering = io.http(request)
      const next = left.shift()
      if (next !== undefined) {
        // Its failure is told where the answer is taken.
        answering.catch(() => {})
        await io.turn()
        await next()
      }
      return answering
    },
  }
}
