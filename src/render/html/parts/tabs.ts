import { html, type Markup } from './html.ts'

/** One of several ways, of which one is shown at a time. */
export interface Tab {
  readonly name: string
  readonly body: Markup
}

/** More are not told apart by the style sheet. */
export const mostTabs = 5

/**
 * Tabs that work without a script: radios, and a panel each. Where a browser has no `:has`, and in print, all panels are
 * shown with their names.
 *
 * @param group a name of its own on the page
 * @param first which one is shown
 */
export function tabs(group: string, legend: string, all: readonly Tab[], first = 0): Markup {
  const shown = all.slice(0, mostTabs)
  if (shown.length < 2)
    return html`<div class="tabs"><h4>${legend}</h4>${shown.map(({ body }) => body)}</div>`
  const choices = shown.map(
    ({ name }, at) =>
      html`<input type="radio" name="${group}" id="${group}-${at}"${at === first ? html` checked` : null}><label for="${group}-${at}">${name}</label>`,
  )
  const panels = shown.map(({ name, body }) => html`<div class="panel"><h4>${name}</h4>${body}</div>`)
  return html`<div class="tabs"><fieldset><legend>${legend}</legend>${choices}</fieldset>${panels}</div>`
}

const nth = Array.from({ length: mostTabs }, (_, at) => at + 1)

export const tabStyle = `.tabs{margin-top:1rem}
.tabs fieldset{border:0;margin:0;padding:0;min-width:0;display:flex;flex-wrap:wrap;gap:0 .25rem;border-bottom:1px solid var(--line)}
.tabs legend{float:left;width:100%;padding:0;font-weight:600;margin-bottom:.25rem}
.tabs input{position:absolute;opacity:0;width:1px;height:1px}
.tabs label{padding:.375rem .75rem;color:var(--soft);cursor:pointer;border-bottom:2px solid transparent;margin-bottom:-1px}
.tabs input:checked+label{color:var(--accent);border-color:var(--accent);font-weight:600}
.tabs input:focus-visible+label{outline:3px solid var(--accent);outline-offset:-3px;border-radius:4px}
.panel{display:none;padding-top:.75rem}
.panel h4{display:none}
${nth.map(n => `.tabs:has(input:nth-of-type(${n}):checked) .panel:nth-of-type(${n})`).join(',')}{display:block}
@supports not selector(:has(*)){.panel,.panel h4{display:block}}
@media print{.tabs fieldset label,.tabs input{display:none}
.panel{display:block!important;break-inside:avoid}
.panel h4{display:block}}`
