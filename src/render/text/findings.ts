import type { Alternative, Fix, FixForm } from '../../core/fixes/fix.ts'
import type { WeighedCause } from '../../core/knowledge/cause.ts'
import { leadOf } from '../../core/report/headline.ts'
import type { FindingReport, Report } from '../../core/report/report.ts'
import { rootsOf } from '../../core/report/roots.ts'
import { counted } from '../../core/text.ts'
import type { Mark, Style } from './style.ts'

const marks: Record<FindingReport['severity'], Mark> = { error: 'bad', warning: 'warning', note: 'note' }

/**
 * Every finding that no other explains, errors first: what was looked at, why, the next step, its page.
 * The findings that it explains are counted under it.
 */
export function renderFindings(report: Report, style: Style): string {
  const seenFixes = new Set<string>()
  return rootsOf(report)
    .map(finding =>
      finding.severity === 'note' ? note(finding, style) : block(finding, report, seenFixes, style),
    )
    .join('\n\n')
}

function note(finding: FindingReport, style: Style): string {
  const text = style.wrap(`${finding.title} ${finding.why}`, 2, `${style.mark('note')} `)
  return `${text}\n  ${style.colour.dim(finding.id)}`
}

function block(finding: FindingReport, report: Report, seenFixes: Set<string>, style: Style): string {
  const lines = [heading(finding, style)]
  // The verdict has said the headline of the first error already, or of what leaves the only operation open.
  if (finding !== leadOf(report) && finding.title !== report.headline?.text)
    lines.push(style.wrap(finding.title, 2))
  lines.push(style.wrap(finding.why, 2), ...causes(finding, style), ...evidence(finding, style))
  lines.push(...consequences(finding, report, style))
  if (finding.wouldTell !== undefined)
    lines.push(style.wrap(`What would tell for certain: ${finding.wouldTell}.`, 2))
  if (finding.wouldTellBy !== undefined)
    lines.push(`    ${style.colour.cyan(style.plain(finding.wouldTellBy))}`)
  lines.push(...nextSteps(finding, seenFixes, style), renderMore(finding, style))
  return lines.join('\n')
}

/** Fixes are printed once: a second finding with the same ones points back. */
function nextSteps({ fix }: FindingReport, seen: Set<string>, style: Style): string[] {
  if (fix.length === 0) return []
  const fresh = fix.filter(step => !seen.has(target(step)))
  for (const step of fresh) seen.add(target(step))
  return [
    '',
    ...(fresh.length === 0
      ? ['  Next: as above.']
      : fresh.map((step, at) => renderStep(step, at === 0, style))),
  ]
}

function heading({ id, severity, certainty }: FindingReport, style: Style): string {
  const room = style.width - 2 - id.length - certainty.length
  const gap = room < 1 ? '\n  ' : ' '.repeat(room)
  return `${style.mark(marks[severity])} ${style.colour.bold(id)}${gap}${certainty}`
}

/** What may stand behind it, each in its own line, and what cannot. */
function causes({ causes = [] }: FindingReport, style: Style): string[] {
  const [proven, possible, ruledOut] = (['proven', 'possible', 'ruled-out'] as const).map(standing =>
    causes.filter(cause => cause.standing === standing),
  ) as [WeighedCause[], WeighedCause[], WeighedCause[]]
  if (proven.length > 0)
    return proven.map(({ says, since }) => style.wrap(`${says} It is so, since ${since}.`, 2))
  const open = possible.map(({ says }, at) =>
    style.wrap(says, 13, at === 0 ? '  Likely  1. ' : `          ${at + 1}. `),
  )
  const none =
    causes.length > 0 && open.length === 0 ? [style.wrap('None of the causes that are known fits.', 2)] : []
  return [...open, ...none, ...ruledOut.map(cause => style.wrap(ruledOutWords(cause), 10, '  Not     '))]
}

function ruledOutWords({ says, since }: WeighedCause): string {
  return `${says} That is ruled out, since ${since}.`
}

function evidence({ evidence }: FindingReport, style: Style): string[] {
  const width = Math.max(...evidence.map(({ name }) => Math.min(name.length, 20)), 0)
  return evidence.map(({ name, expected, actual, source, origin = source }) => {
    const found = actual ?? 'absent'
    const wanted = expected === null ? '' : `; expected ${expected}`
    const from = style.verbose ? ` (${origin})` : ''
    return style.wrap(`${found}${wanted}${from}`, width + 6, `    ${style.plain(name).padEnd(width)}  `)
  })
}

function consequences({ id }: FindingReport, { findings, calls }: Report, style: Style): string[] {
  const counts = new Map<string, number>()
  for (const effect of effectsOf(id, findings)) counts.set(effect.id, (counts.get(effect.id) ?? 0) + 1)
  const held = calls.filter(({ sent }) => !sent).length
  const parts: string[] = []
  if (counts.size > 0) {
    parts.push(
      `Because of it: ${[...counts].map(([effect, count]) => (count === 1 ? effect : `${effect} (${count} times)`)).join(', ')}.`,
    )
    if (held > 0) parts.push(`Held back: ${counted(held, 'call')}.`)
  }
  return parts.length === 0 ? [] : [style.wrap(parts.join(' '), 2)]
}

/** What a finding explains, and what those explain in turn. */
function effectsOf(id: string, findings: readonly FindingReport[], seen = new Set([id])): FindingReport[] {
  return findings.flatMap(finding => {
    if (finding.becauseOf !== id) return []
    if (seen.has(finding.id)) return [finding]
    return [finding, ...effectsOf(finding.id, findings, new Set([...seen, finding.id]))]
  })
}

/** Where a finding says more. */
export function renderMore({ docs }: FindingReport, style: Style): string {
  return style.colour.dim(`  More: why403 explain ${docs}`)
}

/** A next step: what it does, who may, and below it the thing to paste or open; the portal beside it, the rest unfolded. */
export function renderStep(fix: Fix, first: boolean, style: Style): string {
  const { label, by, alternatives = [], leaves, undo } = fix
  const shown = alternatives.filter(({ form }) => style.verbose || form === 'portal')
  const rest = style.verbose
    ? [
        ...(leaves === undefined ? [] : [style.wrap(leaves, 2)]),
        ...(undo === undefined ? [] : [pasted('To take it back', undo, style)]),
      ]
    : []
  return [
    style.wrap(`${first ? 'Next: ' : ''}${label}`, 2),
    ...(by === undefined ? [] : [style.colour.dim(style.wrap(`by ${by}`, 4))]),
    cyan(target(fix), style),
    ...shown.map(way => pasted(ways[way.form] + (way.label ? `: ${way.label}` : ''), target(way), style)),
    ...rest,
  ].join('\n')
}

const ways: Record<FixForm, string> = {
  portal: 'Or in the portal',
  az: 'Or from the Azure CLI',
  powershell: 'Or from Graph PowerShell',
  rest: 'Or by REST',
}

function pasted(label: string, text: string, style: Style): string {
  return `${style.wrap(label, 2)}\n${cyan(text, style)}`
}

function cyan(text: string, style: Style): string {
  return `    ${style.colour.cyan(style.plain(text))}`
}

function target(fix: Fix | Alternative): string {
  return 'command' in fix ? fix.command : fix.url
}
