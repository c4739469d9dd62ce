import type { Markup } from '../../render/html/parts/html.ts'

/**
 * Makes nodes of what our renderers wrote, without asking the browser to parse it: an element of a name that is listed
 * here, attributes that are listed here, and everything else as text nodes. No script, no handler, no style, no source of
 * anything can come of it, whatever a text in it holds: there is nothing to escape from. Trusted Types therefore need no
 * policy for HTML.
 */
export function nodesOf({ text }: Markup): DocumentFragment {
  const all = document.createDocumentFragment()
  const open: (Element | DocumentFragment)[] = [all]
  const [words = '', ...tags] = text.split('<')
  if (words !== '') all.append(unescaped(words))
  for (const piece of tags) {
    // In values `<` and `>` are escaped, as `html` escapes all that it is given.
    const end = piece.indexOf('>')
    follow(piece.slice(0, end), open)
    const words = piece.slice(end + 1)
    if (words !== '') open.at(-1)!.append(unescaped(words))
  }
  return all
}

/** Opens or closes the element of a tag, between its angle brackets. */
function follow(tag: string, open: (Element | DocumentFragment)[]): void {
  if (tag.startsWith('/')) {
    open.pop()
    return
  }
  const name = /^[\w-]+/.exec(tag)![0]
  const parent = open.at(-1)!
  const element = elementOf(name, parent)
  for (const [, key, value] of tag.slice(name.length).matchAll(attributeOf)) {
    if (!allowed.has(key!)) throw new TypeError(`an attribute that no page has: ${key}`)
    element.setAttribute(key!, unescaped(value ?? ''))
  }
  parent.append(element)
  if (!tag.endsWith('/') && !empty.has(name)) open.push(element)
}

const attributeOf = /([\w:-]+)(?:="([^"]*)")?/g

const svg = 'http://www.w3.org/2000/svg'

function elementOf(name: string, parent: Element | DocumentFragment): Element {
  if (!elements.has(name)) throw new TypeError(`an element that no page has: ${name}`)
  const isDrawn = name === 'svg' || (parent instanceof Element && parent.namespaceURI === svg)
  return isDrawn ? document.createElementNS(svg, name) : document.createElement(name)
}

const empty = new Set(['wbr', 'br', 'input'])

const elements = new Set(
  `a article aside b button caption code dd desc details div dl dt em fieldset figcaption figure footer h1 h2 h3 h4 header
   input kbd label legend li main mark nav ol p path pre rect section small span strong summary svg table tbody td text th
   thead title tr tspan ul use wbr br circle g line`.split(/\s+/),
)

const allowed = new Set(
  `aria-controls aria-hidden aria-label aria-labelledby aria-selected checked class colspan cx cy d data-l data-part
   data-view fill for height href id name open preserveAspectRatio r rel role rowspan rx scope tabindex text-anchor title
   type viewBox width x x1 x2 y y1 y2`.split(/\s+/),
)

const entities: ReadonlyMap<string, string> = new Map([
  ['&amp;', '&'],
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&quot;', '"'],
  ['&#39;', "'"],
  ['&nbsp;', '\u00a0'],
])

function unescaped(text: string): string {
  return text.replace(/&(?:amp|lt|gt|quot|#39|nbsp);/g, entity => entities.get(entity)!)
}
