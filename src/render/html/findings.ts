import type { Evidence } from '../../core/findings/finding.ts'
import type { Alternative, Fix, FixForm } from '../../core/fixes/fix.ts'
import { fixForms } from '../../core/fixes/fix.ts'
import type { WeighedCause } from '../../core/knowledge/cause.ts'
import type { FindingReport, Report } from '../../core/report/report.ts'
import { rootsOf } from '../../core/report/roots.ts'
import { counted } from '../../core/text.ts'
import { thing } from './next.ts'
import { html, type Markup } from './parts/html.ts'
import { icon } from './parts/icons.ts'
import { command } from './parts/link.ts'
import { type Tab, tabStyle, tabs } from './parts/tabs.ts'
import { type Section, table } from './section.ts'

/** Every finding that no other explains: what was looked at, why, and the next step in all its forms. */
export function findings(report: Report): Section | null {
  const roots = rootsOf(report)
  if (roots.length === 0) return null
  const isAdvice = roots.every(({ severity }) => severity === 'note')
  return {
    id: 'findings',
    title: isAdvice ? 'Advice' : 'Findings',
    lead: isAdvice
      ? 'No error and no warning: ways to be safer, or to ask for less.'
      : 'One cause, one heading. What follows from it is counted, not repeated.',
    body: html`${kindsOf(roots).map((kind, at) => [...kind.slice(0, mostAlike).map((one, nth) => article(one, `f${at}-${nth}`, report)), others(kind.slice(mostAlike))])}`,
    style: findingStyle,
  }
}

/** Of one kind so many are told in full. */
const mostAlike = 3

function kindsOf(roots: readonly FindingReport[]): FindingReport[][] {
  const kinds = new Map<string, FindingReport[]>()
  for (const one of roots) kinds.set(one.id, [...(kinds.get(one.id) ?? []), one])
  return [...kinds.values()]
}

function others(rest: readonly FindingReport[]): Markup | null {
  if (rest.length === 0) return null
  return html`<details class="find card"><summary>${rest.length} more of <span class="id">${rest[0]!.id}</span></summary><ul class="causes">${rest.map(({ title }) => html`<li>${title}</li>`)}</ul></details>`
}

const severities = {
  error: html`<span class="chip bad">${icon('x')}Error</span>`,
  warning: html`<span class="chip warn">${icon('ask')}Warning</span>`,
  note: html`<span class="chip plain">Advice</span>`,
} satisfies Record<FindingReport['severity'], Markup>

function article(finding: FindingReport, group: string, report: Report): Markup {
  const { id, severity, certainty, title, why, causes, evidence, wouldTell, wouldTellBy, fix } = finding
  return html`<article class="find card"><header><h3>${title}</h3>${severities[severity]}<span class="chip plain">${certainty}</span></header><p class="id">${id}</p><p>${why}</p>${causeList(causes)}${evidenceTable(evidence)}${wouldTell === undefined ? null : html`<p>What would tell for certain: ${wouldTell}.</p>`}${wouldTellBy === undefined ? null : command(wouldTellBy)}${steps(fix, group)}<p class="follow">${consequences(id, report)}More: <code>why403 explain ${id}</code></p></article>
`
}

/** What may stand behind it, and what cannot. */
export function causeList(causes: readonly WeighedCause[] = []): Markup | null {
  if (causes.length === 0) return null
  const items = causes.map(({ says, standing, since }) => {
    const because = since === null ? '' : ` since ${since}`
    if (standing === 'ruled-out')
      return html`<li class="out"><s>${says}</s> <small>Ruled out,${because}.</small></li>`
    return standing === 'proven'
      ? html`<li><strong>${says}</strong> <small>It is so,${because}.</small></li>`
      : html`<li>${says}</li>`
  })
  return html`<ol class="causes">${items}</ol>`
}

export function evidenceTable(evidence: readonly Evidence[]): Markup | null {
  if (evidence.length === 0) return null
  const isExpecting = evidence.some(({ expected }) => expected !== null)
  return table(
    'What was looked at',
    ['Looked at', ...(isExpecting ? ['Expected'] : []), 'Found', 'Source'],
    evidence.map(({ name, expected, actual, source, origin }) => [
      html`${name}`,
      ...(isExpecting ? [html`${expected}`] : []),
      html`${actual ?? 'absent'}`,
      html`${origin ?? source}`,
    ]),
  )
}

/** The first step in all its forms, and what comes after it. */
export function steps([first, ...rest]: readonly Fix[], group: string): Markup | null {
  if (first === undefined) return null
  const { label, by, leaves, undo, alternatives = [] } = first
  const ways = [...alternatives, ownWay(first, alternatives)].sort((a, b) => orderOf(a) - orderOf(b))
  const panels: Tab[] = ways.map(way => ({
    name: names[way.form],
    body: html`${way.label === undefined ? null : html`<p>${way.label}</p>`}${thing(way)}`,
  }))
  const chosen = ways.findIndex(way => !alternatives.includes(way as Alternative))
  const after = rest.map(
    fix =>
      html`<li>${fix.label}${fix.by === undefined ? null : html` <small>by ${fix.by}</small>`}${thing(fix)}</li>`,
  )
  return html`${tabs(group, label, panels, chosen)}${by === undefined ? null : html`<p class="by"><small>Who may: ${by}.${leaves === undefined ? null : ` ${leaves}`}</small></p>`}${after.length === 0 ? null : html`<ul class="after">${after}</ul>`}${undo === undefined ? null : html`<details class="undo"><summary>To take it back</summary>${command(undo)}</details>`}`
}

type Form = FixForm | 'command' | 'link'

interface Way {
  readonly form: Form
  readonly label?: string
}

const names: Readonly<Record<Form, string>> = {
  portal: 'Portal',
  az: 'Azure CLI',
  powershell: 'PowerShell',
  rest: 'REST',
  command: 'Command',
  link: 'Page',
}

function orderOf({ form }: Way): number {
  const at = (fixForms as readonly Form[]).indexOf(form)
  return at < 0 ? fixForms.length : at
}

/** In which form the step itself is told: one that none of the others is. */
function ownWay(
  fix: Fix,
  others: readonly Alternative[],
): Way & ({ readonly command: string } | { readonly url: string }) {
  if ('url' in fix) return { form: fix.url.startsWith('https://entra.') ? 'portal' : 'link', url: fix.url }
  const guess: Form = /^az rest |^curl /.test(fix.command)
    ? 'rest'
    : /^az /.test(fix.command)
      ? 'az'
      : /\b(?:Connect|New|Get|Update|Invoke)-Mg/.test(fix.command)
        ? 'powershell'
        : 'command'
  return { form: others.some(({ form }) => form === guess) ? 'command' : guess, command: fix.command }
}

function consequences(id: string, { findings }: Report): string {
  const effects = findings.filter(({ becauseOf }) => becauseOf === id)
  if (effects.length === 0) return ''
  const kinds = [...new Set(effects.map(effect => effect.id))]
  return `Because of it, ${counted(effects.length, 'more finding')}: ${kinds.join(', ')}. `
}

export const findingStyle = `${tabStyle}
.find{padding:1.125rem 1.25rem 1.25rem}
.find+.find{margin-top:1rem}
.find header{display:flex;flex-wrap:wrap;gap:.25rem .75rem;align-items:baseline}
.find header h3{flex:1 1 20rem}
.find>p{margin-top:.375rem;max-width:46rem}
.find .rows{margin-top:.75rem}
.id{font:.8125rem/1.5 var(--mono);color:var(--soft)}
.causes{list-style:decimal;padding-left:1.25rem;margin-top:.5rem;max-width:46rem}
.causes li{padding:.125rem 0}
.causes .out{color:var(--soft)}
.by,.after,.undo{margin-top:.75rem;color:var(--soft)}
.by{max-width:46rem}
.after li+li{margin-top:.75rem}
.find summary{cursor:pointer;font-size:.875rem}
.find>.follow{margin-top:.875rem;padding-top:.75rem;border-top:1px solid var(--line);color:var(--soft);font-size:.875rem;max-width:none}
@media(max-width:42rem){.find{padding-inline:1rem}}
@media print{details:not([open])>*{display:block}
details::details-content{content-visibility:visible}
.find:not(:has(.tabs)){break-inside:avoid}
.find header{break-inside:avoid;break-after:avoid}}`
