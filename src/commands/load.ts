import type { Io } from '../io.ts'
import type { StreamFormat } from '../render/renderings.ts'
import type { Arguments } from './flags.ts'
import type { CommandName } from './index.ts'
import type { Answer } from './output.ts'

/** The code of a command. It prints its answer and gives the exit code, or leaves both to main. */
interface Runnable<Outcome> {
  run(args: Arguments, io: Io): Promise<Outcome>
}

/** A command's code is loaded when it is chosen. */
export const loaders: Readonly<Record<CommandName, () => Promise<Runnable<Answer | number>>>> = {
  call: () => import('./call.ts'),
  check: () => import('./check.ts'),
  inspect: () => import('./inspect.ts'),
  permissions: () => import('./permissions.ts'),
  explain: () => import('./explain.ts'),
  open: () => import('./open.ts'),
  demo: () => import('./demo.ts'),
  emulator: () => import('./emulator.ts'),
  completion: () => import('./completion.ts'),
}

/** What prints while it reads. */
export const streamLoaders: Readonly<Record<StreamFormat, () => Promise<Runnable<number>>>> = {
  jsonl: () => import('./bulk.ts'),
}
