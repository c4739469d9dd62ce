import { isPutOff, type OperationFacts } from '../../facts.ts'
import type { Fix } from '../../fixes/fix.ts'
import { inTables } from '../../fixes/look-up.ts'
import { fixesFor } from '../../fixes/registry.ts'
import { calledBy, type FixTarget } from '../../fixes/target.ts'
import { isCallTest, isFactTest, weigh } from '../../knowledge/cause.ts'
import { type GraphRefusalRow, graphRefusalByKey } from '../../knowledge/graph-refusals.ts'
import { nameOf } from '../../operation/name.ts'
import { isUntold, type Operation, type UnreadableOperation } from '../../operation/operation.ts'
import { answerByFacts, certaintyOf } from '../causes.ts'
import { defineFinding } from '../finding.ts'
import { waitEvidence } from '../wait.ts'
import { answerByCall } from './call-tests.ts'

export const refused = defineFinding({
  id: 'operation/refused',
  title: 'Graph refused the call',
  words: {
    meaning:
      'Graph answered a call that was sent with an error. Its code and message are shown as they came; where another finding explains them, this one stands behind it. The request-id lets Microsoft find the call.',
    causes: [
      'See the finding that explains it, or the code: why403 explain Authorization_RequestDenied tells what one stands for.',
    ],
    certainty: "Certain: it is Graph's own answer, kept verbatim.",
    sources: ['Learn: Microsoft Graph error responses and resource types'],
  },
  find({ facts, target }) {
    return facts.operations.flatMap(part => {
      const { index, operation, call } = part
      if (call?.sent !== true || call.refusal === null) return []
      if ('unreadable' in operation && !isUntold(operation)) return []
      const { status, code, message, known } = call.refusal
      const row = known === null ? null : graphRefusalByKey(known)
      const causes = weigh(row?.causes ?? [], test => {
        if (isCallTest(test)) return answerByCall(test, part, facts)
        return isFactTest(test) ? answerByFacts(test, facts) : null
      })
      return [
        {
          severity: 'error' as const,
          certainty: certaintyOf(causes),
          about: index,
          ...(isPutOff(status) ? { isOwnCause: true as const } : {}),
          saying: { name: nameOf(operation), status, code, meaning: row?.meaning ?? null },
          ...(causes.length === 0 ? {} : { causes }),
          evidence: [
            {
              name: 'status',
              expected: '2xx',
              actual: status === null ? null : String(status),
              source: "Graph's answer",
            },
            { name: 'code', expected: null, actual: code, source: "Graph's answer" },
            { name: 'message', expected: null, actual: message, source: "Graph's answer" },
            { name: 'request-id', expected: null, actual: call.requestId, source: "Graph's answer" },
            ...waitEvidence(call, "Graph's answer"),
          ],
          fix: fixOf(part, row, operation, target),
        },
      ]
    })
  },
  say({ name, status, code, meaning }: Saying) {
    const answer = [status, code].filter(part => part !== null).join(' ')
    return {
      headline: `Graph refused ${name}${answer === '' ? '' : `: ${answer}`}.`,
      why: meaning ?? 'This answer is not in our catalog: its text is all there is to go by.',
      wouldTell: "what the service asks for beside a permission, and the tenant's records",
    }
  },
})

interface Saying {
  readonly name: string
  /** Null: the text does not tell. */
  readonly status: number | null
  readonly code: string | null
  /** Null: nobody has written about it yet. */
  readonly meaning: string | null
}

function fixOf(
  facts: OperationFacts,
  row: GraphRefusalRow | null,
  operation: Operation | UnreadableOperation,
  target: FixTarget,
): Fix[] {
  if (row !== null && row.kind !== 'permission') {
    const called =
      'unreadable' in operation
        ? { operations: [] }
        : { ...calledBy(operation.path), operations: [`${operation.method} ${operation.path}`] }
    return fixesFor(row.fix, target, called)
  }
  const operations = inTables([facts])
  return operations.length === 0
    ? []
    : fixesFor('look-up', target, { purpose: 'See what the operation needs', operations })
}
