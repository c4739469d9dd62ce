import type { Io } from '../io.ts'
import type { Arguments } from './flags.ts'
import type { CommandName } from './index.ts'
import type { Answer } from './output.ts'

/** The code of a command. It prints its answer and gives the exit code, or leaves both to main. */
export interface Runnable<Outcome> {
  run(args: Arguments, io: Io): Promise<Outcome>
}

/** The commands that answer by a report, which lessons type too. */
export const reportLoaders = {
  call: () => import('./call.ts'),
  check: () => import('./check.ts'),
  inspect: () => import('./inspect.ts'),
  permissions: () => import('./permissions.ts'),
  explain: () => import('./explain.ts'),
  open: () => import('./open.ts'),
} as const satisfies Partial<Record<CommandName, () => Promise<Runnable<Answer | number>>>>
