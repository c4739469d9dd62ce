import { html, type Markup } from './html.ts'

/** Marks that repeat what the words beside them say. */
export type Icon = 'ok' | 'x' | 'ask' | 'dot'

/** Once a page, before the first icon. */
export const symbols = html`<svg width="0" height="0" class="sr" aria-hidden="true"><symbol id="i-ok" viewBox="0 0 24 24"><path d="M4 13l5 5L20 6"/></symbol><symbol id="i-x" viewBox="0 0 24 24"><path d="M5 5l14 14M19 5L5 19"/></symbol><symbol id="i-ask" viewBox="0 0 24 24"><path d="M8 9.2a4 4 0 1 1 5.6 3.7c-1 .5-1.6 1.2-1.6 2.3M12 18.6v.2"/></symbol><symbol id="i-dot" viewBox="0 0 24 24"><path d="M12 12v.1"/></symbol></svg>`

export function icon(name: Icon): Markup {
  return html`<svg class="i" viewBox="0 0 24 24" aria-hidden="true"><use href="#i-${name}"/></svg>`
}
