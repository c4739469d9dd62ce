import type { Report } from '../../core/report/report.ts'
import type { RenewedBecause, RoundChange, RoundToken } from '../../core/report/round.ts'
import { counted, joined } from '../../core/text.ts'
import { duration } from '../../core/time.ts'
import { operationName } from '../rows.ts'
import { renderText } from './report.ts'
import { Style, type TextOptions } from './style.ts'
import { renderVerdict } from './verdict.ts'

/** What became of all rounds. */
export interface Course {
  readonly rounds: number
  readonly clear: number
  readonly problem: number
  readonly undetermined: number
  readonly failed: number
  readonly acquired: number
  readonly reused: number
  readonly changes: number
  /** From the beginning of the first round. */
  readonly seconds: number
  readonly end: CourseEnd
}

export type CourseEnd =
  | { readonly kind: 'interrupted' | 'max-rounds' | 'unread' }
  /** `--until-allowed`: what came at last, if anything is known to have. */
  | { readonly kind: 'allowed'; readonly came: readonly RoundChange[] }
  /** The command that looks whether there is a grant at all. */
  | { readonly kind: 'max-wait'; readonly look: string }
  | { readonly kind: 'in-vain'; readonly because: string }

/** A round: all of it where it is the first or something changed, else a line. */
export function renderRound(report: Report, options: TextOptions): string {
  const { round } = report
  if (round === undefined) return renderText(report, options)
  const style = new Style(options)
  const lead = `Round ${round.nth}, ${round.startedAt}`
  if (round.failed !== undefined) {
    const { message, hints } = round.failed
    const said = [`${lead}: no answer. ${message}`, ...hints]
    return `${said.map((text, at) => style.wrap(text, 2, at === 0 ? '' : '  ')).join('\n')}\n`
  }
  const { changes } = round
  const token = round.token === undefined ? '' : tokenWords(round.token)
  if (changes !== null && changes.length === 0)
    return `${style.wrap(`${lead}: as before, ${report.verdict}. ${token}${staleWords(report)}`.trimEnd(), 2, '')}\n`
  const said = `${lead}${changes === null ? '' : ': a change'}.`
  const head = style.wrap(`${said} ${token}`.trimEnd(), 2, '')
  const list = (changes ?? []).map(change =>
    style.wrap(`${changeWords(change, report)}.`, 4, `  ${style.mark(markOf(change))} `),
  )
  const rest =
    changes !== null && report.verdict === 'clear'
      ? `${renderVerdict(report, style)}\n`
      : renderText(report, options)
  return `${[head, ...list].join('\n')}\n\n${rest}\n`
}

/** Whoever grants something meanwhile would wait for it in vain. */
function staleWords({ round, operations }: Report): string {
  return round?.token?.how === 'reused' && operations.some(({ verdict }) => verdict === 'missing-permission')
    ? ' What was granted meanwhile shows in the next one.'
    : ''
}

function tokenWords({ how, because, secondsLeft }: RoundToken): string {
  const left = secondsLeft === null ? '' : `, ${duration(Math.max(0, secondsLeft))} left`
  switch (how) {
    case 'given':
      return ''
    case 'acquired':
      return `Token acquired${left}.`
    case 'reused':
      return `Token reused${left}.`
    case 'renewed':
      return `Token renewed${left}: ${because === undefined ? '' : becauseWords(because)}. This flow has no refresh token, so the credential was sent again.`
    case 'refused':
      return 'Entra ID issued no token.'
  }
}

function becauseWords(because: RenewedBecause): string {
  switch (because) {
    case 'near-its-end':
      return 'the last one neared its end'
    case 'ended':
      return 'the last one had ended'
    case 'not-kept':
      return 'none was kept'
    case 'wanted':
      return 'what was granted since is in no older one'
    case 'expired':
      return 'Graph took the last one for expired'
    case 'claims-challenge':
      return 'Graph challenged the last one'
  }
}

function markOf({ kind }: RoundChange): 'good' | 'bad' | 'note' {
  switch (kind) {
    case 'token-issued':
    case 'permission-gained':
    case 'began-to-answer':
    case 'finding-went':
      return 'good'
    case 'token-refused':
    case 'permission-lost':
    case 'began-to-refuse':
    case 'out-of-reach':
      return 'bad'
    default:
      return 'note'
  }
}

/** Without a full stop. */
function changeWords(
  { kind, permission, operation, finding, before, after }: RoundChange,
  { operations }: Report,
): string {
  const named = operation === undefined ? undefined : operations.at(operation)
  const name = named === undefined ? '' : operationName(named)
  switch (kind) {
    case 'token-issued':
      return 'Entra ID issues a token now'
    case 'token-refused':
      return 'Entra ID refuses a token now'
    case 'permission-gained':
      return `The token gained ${permission}`
    case 'permission-lost':
      return `The token lost ${permission}`
    case 'began-to-answer':
      return `${name}: Graph answers it now (${before} before, ${after} now)`
    case 'began-to-refuse':
      return `${name}: Graph refuses it now (${before} before, ${after} now)`
    case 'out-of-reach':
      return `${name}: no answer came (${before} before)`
    case 'answer-changed':
      return `${name}: ${after}, where it was ${before}`
    case 'verdict-changed':
      return `${name}: ${after}, where it was ${before}`
    case 'finding-came':
      return `Found: ${finding}`
    case 'finding-went':
      return `No longer found: ${finding}`
  }
}

/** How it went, when it is over. */
export function renderCourse(course: Course, options: TextOptions): string {
  const style = new Style(options)
  return `${style.wrap(`${endWords(course)} ${countWords(course)}`, 2, '')}\n`
}

function endWords({ end, rounds, seconds }: Course): string {
  const all = `${counted(rounds, 'round')} in ${duration(seconds)}`
  switch (end.kind) {
    case 'interrupted':
      return `Interrupted after ${all}.`
    case 'max-rounds':
      return `Ended after ${all}, as --max-rounds says.`
    case 'unread':
      return `Ended after ${all}: nobody reads on.`
    case 'allowed': {
      if (rounds === 1) return 'Allowed at once: there was nothing to wait for.'
      const gained = end.came.flatMap(({ kind, permission }) =>
        kind === 'permission-gained' && permission !== undefined ? [permission] : [],
      )
      const came = gained.length === 0 ? '' : `, when the token gained ${joined(gained, 'and')}`
      return `Allowed after ${duration(seconds)}${came}.`
    }
    case 'max-wait':
      return `Not allowed after ${all}. As a rule a grant is in new tokens within minutes; whether there is one: ${end.look}`
    case 'in-vain':
      return `Ended after ${all}, since waiting cures nothing here: ${end.because}.`
  }
}

function countWords({ clear, problem, undetermined, failed, acquired, reused, changes }: Course): string {
  const rounds = [
    [clear, 'clear'],
    [problem, 'with a problem'],
    [undetermined, 'undetermined'],
    [failed, 'without an answer'],
  ] as const
  const kinds = rounds.filter(([count]) => count > 0).map(([count, words]) => `${count} ${words}`)
  const again = reused === 0 ? '' : `, ${counted(reused, 'time')} reused`
  const tokens = acquired === 0 ? '' : ` Tokens: ${acquired} acquired${again}.`
  return `Rounds: ${kinds.join(', ') || 'none'}.${tokens} ${counted(changes, 'change')}.`
}
