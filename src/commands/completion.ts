import { Why403Error } from '../core/error.ts'
import { suggest } from '../core/suggest.ts'
import { joined } from '../core/text.ts'
import type { Io } from '../io.ts'
import {
  type CompletableFlag,
  type CompletionShell,
  completionScript,
  completionShells,
  type Vocabulary,
} from '../render/completion.ts'
import { type Arguments, type Flag, flags } from './flags.ts'
import { commandWords, flagWords } from './help-words.ts'
import { commands, road } from './index.ts'
import { openData } from './open-data.ts'
import { answer } from './output.ts'

/** A script for a shell, made of the one description of commands and flags; nothing is asked when it runs. */
export async function run({ words, flags }: Arguments, io: Io): Promise<number> {
  await answer(completionScript(shellOf(words[0]), vocabulary(io)), flags, io)
  return 0
}

function shellOf(word: string | undefined): CompletionShell {
  const shell = completionShells.find(name => name === word)
  if (shell !== undefined) return shell
  const near = word === undefined ? [] : suggest(word.slice(0, 20), completionShells, 1)
  throw new Why403Error('usage', `why403 completion takes ${joined(completionShells, 'or')}.`, [
    ...near.map(name => `Did you mean: why403 completion ${name}`),
    'why403 completion --help',
  ])
}

function vocabulary(io: Io): Vocabulary {
  return {
    usual: road.name,
    commands: commands.map(({ name, flags: own, words }) => ({
      name,
      describe: commandWords[name].describe,
      words: name === 'completion' ? completionShells : [],
      takesFiles: words?.name === 'token' || words?.name === 'file',
      flags: own.map(flag => ({
        name: flag,
        describe: flagWords[flag].describe,
        takes: takenBy(flags[flag]),
      })),
    })),
    permissions: [...openData(io).index.permissionNames()],
  }
}

function takenBy({ type, choices, value }: Flag): CompletableFlag['takes'] {
  if (type === 'boolean') return null
  if (choices !== undefined) return choices
  return value === 'permission' ? value : value === undefined ? 'anything' : 'file'
}
