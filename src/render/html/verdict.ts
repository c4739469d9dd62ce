import { leadOf } from '../../core/report/headline.ts'
import type { FindingReport, Report } from '../../core/report/report.ts'
import { rootsOf } from '../../core/report/roots.ts'
import { html, type Markup } from './parts/html.ts'
import { type Icon, icon } from './parts/icons.ts'
import { answeredWords } from './words.ts'

type Mark = NonNullable<Report['headline']>['mark']

const states: Readonly<Record<Mark, { readonly word: string; readonly icon: Icon; readonly tone: string }>> =
  {
    bad: { word: 'Problem', icon: 'x', tone: 'bad' },
    warning: { word: 'Not decided', icon: 'ask', tone: 'warn' },
    good: { word: 'All clear', icon: 'ok', tone: 'good' },
    note: { word: 'Clear', icon: 'dot', tone: 'plain' },
  }

/** The answer in a sentence, and how sure it is. */
export function verdict(report: Report): Markup {
  const { headline } = report
  if (headline === undefined) return html``
  const { word, icon: name, tone } = states[headline.mark]
  const lead = spokesman(report)
  const sure = report.verdict === 'problem' ? (lead?.certainty ?? null) : answeredWords(report)
  return html`<p class="state"><span class="chip ${tone}">${icon(name)}${word}</span>${sure === null ? null : html`<span class="chip plain">${sure}</span>`}</p><h1>${headline.text}</h1>${lead === undefined || lead.why === headline.text || report.verdict === 'clear' ? null : html`<p class="why">${lead.why}</p>`}
`
}

/** The finding that stands behind the headline: the first error, else the first warning. */
export function spokesman(report: Report): FindingReport | undefined {
  return leadOf(report) ?? rootsOf(report).find(({ severity }) => severity === 'warning')
}

/** Where nothing was compared there is no verdict: a question about operations, or about a word. */
export function isJudged({ token, tokens, acquisition, calls, app }: Report): boolean {
  return (
    app !== undefined ||
    token !== undefined ||
    tokens !== undefined ||
    acquisition !== undefined ||
    calls.length > 0
  )
}

export const verdictStyle = `.state{display:flex;flex-wrap:wrap;gap:.5rem;align-items:center;margin-bottom:.5rem}
.why{max-width:46rem;margin-top:.625rem;color:var(--soft);font-size:1rem}
@media(max-width:42rem){.why{font-size:.9375rem}}`
