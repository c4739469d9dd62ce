import type { RefusalReport } from '../explain/paste.ts'
import type { FindingId } from '../findings/ids.ts'
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

/** Advice on operations that nobody asks for who holds a refusal. */
const advice: readonly FindingId[] = ['operation/basic-properties', 'operation/silent-under-permission']

/** What was found besides the refusals themselves. Where no token was judged, a service's own words stand in their blocks. */
export function besides({ findings, operations }: Pick<Report, 'findings' | 'operations'>): FindingReport[] {
  const isJudged = operations.some(({ held }) => held !== undefined)
  return findings.filter(finding => {
    if (isEcho(finding) || advice.includes(finding.id)) return false
    return isJudged || (finding.severity !== 'note' && !/^(?:workload|token)\//.test(finding.id))
  })
}
