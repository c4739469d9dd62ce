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
export async function frame({ banner, body, ...page }: Page): Promise<string> {
  const style = styleOf(page)
  const policy = `${await onlyItsOwn(style)}; form-action 'none'`
  return document(page, {
    style,
    head: html`<meta http-equiv="Content-Security-Policy" content="${policy}"><meta name="referrer" content="no-referrer">`,
    body: html`${banner === undefined ? null : html`<aside class="believe" aria-label="Make-believe">${banner}</aside>`}<div class="wrap">${body}</div>`,
  })
}

/** A page that a server sends: its forms are posted there, and its script asks there. */
export interface ServedPage extends Omit<Page, 'banner'> {
  /** One of ours; absent: none runs. */
  readonly script?: string
  /** What stands in the head besides. */
  readonly head?: Markup
}

/**
 * A page, and the policy that goes with it as a header: what it allows is the page's own style, script and origin, and no
 * other page may frame it (which no policy within a page can say). The policy for referrers must be a header too: with
 * `no-referrer`, a form would be posted with `Origin: null`.
 */
export async function servedFrame({
  script,
  head,
  body,
  ...page
}: ServedPage): Promise<{ text: string; policy: string }> {
  const style = styleOf(page)
  const own = await onlyItsOwn(style)
  const runs = script === undefined ? '' : `; script-src 'sha256-${await sha256(script)}'; connect-src 'self'`
  const policy = `${own}${runs}; form-action 'self'; frame-ancestors 'none'`
  // Of our own literals: there is nothing in it to escape.
  const last = script === undefined ? '' : `<script>${script}</script>`
  const text = document(page, { style, head: head ?? html``, body, last })
  return { text, policy }
}

function styleOf({ styles }: Pick<Page, 'styles'>): string {
  return [palette, base, ...styles].join('\n')
}

async function onlyItsOwn(style: string): Promise<string> {
  return `default-src 'none'; style-src 'sha256-${await sha256(style)}'; base-uri 'none'`
}

function document(
  { title, skipTo }: Pick<Page, 'title' | 'skipTo'>,
  { style, head, body, last = '' }: { style: string; head: Markup; body: Markup; last?: string },
): string {
  return [
    '<!doctype html>',
    html`<html lang="en">`,
    html`<head><meta charset="utf-8">${head}<meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title>`,
    `<style>${style}</style></head>`,
    html`<body>${symbols}<a class="skip" href="#${skipTo.id}">${skipTo.name}</a>`,
    `${body}${last}</body></html>`,
    '',
  ].join('\n')
}

/** As a hash-source of a policy names it: base64. */
export async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return btoa(String.fromCharCode(...new Uint8Array(digest)))
}
