/** What goes wrong, where, and when: asked for by a test, a lesson or the command line. */
export interface Fault {
  readonly where: Where
  /** How many requests to that place go well before. */
  readonly after: number
  /** How many it then meets; null: all. */
  readonly times: number | null
  readonly effects: Effects
}

/** The parts of the two services, and names for several. */
export const places = ['token', 'keys', 'discovery', 'consent', 'entra', 'graph', '*'] as const
export type Place = (typeof places)[number]

export type Where =
  | { readonly place: Place }
  /** A path of Graph, without its version: `*` stands for any segment, `**` at the end for any that follow. */
  | { readonly method: string | null; readonly segments: readonly string[] }

/** What may go wrong with one answer. Absent: nothing of the kind. */
export interface Effects {
  /** Refused with this status. */
  readonly status?: number
  /** Seconds, as Retry-After says them: as a number, or as the time that they end at. */
  readonly retryAfter?: { readonly seconds: number; readonly isDate: boolean }
  /** Milliseconds before the answer. */
  readonly delay?: number
  /** The connection is reset, and no answer comes. */
  readonly reset?: true
  /** The answer breaks off: after so many bytes, or half way. */
  readonly truncate?: number | 'half'
  /** What comes is no answer of anybody's. */
  readonly garbage?: true
  /** Milliseconds that the service's clock is ahead: of its Date, of the tokens that it makes and judges. */
  readonly clock?: number
  /** Seconds that a token lives. */
  readonly lifetime?: number
  /** The signing key is withdrawn, and the next one signs. */
  readonly rollover?: true
}
