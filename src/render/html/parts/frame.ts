import { base } from './base.ts'
import { html, type Markup } from './html.ts'
import { symbols } from './icons.ts'
import { palette } from './palette.ts'

export interface Page {
  readonly title: string
  /** Style sheets of its parts, beside what every page has. */
  readonly styles: readonly string[]
  /** What the first link of the page leads to, past what comes before it: its id, and its name. */
  readonly skipTo: { readonly id: string; readonly name: string }
  /** Said above all else, where what is shown is make-believe. */
  readonly banner?: Markup
  readonly body: Markup
}

/**
 * A whole page in one file: nothing is loaded, no script runs, and the one style sheet is allowed by its hash. An
 * attribute `style` would be refused, so widths are attributes of SVG. Source: CSP Level 3, "hash-source".
 */
export async function frame({ title, styles, skipTo, banner, body }: Page): Promise<string> {
  const style = [palette, base, ...styles].join('\n')
  const policy = `default-src 'none'; style-src 'sha256-${await sha256(style)}'; base-uri 'none'; form-action 'none'`
  return [
    '<!doctype html>',
    html`<html lang="en">`,
    html`<head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer"><title>${title}</title>`,
    `<style>${style}</style></head>`,
    html`<body>${symbols}<a class="skip" href="#${skipTo.id}">${skipTo.name}</a>`,
    html`${banner === undefined ? null : html`<aside class="believe" aria-label="Make-believe">${banner}</aside>`}<div class="wrap">${body}</div></body></html>`,
    '',
  ].join('\n')
}

/** As a hash-source of a policy names it: base64. */
export async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return btoa(String.fromCharCode(...new Uint8Array(digest)))
}
