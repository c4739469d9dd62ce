import type { Input } from '../io.ts'

/** What is typed, line by line, as it comes. A terminal hands a line over when Enter is pressed. */
export async function* linesOf(input: Input): AsyncGenerator<string> {
  let rest = ''
  for await (const piece of input.typed()) {
    const lines = (rest + piece).split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
  if (rest !== '') yield rest
}
