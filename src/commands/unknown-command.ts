import { operationsFromWords } from '../core/operation/words.ts'
import type { Io } from '../io.ts'
import { vocabularyAtHand } from './gather-operations.ts'
import { commands } from './index.ts'
import { openData } from './open-data.ts'

/** `typo --help` is a question about a command that is not there. @throws Why403Error `usage` */
export function refuseUnknownCommand(words: readonly string[], io: Io): void {
  if (words.length === 0 || commands.some(({ name }) => name === words[0])) return
  operationsFromWords(words, vocabularyAtHand(openData(io).index))
}
