import type { Markup } from '../render/html/parts/html.ts'

/** What markup says, one thing after another. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'open'
      readonly name: string
      readonly attributes: readonly (readonly [string, string])[]
    }
  | { readonly kind: 'close' }

/**
 * Reads what our renderers wrote, and nothing else: elements and attributes of the names that are listed here, links to
 * the web or within the page, and text. No script, no handler, no style and no source of anything can come of it, whatever a
 * text in it holds.
 *
 * @throws {TypeError} at any other name: a renderer has learnt what the page has not
 */
export function* piecesOf({ text }: Markup): Generator<Piece> {
  const [words = '', ...tags] = text.split('<')
  yield* textOf(words)
  for (const tag of tags) {
    // In values `<` and `>` are escaped, as `html` escapes all that it is given.
    const end = tag.indexOf('>')
    yield* followed(tag.slice(0, end))
    yield* textOf(tag.slice(end + 1))
  }
}

function* textOf(words: string): Generator<Piece> {
  if (words !== '') yield { kind: 'text', text: unescaped(words) }
}

const attributeOf = /([\w:-]+)(?:="([^"]*)")?/g

/** Between its angle brackets. */
function* followed(tag: string): Generator<Piece> {
  if (tag.startsWith('/')) {
    yield { kind: 'close' }
    return
  }
  const name = /^[\w-]+/.exec(tag)?.[0] ?? ''
  if (!elements.has(name)) throw new TypeError(`an element that no page has: ${name}`)
  const attributes = [...tag.slice(name.length).matchAll(attributeOf)].map(
    ([, key = '', value = '']) => [key, unescaped(value)] as const,
  )
  for (const [key, value] of attributes) {
    const leadsAway = key === 'href' && !/^(?:https?:\/\/|#)/.test(value)
    if (!allowed.has(key) || leadsAway) throw new TypeError(`an attribute that no page has: ${key}`)
  }
  yield { kind: 'open', name, attributes }
  if (tag.endsWith('/') || empty.has(name)) yield { kind: 'close' }
}

const empty = new Set(['wbr', 'br', 'input'])

const elements = new Set(
  `a article aside b button caption circle code dd desc details div dl dt em fieldset figcaption figure footer g h1 h2 h3
   h4 header input kbd label legend li line main mark nav ol p path pre rect section small span strong summary svg table
   tbody td text th thead title tr tspan ul use wbr br`.split(/\s+/),
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
