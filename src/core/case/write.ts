import { bareCommandLine } from '../command-line.ts'
import { Why403Error } from '../error.ts'
import type { JsonObject } from '../json.ts'
import type { Observed, ObservedCall, ObservedToken } from '../observed.ts'
import { type Operation, parseOperation, type UnreadableOperation } from '../operation/operation.ts'
import { readChallenge } from '../refusal/challenge.ts'
import type { EntraError } from '../refusal/entra.ts'
import type { Report } from '../report/report.ts'
import { cleaned } from '../secret/gate.ts'
import type { KnownSecrets } from '../secret/known.ts'
import type { DataSources, PermissionIndex } from '../tables/permission-index.ts'
import { isoTime } from '../time.ts'
import type { SignatureResult } from '../token/signature.ts'
import { cutAnswer, cutEntraRefusal, cutGraphRefusal, cutRecords } from './cut.ts'
import {
  type Case,
  type CaseCall,
  type CasePaste,
  type CaseToken,
  caseLimit,
  caseShape,
  type Said,
} from './form.ts'
import { claimsWithNames, claimsWithoutPeople, gatherFromRequest, gatherFromText } from './gather-people.ts'
import { lastName, withoutFolders } from './line.ts'
import { People } from './people.ts'
import { whole } from './shape.ts'
import { mapped, mappedValues } from './stand-ins.ts'

export interface CaseOptions {
  /** What a text told besides. */
  readonly pasted?: CasePaste
  readonly version: string
  readonly data: DataSources
  readonly known: KnownSecrets
  /** Flags whose value names a file. */
  readonly fileFlags: readonly string[]
}

/**
 * What was observed in a run, as a text to send: without secrets, signatures, bodies and rows, and with names in the place of
 * people.
 *
 * @param report of these observations
 * @throws Why403Error `unwritable-output` where it would be larger than any reader takes, or of another form
 */
export function caseText(
  observed: Observed,
  report: Report,
  index: PermissionIndex,
  options: CaseOptions,
): string {
  const { written } = caseOf(observed, report, index, options)
  const text = `${JSON.stringify(written, null, 1)}\n`
  // Whoever writes it can still ask again; whoever is sent it cannot.
  const fault = caseShape.fault(written, whole)
  if (fault !== null)
    throw new Why403Error('unwritable-output', `No case can hold what was observed: ${fault}.`, [
      'The answer itself can be sent: --format markdown --output FILE',
    ])
  if (text.length <= caseLimit) return text
  throw new Why403Error(
    'unwritable-output',
    'The case would be larger than 1 MiB, and nobody could open it.',
    ['Ask about fewer operations at a time.'],
  )
}

/** The same, with who stands behind the names: for nobody but tests. */
export function caseOf(
  observed: Observed,
  report: Report,
  index: PermissionIndex,
  { version, data, known, fileFlags, pasted }: CaseOptions,
): { readonly written: Case; readonly people: People } {
  const whole: Case = {
    case: 1,
    tool: { name: 'why403', version },
    data,
    at: isoTime(observed.at),
    question: questionOf(observed, fileFlags),
    acquisition: acquisitionOf(observed.acquisition),
    token: observed.token === null ? null : tokenOf(observed.token),
    operations: observed.operations.map(operationOf),
    calls: observed.calls.map(callOf),
    records: observed.records === null ? null : cutRecords(observed.records),
    people: [],
    said: saidOf(report, observed),
    ...(pasted === undefined ? {} : { pasted }),
  }
  // Secrets first: of one that holds an address, the gate would not know the rest.
  return withoutPeople(cleaned(whole, known), observed, index)
}

function questionOf(
  { line, oddities, cloud, clockOffset, issuer, flow, tenantCloud, byRecords, ...asked }: Observed,
  fileFlags: readonly string[],
): Case['question'] {
  const { emulator, tenant, clientId, expect, keysGiven, claimsOnly } = asked
  return {
    ...{ asked: asked.asked, cloud: cloud?.name ?? null, emulator, tenant, clientId },
    ...{ expect, keysGiven, claimsOnly },
    oddities: oddities.map(({ origin, ...oddity }) => ({ ...oddity, origin: lastName(origin) })),
    line: withoutFolders({ ...bareCommandLine, ...line }, fileFlags),
    ...(issuer === undefined ? {} : { issuer }),
    ...(clockOffset === undefined ? {} : { clockOffset }),
    ...(flow === undefined ? {} : { flow }),
    ...(byRecords === undefined ? {} : { byRecords }),
    ...(tenantCloud === undefined ? {} : { tenantCloud }),
  }
}

function acquisitionOf(acquisition: Observed['acquisition']): Case['acquisition'] {
  if (acquisition === null) return null
  if ('told' in acquisition) return { told: entraOf(acquisition.told) }
  const { authority, credential, presented, origin, sentAt, status, refusal } = acquisition
  return {
    ...{ authority, credential, origin: lastName(origin), sentAt: Math.floor(sentAt), status },
    refusal: refusal === null ? null : cutEntraRefusal(status, refusal),
    ...(presented === undefined ? {} : { presented }),
    ...triesOf(acquisition),
  }
}

function triesOf({ attempts, retryAfter }: { readonly attempts?: number; readonly retryAfter?: number }): {
  attempts?: number
  retryAfter?: number
} {
  return {
    ...(attempts === undefined ? {} : { attempts }),
    ...(retryAfter === undefined ? {} : { retryAfter }),
  }
}

/** A text told it: what was read of it, and nothing that stood beside it. */
function entraOf(read: EntraError): EntraTold {
  const { status, error, codes, message, traceId, correlationId, timestamp } = read
  return { service: 'entra', status, error, codes, message, traceId, correlationId, timestamp }
}

type EntraTold = Extract<NonNullable<Case['acquisition']>, { told: unknown }>['told']

function tokenOf(token: ObservedToken): CaseToken {
  const origin = lastName(token.origin)
  if (token.form !== 'jwt') {
    const { form, kind, decoded } = token
    return { form, origin, kind, ...(decoded === undefined ? {} : { decoded }) }
  }
  const { form, header, claims, flaws, wrapping, partial, signature } = token
  return {
    ...{ form, origin, header, claims, flaws, signature: asWritten(signature) },
    ...(wrapping === undefined ? {} : { wrapping }),
    ...(partial === undefined ? {} : { partial }),
  }
}

/** Without the signature nobody can look again: what a case says of it is a result, and no proof. */
function asWritten({ status, ...rest }: SignatureResult): Extract<CaseToken, { form: 'jwt' }>['signature'] {
  return { status: status === 'verified' ? 'verified-when-written' : status, ...rest }
}

function operationOf(operation: Operation | UnreadableOperation): Case['operations'][number] {
  const { source } = operation
  const from = source === undefined ? {} : { source: { ...source, file: lastName(source.file) } }
  if ('unreadable' in operation) {
    const { text, unreadable, untold } = operation
    return { text, unreadable, ...(untold === undefined ? {} : { untold }), ...from }
  }
  return { method: operation.method, url: operation.url, ...from }
}

function callOf(call: ObservedCall): CaseCall {
  if (!call.sent) return call
  const { operation, url, status, reason, requestId, clientRequestId, durationMs, body, told } = call
  const refused = told === undefined && status !== null && status >= 400
  return {
    ...{ operation, sent: true, url, status, reason, requestId, clientRequestId },
    durationMs: durationMs === null ? null : Math.max(0, Math.round(durationMs)),
    refusal: refused ? cutGraphRefusal(status, body) : null,
    challenge: refused ? readChallenge(call.wwwAuthenticate) : null,
    answered: refused ? null : cutAnswer(body),
    ...(told === undefined ? {} : { told }),
    ...triesOf(call),
    ...(call.renewed === undefined ? {} : { renewed: call.renewed }),
  }
}

function saidOf({ verdict, operations, findings }: Report, observed: Observed): Said {
  return {
    verdict: verdict === 'clear' && isGate(observed) ? 'undetermined' : verdict,
    operations: operations.map(({ verdict = null, certain = false }) => ({ verdict, certain })),
    findings: findings.map(({ id, about, severity, certainty }) => ({ id, about, severity, certainty })),
  }
}

/** What `--expect` opens for is a signature that was verified: a file of which somebody says so opens nothing. */
function isGate({ expect, token }: Observed): boolean {
  return expect !== null && token?.form === 'jwt' && token.signature.status === 'verified'
}

/** First everybody is gathered, then named: who stands in a claim may stand in an address or a message as well. */
function withoutPeople(
  whole: Case,
  { operations }: Observed,
  index: PermissionIndex,
): { readonly written: Case; readonly people: People } {
  const texts = textsIn(whole)
  const people = new People(texts)
  const isWord = (segment: string): boolean =>
    index.segments('/users', segment).some(word => plain(word) === plain(segment))
  const token =
    whole.token === null ? null : tokenWith(whole.token, claims => claimsWithoutPeople(claims, people))
  for (const operation of operations)
    if (!('unreadable' in operation)) gatherFromRequest(operation.path, operation.query, isWord, people)
  for (const { call } of callsOf(whole)) {
    const operation = call === null ? null : parseOperation('GET', call.url)
    if (operation !== null && !('unreadable' in operation))
      gatherFromRequest(operation.path, operation.query, isWord, people)
  }
  for (const text of texts) gatherFromText(text, people)
  const name = (text: string): string => people.without(text)
  const { question, acquisition, records } = whole
  const named = mappedValues({ question, acquisition, operations: whole.operations, records }, name)
  const written = {
    ...whole,
    ...named,
    calls: whole.calls.map(call => callNamed(call, name)),
    ...(whole.pasted === undefined ? {} : { pasted: pastedNamed(whole.pasted, name) }),
    token: token === null ? null : tokenNamed(token, people),
    people: people.list(),
  }
  return { written, people }
}

/** Refusals whose call a text tells. */
function callsOf({ pasted }: Case): Extract<CasePaste['refusals'][number], { call: unknown }>[] {
  return (pasted?.refusals ?? []).flatMap(refusal => ('call' in refusal ? [refusal] : []))
}

function pastedNamed(pasted: CasePaste, name: (text: string) => string): CasePaste {
  const refusals = pasted.refusals.map(refusal => {
    const named = mappedValues(refusal, name)
    return 'challenge' in named ? { ...named, challenge: mapped(named.challenge, name) } : named
  })
  return { ...mappedValues(pasted, name), refusals }
}

function callNamed(call: CaseCall, name: (text: string) => string): CaseCall {
  if (!call.sent) return mappedValues(call, name)
  return { ...mappedValues(call, name), challenge: mapped(call.challenge, name) }
}

/** As the tables write it: `delta()`, and in any letter case. */
function plain(segment: string): string {
  return segment.split('(')[0]!.toLowerCase()
}

function tokenWith(token: CaseToken, change: (claims: JsonObject) => JsonObject): CaseToken {
  if (token.form === 'jwt') return { ...token, claims: change(token.claims) }
  const { decoded, ...rest } = token
  return decoded === undefined ? token : { ...rest, decoded: { ...decoded, claims: change(decoded.claims) } }
}

function tokenNamed(token: CaseToken, people: People): CaseToken {
  const named = tokenWith(token, claims => claimsWithNames(claims, people))
  const name = (text: string): string => people.without(text)
  if (named.form === 'jwt') {
    const { claims, ...rest } = named
    return { ...mapped(rest, name), claims }
  }
  const { decoded, ...rest } = named
  return {
    ...mapped(rest, name),
    ...(decoded === undefined
      ? {}
      : {
          decoded: { ...decoded, header: mapped(decoded.header, name), flaws: mapped(decoded.flaws, name) },
        }),
  }
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, member]) =>
    Array.isArray(value) ? textsIn(member) : [name, ...textsIn(member)],
  )
}
