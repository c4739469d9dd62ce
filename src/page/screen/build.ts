import type { Markup } from '../../render/html/parts/html.ts'
import { piecesOf } from '../markup.ts'

/**
 * Makes nodes of what our renderers wrote, piece by piece, without asking the browser to parse it: all foreign text becomes
 * text nodes and values of harmless attributes, and there is nothing to escape from. Trusted Types therefore need no policy for
 * HTML, and none can be made.
 */
export function nodesOf(markup: Markup): DocumentFragment {
  const all = document.createDocumentFragment()
  const open: (Element | DocumentFragment)[] = [all]
  for (const piece of piecesOf(markup)) {
    const parent = open.at(-1)!
    if (piece.kind === 'text') parent.append(piece.text)
    else if (piece.kind === 'close') open.pop()
    else {
      const element = elementIn(parent, piece.name)
      for (const [name, value] of piece.attributes) element.setAttribute(name, value)
      parent.append(element)
      open.push(element)
    }
  }
  return all
}

const svg = 'http://www.w3.org/2000/svg'

function elementIn(parent: Element | DocumentFragment, name: string): Element {
  const isDrawn = name === 'svg' || (parent instanceof Element && parent.namespaceURI === svg)
  return isDrawn ? document.createElementNS(svg, name) : document.createElement(name)
}
