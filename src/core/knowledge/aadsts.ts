import table from '../../../data/aadsts.txt'
import ranges from '../../../data/aadsts-ranges.txt'
import { type FixKey, fixKeys } from '../fixes/keys.ts'
import { type Cause, causeOf } from './cause.ts'
import { Fragment } from './fragment.ts'
import { lazySource, type Source } from './sources.ts'
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

/** Older codes that only say that another one, beside or within them, tells the reason. */
const wrappers: readonly number[] = [70002, 50012]

/** The row of the first code that has one: Entra ID names the deciding code first, or around an inner one. */
export function aadstsRow(codes: readonly number[]): AadstsRow | null {
  const inner = codes.filter(code => !wrappers.includes(code))
  for (const code of [...inner, ...codes]) {
    const row = findRow(table, 'code', String(code))
    if (row !== null) return rowOf(row)
  }
  return null
}

/** The code whose message a text with a masked number holds; null: none, or none that is known by its words. */
export function codeOfMessage(message: string): number | null {
  const text = message.toLowerCase()
  const found = allRows(table).flatMap(row => {
    const says = row.maybe('says')
    return says !== undefined && new Fragment(says).in(text) !== null ? [{ row, length: says.length }] : []
  })
  const [longest] = found.toSorted((a, b) => b.length - a.length)
  return longest === undefined ? null : Number(longest.row.text('code'))
}

/** What the protocol's `error` tells where the code is not known. */
const impliedBy: ReadonlyMap<string, string> = new Map([
  ['invalid_client', 'the credential: a secret, a certificate or an assertion'],
  ['unauthorized_client', 'the app: whether it is there, and what it may use'],
  ['invalid_grant', "a user's sign-in or consent, which no app alone needs"],
  ['interaction_required', "a user's sign-in or consent, which no app alone needs"],
  ['consent_required', "a user's sign-in or consent, which no app alone needs"],
  ['invalid_scope', 'the scope: what was asked for'],
  ['invalid_resource', 'the scope: the API that was asked for'],
  ['invalid_request', 'the form of the request'],
  ['temporarily_unavailable', 'the service: ask again with growing pauses'],
  ['server_error', 'the service: ask again with growing pauses'],
])

/** What a number is about by its range, a phrase; null where none is known. All are of users' sign-ins. */
function rangeOf(code: number): string | null {
  for (const [range, about] of findRow(ranges, 'ranges', 'user')?.entries() ?? []) {
    const [first = 0, last = 0] = range.split('-').map(Number)
    if (code >= first && code <= last) return about
  }
  return null
}

/**
 * One sentence or more on a code that the table does not have. It may be new: no number is a misspelling of another.
 *
 * @param code null where the refusal has none that can be told by its range
 */
export function unknownCode(error: string | null, code: number | null): string {
  const about = error === null ? undefined : impliedBy.get(error)
  const known = about === undefined ? '' : ` By its error, ${error}, it is about ${about}.`
  return `This code is not in our catalog: its text is all there is to go by.${known}${rangeWords(code)}`
}

/** What the range of a number tells, with the sentence's own blank before it. */
export function rangeWords(code: number | null): string {
  const range = code === null ? null : rangeOf(code)
  return range === null
    ? ''
    : ` By its number it is about ${range}: no app-only token was asked for, or the text is of a user's sign-in.`
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
    source: lazySource(row.text('source')),
    ...(uncertain === undefined ? {} : { uncertain }),
  }
}
