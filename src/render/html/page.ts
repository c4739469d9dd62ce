import { cloudTitle } from '../../core/clouds.ts'
import type { Report } from '../../core/report/report.ts'
import { sourceWords } from '../source-words.ts'
import { next, nextStyle } from './next.ts'
import { frame } from './parts/frame.ts'
import { cut, html, type Markup } from './parts/html.ts'
import { isNothing, referenceTitle } from './reference.ts'
import { renderSection, type Section, sectionStyle } from './section.ts'
import { strip, stripStyle } from './strip.ts'
import { isJudged, verdict, verdictStyle } from './verdict.ts'
import { timeOf, utc } from './words.ts'

/** A whole page of its own. */
export function page(report: Report, sections: readonly Section[], personal: boolean): Promise<string> {
  const title = isJudged(report) ? (report.headline?.text ?? report.verdict) : referenceTitle(report)
  return frame({
    title: `${cut(title, 120)} · why403`,
    styles: [
      ...new Set([
        sectionStyle,
        verdictStyle,
        nextStyle,
        stripStyle,
        contentsStyle,
        ...sections.map(({ style }) => style),
      ]),
    ],
    skipTo: {
      id: sections[0]?.id ?? 'foot',
      name: `Skip to ${sections[0]?.title.toLowerCase() ?? 'the end'}`,
    },
    ...(report.cloud === 'emulator'
      ? { banner: html`<b>Make-believe.</b> The built-in tenant answered, and not Microsoft.` }
      : {}),
    body: html`${top(report)}<main>${content(report, sections)}</main>${foot(report, personal)}`,
  })
}

/** What stands between head and foot: verdict, next step and token first, then a section a question. */
export function content(report: Report, sections: readonly Section[]): Markup {
  return html`${lead(report)}${next(report)}${strip(report)}${contents(sections)}${sections.map(renderSection)}`
}

function lead(report: Report): Markup {
  if (isJudged(report)) return verdict(report)
  const { operations } = report
  if (operations.length === 0)
    return html`<h1>${referenceTitle(report)}</h1>${isNothing(report) ? html`<p class="why">Paste the answer’s body, its headers, the exception as it was printed, or the output of curl -v.</p>` : null}`
  return html`<h1>${operations.length === 1 ? 'What this operation needs' : `What ${operations.length} operations need`}</h1>`
}

function top(report: Report): Markup {
  const time = timeOf(report)
  const words = [
    time === null ? null : `Report of ${utc(time)}`,
    report.token?.tid == null ? null : `tenant ${cut(report.token.tid, 40)}`,
    report.cloud === undefined ? null : cloudTitle(report.cloud),
  ]
  return html`<header class="top"><span class="brand">why<b>403</b></span><span class="s soft">${words.filter(word => word !== null).join(' · ')}</span></header>`
}

function contents(sections: readonly Section[]): Markup | null {
  if (sections.length < 2) return null
  return html`<nav class="toc screen" aria-label="Contents">${sections.map(({ id, title }) => html`<a href="#${id}">${title}</a>`)}</nav>
`
}

function foot({ tool, data }: Report, personal: boolean): Markup {
  const old = data.ageInDays === undefined ? '' : ' What Microsoft has changed since is not in them.'
  const people = personal
    ? html`Names and addresses of people are shown, as was asked for.`
    : html`Personal claims and ids within addresses are masked (<code>--show-personal</code> shows them).`
  return html`<footer class="foot" id="foot"><p>Made by why403 ${tool.version}. ${sourceWords(data)} (commit ${data.commit.slice(0, 7)}).${old} Graph has the last word.</p><p>Made to be pasted into a ticket: it holds no token, no signature and no secret. ${people} The file loads nothing and runs no script.</p></footer>`
}

export const contentsStyle = `.toc{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;margin-top:1rem;font-size:.875rem}
.toc a{padding-block:.125rem}`
