import type { Report } from '../../core/report/report.ts'
import { appRows } from '../app-words.ts'
import { html } from './parts/html.ts'
import type { Section } from './section.ts'

/** The app that the records are of, in the place of a token. */
export function app(report: Report): Section | null {
  const rows = appRows(report)
  if (rows.length === 0) return null
  return {
    id: 'app',
    title: 'The app',
    lead: 'As the tenant’s records show it; no token was looked at.',
    style: '',
    body: html`<dl>${rows.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`,
  }
}
