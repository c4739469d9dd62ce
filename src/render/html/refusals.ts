import type { Explanation } from '../../core/explain/explanation.ts'
import type { RefusalReport } from '../../core/explain/paste.ts'
import type { Report } from '../../core/report/report.ts'
import { evidenceTable, findingStyle, steps } from './findings.ts'
import { html, type Markup } from './parts/html.ts'
import { command, link } from './parts/link.ts'
import type { Section } from './section.ts'

/** Refusals of a pasted text, each with what it means; or what the catalogs know of a word. */
export function refusals({ refusals = [], entries = [] }: Report): Section | null {
  const all = [
    ...refusals.map(one => article(headingOf(one), one, 'r')),
    ...entries.map(one => article(nameOf(one.id), one, 'e')),
  ]
  if (all.length === 0) return null
  const isPasted = refusals.length > 0
  return {
    id: 'refusals',
    title: isPasted ? 'What was refused' : 'What it means',
    lead: isPasted
      ? 'Each refusal as it was said, with what may stand behind it.'
      : 'Why it comes, likeliest first, and what to do.',
    body: html`${all}`,
    style: findingStyle,
  }
}

function headingOf(refusal: RefusalReport): string {
  if (refusal.service !== 'entra')
    return [refusal.status, refusal.code].filter(part => part !== null).join(' ') || refusal.by
  const code = refusal.id === null ? refusal.codes[0] : refusal.id.replace('aadsts/', '')
  return code === undefined ? (refusal.error ?? 'Entra ID') : `AADSTS${code}`
}

function nameOf(id: string | null): string {
  return (id ?? '').replace(/^aadsts\//, 'AADSTS')
}

function article(heading: string, explanation: Explanation, kind: string): Markup {
  const { id, title, causes, evidence, candidates, fix, retry, uncertain, page, source } = explanation
  const group = `${kind}${(id ?? heading).replace(/\W+/g, '-')}`
  const list = causes.map(cause => html`<li>${cause}</li>`)
  const others = candidates.map(
    ({ id, title, wouldTell, wouldTellBy }) =>
      html`<li>${title} <code>${id}</code> <small>What would tell: ${wouldTell}.</small>${wouldTellBy === undefined ? null : command(wouldTellBy)}</li>`,
  )
  const told = [retry, uncertain].filter(words => words !== null)
  return html`<article class="find card"><header><h3>${title}</h3></header><p class="id">${heading}</p>${list.length === 0 ? null : html`<ol class="causes">${list}</ol>`}${evidenceTable(evidence)}${others.length === 0 ? null : html`<p>It may be a sign of:</p><ul class="causes">${others}</ul>`}${told.map(words => html`<p>${words}</p>`)}${steps(fix, group)}<p class="follow">${page === null ? (source ?? '') : link(page, source ?? page)}</p></article>
`
}
