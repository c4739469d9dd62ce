import { Why403Error } from '../core/error.ts'
import { deriveFacts } from '../core/facts.ts'
import { nothingObserved, type Observed } from '../core/observed.ts'
import type { Operation, UnreadableOperation } from '../core/permissions/operation.ts'
import { reportOf } from '../core/report/report.ts'
import type { Io } from '../io.ts'
import { renderJson } from '../render/json.ts'
import { renderPermissions, type SchemeChoice } from '../render/text/permissions.ts'
import type { Arguments } from './flags.ts'
import { gatherOperations, openData } from './gather.ts'
import { answer, formatOf, textOptions } from './output.ts'

/**
 * What operations need, or what a permission opens. Exit 0 when all operations are known, else 1.
 *
 * With `--format jsonl` the operations are streamed: see bulk.ts.
 */
export async function run(args: Arguments, io: Io): Promise<number> {
  const { words, flags } = args
  const format = formatOf(flags, ['text', 'json', 'jsonl'])
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
  if (words.length === 0 && flags.text('from') === undefined) {
    throw new Why403Error('usage', 'Which operation?', ['Example: why403 permissions "GET /users"'])
  }
  if (format === 'jsonl') {
    const { stream } = await import('./bulk.ts')
    return stream(args, io)
  }
  const { index, options } = openData(io)
  const observed = withoutToken(await gatherOperations(args, index, io), io)
  const report = reportOf(deriveFacts(observed, index), index, { ...options, rows: false })
  const choice = (flags.text('scheme') ?? 'application') as SchemeChoice
  const text =
    format === 'json' ? renderJson(report) : renderPermissions(report, textOptions(flags, io), choice)
  await answer(text, flags, io)
  return report.verdict === 'clear' ? 0 : 1
}

/** Nothing was gathered but the operations. */
export function withoutToken(
  operations: readonly (Operation | UnreadableOperation)[],
  { now }: Pick<Io, 'now'>,
): Observed {
  return { ...nothingObserved, at: Math.floor(now() / 1000), operations }
}
