import type { Report } from '../core/report/report.ts'
import { renderBrief } from './brief.ts'
import type { Rendering, View } from './rendering.ts'
import { renderCase } from './text/case.ts'
import type { ReportPart } from './text/report.ts'
import { renderText } from './text/report.ts'
import { Style, type TextOptions } from './text/style.ts'
import { renderTitles } from './text/titles.ts'

/** A report for a terminal, a pipe, or a file that somebody reads. */
export const render: Rendering['render'] = (report, view, options) => {
  switch (view.show) {
    case 'road':
      return options.verbose ? drawn(report, options) : renderText(report, options)
    case 'token':
      return renderText(report, { ...options, rest: view.rest }, partsOf(view, options))
    case 'line':
      return renderBrief(report)
    case 'needs':
      return import('./text/permissions.ts').then(
        ({ renderPermissions }) => ofCase(report, options) + renderPermissions(report, options, view.scheme),
      )
    case 'reference':
      return reference(report, options)
  }
}

/** With who said what to whom. */
async function drawn(report: Report, options: TextOptions): Promise<string> {
  const { renderConversation } = await import('./text/conversation.ts')
  const style = new Style(options, report.case === undefined)
  return renderText(report, options, undefined, renderConversation(report, style))
}

function partsOf({ whole, reach }: Extract<View, { show: 'token' }>, { verbose }: TextOptions): ReportPart[] {
  if (whole || verbose)
    return ['verdict', 'case', 'token', 'tokens', 'comparison', 'claims', 'checks', 'reach', 'findings']
  return [
    'verdict',
    'case',
    'summary',
    'tokens',
    'comparison',
    ...(reach ? (['reach'] as const) : []),
    'next',
  ]
}

/** Whose observations these are, above what else is said of them. */
function ofCase(report: Report, options: TextOptions): string {
  return report.case === undefined ? '' : `${renderCase(report, new Style(options, false))}\n\n`
}

/** Each kind of answer has its own page, which is loaded with it. */
async function reference(report: Report, options: TextOptions): Promise<string> {
  const { permission, page, entries, list } = report
  if (permission !== undefined)
    return (await import('./text/permission-profile.ts')).renderProfile(report, options)
  if (page !== undefined) return (await import('./text/explanation.ts')).renderExplanation(page, options)
  if (list !== undefined) return renderTitles(list, options)
  const refusals = await import('./text/refusals.ts')
  return entries === undefined
    ? refusals.renderPasted(report, options)
    : refusals.renderEntries(entries, options)
}
