import { audienceName } from '../../core/knowledge/audiences.ts'
import type { Report, TokenReport } from '../../core/report/report.ts'
import { caseWords } from '../case-words.ts'
import { html } from './parts/html.ts'
import { type Section, table } from './section.ts'

/** Whose observations these are, and what has changed since. */
export function ofCase(report: Report): Section | null {
  const lines = caseWords(report)
  if (lines.length === 0) return null
  return {
    id: 'case',
    title: 'From a case',
    lead: 'What somebody wrote down and sent.',
    body: html`<div class="card pad">${lines.map(line => html`<p>${line}</p>`)}</div>`,
    style: '',
  }
}

/** Several tokens of one text: a row each. */
export function several({ tokens }: Report): Section | null {
  if (tokens === undefined) return null
  return {
    id: 'tokens',
    title: 'Token by token',
    lead: 'One alone is shown with its claims and checks: put it into a file of its own.',
    body: html`<div class="card pad">${table(
      'The tokens, in their order',
      ['Token', 'Answer', 'Kind', 'For', 'App', 'Ends'],
      tokens.map(({ token, headline }, at) => [
        html`${at + 1}`,
        html`<span class="${headline.mark === 'bad' ? 'bad' : headline.mark === 'good' ? 'good' : 'soft'}">${headline.text}</span>`,
        html`${token.access ?? token.form}`,
        html`${token.aud == null ? '' : (audienceName(token.aud) ?? token.aud)}`,
        html`<span class="m">${token.appid ?? ''}</span>`,
        html`${token.exp?.time ?? ''}`,
      ]),
    )}</div>`,
    style: '',
  }
}

/** Two tokens side by side, and what changed from the older to the newer. */
export function comparison({ token, comparison }: Report): Section | null {
  if (token === undefined || comparison === undefined) return null
  const { against, newer, changes } = comparison
  const head = (one: TokenReport, isNewer: boolean): string => `${one.origin}${isNewer ? ' (newer)' : ''}`
  const rows = (['access', 'aud', 'appid', 'tid'] as const).map(name => [
    name,
    token[name] ?? 'absent',
    against[name] ?? 'absent',
  ])
  const times = (['iat', 'exp'] as const).map(name => [
    name,
    token[name]?.time ?? 'absent',
    against[name]?.time ?? 'absent',
  ])
  const lists = (['roles', 'scp'] as const).map(name => [
    name,
    token[name]?.join(', ') || 'none',
    against[name]?.join(', ') || 'none',
  ])
  const gained = [...(changes?.roles.gained ?? []), ...(changes?.scp.gained ?? [])]
  const lost = [...(changes?.roles.lost ?? []), ...(changes?.scp.lost ?? [])]
  return {
    id: 'comparison',
    title: 'Side by side',
    lead: `From the older to the newer: ${gained.length} permissions gained, ${lost.length} lost.`,
    body: html`<div class="card pad">${table(
      'Two tokens',
      ['Claim', head(token, newer === 'token'), head(against, newer === 'against')],
      [...rows, ...times, ...lists].map(cells => cells.map(cell => html`${cell}`)),
    )}</div>`,
    style: '',
  }
}
