import type { FindingId } from '../../findings/ids.ts'
/**
 * What is known of one way in which Microsoft Graph, or a workload behind it, refuses. Texts change, so a
 * row matches on codes and on fragments that have been stable.
 */
export interface GraphRefusalRow {
  /** Stable name; `why403 explain graph/KEY` takes it. */
  readonly key: string
  /** Absent: any. */
  readonly status?: number
  /** `error.code`, or a code nested deeper, in any letter case; one of several. */
  readonly code?: string | readonly string[]
  /** Tried on the message and on all messages nested in it. Groups `required` and `held` are the service's own lists. */
  readonly message?: RegExp
  /** Words that tell it in free text, where no code stands beside them. */
  readonly phrase?: RegExp
  /** Who refuses. */
  readonly workload: Workload
  /** What it means, one sentence. */
  readonly meaning: string
  /** What kind of cause it has: decides which finding explains it. */
  readonly cause: RefusalCause
  /** A sentence each, likeliest first; absent where the meaning says it all. */
  readonly causes?: readonly string[]
  readonly fix: GraphFix
  /** Ids of findings that it may be a sign of, where the answer alone cannot tell. */
  readonly candidates?: readonly FindingId[]
  /** The public page that it is known from. */
  readonly source: string
  /** What of the row was not verified, one sentence. */
  readonly uncertain?: string
}

export type Workload =
  | 'graph'
  | 'directory'
  | 'reporting'
  | 'exchange'
  | 'sharepoint'
  | 'teams'
  | 'defender'
  | 'intune'
  | 'governance'
  | 'education'
  | 'search'

export type RefusalCause =
  | 'token'
  | 'permission'
  | 'request'
  | 'licence'
  | 'policy'
  | 'principal'
  | 'absent'
  | 'throttled'

/** Which fix cures it (core/fixes/graph.ts); `none` where nobody knows one. */
export type GraphFix =
  | 'none'
  | 'new-token'
  | 'graph-scope'
  | 'inspect-token'
  | 'claims-challenge'
  | 'service-principal'
  | 'enable-service-principal'
  | 'enable-api'
  | 'permission'
  | 'application-access-policy'
  | 'exchange-authorization'
  | 'mailbox'
  | 'teams-policy'
  | 'protected-api'
  | 'teams-setting'
  | 'site-grant'
  | 'certificate'
  | 'licences'
  | 'directory-role'
  | 'consistency-level'
  | 'user-path'
  | 'path'
  | 'region'
  | 'existing-grants'
  | 'wait'

export const errorsPage = 'Learn: Microsoft Graph error responses and resource types'
export const resolvePage = 'Learn: Resolve Microsoft Graph authorization errors'
/** For `source` where Microsoft documents nothing. */
export const observed = 'Observed in public issue threads'

/** A list of permission names as services write it: `A.Read.All, B.Read.All`. */
export const list = '[A-Za-z](?:[\\w.-]*\\w)?(?:\\s*,\\s*[A-Za-z](?:[\\w.-]*\\w)?)*'
