import type { FindingReport, Report } from '../../core/report.ts'
import { duration } from '../../core/time.ts'
import type { Style } from './style.ts'

/** The answer in a sentence, the first thing that is printed. */
export function renderVerdict(report: Report, style: Style): string {
  const mark = style.mark(
    report.verdict === 'clear' ? 'good' : report.verdict === 'problem' ? 'bad' : 'warning',
  )
  return style.colour.bold(style.wrap(sentence(report), 2, `${mark} `))
}

/** The finding that the verdict quotes: the first error that no other explains. */
export function leadOf({ findings }: Report): FindingReport | undefined {
  return findings.find(({ severity, becauseOf }) => severity === 'error' && becauseOf === null)
}

function sentence(report: Report): string {
  const { operations, verdict } = report
  const cause = leadOf(report)
  if (operations.length === 0) return aboutToken(report, cause)
  if (report.token === undefined) return cause?.title ?? 'No token: nothing was compared.'
  switch (verdict) {
    case 'clear':
      return allClear(report)
    case 'undetermined':
      return `Undetermined: ${count(open(report), operations.length)} could not be decided${report.token.form === 'jwt' ? '' : ', since the token cannot be read'}.`
    case 'problem':
      return refusals(report, cause)
  }
}

function allClear({ operations, calls }: Report): string {
  const sent = calls.filter(call => call.sent)
  if (sent.length > 0) return `All clear: ${sent.length} of ${plural(operations.length, 'call')} answered.`
  return `All clear: the token holds what ${count(operations.length, operations.length)} ${operations.length === 1 ? 'needs' : 'need'}.`
}

function refusals({ operations, calls }: Report, cause: FindingReport | undefined): string {
  const refused = calls.filter(({ error }) => error !== undefined).map(({ operation }) => operation)
  const held = operations.filter(
    (operation, index) => !refused.includes(index) && wouldFail(operation),
  ).length
  const because = cause === undefined ? '' : `: ${lowerFirst(cause.title)}`
  const all = operations.length
  if (refused.length > 0 && held > 0)
    return `${refused.length + held} of ${plural(all, 'operation')} fail${because}`
  if (refused.length > 0) return `Graph refused ${refused.length} of ${plural(all, 'call')}${because}`
  if (held > 0) return `Graph would refuse ${held} of ${plural(all, 'call')}${because}`
  return cause?.title ?? 'There is a problem.'
}

function wouldFail({ verdict }: Report['operations'][number]): boolean {
  return verdict === 'missing-permission' || verdict === 'delegated-only' || verdict === 'wrong-host'
}

function aboutToken({ token, verdict }: Report, cause: FindingReport | undefined): string {
  if (token === undefined) return cause?.title ?? 'There is no token.'
  if (token.form !== 'jwt') return `This cannot be read as an access token: it is ${token.kind}.`
  if (cause !== undefined) return cause.title
  const kind =
    token.access === 'unknown'
      ? 'A token of unknown kind'
      : `${token.access === 'app-only' ? 'An' : 'A'} ${token.access} token`
  const lifetime = token.secondsLeft == null ? '' : `, valid for ${duration(token.secondsLeft)} more`
  const doubts: Partial<Record<string, string>> = {
    mismatch: '; its signature does not fit',
    unverifiable: '; its signature cannot be verified',
  }
  const doubt = doubts[token.signature?.status ?? ''] ?? '; but its form is damaged'
  return `${kind}${lifetime}${verdict === 'undetermined' ? doubt : ''}.`
}

function open({ operations, calls }: Report): number {
  return operations.filter(({ verdict }, index) => {
    const call = calls.find(({ operation }) => operation === index)
    return verdict !== 'allowed' || (call?.sent === true && call.status == null)
  }).length
}

function count(some: number, all: number): string {
  return `${some} of ${plural(all, 'operation')}`
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** Names such as `GET /users` and `AuditLog.Read.All` keep their case. */
function lowerFirst(text: string): string {
  return /^(The|A|An|Nobody|Admin|No) /.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text
}
