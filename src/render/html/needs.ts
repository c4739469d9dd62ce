import { permissionPhrase } from '../../core/need/phrase.ts'
import { userForm } from '../../core/operation/operation.ts'
import type { OperationReport, Report } from '../../core/report/report.ts'
import type { SchemeReport } from '../../core/report/requirement.ts'
import { capitalized, counted } from '../../core/text.ts'
import { leftWords } from '../left-words.ts'
import { operationName } from '../rows.ts'
import type { SchemeChoice } from '../schemes.ts'
import { findingStyle, steps } from './findings.ts'
import { html, type Markup } from './parts/html.ts'
import { link } from './parts/link.ts'
import { type Section, table } from './section.ts'
import { breakable } from './words.ts'

/** What operations need: the least for each, the set for all, and the alternatives to each. */
export function needs(report: Report, scheme: SchemeChoice): (Section | null)[] {
  return [least(report, scheme), scheme === 'delegated' ? null : set(report), alternatives(report, scheme)]
}

function schemeOf(operation: OperationReport, scheme: SchemeChoice): SchemeReport | undefined {
  return scheme === 'delegated' ? operation.delegatedWork : operation.application
}

function least(report: Report, scheme: SchemeChoice): Section | null {
  const { operations } = report
  const rows = operations.map((operation, at) => {
    const chosen = schemeOf(operation, scheme)
    const entry = chosen?.accepted.find(({ permission }) => permission === chosen.leastPrivileged)
    return [
      breakable(operationName(operation)),
      html`${entry === undefined ? lessWords(operation, chosen) : html`<span class="m">${permissionPhrase(entry)}</span>`}`,
      html`${entry === undefined ? '' : String(entry.opens)}`,
      html`${entry === undefined ? '' : entry.consent}`,
      html`${mindWords(report, at)}`,
    ]
  })
  return {
    id: 'needs',
    title: operations.length === 1 ? 'What it needs' : 'What each needs',
    lead: 'The least privileged permission that opens it, and how many operations that opens in all.',
    body: html`<div class="card pad">${table('Operations, and the least that each needs', ['Operation', 'Least', 'Opens', 'Consent', 'Mind'], rows, 'rows needs')}</div>`,
    style: needsStyle,
  }
}

export const needsStyle = `.needs th:first-child{width:22%}
.needs thead th:nth-child(2){width:24%}
.needs thead th:nth-child(3){width:3.5rem}
.needs thead th:nth-child(4){width:4.5rem}
.needs td:nth-child(3){font-variant-numeric:tabular-nums}
@media(max-width:42rem){.needs th:first-child{width:auto}}`

/** Why there is no recommendation. */
function lessWords(
  { status, method, path, cmdlet, inferredFrom }: OperationReport,
  chosen: SchemeReport | undefined,
): string {
  switch (status) {
    case 'known': {
      if (chosen !== undefined && chosen.accepted.length > 0) return chosen.why
      if (cmdlet !== undefined) return "none: the cmdlet's page lists no application permission"
      const form = path === null ? null : userForm({ path, query: null })
      return `none: for signed-in users only${form === null ? '' : `; for an app ${method} ${form}`}`
    }
    case 'open':
      return 'no permission at all'
    case 'envelope':
      return 'what its requests need'
    case 'malformed':
      return inferredFrom ?? 'cannot be read'
    case 'not-graph':
      return 'not a host of Microsoft Graph'
    case 'unknown-path':
      return 'known to neither source, which is not “denied”'
    case 'unknown-method':
      return 'listed, but not with this method'
  }
}

function mindWords({ operations, findings }: Report, at: number): string {
  const operation = operations[at]!
  const said = ['operation/unknown', 'operation/basic-properties', 'operation/permission-is-not-enough']
  return [
    ...(operation.application?.withholds === undefined
      ? []
      : [`withholds ${operation.application.withholds}`]),
    ...(operation.gates ?? []).slice(0, 1).map(gate => `also ${gate.needs}`),
    ...findings.filter(({ about, id }) => about === at && !said.includes(id)).map(({ title }) => title),
  ].join('; ')
}

function set({ operations, minimal }: Report): Section | null {
  if (minimal === undefined || operations.length < 2) return null
  const { application, opens, leaves, proven, fix } = minimal
  const names = application.map(name => html`<li class="m">${name}</li>`)
  const left = leaves.map(
    ({ operation, because }) =>
      html`<li>${breakable(operationName(operations[operation]!))}<span class="soft">${leftWords(because)}</span></li>`,
  )
  const doubt =
    leaves.length === 0 && !proven ? ' The best that was found; not all combinations were tried.' : ''
  return {
    id: 'set',
    title: leaves.length === 0 ? 'For all together' : `For ${opens} of ${operations.length} together`,
    lead: `The smallest set of application permissions that opens them.${doubt}`,
    body: html`<div class="find card"><h3>${application.length === 0 ? 'None: no application permission opens any of them' : counted(application.length, 'permission')}</h3><ul class="set">${names}</ul>${steps(fix, 'set')}</div>${left.length === 0 ? null : html`<ul class="list card left">${left}</ul>`}`,
    style: setStyle,
  }
}

function alternatives({ operations }: Report, scheme: SchemeChoice): Section | null {
  const known = operations.flatMap(operation => {
    const chosen = schemeOf(operation, scheme)
    return chosen === undefined || chosen.accepted.length === 0 ? [] : [{ operation, chosen }]
  })
  if (known.length === 0) return null
  return {
    id: 'alternatives',
    title: 'What else would do',
    lead: 'All that each accepts, least privileged first, and what an app may be given for less than the whole tenant.',
    body: html`${known.map(({ operation, chosen }) => html`<details class="card pad alt"${known.length === 1 ? html` open` : null}><summary>${breakable(operationName(operation))} <small class="soft">${chosen.accepted.length} accepted</small></summary>${acceptedTable(chosen)}<p class="soft s">${chosen.why}</p>${gates(operation)}${narrower(operation)}${scheme === 'application' ? signedIn(operation) : null}${operation.page === undefined ? null : html`<p class="s">${link(operation.page)}</p>`}</details>`)}`,
    style: alternativesStyle,
  }
}

function acceptedTable({ accepted }: SchemeReport): Markup {
  return table(
    'Accepted permissions',
    ['Accepted', 'With', 'Level', 'Consent', 'Opens'],
    accepted.map(({ permission, alsoRequires, level, consent, opens }) => [
      html`${permission}`,
      html`${alsoRequires.join(' or ')}`,
      html`${level ?? ''}`,
      html`${consent}`,
      html`${opens}`,
    ]),
  )
}

/** What else must be true, each with what shows it. */
function gates({ gates = [] }: OperationReport): Markup | null {
  if (gates.length === 0) return null
  const items = gates.map(
    ({ key, needs, tell }) =>
      html`<li>${capitalized(needs)}. <span class="soft">What shows it: ${tell}.</span> <code>why403 explain gate/${key}</code></li>`,
  )
  return html`<p class="s"><b>Besides the permission</b></p><ul class="s">${items}</ul>`
}

function signedIn({ delegatedWork }: OperationReport): Markup | null {
  const { leastPrivileged = null, accepted = [] } = delegatedWork ?? {}
  if (leastPrivileged === null) return null
  return html`<p class="s"><b>With a signed-in user</b> <span class="m">${leastPrivileged}</span>, one of ${accepted.length}; never more than that user may.</p>`
}

function narrower({ narrower = [] }: OperationReport): Markup | null {
  if (narrower.length === 0) return null
  const ways = narrower.map(
    ({ reaches, takes, key }) =>
      html`<li>${reaches}: ${takes} <code>why403 explain narrower/${key}</code></li>`,
  )
  return html`<p class="s"><b>For less than the whole tenant</b></p><ul class="s">${ways}</ul>`
}

export const setStyle = `${findingStyle}
.set{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;margin-top:.5rem}
.left{margin-top:1rem}`

export const alternativesStyle = `.alt+.alt{margin-top:.5rem}
.alt summary{cursor:pointer;font-weight:600}
.alt p,.alt .rows{margin-top:.5rem}`
