import { html, type Markup } from './parts/html.ts'

/** A part of the page below the first screen: its title and one sentence stand on the left where there is room. */
export interface Section {
  readonly id: string
  readonly title: string
  /** One or two sentences. */
  readonly lead: string
  readonly body: Markup
  readonly style: string
}

export function renderSection({ id, title, lead, body }: Section): Markup {
  return html`<section class="sec" id="${id}" aria-labelledby="h-${id}"><header><h2 id="h-${id}">${title}</h2><p>${lead}</p></header><div>${body}</div></section>
`
}

export const sectionStyle = `.sec{display:grid;grid-template-columns:13rem minmax(0,1fr);gap:.75rem 2.5rem;margin-top:3rem;scroll-margin-top:1rem}
.sec>header p{margin-top:.375rem;color:var(--soft);font-size:.875rem}
.note{padding:.75rem 1.25rem;border-top:1px solid var(--line);color:var(--soft);font-size:.875rem}
.rows{width:100%;border-collapse:collapse}
.rows th,.rows td{text-align:left;vertical-align:top;padding:.3125rem .75rem .3125rem 0;border-bottom:1px solid var(--line);font-weight:400;font-size:.875rem}
.rows thead th{color:var(--soft);font-size:.8125rem;white-space:nowrap}
.rows td:empty::before{content:none!important}
.rows tbody th{font-family:var(--mono);font-size:.8125rem;font-variant-ligatures:none}
.rows td:last-child,.rows th:last-child{padding-right:0}
.list li{display:grid;grid-template-columns:minmax(0,15rem) minmax(0,1fr);gap:.125rem 1.25rem;padding:.625rem 1.25rem;border-top:1px solid var(--line)}
.list li:first-child{border-top:0}
.pad{padding:.875rem 1.25rem 1rem}
@media(max-width:62rem){.sec{grid-template-columns:minmax(0,1fr);margin-top:2.25rem}}
@media(max-width:42rem){.rows thead{display:none}
.rows,.rows tbody,.rows tr,.rows td,.rows tbody th{display:block;border:0;padding:0}
.rows tr{padding:.5rem 0;border-bottom:1px solid var(--line)}
.rows td[data-l]::before{content:attr(data-l) " ";color:var(--soft)}
.list li{grid-template-columns:minmax(0,1fr);padding-inline:1rem}
.pad,.note{padding-inline:1rem}}
@media print{.sec{display:block;margin-top:1.25rem}
.sec>header{margin-bottom:.5rem;break-inside:avoid;break-after:avoid}
.rows th,.rows td{padding-block:.1875rem}
tr,.list li{break-inside:avoid}}`

/** A table that becomes a list where there is no room for columns; it stays a table to those who hear it. */
export function table(
  caption: string,
  head: readonly string[],
  rows: readonly (readonly Markup[])[],
  kind = 'rows',
): Markup {
  return html`<table class="${kind}" role="table"><caption class="sr">${caption}</caption><thead role="rowgroup"><tr role="row">${head.map(name => html`<th scope="col" role="columnheader">${name}</th>`)}</tr></thead><tbody role="rowgroup">${rows.map(
    ([first, ...rest]) =>
      html`<tr role="row"><th scope="row" role="rowheader">${first}</th>${rest.map((cell, at) => html`<td role="cell" data-l="${head[at + 1]}">${cell}</td>`)}</tr>`,
  )}</tbody></table>`
}
