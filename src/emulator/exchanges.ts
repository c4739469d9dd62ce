/**
 * What was said between clients and the emulator: who asked, with which claims, and what came of it. Never a secret, a
 * signature or a body.
 */
export type Exchange =
  | {
      readonly kind: 'token'
      /** Milliseconds since 1970. */
      readonly at: number
      readonly clientId: string | null
      /** The AADSTS number, where none was issued. */
      readonly refusal: string | null
      readonly claims: Claims | null
    }
  | { readonly kind: 'sign-in'; readonly at: number; readonly clientId: string; readonly claims: Claims }
  | {
      readonly kind: 'consent'
      readonly at: number
      readonly clientId: string
      /** Application permissions, by name. */
      readonly granted: readonly string[]
    }
  | {
      readonly kind: 'call'
      readonly at: number
      /** Null: no token that could be read. */
      readonly clientId: string | null
      readonly access: 'app' | 'user' | null
      readonly method: string
      /** Behind the version, without the query. */
      readonly path: string
      readonly status: number
    }

export type Claims = Readonly<Record<string, unknown>>

/** As many as a class can make while somebody still looks; the oldest go first. */
const most = 500

/** The exchanges of a run, newest last. */
export class Exchanges {
  readonly #kept: Exchange[] = []

  add(exchange: Exchange): void {
    this.#kept.push(exchange)
    if (this.#kept.length > most) this.#kept.shift()
  }

  all(): readonly Exchange[] {
    return [...this.#kept]
  }
}
