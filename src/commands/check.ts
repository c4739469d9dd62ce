import type { Io } from '../io.ts'
import { walkAndReport } from './call.ts'
import type { Arguments } from './flags.ts'
import type { Answer } from './output.ts'

/** Token against operations, without calling them. */
export async function run(args: Arguments, io: Io): Promise<Answer | number> {
  return walkAndReport(args, 'check', io)
}
