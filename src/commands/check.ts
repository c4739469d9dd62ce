import { Why403Error } from '../core/error.ts'
import type { Io } from '../io.ts'
import { walkAndReport } from './call.ts'
import type { Arguments } from './flags.ts'
import type { Answer } from './output.ts'

/** Token against operations, without calling them; or an app by the tenant's records. */
export async function run(args: Arguments, io: Io): Promise<Answer | number> {
  const { flags } = args
  if (flags.has('who')) return (await import('./check/who.ts')).checkWho(args, io)
  if (flags.has('rows'))
    throw new Why403Error('usage', '--rows goes with --who: nothing is called, so there are no rows.', [
      'To call, leave check out.',
    ])
  if (flags.text('format') === 'jsonl')
    throw new Why403Error('usage', '--format jsonl goes with --who, which lists apps.', [
      'Of operations, --format json is one report.',
    ])
  if (appFlags.some(name => flags.has(name))) return (await import('./check/app.ts')).checkApp(args, io)
  return walkAndReport(args, 'check', io)
}

const appFlags = ['app', 'against-app', 'against-case'] as const
