import type { Report } from '../../core/report/report.ts'
import { counted } from '../../core/text.ts'
import { html } from './parts/html.ts'
import { type Section, table } from './section.ts'

/** What was looked up: a finding in its own words, a permission, or all that there is to look up. */
export function reference({ page, permission, list }: Report): (Section | null)[] {
  return [
    page === undefined ? null : finding(page),
    permission === undefined ? null : profile(permission),
    list === undefined ? null : index(list),
  ]
}

/** The heading of a page that is about a word or a refusal, and judges nothing. */
export function referenceTitle({ page, permission, list, entries = [], refusals = [] }: Report): string {
  if (page !== undefined) return page.title
  if (permission !== undefined) return permission.name
  if (list !== undefined) return 'What why403 explains'
  return (refusals[0] ?? entries[0])?.title ?? 'Nothing was recognised'
}

/** A text in which nothing was found that is known. */
export function isNothing({ page, permission, list, entries = [], refusals = [] }: Report): boolean {
  return (
    page === undefined &&
    permission === undefined &&
    list === undefined &&
    entries.length + refusals.length === 0
  )
}

function finding({ id, meaning, causes, certainty, proof, sources }: NonNullable<Report['page']>): Section {
  return {
    id: 'meaning',
    title: 'What it means',
    lead: id,
    body: html`<div class="card pad page"><p>${meaning}</p><h3>Why it comes about</h3><ol>${causes.map(cause => html`<li>${cause}</li>`)}</ol><h3>How sure it is</h3><p>${certainty}</p>${proof === undefined ? null : html`<p>What tells: ${proof}</p>`}<h3>Sources</h3><ul>${sources.map(source => html`<li>${source}</li>`)}</ul></div>`,
    style: meaningStyle,
  }
}

const schemes = [
  ['application', 'Application'],
  ['delegatedWork', 'Delegated, work or school'],
  ['delegatedPersonal', 'Delegated, personal account'],
] as const

const mostOperations = 400
const mostAreas = 12

function profile(permission: NonNullable<Report['permission']>): Section {
  const forms = schemes.flatMap(([key, name]) => {
    const form = permission.schemes[key]
    return form === undefined
      ? []
      : [
          [
            html`${name}`,
            html`${form.id ?? ''}`,
            html`${form.level ?? ''}`,
            html`${form.opens}`,
            html`${form.writes}`,
          ],
        ]
  })
  const opened = permission.operations ?? []
  const items = opened
    .slice(0, mostOperations)
    .map(operation => html`<li class="m">${operation.method} ${operation.template}</li>`)
  const areas = permission.opens.areas
    .slice(0, mostAreas)
    .map(({ name, application, delegated }) => [html`${name}`, html`${application}`, html`${delegated}`])
  return {
    id: 'permission',
    title: 'Its forms',
    lead: 'An application permission is an app’s own; a delegated one is for a signed-in user, and reaches no further than that user.',
    body: html`<div class="card pad">${table('Forms of the permission', ['Form', 'Id', 'Level', 'Opens', 'Writes'], forms)}${areas.length === 0 ? null : table('Where it opens operations', ['Area', 'For an app', 'For a user'], areas, 'rows areas')}${items.length === 0 ? null : html`<details><summary>${counted(opened.length, 'operation')}</summary><ul class="s">${items}</ul></details>`}</div>`,
    style: profileStyle,
  }
}

function index(list: NonNullable<Report['list']>): Section {
  return {
    id: 'list',
    title: 'By name',
    lead: 'why403 explain takes each of these.',
    body: html`<div class="card pad">${table(
      'What there is',
      ['Name', 'What it is'],
      list.map(({ id, title }) => [html`${id}`, html`${title}`]),
    )}</div>`,
    style: '',
  }
}

export const meaningStyle = `.page>*+*{margin-top:.5rem}
.page ol{list-style:decimal;padding-left:1.25rem}`

export const profileStyle = `.areas,.areas+details{margin-top:1.25rem}
.areas td{font-variant-numeric:tabular-nums}`
