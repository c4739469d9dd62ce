import { leadOf } from '../../core/report/headline.ts'
import type { FindingReport, Report } from '../../core/report/report.ts'
import { rootsOf } from '../../core/report/roots.ts'
import { renderMore, renderStep } from './findings.ts'
import type { Style } from './style.ts'

/** What follows from a token in brief: why, what else was found in a line each, and one next step. */
export function renderNext(report: Report, style: Style): string {
  const lead = leadOf(report) ?? ofAnotherApi(report)
  const others = rootsOf(report).filter(finding => finding !== lead && finding.severity !== 'note')
  const lines = [
    ...(lead === undefined ? [] : [style.wrap(lead.why, 0)]),
    ...others.map(({ title, severity }) =>
      style.wrap(title, 2, `${style.mark(severity === 'error' ? 'bad' : 'warning')} `),
    ),
    ...stepOf(lead ?? others[0], style),
    ...(style.rest === null || report.token?.claims === undefined
      ? []
      : ['', `All claims and checks: ${style.plain(style.rest)}`]),
  ]
  return lines.join('\n')
}

/** Of a token for another API, where nothing is wrong with it: what opens something there. */
function ofAnotherApi(report: Report): FindingReport | undefined {
  const roots = rootsOf(report)
  return roots[0]?.severity === 'note' ? roots.find(({ id }) => id === 'token/wrong-audience') : undefined
}

/** What would tell for certain comes before a cure that may not be the right one. */
function stepOf(finding: FindingReport | undefined, style: Style): string[] {
  if (finding === undefined) return []
  const { wouldTell, wouldTellBy, fix } = finding
  const more = renderMore(finding, style)
  if (wouldTell !== undefined && wouldTellBy !== undefined)
    return [renderStep({ label: `Look at ${wouldTell}`, command: wouldTellBy }, true, style), more]
  return fix[0] === undefined ? [more] : [renderStep(fix[0], true, style), more]
}
