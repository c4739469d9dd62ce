import type { Explanation } from '../../core/explain/explanation.ts'
import type { RefusalReport } from '../../core/explain/paste.ts'
import { capitalized } from '../../core/text.ts'
import { renderStep } from './findings.ts'
import { Style, type TextOptions } from './style.ts'

/** The refusals of a pasted text, each with cause, evidence and next step. */
export function renderRefusals(refusals: readonly RefusalReport[], options: TextOptions): string {
  const style = new Style(options)
  if (refusals.length === 0) {
    const lead = style.wrap(
      'Nothing recognised: the text holds no refusal of Entra ID or Microsoft Graph that why403 knows.',
      2,
      `${style.mark('warning')} `,
    )
    const hint =
      "Paste the answer's body, its headers, the exception as it was printed, or the output of curl -v."
    return `${style.colour.bold(lead)}\n${style.wrap(hint, 2)}\n`
  }
  const blocks = refusals.map(refusal => block(headingOf(refusal), refusal, style, true))
  const count = refusals.length > 1 ? [style.wrap(`${refusals.length} refusals were found.`, 0)] : []
  return `${[...count, ...blocks].join('\n\n')}\n`
}

/** What the catalogs know, with no refusal at hand. */
export function renderEntries(entries: readonly Explanation[], options: TextOptions): string {
  const style = new Style(options)
  return `${entries.map(entry => block(nameOf(entry.id), entry, style, false)).join('\n\n')}\n`
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

function block(heading: string, explanation: Explanation, style: Style, pasted: boolean): string {
  const { title, causes, evidence, candidates, fix, retry, uncertain, source, page, id } = explanation
  const starts = title.startsWith(heading) || heading === ''
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
    ...causes.map((cause, at) => style.wrap(cause, 13, at === 0 ? '  Likely  1. ' : `          ${at + 1}. `)),
    ...candidates.flatMap(({ id, title, wouldTell }) => [
      style.wrap(`${title} (${id})`, 12, '  May be  '),
      style.wrap(`what would tell: ${wouldTell}`, 12),
    ]),
    ...(retry === null ? [] : [style.wrap(retry, 10, '  Retry   ')]),
    ...(uncertain === null ? [] : [style.wrap(uncertain, 10, '  Unsure  ')]),
  ]
  if (fix.length > 0) lines.push('', ...fix.map((step, at) => renderStep(step, at === 0, style)))
  const known = page === null ? source && `Source: ${source}` : `More: ${page}`
  const more = pasted && id !== null ? `More: why403 explain ${nameOf(id)}` : known
  // An address stays in one piece, for a click.
  if (more) lines.push(style.colour.dim(more.includes('https://') ? more : style.wrap(more, 2)))
  return lines.join('\n')
}
