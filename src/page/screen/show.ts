import { html, type Markup } from '../../render/html/parts/html.ts'
import { icon } from '../../render/html/parts/icons.ts'
import { isNothing } from '../../render/html/reference.ts'
import { renderContent } from '../../render/html.ts'
import { renderJson } from '../../render/json.ts'
import { render as renderMarkdown } from '../../render/markdown.ts'
import { noColours } from '../../render/text/colours.ts'
import type { Answer } from '../answer.ts'
import { nodesOf } from './build.ts'
import { copy } from './copy.ts'

/**
 * Shows an answer in the place of the one before it.
 *
 * @param link the address of it, behind `#`; null: it has none, since it is about what somebody pasted
 */
export function show(place: Element, answer: Answer, link: string | null): void {
  const { report, view, notes } = answer
  const isEmpty =
    isNothing(report) &&
    report.operations.length === 0 &&
    report.token === undefined &&
    report.verdict === 'undetermined'
  const content = isEmpty ? nothing(answer) : renderContent(report, view, { personal: false })
  place.replaceChildren(
    nodesOf(html`${notes.map(note => html`<p class="said">${note}</p>`)}${content}${followUp(link)}`),
  )
  linkNames(place)
  for (const command of place.querySelectorAll('.cmd')) command.after(copyButton(() => command.textContent!))
  place.querySelector('.follow-up')!.append(
    copyButton(() => markdown(answer), 'Copy as Markdown'),
    copyButton(() => renderJson(report), 'Copy as JSON'),
  )
}

function markdown({ report, view }: Answer): string | Promise<string> {
  return renderMarkdown(report, view, {
    ...{ colours: noColours, width: 80, unicode: true, verbose: false, rows: 0, personal: false },
    ...{ mermaid: false, rest: null, utcOffset: () => 0 },
  })
}

function followUp(link: string | null): Markup {
  return html`<p class="follow-up">${
    link === null
      ? html`<span>Link to this answer: none. What you paste never goes into an address.</span>`
      : html`<span>Link to this answer: <a href="#${link}">#${decodeURIComponent(link)}</a></span>`
  }</p>`
}

function copyButton(textOf: () => string | Promise<string>, name = 'Copy'): HTMLButtonElement {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'copy screen'
  button.textContent = name
  button.addEventListener('click', async () => {
    button.textContent = (await copy(await textOf())) ? 'Copied' : 'Not copied: the browser forbids it'
  })
  return button
}

/** `why403 explain NAME` leads to what it would print, and so does an operation or a permission. */
function linkNames(place: Element): void {
  for (const code of place.querySelectorAll('code:not(.cmd)')) {
    const name = /^why403 explain ([\w./-]{1,100})$/.exec(code.textContent!)?.[1]
    if (name === undefined) continue
    const link = document.createElement('a')
    link.href = `#explain=${encodeURIComponent(name)}`
    code.replaceWith(link)
    link.append(code)
  }
}

const lookedFor = [
  ['An access token', 'three parts with dots between, or its claims as JSON'],
  ['An error of Entra ID', 'AADSTS and a number, or invalid_client and the like'],
  ['An error of Graph', 'a body with error.code, or a known code in plain text'],
  ['A request', 'GET /users, a URL of Graph, a curl line, a cmdlet, or a list of them'],
  ['A HAR or a log', 'JSON with log.entries; lines that hold any of the above'],
  ['A case', 'the file that why403 --case wrote'],
] as const

/** Nothing was recognised: what was looked for, no guess, and one way to something readable. */
function nothing({ report }: Answer): Markup {
  const told = report.notChecked.flatMap(({ missing }) => missing)
  return html`<p class="state"><span class="chip warn">${icon('ask')}Nothing recognised</span></p><h1>Nothing in it reads as a token, an error or a request.</h1>${told.map(words => html`<p class="why">But ${words}.</p>`)}<section class="next" aria-labelledby="h-next"><h2 id="h-next">Next</h2><p class="do">Paste the answer’s body, or the whole exchange.</p><p>Run the failing request once more with <code>-v</code> and paste all that it prints, token included. It is masked, and stays here:</p><code class="cmd">curl -v https://graph.microsoft.com/v1.0/users --header "Authorization: Bearer $TOKEN"</code></section><section class="sec" aria-labelledby="h-looked"><header><h2 id="h-looked">What was looked for</h2></header><ul class="looked card">${lookedFor.map(([name, form]) => html`<li>${icon('x')}<strong>${name}</strong><span class="soft s">${form}</span></li>`)}</ul></section>`
}
