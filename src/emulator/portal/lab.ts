import { html, type Markup } from '../../render/html/parts/html.ts'
import { icon } from '../../render/html/parts/icons.ts'
import type { LabView } from './hooks.ts'

/** The step of the lab, beside whatever page it is done on. */
export function labPanel({ at, of, isMet, ...view }: LabView, back: string): Markup {
  const dots = Array.from(
    { length: of },
    (_, nth) => html`<i class="${nth < at ? 'd' : nth === at ? 'n' : ''}"></i>`,
  )
  const conditions = view.conditions.map(({ what, met, from }) =>
    met
      ? html`<li><span class="good">${icon('ok')}</span><span>${what}</span><span class="soft s">${from}</span></li>`
      : html`<li class="soft"><span class="ring"></span><span>${what}</span><span class="s">not seen yet</span></li>`,
  )
  const next = isMet
    ? html`<p class="good">${view.saw}</p>${view.isAsked ? html`<p class="soft">Next asks a question, in the terminal.</p>` : null}`
    : null
  return html`<section class="card lab" aria-labelledby="lab-title"><div class="at"><span>Step ${at + 1} of ${of}</span><span class="dots" role="img" aria-label="${at} of ${of} steps done">${dots}</span><span class="soft">${view.part}</span></div><h2 id="lab-title">${view.title}</h2><p>${view.why}</p><details><summary>The same by commands</summary>${view.lines.map(line => html`<code class="cmd">${line}</code>`)}</details><ul class="chk">${conditions}</ul>${view.obstacle === null ? null : html`<p class="warn">${view.obstacle}</p>`}${next}<form method="post" action="/portal/lab" class="row"><input type="hidden" name="back" value="${back}"><button class="go" name="way" value="on"${isMet ? null : html` disabled`}>Next</button><button name="way" value="back"${at === 0 ? html` disabled` : null}>Back</button>${isMet ? null : html`<span class="soft s">Opens by itself when the last check is seen.</span>`}</form><details><summary>Hint</summary><p class="soft">${view.hint}</p></details></section>`
}
