import { type Facts, isPutOff, type ReadableToken, succeeded } from '../facts.ts'
import type { Severity, Subject } from '../findings/finding.ts'
import type { Verdict } from '../judge/judge.ts'
import { audienceName, ownAudience } from '../knowledge/audiences.ts'
import { capitalized, counted } from '../text.ts'
import { duration, isoTime } from '../time.ts'
import { doubtOf, isProven } from '../token/standing.ts'

/** The answer in a sentence, and the mark that stands before it. */
export interface Headline {
  /** Good: clear, and verified. Note: clear, and not verified or not of Graph. */
  readonly mark: 'good' | 'note' | 'warning' | 'bad'
  readonly text: string
}

/** What a report says already when its headline is made. */
export interface Answered {
  readonly verdict: 'clear' | 'problem' | 'undetermined'
  readonly operations: readonly { readonly verdict?: Verdict }[]
  readonly calls: readonly {
    readonly operation: number
    readonly sent: boolean
    readonly status?: number | null
    readonly error?: unknown
  }[]
  readonly findings: readonly Lead[]
}

interface Lead {
  readonly severity: Severity
  readonly becauseOf: string | null
  readonly title: string
  readonly about: Subject
  readonly fix: readonly unknown[]
}

/** The finding that the headline quotes: the first error that no other explains. */
export function leadOf<Found extends Lead>(report: {
  readonly findings: readonly Found[]
}): Found | undefined {
  return report.findings.find(({ severity, becauseOf }) => severity === 'error' && becauseOf === null)
}

/** Without an error, what leaves an operation open, and has a cure. */
function doubtLeadOf({ findings }: Answered): Lead | undefined {
  return findings.find(
    ({ severity, becauseOf, about, fix }) =>
      severity === 'warning' && becauseOf === null && typeof about === 'number' && fix.length > 0,
  )
}

/** Derived from the same checks and findings as the verdict, so that the two cannot contradict each other. */
export function headlineOf(facts: Facts, report: Answered): Headline {
  const text =
    facts.byRecords === true
      ? aboutApp(facts, report)
      : report.operations.length === 0
        ? aboutToken(facts, report)
        : aboutOperations(facts, report)
  return { mark: markOf(facts, report), text }
}

function markOf(facts: Facts, { verdict }: Answered): Headline['mark'] {
  if (verdict === 'problem') return 'bad'
  if (verdict === 'undetermined') return 'warning'
  return isVerified(facts) && unprovenGates(facts).length === 0 ? 'good' : 'note'
}

/** By keys that were had, or by Graph itself, which answers 2xx to no token that it has not validated. */
function isVerified({ token, holder, operations, expect, fromCase }: Facts): boolean {
  if (holder?.from === 'records') return fromCase !== true
  if (token?.form !== 'jwt' || fromCase === true) return false
  return isProven(token) || (expect === null && operations.some(({ call }) => succeeded(call)))
}

/** What a clear answer adds where nobody verified the token. */
function caveat(facts: Facts): string {
  if (facts.fromCase === true) return caveatOfCase(facts)
  return isVerified(facts) || (facts.token?.form === 'jwt' && facts.token.signature.status === 'verified')
    ? ''
    : 'not verified'
}

/** Whoever edits a case can write what they like into it. */
function caveatOfCase({ token, operations }: Facts): string {
  if (token?.form === 'jwt' && token.signature.status === 'verified-when-written')
    return 'verified when the case was written'
  return operations.some(({ call }) => succeeded(call)) ? 'as the case says' : 'not verified'
}

function aboutToken(facts: Facts, report: Answered): string {
  const { token } = facts
  const cause = leadOf(report)
  if (token === null) return cause?.title ?? 'There is no token.'
  if (token.form !== 'jwt') return `This cannot be read as an access token: it is ${asSentences(token.kind)}.`
  if (cause !== undefined) return cause.title
  const kind = `${kindWords(token)}${otherApi(token, facts)}${lifeWords(token, facts)}`
  const doubt = doubtOf(token, facts)
  if (report.verdict === 'undetermined') return `${kind}; ${doubt ?? 'it is not decided'}.`
  const unverified = caveat(facts)
  return unverified === '' ? `${kind}.` : `${kind}; ${unverified}.`
}

/** As far as the records tell, and as of when. */
function aboutApp(facts: Facts, report: Answered): string {
  const { holder, operations, records, at } = facts
  const when = `as of the records of ${isoTime(at).slice(11, 16)} UTC`
  if (holder === null)
    return `The tenant's records do not tell what the app is granted: they could not be read.`
  const cause = leadOf(report)
  if (operations.length === 0)
    return (
      cause?.title ??
      `The app is granted ${counted(holder.permissions.length, 'permission')} of Microsoft Graph, ${when}.`
    )
  if (report.verdict === 'problem') return refusals(report, cause).replace(/\.$/, `, ${when}.`)
  if (report.verdict === 'undetermined') {
    const lead = doubtLeadOf(report)
    if (operations.length === 1 && lead !== undefined && whyOpen(facts) === onlyGraph) return lead.title
    return `${stillOpen(open(facts), operations.length)}, since ${whyOpen(facts)}.`
  }
  const holds =
    records?.servicePrincipal?.isBlueprint === true
      ? 'An agent that inherits from it would hold'
      : 'A new token would hold'
  return `${allClear(report, unprovenGates(facts), holds)}, ${when}.`
}

/** `an ID token: it tells …` has a colon too many behind another one. */
function asSentences(kind: string): string {
  const [name = '', ...rest] = kind.split(': ')
  const more = rest.join(': ')
  return more === '' ? name : `${name}. ${capitalized(more)}`
}

function kindWords({ access: { access } }: ReadableToken): string {
  if (access === 'unknown') return 'A token of unknown kind'
  return `${access === 'app-only' ? 'An' : 'A'} ${access} token`
}

/** Of another issuer's token the audience is not judged. */
function otherApi({ graph, payload: { aud } }: ReadableToken, { issuer }: Facts): string {
  if (graph !== null || issuer !== null || aud === null) return ''
  const name = audienceName(aud) ?? (ownAudience(aud) === null ? 'another API' : 'an API of your own')
  return ` for ${name}, not for Graph`
}

function lifeWords({ payload: { exp } }: ReadableToken, { at }: Facts): string {
  return exp === null ? '' : `, valid for ${duration(Math.max(0, Math.floor(exp - at)))} more`
}

/** So many gates are named in a headline. */
const mostBesides = 2

function aboutOperations(facts: Facts, report: Answered): string {
  const cause = leadOf(report)
  if (facts.token === null) return cause?.title ?? 'No token: nothing was compared.'
  switch (report.verdict) {
    case 'clear': {
      const unverified = caveat(facts)
      return `${allClear(report, unprovenGates(facts))}${unverified === '' ? '' : `; ${unverified}`}.`
    }
    case 'undetermined':
      return undecided(facts, report)
    case 'problem':
      return refusals(report, cause)
  }
}

function undecided(facts: Facts, report: Answered): string {
  const { token } = facts
  const asked = report.operations.length
  if (token?.form !== 'jwt')
    return `Nothing was compared, since the token cannot be read: it is ${asSentences(token?.kind ?? 'not there')}.`
  const left = open(facts)
  const doubt = doubtOf(token, facts)
  const lead = doubtLeadOf(report)
  if (left === 1 && asked === 1 && lead !== undefined && whyOpen(facts) === onlyGraph) return lead.title
  if (left > 0 || doubt === null) return `${stillOpen(left, asked)}, since ${whyOpen(facts)}.`
  return `${allClear(report, []).replace(/^All clear: (.)/, (_, first: string) => first.toUpperCase())}, but ${doubt}.`
}

function whyOpen({ operations }: Facts): string {
  if (operations.some(({ call }) => call?.sent === true && call.status === null))
    return 'no answer came from Graph'
  if (operations.some(({ call }) => call?.sent === false && call.barred))
    return 'the token was not sent where WHY403_EMULATOR leads'
  if (operations.some(({ operation }) => 'unreadable' in operation))
    return 'not everything that was listed can be read'
  if (operations.every(({ requirement: { status } }) => status === 'not-graph'))
    return 'only the permissions of Microsoft Graph are listed here'
  return onlyGraph
}

const onlyGraph = 'only Graph can tell'

function stillOpen(left: number, asked: number): string {
  if (asked === 1) return 'The operation is not decided'
  return left === asked || left === 0
    ? `None of the ${asked} operations is decided`
    : `${left} of ${asked} operations ${left === 1 ? 'is' : 'are'} not decided`
}

/** What the clear answer does not reach: beside the permission, of each operation the first thing that nobody saw. */
function unprovenGates({ operations }: Facts): string[] {
  const needs = operations.flatMap(({ verdict, gates }) =>
    verdict === 'allowed' ? gates.slice(0, 1).map(({ row }) => row.needs) : [],
  )
  return [...new Set(needs)]
}

function allClear(
  { operations, calls }: Answered,
  besides: readonly string[],
  holds = 'The token holds',
): string {
  const [all, sent] = [operations.length, calls.filter(call => call.sent).length]
  if (besides.length > 0) {
    const more = besides.length > mostBesides ? `, and ${besides.length - mostBesides} more` : ''
    return `${holds} what ${all === 1 ? 'the operation needs' : `the ${all} operations need`}; besides: ${besides.slice(0, mostBesides).join('; ')}${more}, not visible from here`
  }
  if (sent > 0) return `All clear: ${all === 1 ? 'the call was' : `${sent} of ${all} calls`} answered`
  return `All clear: ${lowerFirst(holds)} what ${all === 1 ? 'the operation needs' : `the ${all} operations need`}`
}

function refusals({ operations, calls }: Answered, cause: Lead | undefined): string {
  const refused = calls
    .filter(({ error, status }) => error !== undefined && !isPutOff(status))
    .map(({ operation }) => operation)
  const held = operations.filter(
    (operation, index) => !refused.includes(index) && wouldFail(operation),
  ).length
  const all = operations.length
  const some = (count: number): string => (all === 1 ? 'the call' : `${count} of ${all} calls`)
  if (refused.length > 0 && held > 0)
    return withCause(`${refused.length + held} of ${all} operations fail`, cause)
  // What is refused says itself that it is.
  if (all === 1 && refused.length > 0 && cause?.title.startsWith('Graph ') === true) return cause.title
  if (refused.length > 0) return withCause(`Graph refused ${some(refused.length)}`, cause)
  if (held > 0) return withCause(`Graph would refuse ${some(held)}`, cause)
  return cause?.title ?? 'There is a problem.'
}

/** A sentence has one colon: behind a cause that has its own, two sentences are made. */
function withCause(sentence: string, cause: Lead | undefined): string {
  if (cause === undefined) return `${sentence}.`
  return cause.title.includes(': ')
    ? `${sentence}. ${cause.title}`
    : `${sentence}: ${lowerFirst(cause.title)}`
}

function wouldFail({ verdict }: Answered['operations'][number]): boolean {
  return verdict === 'missing-permission' || verdict === 'delegated-only' || verdict === 'wrong-host'
}

function open({ operations }: Facts): number {
  return operations.filter(({ verdict, call }) => {
    if (verdict !== 'allowed') return true
    return call !== null && (call.sent ? call.status === null : call.barred)
  }).length
}

/** Names such as `GET /users` and `AuditLog.Read.All` keep their case. */
function lowerFirst(text: string): string {
  return /^(The|There|A|An|Nobody|Admin|Permissions|No) /.test(text)
    ? text.charAt(0).toLowerCase() + text.slice(1)
    : text
}
