import type { RefusalReport } from '../explain/paste.ts'
import { cleaned } from '../secret/gate.ts'
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

/**
 * The report of a pasted text, or of an answer: its refusals are problems, and without any nothing is settled; `none`
 * says why there are none, where that is known.
 */
export function reportOfPaste(
  refusals: readonly RefusalReport[],
  options: Pick<ReportOptions, 'version' | 'data'>,
  none: string | null = null,
): Report {
  const verdict = refusals.length > 0 ? 'problem' : 'undetermined'
  const report = referenceReport(options, { refusals: cleaned(refusals) }, verdict)
  return none === null ? report : { ...report, notChecked: [{ id: 'refusals', missing: [none] }] }
}
