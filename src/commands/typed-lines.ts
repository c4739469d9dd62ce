import type { Input } from '../io.ts'
import { wholeLines } from './whole-lines.ts'

/** What is typed, line by line, as it comes. A terminal hands a line over when Enter is pressed. */
export async function* linesOf(input: Input): AsyncGenerator<string> {
  for await (const lines of wholeLines(input.typed())) yield* lines
}
