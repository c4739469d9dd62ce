import { version } from '../../version.ts'
import { bareCommandLine } from '../command-line.ts'
import { bounded, type JsonObject, objectOf } from '../json.ts'
import { type AnswerInHand, readAnswer } from '../paste/answer.ts'
import type { Occasion } from '../paste/observe.ts'
import { presentedBy } from '../paste/presented.ts'
import { readPaste, timeIn } from '../paste/read.ts'
import { type PastedToken, tokenIn } from '../paste/token.ts'
import { reportOfPaste } from '../pasted.ts'
import type { Report } from '../report/report.ts'
import type { Shell } from '../shell.ts'
import type { PermissionIndex } from '../tables/permission-index.ts'
import { demandIndex, demandObject, demandOptions, demandText } from './arguments.ts'
import { type OperationInput, operationOf } from './operation-input.ts'

export interface ExplainOptions {
  /** The shell that next steps are written for. Absent: a POSIX shell. */
  readonly shell?: Shell
  /** Seconds since 1970, to judge the lifetime of a token by that came with the text. Absent: as of its own beginning. */
  readonly at?: number
}

/** The fields of a header: a `Headers`, a Map, a list of pairs, or an object. The case of names does not matter. */
export type HeaderFields =
  | Iterable<readonly [string, string]>
  | Readonly<Record<string, string | readonly string[] | undefined>>

/** An answer of Microsoft Graph or of Entra ID's token endpoint, as a program received it. */
export interface Answer {
  /** The HTTP status, 100 to 599. */
  readonly status: number
  /** `request-id` and `WWW-Authenticate` are read (RFC 9110 §11.6.1), the others only tell who answered. */
  readonly headers: HeaderFields
  /** The text of the body, or what its JSON was parsed into; null or absent when there was none. */
  readonly body?: unknown
  /** What was asked for: with it, the answer says what the operation requires. */
  readonly request?: OperationInput
  /** The token that was sent, or its decoded claims: with it, the answer says what the token lacks. None of it is shown. */
  readonly token?: string | JsonObject
}

/**
 * Explains what people paste: a body, headers, a log, an exception of an SDK, `curl -v`. The report is the one that
 * `why403 explain --format json` prints for the same text: `refusals` holds each refusal that was found, with its
 * meaning, causes and next step. A text without any has the verdict `undetermined`: nothing is guessed.
 *
 * Sources: Learn, "Microsoft Entra authentication and authorization error codes" and "Microsoft Graph error responses
 * and resource types"; each explanation names its own in `source`.
 *
 * Not checked: whether the text is true, and whatever only the token or the tenant could tell; that is listed as
 * `candidates`.
 *
 * @throws {TypeError} when an argument or an option is of another type
 *
 * @example
 * const { refusals } = explainText(index, 'AADSTS7000215: Invalid client secret provided.')
 * refusals[0].id // 'aadsts/7000215'
 */
export function explainText(index: PermissionIndex, text: string, options: ExplainOptions = {}): Report {
  demandIndex(index)
  demandText(text, 'The text')
  return reportOfPaste(readPaste(text), index, { version, data: index.source }, occasionOf(options))
}

/**
 * Explains an answer of Microsoft Graph or Entra ID that refuses something, of a `$batch` each answer that does. The
 * report is that of `explainText`. Where nobody but a proxy seems to have answered, `refusals` is empty, and
 * `notChecked` says what came instead.
 *
 * Source of an answer's form: Learn, "Microsoft Graph error responses and resource types"; RFC 6749 §5.2.
 *
 * Not checked: the token that was sent. `check` and `inspectToken` compare it with what the operation requires.
 *
 * @throws {TypeError} when an argument or an option is of another type
 *
 * @example
 * const { refusals } = explainRefusal(index, {
 *   status: 403,
 *   headers: { 'request-id': '3f2b1c9e-0d54-4a5e-9c1d-2f0a6b7c8d9e' },
 *   body: '{"error":{"code":"Authorization_RequestDenied","message":"Insufficient privileges to complete the operation."}}',
 *   request: 'GET /users',
 * })
 * refusals[0].id // 'graph/directory-permission'
 */
export function explainRefusal(index: PermissionIndex, answer: Answer, options: ExplainOptions = {}): Report {
  demandIndex(index)
  const inHand = answerInHand(answer)
  const { refusals, none } = readAnswer(inHand)
  const token = tokenOf(answer.token)
  const pasted = {
    ...{ refusals, succeeded: [], calls: [], unowned: null, token, flow: null },
    presented: token === null ? null : presentedBy(token),
    refusedAt: timeIn(`date: ${inHand.headers.date ?? ''}`),
  }
  const report = reportOfPaste(pasted, index, { version, data: index.source }, occasionOf(options))
  return none === null
    ? report
    : { ...report, notChecked: [...report.notChecked, { id: 'refusals', missing: [none] }] }
}

function occasionOf(options: ExplainOptions): Occasion {
  demandOptions(options)
  const line = { ...bareCommandLine, shell: options.shell ?? bareCommandLine.shell }
  return { now: options.at ?? null, line }
}

function tokenOf(token: unknown): PastedToken | null {
  if (token === undefined || token === null) return null
  if (typeof token === 'string') return tokenIn(token)
  const claims = objectOf(token)
  if (claims === null) throw new TypeError('The token of the answer must be its text, or its decoded claims.')
  return { kind: 'claims', claims: bounded(claims) }
}

function answerInHand(answer: Answer): AnswerInHand {
  demandObject(answer, 'The answer')
  const { status, headers, body, request } = answer
  if (!Number.isInteger(status) || status < 100 || status > 599)
    throw new TypeError('The status of the answer must be a whole number from 100 to 599.')
  return { status, headers: fieldsOf(headers), body: textOfBody(body), call: callOf(request) }
}

function callOf(request: OperationInput | undefined): AnswerInHand['call'] {
  if (request === undefined) return null
  const operation = operationOf(request)
  if (!('unreadable' in operation)) return { method: operation.method, url: operation.url }
  return typeof request === 'string' ? null : { method: request.method, url: request.url }
}

/** By names in lower case; what stands in several lines is joined (RFC 9110 §5.3). */
function fieldsOf(headers: HeaderFields): Record<string, string> {
  if (typeof headers !== 'object' || headers === null)
    throw new TypeError('The headers of the answer must be an object, a Headers, or a list of pairs.')
  const fields = new Map<string, string>()
  for (const [name, value] of isIterable(headers) ? headers : Object.entries(headers)) {
    if (typeof name !== 'string' || value === undefined) continue
    const key = name.toLowerCase()
    const before = fields.get(key)
    const text = Array.isArray(value) ? value.join(', ') : String(value)
    fields.set(key, before === undefined ? text : `${before}, ${text}`)
  }
  return Object.fromEntries(fields)
}

function isIterable(headers: HeaderFields): headers is Iterable<readonly [string, string]> {
  const { [Symbol.iterator]: iterator } = headers as Partial<Iterable<unknown>>
  return typeof iterator === 'function'
}

function textOfBody(body: unknown): string {
  if (typeof body === 'string') return body
  if (body === null || body === undefined) return ''
  if (ArrayBuffer.isView(body) || body instanceof ArrayBuffer)
    throw new TypeError('The body of the answer must be its text, or parsed JSON, not bytes.')
  return JSON.stringify(bounded({ body }).body) ?? ''
}
