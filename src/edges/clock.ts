import type { HttpClient, Io } from '../io.ts'
import { isLoopback } from './loopback.ts'

/** An Io that listens to what servers say of the time. */
export interface Clock {
  readonly io: Io
  /** Seconds by which their clock is ahead of this machine's, by the last Date header; null before any. */
  offset(): number | null
}

/** A server on this machine has this machine's clock, and tells nothing. Date is exact to a second. */
export function withClock(io: Io): Clock {
  let offset: number | null = null
  const http: HttpClient = async request => {
    const sent = io.now()
    const response = await io.http(request)
    const told = Date.parse(response.headers.date ?? '')
    if (!Number.isNaN(told) && !isLoopback(request.url))
      offset = Math.round((told + 500 - (sent + io.now()) / 2) / 1000)
    return response
  }
  return { io: { ...io, http }, offset: () => offset }
}
