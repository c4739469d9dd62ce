import type { Hit } from '../../../src/core/secret/hidden.ts'

/** A text whose `«…»` say what must be found in it, and nothing else: the text without them. */
export function unmarked(text: string): string {
  return text.replaceAll(/[«»]/g, '')
}

/** The text with `«…»` around each stretch that was found. */
export function marked(text: string, hits: readonly Hit[]): string {
  if (hits.some(({ start, end }) => !(start < end))) throw new Error('a hit of nothing')
  const isHit = (at: number) => hits.some(({ start, end }) => start <= at && at < end)
  let out = ''
  for (let at = 0; at <= text.length; at++) {
    if (isHit(at - 1) && !isHit(at)) out += '»'
    if (isHit(at) && !isHit(at - 1)) out += '«'
    out += text[at] ?? ''
  }
  return out
}
