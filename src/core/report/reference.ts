import type { Report, ReportOptions, ReportVerdict } from './report.ts'

/** A report of what was looked up, where nothing was gathered and nothing is judged. */
export function referenceReport(
  { version, data }: Pick<ReportOptions, 'version' | 'data'>,
  found: Pick<Report, 'permission' | 'refusals' | 'entries' | 'page' | 'list'>,
  verdict: ReportVerdict = 'clear',
): Report {
  return {
    ...{ schema: 1, tool: { name: 'why403', version }, data, verdict },
    ...{ operations: [], calls: [], ...found, findings: [], notChecked: [] },
  }
}
