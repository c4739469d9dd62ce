import { findingsFor } from '../core/findings/load.ts'
import { reportOf } from '../core/report/report.ts'
import type { Io } from '../io.ts'
import { walk } from '../road.ts'
import type { Arguments, Flags } from './flags.ts'
import { gatherRequest } from './gather.ts'
import { openData } from './open-data.ts'
import { type Answer, isText, keepCase, keepToken, wantsReach, wantsRows } from './output.ts'
import { progressOf } from './progress.ts'
import { type Rows, rowsFor, rowsWishOf } from './rows/rows.ts'

/** The whole road. */
export async function run(args: Arguments, io: Io): Promise<Answer | number> {
  return walkAndReport(args, 'call', io)
}

/** Walks the road and reports: once, or again and again. */
export async function walkAndReport(
  args: Arguments,
  kind: 'check' | 'call',
  io: Io,
): Promise<Answer | number> {
  const { flags } = args
  const wish = rowsWishOf(flags)
  if (asksAgain(flags)) return (await import('./rounds/daemon.ts')).keepAsking(args, kind, io)
  const { index, options } = openData(io)
  const request = await gatherRequest(args, kind, index, io)
  const progress = progressOf(flags, io)
  const rows = wish === null ? null : rowsFor(wish, !isText(flags), flags, progress, io)
  const asked = rows === null ? request : { ...request, rows: rows.taker }
  const walking = walk(asked, index, io, progress.tell, readAhead(kind, flags, io)).finally(progress.end)
  const { observed, facts, token } = await ending(walking, rows)
  await keepToken(token, 'given' in request.token, flags, io)
  const report = reportOf(facts, index, await findingsFor(facts), {
    ...options,
    rows: wantsRows(flags, io),
    reach: wantsReach(flags),
  })
  await keepCase({ observed, report }, flags, index, io)
  return { report, view: { show: 'road' }, ...(rows?.isWritten === true ? { rowsWritten: true } : {}) }
}

/** What nearly every report needs is made ready while servers are awaited: calls take longest. */
function readAhead(kind: 'check' | 'call', flags: Flags, { known }: Io): (() => unknown)[] {
  return [
    // Without a call nothing is answered.
    kind === 'check'
      ? () => import('../core/findings/operation/index.ts')
      : () => import('../core/findings/operation/answered.ts'),
    () => import('../core/findings/privilege/index.ts'),
    () => known.getReady(),
    ...(isText(flags)
      ? [() => Promise.all([import('../render/text/report.ts'), import('../core/report/chain.ts')])]
      : []),
  ]
}

/** Rows end with the road, whole or with its failure. */
async function ending<Arrived>(walking: Promise<Arrived>, rows: Rows | null): Promise<Arrived> {
  try {
    const arrived = await walking
    await rows?.end()
    return arrived
  } catch (failure) {
    await rows?.end(failure)
    throw failure
  }
}

function asksAgain(flags: Flags): boolean {
  return (
    flags.on('until-allowed') ||
    flags.number('max-rounds') !== undefined ||
    (['every', 'max-wait'] as const).some(name => flags.text(name) !== undefined)
  )
}
