import type { HttpResponse, Io } from '../io.ts'
import { NetworkFailure } from './network-failure.ts'

/** How much is put up with before an exchange counts as failed. */
export interface Patience {
  /** How often a request is sent again that found nobody, or was put off. */
  readonly retries: number
  /** In milliseconds, for each exchange; null: what is usual for its kind. */
  readonly timeoutMs: number | null
}

export const usualPatience: Patience = { retries: 2, timeoutMs: null }

/** What is waited for before a request goes out again. */
export interface Wait {
  readonly host: string
  /** A status, or the code of a failure. */
  readonly because: string
  readonly ms: number
  /** Of the try that comes next, counted from 1. */
  readonly nth: number
  readonly of: number
}

/** Answers that ask for another try. Source: RFC 9110 §15.6.4, §15.6.5; RFC 6585 §4; Learn, "Microsoft Graph throttling guidance". */
const putOff = [429, 503, 504]

/** A gateway that lost patience does not know whether the request was carried out. */
const perhapsDone = [504]

/** In milliseconds. Whoever asks for more than the longest wait is asked again by nobody: a person waits, and is told. */
const [firstWait, longestWait, longestOwnWait] = [1000, 60_000, 20_000]

interface Kind<Result> {
  readonly url: string
  /** Whether it does no harm that it arrives twice. */
  readonly idempotent: boolean
  responseOf(result: Result): Pick<HttpResponse, 'status' | 'headers'>
}

export interface Tried<Result> {
  readonly result: Result
  /** Counted from 1. */
  readonly attempts: number
}

/**
 * Runs an exchange, and again where it was put off or found nobody: after the time that the answer names
 * (Retry-After, in seconds or as a date), else after one that doubles, of which half is chance, so that those who
 * were put off together do not come back together. What may have been carried out is repeated only where that does no harm.
 */
export async function inTries<Result>(
  run: () => Promise<Result>,
  kind: Kind<Result>,
  { retries }: Patience,
  io: Io,
  tell: (wait: Wait) => void,
): Promise<Tried<Result>> {
  const { host } = new URL(kind.url)
  for (let attempts = 1; ; attempts++) {
    const last = attempts > retries
    const again = async (because: string, ms: number): Promise<void> => {
      tell({ host, because, ms, nth: attempts + 1, of: retries + 1 })
      await io.pause(ms)
    }
    try {
      const result = await run()
      const { status, headers } = kind.responseOf(result)
      const isPutOff = putOff.includes(status) && (kind.idempotent || !perhapsDone.includes(status))
      const ms = isPutOff ? (retryAfter(headers, io.now()) ?? ownWait(attempts, io)) : null
      if (last || ms === null || ms > longestWait) return { result, attempts }
      await again(String(status), ms)
    } catch (error) {
      if (!(error instanceof NetworkFailure)) throw error
      const mayRepeat = error.again === 'always' || (error.again === 'idempotent' && kind.idempotent)
      if (last || !mayRepeat) throw attempts === 1 ? error : tired(error, attempts)
      await again(/\(([A-Z_\d]{3,40})[,)]/.exec(error.message)?.[1] ?? 'no answer', ownWait(attempts, io))
    }
  }
}

function tired(error: NetworkFailure, attempts: number): NetworkFailure {
  const { code, again, message, hints, cause } = error
  return new NetworkFailure(
    code === 'bad-answer' ? code : 'unreachable',
    again,
    `${message} It was tried ${attempts} times.`,
    hints,
    cause instanceof Error ? cause : undefined,
  )
}

/**
 * Milliseconds that Retry-After asks for; null: it is not there, or says nothing. A date is one of the server's clock, which its
 * Date tells. Source: RFC 9110 §10.2.3.
 */
export function retryAfter(headers: HttpResponse['headers'], now: number): number | null {
  const value = (headers['retry-after'] ?? '').trim()
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000
  const until = Date.parse(value)
  if (!/[A-Za-z]/.test(value) || Number.isNaN(until)) return null
  const servers = Date.parse(headers.date ?? '')
  return Math.max(0, until - (Number.isNaN(servers) ? now : servers))
}

function ownWait(attempts: number, { randomBytes }: Io): number {
  const most = Math.min(firstWait * 2 ** (attempts - 1), longestOwnWait)
  const [chance = 0] = randomBytes(1)
  return Math.round((most * (1 + chance / 255)) / 2)
}

/** The same Io, whose GET and HEAD are sent again where that may help, and whose requests take the time that is given. */
export function withRetries(io: Io, patience: Patience, tell: (wait: Wait) => void): Io {
  return {
    ...io,
    http: async request => {
      const timed = patience.timeoutMs === null ? request : { ...request, timeoutMs: patience.timeoutMs }
      if (request.method !== 'GET' && request.method !== 'HEAD') return io.http(timed)
      const kind = { url: request.url, idempotent: true, responseOf: (response: HttpResponse) => response }
      const { result, attempts } = await inTries(() => io.http(timed), kind, patience, io, tell)
      return attempts === 1 ? result : { ...result, attempts }
    },
  }
}
