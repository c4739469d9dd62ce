import type { Fix } from '../../core/fixes/fix.ts'
import type { FindingReport, Report } from '../../core/report/report.ts'
import { rootsOf } from '../../core/report/roots.ts'
import { uncapitalized } from '../../core/text.ts'
import { html, type Markup } from './parts/html.ts'
import { command, isAddress, link } from './parts/link.ts'
import { isJudged, spokesman } from './verdict.ts'

/** The one next step, to copy; what comes after it in a line. */
export function next(report: Report): Markup | null {
  const lead = spokesman(report)
  const [step, ...rest] = stepsOf(lead, report)
  if (step === undefined) return report.verdict === 'clear' ? nothingToDo(report) : null
  const last = rest.findLast(fix => 'command' in fix)
  return box(
    '',
    html`<p class="do">${step.label}</p>${whoMay(step)}${thing(step)}${last === undefined || !('command' in last) ? null : html`<p class="then s">${last.label}: <code>${last.command}</code></p>`}`,
  )
}

/** Of the finding that speaks; what stays undecided may be told of by advice alone. */
function stepsOf(lead: FindingReport | undefined, report: Report): readonly Fix[] {
  const { refusals = [], minimal, operations, token, verdict } = report
  const speaking = [
    ...(lead === undefined ? [] : [lead]),
    ...(verdict === 'undetermined' ? rootsOf(report) : []),
  ]
  const found = speaking.map(stepsOfFinding).find(steps => steps.length > 0)
  const told = refusals.find(({ fix }) => fix.length > 0)?.fix
  if (found !== undefined || told !== undefined) return found ?? told ?? []
  return token === undefined && operations.length > 1 && minimal !== undefined ? minimal.fix : []
}

/** What would tell for certain comes before a cure that may not be the right one. */
function stepsOfFinding({ wouldTell, wouldTellBy, fix }: FindingReport): readonly Fix[] {
  if (wouldTell === undefined || wouldTellBy === undefined) return fix
  return [{ label: `Look at ${wouldTell}`, command: wouldTellBy }]
}

function whoMay(step: Fix): Markup | null {
  const portal = step.alternatives?.find(way => way.form === 'portal')
  const page =
    portal === undefined || !('url' in portal)
      ? null
      : html`, or do it in the ${portalWords(portal.url)}${portal.label === undefined ? null : ` (${portal.label})`}`
  if (step.by === undefined) return page === null ? null : html`<p>Run this${page}:</p>`
  const verb = 'command' in step ? 'run this' : 'open this'
  return html`<p>As <strong>${step.by}</strong>, ${verb}${page}:</p>`
}

/** Where an id is not known, the way through the menus has to do. */
function portalWords(url: string): Markup {
  return isAddress(url) ? link(url, 'portal') : html`portal`
}

/** The thing to paste or to open. */
export function thing(step: { readonly command: string } | { readonly url: string }): Markup {
  return 'command' in step ? command(step.command) : html`<p class="open">${link(step.url)}</p>`
}

/** Advice may come with a step, which nobody has to take. Who only asks what a call needs has done nothing yet. */
function nothingToDo(report: Report): Markup | null {
  if (report.headline === undefined || !isJudged(report)) return null
  const advice = rootsOf(report).find(({ fix, severity }) => severity === 'note' && fix.length > 0)
  const [step] = advice?.fix ?? []
  const body =
    advice === undefined || step === undefined
      ? null
      : html`<p>${advice.title} If you like: ${uncapitalized(step.label.replace(/\.$/, ''))}.</p>${thing(step)}`
  return box(' calm', html`<p class="do">Nothing has to be done.</p>${body}`)
}

function box(kind: string, body: Markup): Markup {
  return html`<section class="next${kind}" aria-labelledby="h-next"><h2 id="h-next">Next</h2>${body}</section>
`
}

export const nextStyle = `.next{margin-top:1.5rem;background:var(--accent-tint);border:1px solid var(--accent);border-radius:.625rem;padding:1rem 1.25rem}
.next>h2{color:var(--accent);font-size:.8125rem;margin-bottom:.125rem}
.next p{max-width:52rem}
.next .cmd{background:var(--paper)}
.next .do{font-size:1.0625rem;font-weight:600}
.next .open{margin-top:.375rem}
.next .then{margin-top:.625rem;color:var(--soft)}
.next .then code{user-select:all;-webkit-user-select:all;color:var(--ink)}
.next.calm{background:var(--paper);border-color:var(--line)}
@media(max-width:42rem){.next{padding:.875rem 1rem;margin-top:1.125rem}}
@media print{.next{border-width:2px;break-inside:avoid}}`
