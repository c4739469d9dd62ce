import type { PredictedOperation } from '../core/derive-facts.ts'
import { Why403Error } from '../core/error.ts'
import { heldBackBecause } from '../core/judge/send.ts'
import type { ObservedCall } from '../core/observed.ts'
import { wireOf } from '../core/operation/wire.ts'
import { answererOf } from '../core/refusal/graph-answer.ts'
import { type Renewal, renewalFor } from '../core/refusal/renewal.ts'
import type { Secret } from '../core/secret.ts'
import type { GraphAnswer } from '../edges/graph/client.ts'
import { inTurns } from '../edges/in-turns.ts'
import { retryAfter } from '../edges/retries.ts'
import type { Io } from '../io.ts'
import type { Pages } from './pages.ts'

/** Where calls go, and with what. */
export interface GraphAccess {
  readonly origin: string
  readonly token: Secret
  /** Why this token goes nowhere, whatever is asked. */
  readonly barred: string | null
}

/** Whoever listens at the emulator's address, a real token is nothing for them. */
export const notTheEmulators =
  'not sent: no key of the built-in tenant proves the token its own, and WHY403_EMULATOR leads there'

/** Calls what may be called, a few at a time; what is held back says why. */
export function callAll(
  operations: readonly PredictedOperation[],
  graph: GraphAccess,
  anyway: boolean,
  io: Io,
  calling: (operation: string) => void,
  pages: Pages | null,
): Promise<ObservedCall[]> {
  const run = (operation: PredictedOperation): Promise<ObservedCall> =>
    call(operation, graph, anyway, io, calling, pages)
  // Rows come in the order of the operations.
  return pages === null ? inTurns(operations, run) : inTurns(operations, run, 1)
}

async function call(
  { index, operation, predicted, certain }: PredictedOperation,
  graph: GraphAccess,
  anyway: boolean,
  io: Io,
  calling: (operation: string) => void,
  pages: Pages | null,
): Promise<ObservedCall> {
  if ('unreadable' in operation) return { operation: index, sent: false, reason: operation.unreadable }
  const heldBack = heldBackBecause(operation, predicted, { anyway, certain })
  if (heldBack !== null) return { operation: index, sent: false, reason: heldBack }
  if (graph.barred !== null) return { operation: index, sent: false, reason: graph.barred, barred: true }
  const wire = wireOf(operation, graph.origin)
  if ('unsent' in wire) return { operation: index, sent: false, reason: wire.unsent }
  const { url } = wire
  const method = operation.method as 'GET' | 'HEAD'
  calling(`${method} ${operation.path}`)
  const answered =
    pages === null
      ? await ask(method, url, graph.token, io)
      : await askForPages(index, method, url, graph.token, io, pages)
  return { operation: index, sent: true, url, ...answered }
}

/** One exchange; without an answer, why there is none. */
async function ask(method: 'GET' | 'HEAD', url: string, token: Secret, io: Io): Promise<AnsweredCall> {
  const { callGraph } = await import('../edges/graph/client.ts')
  try {
    return readCall(await callGraph(method, url, token, io), url, method, io)
  } catch (error) {
    if (!(error instanceof Why403Error)) throw error
    const none = { status: null, requestId: null, clientRequestId: null, durationMs: null, body: '' }
    return { ...none, reason: error.message }
  }
}

/** A list to its end, or to where it is refused: then the refusal is the answer. */
async function askForPages(
  index: number,
  method: 'GET' | 'HEAD',
  url: string,
  token: Secret,
  io: Io,
  pages: Pages,
): Promise<AnsweredCall> {
  let address = pages.addressOf(index, url)
  let first: AnsweredCall | null = null
  for (;;) {
    const answered = await ask(method, address, token, io)
    first ??= answered
    const taken = await pages.take(index, address, answered)
    if ('next' in taken) {
      address = taken.next
      continue
    }
    const read = pages.readOf(index)
    const of = read === null ? {} : { read }
    if (answered.status === null || answered.status >= 300) return { ...answered, ...of }
    if (taken.unfollowed !== null)
      return { ...first, ...of, status: null, body: '', reason: taken.unfollowed }
    return { ...first, ...of }
  }
}

type AnsweredCall = Omit<Extract<ObservedCall, { sent: true }>, 'operation' | 'sent' | 'url'>

/** What came, as far as Graph said it. A body that is not Graph's, or that names the address of a link, is left out. */
function readCall(answer: GraphAnswer, url: string, method: string, io: Io): AnsweredCall {
  const { requestId, clientRequestId, durationMs, headers, status, attempts } = answer
  const tried = { requestId, clientRequestId, durationMs, ...(attempts === undefined ? {} : { attempts }) }
  const answerer = answererOf({ ...answer, url, method, proxy: answer.proxy ?? null })
  switch (answerer.by) {
    case 'graph': {
      const wait = status >= 400 ? retryAfter(headers, io.now()) : null
      return {
        ...{ ...tried, status, reason: null, body: answer.body },
        wwwAuthenticate: headers['www-authenticate'] ?? null,
        ...(wait === null ? {} : { retryAfter: Math.ceil(wait / 1000) }),
      }
    }
    case 'graph-with-link':
      return {
        ...{ ...tried, status, body: '' },
        reason: `answered by a link to ${answerer.host}, not followed`,
      }
    case 'other':
      return { ...tried, status: null, body: '', reason: answerer.reason }
  }
}

/** What only a new token can cure, by Graph's own answers; null: nothing. */
export function renewalOf(
  calls: readonly ObservedCall[],
  exp: number | null,
  at: number,
): { readonly renewal: Renewal; readonly operations: ReadonlySet<number> } | null {
  const curable = calls.flatMap(call => {
    const renewal = call.sent ? renewalFor(call, exp, at) : null
    return renewal === null ? [] : [{ renewal, operation: call.operation }]
  })
  const [first] = curable
  if (first === undefined) return null
  // A challenge asks for more than a new token: one that is asked for with its claims cures both.
  const { renewal } = curable.find(({ renewal }) => renewal.claims !== null) ?? first
  return { renewal, operations: new Set(curable.map(({ operation }) => operation)) }
}

/** What the second token got, in the place of what the first did. */
export function withRenewal(
  first: readonly ObservedCall[],
  second: readonly ObservedCall[],
  { because }: Renewal,
): ObservedCall[] {
  return first.map(call => {
    const again = second.find(({ operation }) => operation === call.operation)
    if (again === undefined || !call.sent) return call
    return again.sent ? { ...again, renewed: { because, requestId: call.requestId } } : again
  })
}
