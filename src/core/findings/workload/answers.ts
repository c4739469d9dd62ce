import type { CallFacts, Facts, OperationFacts } from '../../facts.ts'
import { calledBy, type Known } from '../../fixes/target.ts'
import { type GraphRefusalRow, graphRefusalByKey } from '../../knowledge/graph-refusals.ts'
import { isUntold, type Operation, type UnreadableOperation } from '../../operation/operation.ts'
import type { GraphError } from '../../refusal/graph.ts'
import type { Decision, Evidence } from '../finding.ts'

/** A call that Graph refused in a way that the catalog knows. */
export interface Answer {
  readonly facts: OperationFacts
  /** One that can be read, or that nobody tells. */
  readonly operation: Operation | UnreadableOperation
  readonly refusal: GraphError
  readonly row: GraphRefusalRow
  readonly requestId: string | null
  readonly challenge: Extract<CallFacts, { sent: true }>['challenge']
}

/** The refusals of these rows. */
export function answersOf({ operations }: Facts, isOne: (row: GraphRefusalRow) => boolean): Answer[] {
  return operations.flatMap(facts => {
    const { operation, call } = facts
    if (
      ('unreadable' in operation && !isUntold(operation)) ||
      call?.sent !== true ||
      call.refusal?.known == null
    )
      return []
    const { refusal, requestId, challenge } = call
    const row = graphRefusalByKey(call.refusal.known)
    return row === null || !isOne(row) ? [] : [{ facts, operation, refusal, row, requestId, challenge }]
  })
}

export function answersWith(facts: Facts, ...keys: readonly string[]): Answer[] {
  return answersOf(facts, ({ key }) => keys.includes(key))
}

/** What every sentence about an answer names: `GET /users/ada@contoso.example/messages`. */
export interface Named {
  readonly name: string
}

/** What a fix needs to know of the call. */
export function callOf({ operation }: Answer): Pick<Known, 'user' | 'site' | 'operations'> {
  return 'unreadable' in operation
    ? { ...calledBy(null), operations: [] }
    : { ...calledBy(operation.path), operations: [`${operation.method} ${operation.path}`] }
}

/** What every finding about an answer says: whose it is, and the words of the service. */
export function aboutAnswer(
  answer: Answer,
  expected: string | null = null,
): Pick<Decision<never>, 'severity' | 'certainty' | 'about'> & { readonly evidence: Evidence[] } {
  const { refusal, requestId } = answer
  const source = "Graph's answer"
  const code = [refusal.status, refusal.code, ...refusal.inner].filter(part => part !== null).join(' ')
  return {
    severity: 'error',
    certainty: 'certain',
    about: answer.facts.index,
    evidence: [
      { name: 'code', expected, actual: code, source },
      { name: 'message', expected: null, actual: refusal.message, source },
      { name: 'request-id', expected: null, actual: requestId, source },
    ],
  }
}
