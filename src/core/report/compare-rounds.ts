import type { FindingId } from '../findings/ids.ts'
import { aadstsRow } from '../knowledge/aadsts.ts'
import type { RenewalReason } from '../refusal/renewal.ts'
import type { CallReport, Report } from './report.ts'
import type { RenewedBecause, RoundChange, RoundToken } from './round.ts'

/** What changed from one round to a later one, of the same operations. Pure. */
export function changesBetween(before: Report, after: Report): RoundChange[] {
  const changes = [
    ...tokenChanges(before, after),
    ...permissionChanges(before, after),
    ...after.operations.flatMap((_, index) => operationChanges(before, after, index)),
  ]
  // What a permission or an answer explains needs no finding beside it.
  return changes.length > 0 ? changes : findingChanges(before, after)
}

function isRefused({ acquisition }: Report): boolean {
  return acquisition !== undefined && acquisition.status >= 400
}

function tokenChanges(before: Report, after: Report): RoundChange[] {
  if (isRefused(before) === isRefused(after)) return []
  return [{ kind: isRefused(after) ? 'token-refused' : 'token-issued' }]
}

function permissionsOf({ token }: Report): readonly string[] | null {
  return token?.form === 'jwt' ? [...(token.roles ?? []), ...(token.scp ?? [])] : null
}

function permissionChanges(before: Report, after: Report): RoundChange[] {
  const [had, has] = [permissionsOf(before), permissionsOf(after)]
  if (had === null || has === null) return []
  return [
    ...has
      .filter(name => !had.includes(name))
      .map(permission => ({ kind: 'permission-gained', permission }) as const),
    ...had
      .filter(name => !has.includes(name))
      .map(permission => ({ kind: 'permission-lost', permission }) as const),
  ]
}

/** What came of a call, in a word. */
function answerOf(call: CallReport | undefined): string | null {
  if (call === undefined) return null
  if (!call.sent) return 'not sent'
  return call.status == null ? 'no answer' : String(call.status)
}

function isGood(answer: string | null): boolean {
  return answer !== null && /^2|^302$/.test(answer)
}

function operationChanges(earlier: Report, later: Report, operation: number): RoundChange[] {
  const callIn = ({ calls }: Report): string | null =>
    answerOf(calls.find(call => call.operation === operation))
  const [before, after] = [callIn(earlier), callIn(later)]
  if (before !== null && after !== null && before !== after) {
    const kind =
      after === 'no answer'
        ? 'out-of-reach'
        : isGood(after)
          ? isGood(before)
            ? 'answer-changed'
            : 'began-to-answer'
          : isGood(before) && after !== 'not sent'
            ? 'began-to-refuse'
            : 'answer-changed'
    return [{ kind, operation, before, after }]
  }
  const [had, has] = [earlier.operations.at(operation)?.verdict, later.operations.at(operation)?.verdict]
  return had === undefined || has === undefined || had === has
    ? []
    : [{ kind: 'verdict-changed', operation, before: had, after: has }]
}

function findingChanges(before: Report, after: Report): RoundChange[] {
  const ids = ({ findings }: Report): Set<FindingId> =>
    new Set(findings.filter(({ severity }) => severity !== 'note').map(({ id }) => id))
  const [had, has] = [ids(before), ids(after)]
  return [
    ...[...has].filter(id => !had.has(id)).map(finding => ({ kind: 'finding-came', finding }) as const),
    ...[...had].filter(id => !has.has(id)).map(finding => ({ kind: 'finding-went', finding }) as const),
  ]
}

/** What is known of a round's token, and of the one before it. */
export interface TokenHistory {
  /** Null: it was handed in. */
  readonly acquired: {
    readonly isIssued: boolean
    readonly reused: boolean
    readonly endsAt: number | null
  } | null
  /** When the last one that was had ends, in seconds since 1970; null: there was none, or it does not say. */
  readonly lastEndsAt: number | null
  readonly isFirst: boolean
  /** Whether a new one was asked for whatever was kept. */
  readonly isNew: boolean
  /** The round before came to no answer. */
  readonly hasFailed: boolean
  /** Graph would not take the one before. */
  readonly renewed: RenewalReason | null
  /** When the round began and when it had its token, in seconds since 1970. */
  readonly begunAt: number
  readonly now: number
}

/** How the token was had, and why it was not the one before. Pure. */
export function tokenStory(history: TokenHistory): RoundToken {
  const { acquired, isFirst, now } = history
  if (acquired === null) return { how: 'given', secondsLeft: null }
  if (!acquired.isIssued) return { how: 'refused', secondsLeft: null }
  const secondsLeft = acquired.endsAt === null ? null : Math.floor(acquired.endsAt - now)
  if (acquired.reused) return { how: 'reused', secondsLeft }
  if (isFirst && history.renewed === null) return { how: 'acquired', secondsLeft }
  return { how: 'renewed', because: becauseOf(history), secondsLeft }
}

function becauseOf({ renewed, isNew, lastEndsAt, hasFailed, begunAt }: TokenHistory): RenewedBecause {
  if (renewed !== null) return renewed
  if (isNew) return 'wanted'
  if (lastEndsAt !== null && begunAt >= lastEndsAt) return 'ended'
  return hasFailed || lastEndsAt === null ? 'not-kept' : 'near-its-end'
}

/** Why no wait would help. */
export interface Vain {
  /** A sentence's end. */
  readonly words: string
  /** The settings would have to change, which are read once. */
  readonly isOfSettings: boolean
}

/**
 * Whether a grant that is still to arrive could make a report clear. Not where the settings are wrong, the credential is
 * refused for good, an app cannot be let in, or what was asked cannot be read. Null: it could.
 */
export function vainBecause({ acquisition, token, operations, findings }: Report): Vain | null {
  const isUnasked = acquisition === undefined && token === undefined
  if (isUnasked && findings.some(({ about, severity }) => about === 'settings' && severity === 'error'))
    return { words: 'the settings have to change first', isOfSettings: true }
  const row = aadstsRow(acquisition?.codes ?? [])
  if (row?.retry === 'never')
    return { words: `Entra ID refuses with AADSTS${row.code}, and will tomorrow`, isOfSettings: false }
  const hopeless = operations.find(
    ({ verdict, status, certain }) =>
      status === 'malformed' ||
      verdict === 'wrong-host' ||
      (verdict === 'delegated-only' && certain === true),
  )
  if (hopeless === undefined) return null
  const words =
    hopeless.verdict === 'delegated-only'
      ? 'no app is let in there, whatever is granted'
      : 'not everything that was asked for can be sent'
  return { words, isOfSettings: false }
}
