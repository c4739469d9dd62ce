import type { Severity } from '../findings/finding.ts'
import type { FindingReport, Report } from './report.ts'

const weights: Readonly<Record<Severity, number>> = { error: 0, warning: 1, note: 2 }

/** The findings that no other explains, in the order to read them: errors first, each kind in the order of the report. */
export function rootsOf({ findings }: Pick<Report, 'findings'>): FindingReport[] {
  const weight = ({ severity }: FindingReport): number => weights[severity]
  return findings
    .filter(({ becauseOf }) => becauseOf === null)
    .toSorted((one, another) => weight(one) - weight(another))
}
