import type { Explanation } from '../../core/explain/explanation.ts'
import type { RefusalReport } from '../../core/explain/paste.ts'
import type { Report } from '../../core/report/report.ts'
import { besides, isSettled } from '../../core/report/settled.ts'
import { capitalized } from '../../core/text.ts'
import { renderCase } from './case.ts'
import { renderFindings, renderStep } from './findings.ts'
import { Style, type TextOptions } from './style.ts'
import { renderSummary } from './summary.ts'
import { renderVerdict } from './verdict.ts'

/** What a pasted text tells: its token and what that is worth, each refusal, and what was found besides. */
export function renderPasted(report: Report, options: TextOptions): string {
  const style = new Style(options, report.case === undefined)
  const { refusals = [] } = report
  if (refusals.length === 0) return nothingRecognised(report, style)
  const count = refusals.length > 1 ? [style.wrap(`${refusals.length} refusals were found.`, 0)] : []
  const settled = refusals.map(refusal => isSettled(refusal, report))
  const lead = settled.includes(true) ? [renderVerdict(report, style)] : []
  const blocks = refusals.map((refusal, at) =>
    block(headingOf(refusal), refusal, style, settled[at] === true ? 'told' : 'pasted'),
  )
  const found = renderFindings({ ...report, findings: besides(report) }, style)
  return `${[...lead, renderCase(report, style), renderSummary(report, style), ...count, ...blocks, found].filter(part => part !== '').join('\n\n')}\n`
}

function nothingRecognised({ notChecked }: Report, style: Style): string {
  const lead = style.wrap(
    'Nothing recognised: the text holds no refusal of Entra ID or Microsoft Graph that why403 knows.',
    2,
    `${style.mark('warning')} `,
  )
  const [told] = notChecked.find(({ id }) => id === 'refusals')?.missing ?? []
  const wanted =
    "Paste the answer's body, its headers, the exception as it was printed, or the output of curl -v."
  const hint =
    told === undefined
      ? wanted
      : `${capitalized(told)}. ${wanted} The address that was called tells whose it is.`
  return `${style.colour.bold(lead)}\n${style.wrap(hint, 2)}\n`
}

/** What the catalogs know, with no refusal at hand. */
export function renderEntries(entries: readonly Explanation[], options: TextOptions): string {
  const style = new Style(options)
  return `${entries.map(entry => block(nameOf(entry.id), entry, style, 'known')).join('\n\n')}\n`
}

function headingOf(refusal: RefusalReport): string {
  if (refusal.service !== 'entra')
    return [refusal.status, refusal.code].filter(part => part !== null).join(' ') || capitalized(refusal.by)
  const code = refusal.id === null ? refusal.codes[0] : refusal.id.replace('aadsts/', '')
  return code === undefined ? (refusal.error ?? 'Entra ID') : `AADSTS${code}`
}

function nameOf(id: string | null): string {
  return (id ?? '').replace(/^aadsts\//, 'AADSTS')
}

/** A refusal that nothing else explains, one that a finding does, a row of a catalog. */
type Kind = 'pasted' | 'told' | 'known'

function block(heading: string, explanation: Explanation, style: Style, kind: Kind): string {
  const { title, evidence, fix, source, page, id } = explanation
  const starts = title.startsWith(heading) || heading === ''
  const pasted = kind !== 'known'
  const mark = `${style.mark(pasted ? 'bad' : 'note')} `
  const width = Math.max(...evidence.map(({ name }) => name.length), 0)
  const lines = [
    style.colour.bold(style.wrap(starts ? title : `${heading}: ${title}`, 2, mark)),
    ...evidence.map(({ name, actual, expected }) =>
      style.wrap(
        `${actual ?? 'absent'}${expected === null ? '' : `; expected ${expected}`}`,
        width + 6,
        `    ${name.padEnd(width)}  `,
      ),
    ),
    ...(kind === 'told' ? [] : beyond(explanation, style)),
  ]
  if (fix.length > 0 && kind !== 'told')
    lines.push('', ...fix.map((step, at) => renderStep(step, at === 0, style)))
  const known = page === null ? source && `Source: ${source}` : `More: ${page}`
  const more = pasted && id !== null ? `More: why403 explain ${nameOf(id)}` : known
  // An address stays in one piece, for a click.
  if (more) lines.push(style.colour.dim(more.includes('https://') ? more : style.wrap(more, 2)))
  return lines.join('\n')
}

/** What may stand behind it, where nothing that came with it settles that. */
function beyond({ causes, candidates, retry, uncertain }: Explanation, style: Style): string[] {
  return [
    ...causes.map((cause, at) => style.wrap(cause, 13, at === 0 ? '  Likely  1. ' : `          ${at + 1}. `)),
    ...candidates.flatMap(({ id, title, wouldTell, wouldTellBy }) => [
      style.wrap(`${title} (${id})`, 12, '  May be  '),
      style.wrap(`what would tell: ${wouldTell}`, 12),
      ...(wouldTellBy === undefined ? [] : [`            ${style.colour.cyan(style.plain(wouldTellBy))}`]),
    ]),
    ...(retry === null ? [] : [style.wrap(retry, 10, '  Retry   ')]),
    ...(uncertain === null ? [] : [style.wrap(uncertain, 10, '  Unsure  ')]),
  ]
}
