import type { RefusalReport } from '../explain/paste.ts'
import type { FindingReport, Report } from './report.ts'

/** What is known of an operation by more than its refusal: a token, or words on whose it was; whose API it is of. */
function isJudged(
  { operations, findings }: Pick<Report, 'operations' | 'findings'>,
  operation: number,
): boolean {
  return (
    operations.at(operation)?.verdict !== undefined ||
    findings.some(({ id, about }) => id === 'operation/another-api' && about === operation)
  )
}

/** Findings that say of a refusal only that it came. */
export function isEcho({ id }: Pick<FindingReport, 'id'>): boolean {
  return id === 'operation/refused' || id === 'acquire/refused'
}

/** Whether a finding says why, where the text of a refusal could only say what it may be. */
export function isSettled(
  { operation }: Pick<RefusalReport, 'operation'>,
  report: Pick<Report, 'operations' | 'findings'>,
): boolean {
  if (operation === undefined || !isJudged(report, operation)) return false
  return report.findings.some(
    finding =>
      finding.severity === 'error' &&
      !isEcho(finding) &&
      (finding.about === operation || finding.about === 'token'),
  )
}
