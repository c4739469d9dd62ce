import { duration } from '../time.ts'
import type { Evidence, EvidenceSource } from './finding.ts'

/** How often something was asked for, and how long its refusal asks to be left alone: where either is told. */
export function waitEvidence(
  { attempts, retryAfter }: { readonly attempts?: number; readonly retryAfter?: number },
  source: EvidenceSource,
): Evidence[] {
  return [
    ...(retryAfter === undefined
      ? []
      : [{ name: 'Retry-After', expected: null, actual: duration(retryAfter), source }]),
    ...(attempts === undefined
      ? []
      : [{ name: 'attempts', expected: null, actual: String(attempts), source }]),
  ]
}
