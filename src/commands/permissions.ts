import { deriveFacts } from '../core/derive-facts.ts'
import { Why403Error } from '../core/error.ts'
import { findingsFor } from '../core/findings/load.ts'
import { nothingObserved } from '../core/observed.ts'
import { reportOf } from '../core/report/report.ts'
import type { Io } from '../io.ts'
import type { Arguments } from './flags.ts'
import { gatherOperations } from './gather-operations.ts'
import { openData } from './open-data.ts'
import type { Answer } from './output.ts'

/** What operations need, or what a permission opens. Lists of any length are streamed by bulk.ts. */
export async function run(args: Arguments, io: Io): Promise<Answer> {
  const { words, flags } = args
  const permission = flags.text('of')
  if (permission !== undefined) {
    if (words.length > 0 || flags.text('from') !== undefined) {
      throw new Why403Error('usage', '--of shows a permission, and takes no operations beside it.', [
        'Ask twice.',
      ])
    }
    const { profile } = await import('./permission-profile.ts')
    return profile(permission, flags, io)
  }
  refuseNothing(args)
  const { index, options } = openData(io)
  const operations = await gatherOperations(args, index, io)
  const observed = { ...nothingObserved, at: Math.floor(io.now() / 1000), operations }
  const facts = deriveFacts(observed, index)
  return {
    report: reportOf(facts, index, await findingsFor(facts), { ...options, rows: false }),
    view: { show: 'needs', scheme: flags.text('scheme') ?? 'application' },
  }
}

/** @throws Why403Error `usage` where no operation is given */
export function refuseNothing({ words, flags }: Arguments): void {
  if (words.length > 0 || flags.text('from') !== undefined) return
  throw new Why403Error('usage', 'Which operation?', ['Example: why403 permissions "GET /users"'])
}
