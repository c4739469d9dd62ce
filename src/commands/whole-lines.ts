/** What is done about lines that no reader wants. In characters. */
export interface LineLimits {
  /** Of a longer line no more is kept than shows that it is. */
  readonly kept: number
  /** A line that goes on beyond this is no line. */
  readonly endless: number
  refuse(): never
}

/** Whole lines of what comes in pieces, whatever ends them, in portions. The last one may have no end. */
export async function* wholeLines(
  pieces: AsyncIterable<string>,
  limits: LineLimits | null = null,
): AsyncGenerator<string[]> {
  let rest = ''
  let length = 0
  for await (const piece of pieces) {
    const lines = (rest + piece).split(/\r\n|\n|\r(?!$)/)
    rest = lines.pop()!
    length = lines.length > 0 ? rest.length : length + piece.length
    if (limits !== null && length > limits.endless) limits.refuse()
    if (limits !== null && rest.length > limits.kept) rest = rest.slice(0, limits.kept + 1)
    if (lines.length > 0) yield lines
  }
  if (rest !== '') yield [rest.replace(/\r$/, '')]
}
