import type { Evidence } from '../findings/finding.ts'
import type { Presented } from '../paste/presented.ts'
import type { PastedRefusal } from '../paste/refusal.ts'
import type { PermissionIndex } from '../tables/permission-index.ts'
import type { Circumstances } from './candidates.ts'
import { explainEntra } from './entra.ts'
import type { Explanation } from './explanation.ts'
import { explainGraph } from './graph.ts'
import { explainOther, nameOfOther } from './other.ts'

/** A refusal, verbatim, with its explanation. */
export type RefusalReport = PastedRefusal & Explanation & Refuser

interface Refuser {
  /** Who refused, by name. */
  readonly by: string
  /** The one of the report's operations that was refused; absent where none is known. */
  readonly operation?: number
}

/**
 * Joins refusals, wherever they were read, with what the catalogs know of them.
 *
 * @param presented whom the token is for, where anything tells
 */
export function explainRefusals(
  refusals: readonly PastedRefusal[],
  index: PermissionIndex,
  presented: Presented | null,
  circumstances: Circumstances,
): RefusalReport[] {
  return refusals.map(refusal => {
    const explained = explain(refusal, index, presented, circumstances)
    return { ...explained, evidence: [...explained.evidence, ...timesOf(refusal)] }
  })
}

function explain(
  refusal: PastedRefusal,
  index: PermissionIndex,
  presented: Presented | null,
  circumstances: Circumstances,
): RefusalReport {
  const { line } = circumstances
  switch (refusal.service) {
    case 'entra':
      return { ...refusal, by: 'Microsoft Entra ID', ...explainEntra(refusal, line) }
    case 'graph':
      return { ...refusal, by: 'Microsoft Graph', ...explainGraph(refusal, index, circumstances) }
    default:
      return { ...refusal, by: nameOfOther(refusal.who), ...explainOther(refusal, line, presented) }
  }
}

function timesOf({ times, atLeast }: PastedRefusal): Evidence[] {
  if (times === undefined) return []
  const actual = `${atLeast ? 'at least ' : ''}${times} in this text, each with ids of its own`
  return [{ name: 'times', expected: null, actual, source: 'inferred' }]
}
