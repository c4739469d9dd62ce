import type { Cause } from '../cause.ts'

/**
 * What is known of one AADSTS code. Microsoft says not to branch on codes in production, since numbers and
 * texts change: a diagnosis may, and keeps the original beside its reading.
 */
export interface AadstsRow {
  readonly code: number
  /** The protocol's `error` beside it (RFC 6749 §5.2); null where none was seen. */
  readonly error: string | null
  readonly class: AadstsClass
  /** One sentence. */
  readonly meaning: string
  /** A sentence each, likeliest first; empty where the meaning is all that is known. */
  readonly causes: readonly Cause[]
  readonly fix: AadstsFix
  /** Whether the same request may succeed later: see `retryWords`. */
  readonly retry: Retry
  /** The public page that it is known from. */
  readonly source: string
  /** What of the row was inferred and not seen, one sentence. */
  readonly uncertain?: string
}

/** Which part of the request or of the tenant is at fault. */
export type AadstsClass =
  | 'secret'
  | 'certificate'
  | 'federated'
  | 'application'
  | 'tenant'
  | 'scope'
  | 'request'
  | 'consent'
  | 'policy'
  | 'user'
  | 'throttle'
  | 'transient'

/** Which fix cures it (core/fixes/entra.ts); `none` where nobody knows one. */
export type AadstsFix =
  | 'none'
  | 'new-secret'
  | 'set-credential'
  | 'confidential-client'
  | 'upload-certificate'
  | 'compare-certificates'
  | 'fresh-assertion'
  | 'assertion-claims'
  | 'federated-credential'
  | 'federated-audience'
  | 'managed-identity'
  | 'copy-ids'
  | 'tenant-endpoint'
  | 'right-cloud'
  | 'service-principal'
  | 'enable-service-principal'
  | 'api-service-principal'
  | 'enable-api'
  | 'graph-scope'
  | 'form-body'
  | 'grant-type'
  | 'admin-consent'
  | 'add-permission'
  | 'review-permissions'
  | 'redirect-uri'
  | 'assign-app-role'
  | 'workload-policy'
  | 'tenant-restrictions'
  | 'cross-tenant-access'
  | 'app-only-token'
  | 'newer-tls'
  | 'keep-tokens'
  | 'wait'
  | 'support'

/** `backoff`: with growing pauses. `once`: after half a minute, where something was just created. */
export type Retry = 'never' | 'once' | 'backoff'

export const retryWords: Record<Retry, string> = {
  never: 'asking again changes nothing',
  once: 'if it was created just now, ask once more after a minute: it may not have spread yet',
  backoff: 'ask again with growing pauses, or as Retry-After says',
}

export const errorCodes = 'Learn: Microsoft Entra authentication and authorization error codes'

/** For `uncertain`. */
export const errorInferred = 'The protocol error is inferred from the protocol, not seen.'
