import { html, type Markup } from './html.ts'

/** A link, where it is an address of the web and nothing else; anything else is shown as it is, and leads nowhere. */
export function link(url: string, text: string = url): Markup {
  if (!isAddress(url)) return html`<code>${url}</code>`
  return html`<a href="${url}" rel="noreferrer">${text}</a>`
}

/** A command in one piece: a click selects all of it. */
export function command(text: string): Markup {
  return html`<code class="cmd">${text}</code>`
}

export function isAddress(url: string): boolean {
  return /^https?:\/\/[\w.:/?#@!$&'()*+,;=%~-]{1,2000}$/.test(url)
}
