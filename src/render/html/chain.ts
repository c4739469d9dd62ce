import {
  type Chain,
  type ChainRow,
  chainOf,
  type LinkName,
  seenColumns,
  userLinks,
} from '../../core/report/chain.ts'
import type { Link, LinkState } from '../../core/report/link.ts'
import type { Report } from '../../core/report/report.ts'
import { counted } from '../../core/text.ts'
import { operationName } from '../rows.ts'
import { html, type Markup } from './parts/html.ts'
import { type Icon, icon } from './parts/icons.ts'
import type { Section } from './section.ts'
import { breakable, soft } from './words.ts'

/** More operations than these are told by how their chains break. */
const mostRows = 20

/** Operations, and each link between what they need and what Graph answered: red on the first that broke. */
export function chain(report: Report): Section | null {
  const found = chainOf(report)
  if (found === null) return null
  const seen = report.verdict === 'clear' ? seenColumns(found) : found.columns
  const shown = found.columns.map(column => seen.includes(column))
  const columns = found.columns.filter((_, at) => shown[at])
  const row = (name: Markup, links: readonly Link[]): Markup =>
    rowOf(
      name,
      links.filter((_, at) => shown[at]),
      columns,
    )
  const rows =
    found.rows.length <= mostRows
      ? found.rows.map(one => row(nameOf(one, report), one.links))
      : groupsOf(found).map(group => row(groupName(group, report), linksOf(group)))
  const head = columns.map(
    column =>
      html`<th scope="col" role="columnheader">${titles[column].name}<small>${by(column, found)}</small></th>`,
  )
  const breaks = found.rows.some(({ broken }) => broken !== null)
  const open = found.rows.some(({ links }) => links.some(({ state }, at) => state === 'unseen' && shown[at]))
  return {
    id: 'chain',
    title: breaks ? 'Where it breaks' : open ? 'Link by link' : 'Every link holds',
    lead: leadWords(found, breaks, open),
    body: html`<div class="card"><table class="chain c${columns.length}" role="table"><caption class="sr">Operations, and each link between what they need and what Graph answered</caption><thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">Operation</th>${head}</tr></thead><tbody role="rowgroup">${rows}</tbody></table></div>`,
    style: chainStyle,
  }
}

function leadWords({ columns }: Chain, breaks: boolean, open: boolean): string {
  if (columns === userLinks)
    return 'Two locks, and both must open: the scope in the token, and what the user may do.'
  if (breaks)
    return 'Every link must hold, from left to right. Read to the first cross: what is right of it follows from it.'
  return open
    ? 'From what the operation needs to what Graph answers. A question mark is what nobody looked at.'
    : 'From what the operation needs to what Graph answered.'
}

const titles: Readonly<Record<LinkName, { readonly name: string; readonly by: string }>> = {
  needed: { name: 'Needed', by: 'by the operation' },
  declared: { name: 'Declared', by: 'by the developer, in the registration' },
  granted: { name: 'Granted', by: 'by an administrator, in the tenant' },
  held: { name: 'Held', by: 'in this token, written by Entra ID' },
  rights: { name: "The user's own rights", by: 'Graph checks them too' },
  answer: { name: 'Answer', by: 'by Microsoft Graph' },
}

function by(column: LinkName, { columns }: Chain): string {
  return column === 'held' && columns === userLinks ? 'in scp, written by Entra ID' : titles[column].by
}

function nameOf({ operation }: ChainRow, { operations }: Report): Markup {
  return breakable(operationName(operations[operation]!) || 'a call that the text does not tell')
}

/** Those that break alike, the broken first. */
function groupsOf({ rows }: Chain): ChainRow[][] {
  const groups = new Map<string, ChainRow[]>()
  for (const row of rows) {
    const key = `${row.broken} ${row.links.map(({ state, says }, at) => (at === 0 ? state : `${state} ${says}`)).join()}`
    groups.set(key, [...(groups.get(key) ?? []), row])
  }
  return [...groups.values()].sort(
    (a, b) => Number(a[0]!.broken === null) - Number(b[0]!.broken === null) || b.length - a.length,
  )
}

function groupName(group: readonly ChainRow[], report: Report): Markup {
  if (group.length === 1) return nameOf(group[0]!, report)
  const items = group.map(
    row =>
      html`<li>${nameOf(row, report)}${row.needed === null ? null : html` <small>${row.needed.phrase}</small>`}</li>`,
  )
  return html`<details><summary>${counted(group.length, 'operation')} alike</summary><ul>${items}</ul></details>`
}

/** Of several operations the need is each one's own. */
function linksOf(group: readonly ChainRow[]): Link[] {
  const [{ links }] = group as readonly [ChainRow, ...ChainRow[]]
  const [first, ...rest] = links as readonly [Link, ...Link[]]
  const needs = new Set(group.map(({ links }) => links[0]!.says)).size
  return needs === 1
    ? [first, ...rest]
    : [{ ...first, says: `${needs} permissions`, note: 'each its own' }, ...rest]
}

function rowOf(name: Markup, links: readonly Link[], columns: readonly LinkName[]): Markup {
  const cells = links.map(
    ({ state, says, note }, at) =>
      html`<td role="cell" class="${state}"><span class="pin">${icon(icons[state])}</span><span class="lab" aria-hidden="true">${titles[columns[at]!].name}</span><span>${state === 'broken' ? html`<strong>${says}</strong>` : soft(says)}${note === '' ? null : html`<small>${note}</small>`}</span></td>`,
  )
  return html`<tr role="row"><th scope="row" role="rowheader">${name}</th>${cells}</tr>`
}

const icons: Readonly<Record<LinkState, Icon>> = {
  start: 'dot',
  holds: 'ok',
  broken: 'x',
  beside: 'dot',
  unseen: 'ask',
}

export const chainStyle = `.chain{width:100%;border-collapse:separate;border-spacing:0;table-layout:fixed}
.chain th,.chain td{text-align:left;vertical-align:top;font-weight:400}
.chain.c5 thead th:first-child{width:18%}
.chain.c5 thead th:nth-child(2){width:20%}
.chain thead th{padding:.875rem .75rem .5rem 0;font-weight:650}
.chain thead small{display:block;color:var(--soft);font-weight:400}
.chain thead th:first-child{padding-left:1.25rem}
.chain tbody th{padding:1rem .75rem 1rem 1.25rem;font-weight:600;border-top:1px solid var(--line)}
.chain details ul{margin-top:.375rem;max-height:24rem;overflow:auto;font-weight:400}
.chain details li{padding:.125rem 0}
.chain details small{color:var(--soft)}
.chain summary{cursor:pointer}
.chain td{position:relative;padding:2.25rem .75rem 1rem 0;border-top:1px solid var(--line);line-height:1.35}
.chain td>.lab{display:none}
.chain td small{display:block;color:var(--soft)}
.chain td::before{content:"";position:absolute;top:1.375rem;left:0;right:0;border-top:2px solid var(--good)}
.chain td:last-child::before{display:none}
.chain .pin{position:absolute;z-index:1;top:calc(1.375rem - 8px);left:-1px;width:18px;height:18px;border-radius:50%;background:var(--paper);color:var(--good);display:block}
.chain .pin svg{display:block;width:18px;height:18px;padding:3px;border-radius:50%;border:2px solid currentColor;stroke-width:3.5}
.chain .start .pin svg{visibility:hidden}
.chain .start .pin::after{content:"";position:absolute;inset:3px;border-radius:50%;background:var(--edge)}
.chain .start::before{border-color:var(--edge)}
.chain .broken .pin{left:-4px;top:calc(1.375rem - 11px);background:none}
.chain .broken .pin svg{background:var(--bad);border-color:var(--bad);color:var(--paper);width:24px;height:24px;padding:4px}
.chain .broken strong{color:var(--bad)}
.chain .broken>span{position:relative;z-index:1}
.chain .broken>.pin{position:absolute}
.chain .broken::before,.chain .beside::before{border-top:2px dotted var(--edge);opacity:.55}
.chain .broken::before{left:26px;z-index:1}
.chain .broken::after{content:"";position:absolute;inset:.25rem .375rem .375rem -.875rem;background:var(--bad-tint);border:1px solid var(--bad);border-radius:.5rem}
.chain .beside,.chain .unseen{color:var(--soft)}
.chain .beside .pin,.chain .unseen .pin{color:var(--edge)}
.chain .beside .pin svg{border-style:dotted}
.chain .unseen .pin svg{padding:2px;stroke-width:2.5;border-width:1px}
.chain .unseen::before{border-top:2px dotted var(--edge)}
@media(max-width:42rem){.chain thead{display:none}
.chain,.chain tbody,.chain tr{display:block}
.chain tr+tr{border-top:1px solid var(--line)}
.chain tbody th{display:block;border:0;padding:.875rem 1rem .25rem}
.chain td{display:grid;grid-template-columns:5rem minmax(0,1fr);gap:.5rem;border:0;padding:.4375rem 1rem .4375rem 3rem}
.chain td>.lab{display:block;font-weight:600;color:var(--ink)}
.chain td::before,.chain .broken::before{left:1.5rem;right:auto;top:1.1rem;bottom:-1.1rem;border-top:0;border-left:2px solid var(--good)}
.chain .start::before{border-color:var(--edge)}
.chain .broken::before,.chain .beside::before,.chain .unseen::before{border-top:0;border-left:2px dotted var(--edge)}
.chain .broken::after{inset:.125rem .5rem .125rem .75rem}
.chain .pin{left:calc(1.5rem - 8px);top:.5rem}
.chain .broken .pin{left:calc(1.5rem - 11px);top:.3rem}
.chain td:last-child{padding-bottom:1rem}}
@media print{.chain .broken .pin svg{print-color-adjust:exact}
.chain details>ul{display:block;max-height:none}}
@media(forced-colors:active){.chain .broken strong{text-decoration:underline}
.chain .pin svg{stroke:CanvasText}
.chain .broken::after{border-width:2px}}`
