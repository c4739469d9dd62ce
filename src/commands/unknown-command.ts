import { operationsFromWords } from '../core/permissions/operation-list.ts'
import { commands } from './index.ts'

/** `typo --help` is a question about a command that is not there. @throws Why403Error `usage` */
export function refuseUnknownCommand(words: readonly string[]): void {
  const names = commands.map(({ name }) => name)
  if (words.length > 0 && !names.includes(words[0]!)) operationsFromWords(words, names)
}
