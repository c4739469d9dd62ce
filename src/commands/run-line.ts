import { Why403Error } from '../core/error.ts'
import type { Io } from '../io.ts'
import { reportLoaders } from './load-reports.ts'
import type { Answer } from './output.ts'
import { parse } from './parse.ts'

/** Runs a command line as main does, and prints nothing; null: the command answered as it went. */
export async function runLine(words: readonly string[], io: Io): Promise<Answer | null> {
  const asked = parse(words, io)
  const load =
    'args' in asked ? Object.entries(reportLoaders).find(([name]) => name === asked.command.name) : undefined
  if (load === undefined || !('args' in asked))
    throw new Why403Error('usage', 'A lesson types only lines that answer by a report.')
  const { run } = await load[1]()
  const answer = await run(asked.args, io)
  return typeof answer === 'number' ? null : answer
}
