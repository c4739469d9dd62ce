import { withoutSecrets } from '../core/secret/gate.ts'
import { withoutMakeBelieve } from './secrets.ts'

/**
 * What was said between clients and the emulator, and what was changed in the tenant: who asked, with which claims, and
 * what came of it. Never a secret, a signature or what was answered with success.
 */
export type Exchange = Said & {
  /** Counted from 1 over the whole run. */
  readonly id: number
}

type Said =
  | TokenRequest
  | (Moment & { readonly kind: 'sign-in'; readonly clientId: string; readonly claims: Claims })
  | (Moment & {
      readonly kind: 'consent'
      readonly clientId: string
      /** Application permissions, by name. */
      readonly granted: readonly string[]
    })
  | Changed
  | GraphCall

interface Moment {
  /** Milliseconds since 1970. */
  readonly at: number
}

interface TokenRequest extends Moment {
  readonly kind: 'token'
  readonly clientId: string | null
  /** How the client proved itself, or tried to; null: not at all. */
  readonly credential: 'secret' | 'assertion' | 'managed identity' | null
  /** The `scope` or `resource` that was asked for. */
  readonly scope: string | null
  readonly status: number
  /** The AADSTS number, where none was issued; null also where the refusal has no number. */
  readonly refusal: string | null
  /** The refusal's text; null: a token was issued. */
  readonly message: string | null
  readonly claims: Claims | null
}

/** What can be done to an app through Microsoft Graph. */
export const changes = [
  'registered',
  'secret added',
  'secret removed',
  'declared',
  'no longer declared',
  'certificates changed',
  'federated credential added',
  'service principal created',
  'granted',
  'revoked',
  'disabled',
  'enabled',
] as const

export type Change = (typeof changes)[number]

interface Changed extends Moment {
  readonly kind: 'change'
  readonly change: Change
  /** The app that was changed. */
  readonly clientId: string
  /** The client that asked for it. */
  readonly by: string
  /** Names of permissions, or the ID of a secret. */
  readonly what: readonly string[]
}

interface GraphCall extends Moment {
  readonly kind: 'call'
  /** Null: no token that could be read. */
  readonly clientId: string | null
  readonly access: 'app' | 'user' | null
  /** Of its token. */
  readonly claims: Claims | null
  readonly method: string
  readonly version: 'v1.0' | 'beta'
  /** Behind the version, without the query. */
  readonly path: string
  /** The query options, `$top=10`; other parameters by name only. */
  readonly query: string
  readonly status: number
  readonly requestId: string
  /** The body of a refusal; null where it was none. */
  readonly answer: string | null
}

export type Claims = Readonly<Record<string, unknown>>

/** As many as a class can make while somebody still looks; the oldest go first. */
const most = 500

/** In characters: what a client makes longer is cut, so that all of them together stay small. */
const longest = 2000

/** The exchanges of a run, newest last. */
export class Exchanges {
  readonly #kept: Exchange[] = []
  #count = 0

  /** What clients sent may hold their secrets in the wrong place: it comes through the gate. */
  add<One extends Said>(said: One): void {
    const shown = Object.entries(said).map(([name, value]: [string, unknown]) => [
      name,
      typeof value === 'string' ? withoutMakeBelieve(withoutSecrets(value)).slice(0, longest) : value,
    ])
    this.#kept.push({ ...Object.fromEntries(shown), id: ++this.#count })
    if (this.#kept.length > most) this.#kept.shift()
  }

  all(): readonly Exchange[] {
    return [...this.#kept]
  }
}
