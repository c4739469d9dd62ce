import { cut, html, type Markup } from './html.ts'

/** Pieces of a drawing in SVG: text on a halo of the paper's colour, arrows, boxes. All sizes are attributes. */

export type Align = 'start' | 'middle'

/** How many characters of a size fit into a width, by what letters need on average. */
export function fitted(text: string, width: number, perCharacter: number): string {
  return cut(text, Math.max(8, Math.floor(width / perCharacter)))
}

export function words(x: number, y: number, text: string, kind: string, align: Align = 'middle'): Markup {
  return html`<text class="${kind}" x="${x}" y="${y}"${align === 'middle' ? html` text-anchor="middle"` : null}>${text}</text>`
}

/** From one line to another, with its head; `stopped` halfway by a cross. */
export function arrow(from: number, to: number, y: number, tone: string, stopped: boolean): Markup {
  const towards = to > from ? 1 : -1
  if (stopped) {
    const end = stopOf(from, to)
    return html`<path class="a dash ${tone}" d="M${from + 2 * towards} ${y}H${end - 8 * towards}"/><path class="a ${tone}" d="M${end - 5} ${y - 5}l10 10m0 -10l-10 10"/>`
  }
  return html`<path class="a ${tone}" d="M${from + 2 * towards} ${y}H${to - 9 * towards}"/><path class="h ${tone}" d="M${to - 2 * towards} ${y}l${-10 * towards} -5v10z"/>`
}

/** Where a stopped arrow ends. */
export function stopOf(from: number, to: number): number {
  return from + Math.round((to - from) * 0.28)
}

export function box(x: number, y: number, width: number, height: number, kind: string): Markup {
  return html`<rect class="${kind}" x="${x}" y="${y}" width="${width}" height="${height}" rx="7"/>`
}
