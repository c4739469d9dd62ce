import type { Io } from '../io.ts'
import { walkAndReport } from './call.ts'
import type { Arguments } from './flags.ts'
import type { Answer } from './output.ts'

/** Token against operations, without calling them; or an app by the tenant's records. */
export async function run(args: Arguments, io: Io): Promise<Answer | number> {
  const { flags } = args
  if (appFlags.some(name => flags.has(name))) return (await import('./check-app.ts')).checkApp(args, io)
  return walkAndReport(args, 'check', io)
}

const appFlags = ['app', 'against-app', 'against-case'] as const
