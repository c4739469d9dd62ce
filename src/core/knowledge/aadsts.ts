import table from '../../../data/aadsts.txt'
import { type FixKey, fixKeys } from '../fixes/keys.ts'
import { type Cause, causeOf } from './cause.ts'
import { type Source, sourceOf } from './sources.ts'
import { allRows, findRow, type Row } from './table.ts'

/**
 * What is known of one AADSTS code, a row of data/aadsts.txt. Microsoft says not to branch on codes in production, since
 * numbers and texts change: a diagnosis may, and keeps the original beside its reading.
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
  /** Which fix cures it; null where nobody knows one. */
  readonly fix: FixKey | null
  /** Whether the same request may succeed later: see `retryWords`. */
  readonly retry: Retry
  readonly source: Source
  /** What of the row was inferred and not seen, one sentence. */
  readonly uncertain?: string
}

/** Which part of the request or of the tenant is at fault. */
export const aadstsClasses = [
  'secret',
  'certificate',
  'federated',
  'application',
  'tenant',
  'scope',
  'request',
  'consent',
  'policy',
  'user',
  'throttle',
  'transient',
] as const

export type AadstsClass = (typeof aadstsClasses)[number]

/** `backoff`: with growing pauses. `once`: after half a minute, where something was just created. */
export const retries = ['never', 'once', 'backoff'] as const

export type Retry = (typeof retries)[number]

export const retryWords: Record<Retry, string> = {
  never: 'asking again changes nothing',
  once: 'if it was created just now, ask once more after a minute: it may not have spread yet',
  backoff: 'ask again with growing pauses, or as Retry-After says',
}

/** Every row, for lists. */
export function aadstsRows(): AadstsRow[] {
  return allRows(table).map(rowOf)
}

/** The row of the first code that has one: Entra ID names the deciding code first. */
export function aadstsRow(codes: readonly number[]): AadstsRow | null {
  for (const code of codes) {
    const row = findRow(table, 'code', String(code))
    if (row !== null) return rowOf(row)
  }
  return null
}

function rowOf(row: Row): AadstsRow {
  const uncertain = row.maybe('uncertain')
  return {
    code: Number(row.text('code')),
    error: row.maybe('error') ?? null,
    class: row.member('class', aadstsClasses),
    meaning: row.text('meaning'),
    causes: row.noted('cause').map(causeOf),
    fix: row.maybeMember('fix', fixKeys) ?? null,
    retry: row.member('retry', retries),
    source: sourceOf(row.text('source')),
    ...(uncertain === undefined ? {} : { uncertain }),
  }
}
