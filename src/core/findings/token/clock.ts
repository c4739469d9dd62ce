import { isoTime } from '../../time.ts'
import type { Evidence } from '../finding.ts'

/** In seconds: below it, the way of the answer and the rounding of Date explain the difference. */
const noticeable = 5

/** The two clocks side by side, where they differ: which of them judged is part of the answer. */
export function clockEvidence(at: number, clockOffset: number | null): Evidence[] {
  if (clockOffset === null || Math.abs(clockOffset) < noticeable) return []
  return [
    { name: 'Date', expected: isoTime(at - clockOffset), actual: isoTime(at), source: "the servers' clock" },
  ]
}
