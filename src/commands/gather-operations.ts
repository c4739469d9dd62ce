import { operationsFromList } from '../core/operation/list.ts'
import type { Operation, UnreadableOperation } from '../core/operation/operation.ts'
import { type Vocabulary, vocabularyOf } from '../core/operation/vocabulary.ts'
import { operationsFromWords } from '../core/operation/words.ts'
import type { PermissionIndex } from '../core/tables/permission-index.ts'
import type { Io } from '../io.ts'
import type { Arguments } from './flags.ts'
import { commands } from './index.ts'
import { readInput } from './read-input.ts'

/** A list that is answered as a whole; `--format jsonl` reads one of any length. In bytes. */
const listLimit = 16 * 1024 * 1024

/** The operations of a command line and of --from. */
export async function gatherOperations(
  { words, flags }: Arguments,
  index: PermissionIndex,
  io: Io,
): Promise<(Operation | UnreadableOperation)[]> {
  const vocabulary = vocabularyAtHand(index)
  const given = operationsFromWords(words, vocabulary)
  const from = flags.text('from')
  if (from === undefined) return given
  const name = from === '-' ? 'standard input' : from
  const text = await readInput(from, '--from', io, listLimit)
  return [...given, ...operationsFromList(text, name, vocabulary)]
}

/** What a bare word of the command line may be. */
export function vocabularyAtHand(index: PermissionIndex): Vocabulary {
  return vocabularyOf(
    index,
    commands.map(({ name }) => name),
  )
}
