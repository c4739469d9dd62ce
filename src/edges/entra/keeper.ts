import type { Cloud } from '../../core/clouds.ts'
import type { JsonObject } from '../../core/json.ts'
import type { ObservedAcquisition } from '../../core/observed.ts'
import type { Secret } from '../../core/secret.ts'
import type { Io } from '../../io.ts'
import type { Patience, Wait } from '../retries.ts'
import type { Certificate } from './certificate.ts'
import type { Assertion } from './federated.ts'

/** How a token is to be had. */
export interface Wish {
  /** Another than the one that is kept. */
  readonly isNew?: boolean
  /** What the next token must prove, of a claims challenge. */
  readonly claims?: JsonObject | null
}

export interface Acquired {
  readonly acquisition: ObservedAcquisition
  /** Null: Entra ID refused. */
  readonly token: Secret | null
  /** It was kept, and nobody was asked. */
  readonly reused: boolean
  /** When the token ends, by expires_in, in seconds since 1970; null: not told. */
  readonly endsAt: number | null
}

/** Who hands out tokens, and may keep them from one request to the next. */
export interface Keeper {
  /** Entra ID refused its credential: there may be another by now. */
  readonly isSpent?: boolean
  acquire(io: Io, wish?: Wish, patience?: Patience, tell?: (wait: Wait) => void): Promise<Acquired>
}

/** What an app proves itself with. */
export type Proof = { readonly kind: 'secret'; readonly secret: Secret } | Certificate | Assertion

/** All that an app's token request needs. */
export interface Credentials {
  readonly tenant: string
  readonly clientId: string
  readonly proof: Proof
  /** Where the credential came from, for the report. */
  readonly origin: string
  readonly scope: string
  readonly cloud: Cloud
  readonly emulator: string | null
}
