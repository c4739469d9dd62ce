/** A thing that was read in a text, and where it stands there. */
export interface Mark<Value> {
  readonly at: number
  readonly value: Value
}

/** More of one kind are not told apart. */
const mostMarks = 20_000

/** What patterns find in a text, in its order. */
export function marks<Value>(
  text: string,
  patterns: readonly RegExp[],
  read: (match: RegExpExecArray) => Value | null,
): Mark<Value>[] {
  return sorted(
    patterns.flatMap(pattern =>
      [...text.matchAll(pattern)].flatMap(match => {
        const value = read(match)
        return value === null ? [] : [{ at: match.index, value }]
      }),
    ),
  )
}

/** The first of what is found, and no more: a hostile text holds any number of them. */
export function firstOf<Item>(found: Iterable<Item>, most: number): Item[] {
  const taken: Item[] = []
  for (const item of found) {
    if (taken.length >= most) break
    taken.push(item)
  }
  return taken
}

export function sorted<Value>(found: readonly Mark<Value>[]): Mark<Value>[] {
  return found.toSorted((a, b) => a.at - b.at).slice(0, mostMarks)
}

/** How many marks stand before a place; marks are sorted, and this is asked once for every object of a text. */
export function countBefore(marks: readonly Mark<unknown>[], place: number): number {
  let [low, high] = [0, marks.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (marks[middle]!.at < place) low = middle + 1
    else high = middle
  }
  return low
}
