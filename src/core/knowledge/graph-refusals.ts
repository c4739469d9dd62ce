import { permissionRows } from './graph-refusals/permission.ts'
import { answerRows, requestRows } from './graph-refusals/request.ts'
import type { GraphRefusalRow } from './graph-refusals/row.ts'
import { tokenRows } from './graph-refusals/token.ts'
import { licenceRows, policyRows } from './graph-refusals/workload.ts'

export type { GraphFix, GraphRefusalRow, RefusalCause, Workload } from './graph-refusals/row.ts'

/** What of an answer the rows look at. */
export interface Answer {
  /** HTTP status; null where a pasted text does not tell. */
  readonly status: number | null
  /** All codes, outermost first. */
  readonly codes: readonly string[]
  /** All messages, deepest first. */
  readonly messages: readonly string[]
}

/**
 * Refusals of Microsoft Graph that are known, the specific before the general: the first row that fits
 * describes the answer. Licences and policies come before missing permissions, since services give them
 * out under the same codes.
 */
export const graphRefusals: readonly GraphRefusalRow[] = [
  ...answerRows.filter(({ cause }) => cause === 'throttled'),
  ...licenceRows,
  ...policyRows,
  ...tokenRows,
  ...permissionRows,
  ...requestRows,
  ...answerRows.filter(({ cause }) => cause !== 'throttled'),
]

export function graphRefusalByKey(key: string): GraphRefusalRow | null {
  return graphRefusals.find(row => row.key === key) ?? null
}

/** The row that describes an answer, and the message that it fitted; null when none does. */
export function describeAnswer(
  answer: Answer,
): { row: GraphRefusalRow; match: RegExpExecArray | null } | null {
  for (const row of graphRefusals) {
    if (row.status !== undefined && answer.status !== null && row.status !== answer.status) continue
    if (row.code !== undefined && !hasCode(row.code, answer.codes)) continue
    // A row that knows a status only says nothing about a text that has none.
    if (answer.status === null && row.code === undefined && row.message === undefined) continue
    if (row.message === undefined) return { row, match: null }
    const match = firstMatch(row.message, answer.messages)
    if (match !== null) return { row, match }
  }
  return null
}

function hasCode(wanted: string | readonly string[], codes: readonly string[]): boolean {
  const names = [wanted].flat().map(name => name.toLowerCase())
  return codes.some(code => names.includes(code.toLowerCase()))
}

function firstMatch(pattern: RegExp, messages: readonly string[]): RegExpExecArray | null {
  for (const message of messages) {
    const match = pattern.exec(message)
    if (match !== null) return match
  }
  return null
}
