/** What stands in the place of a secret: its kind and its length, so that a cut or a doubled one can still be told. */
export function hidden(what: string, length: number): string {
  return `[${what}, not shown: ${length} characters]`
}

/** Finds what `hidden` wrote, and what a Secret says of itself. */
export const hiddenForm = /\[[a-z][a-z ]{0,40}, not shown(?:: \d{1,9} characters)?\]/

/** Stands between texts that are looked at together. No value goes over it. */
export const apart = '\0'

/** All matches of a global pattern that never matches nothing. Faster by far than matchAll, which copies the pattern. */
export function matchesOf(pattern: RegExp, text: string): RegExpExecArray[] {
  pattern.lastIndex = 0
  const found: RegExpExecArray[] = []
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) found.push(match)
  return found
}

/** A part of a text that must not be shown. */
export interface Hit {
  readonly start: number
  readonly end: number
  /** What it is: `access token`. */
  readonly what: string
}

/** The text with its hits replaced. They may overlap; what overlaps is one, under the name of the first. */
export function withoutHits(text: string, hits: readonly Hit[]): string {
  if (hits.length === 0) return text
  const merged: Hit[] = []
  for (const hit of [...hits].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = merged.at(-1)
    if (last === undefined || hit.start >= last.end) merged.push(hit)
    else if (hit.end > last.end) merged[merged.length - 1] = { ...last, end: hit.end }
  }
  let shownTo = 0
  const pieces = merged.flatMap(({ start, end, what }) => {
    const before = text.slice(shownTo, start)
    shownTo = end
    return [before, hidden(what, end - start)]
  })
  return pieces.join('') + text.slice(shownTo)
}
