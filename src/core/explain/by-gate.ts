import { type GateRow, gatesAt } from '../knowledge/gates.ts'
import type { GraphError } from '../refusal/graph.ts'
import type { Asked } from './candidates.ts'
import type { Explanation } from './explanation.ts'

/** Codes that a service gives out where it has nothing to say. Graph's own refusals of a token are named otherwise. */
const blank = /^(?:unknownerror|unauthorized|forbidden|accessdenied)$/i

/**
 * What is known of an operation that answers 401 and no reason, since something besides the permission is not there. A 403
 * says as much of the permission itself. Null: the refusal gives a reason, or no gate of the operation refuses like that.
 */
export function byGate(
  { status, code, message }: Pick<GraphError, 'status' | 'code' | 'message'>,
  asked: Asked | null,
): Explanation | null {
  const template = asked?.requirement.template ?? null
  if (asked === null || template === null || status !== 401 || code === null) return null
  if (!blank.test(code) || message.length > code.length) return null
  const row = gatesAt(template, asked.operation.method).find(isUnauthorized)
  return row === undefined ? null : explanationOf(row, `${status} ${code}`)
}

/** Told to answer so, and with no words of its own. */
function isUnauthorized({ symptom, silent, properties, with: by }: GateRow): boolean {
  return !silent && properties === null && by === null && /\b401\b(?! ")/.test(symptom)
}

function explanationOf({ needs, cure, source, uncertain }: GateRow, name: string): Explanation {
  const answered = `${name} gives no reason`
  return {
    id: null,
    title: `${answered}; the service behind this operation answers so where it lacks something besides the permission: ${needs}.`,
    class: null,
    causes: [
      `What it also needs is not there: ${needs}.`,
      'The token holds no permission that the operation accepts, or is none that Graph takes.',
    ],
    retry: null,
    evidence: [],
    candidates: [],
    fix: source.address === null ? [] : [{ label: cure, url: source.address }],
    source: source.title,
    page: source.address,
    uncertain: uncertain ?? 'Told by the operation and the status alone.',
  }
}
