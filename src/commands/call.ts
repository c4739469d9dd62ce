import { findingsFor } from '../core/findings/load.ts'
import { reportOf } from '../core/report/report.ts'
import type { Io } from '../io.ts'
import { walk } from '../road.ts'
import type { Arguments, Flags } from './flags.ts'
import { gatherRequest } from './gather.ts'
import { openData } from './open-data.ts'
import { type Answer, keepCase, keepToken, wantsReach, wantsRows } from './output.ts'
import { progressOf } from './progress.ts'

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
  if (asksAgain(flags)) return (await import('./daemon.ts')).keepAsking(args, kind, io)
  const { index, options } = openData(io)
  const request = await gatherRequest(args, kind, index, io)
  const progress = progressOf(flags, io)
  const { observed, facts, token } = await walk(request, index, io, progress.tell).finally(progress.end)
  await keepToken(token, 'given' in request.token, flags, io)
  const rows = wantsRows(flags, io)
  const report = reportOf(facts, index, await findingsFor(facts), {
    ...options,
    rows,
    reach: wantsReach(flags),
  })
  await keepCase({ observed, report }, flags, index, io)
  return { report, view: { show: 'road' } }
}

function asksAgain(flags: Flags): boolean {
  return (
    flags.on('until-allowed') ||
    flags.number('max-rounds') !== undefined ||
    (['every', 'max-wait'] as const).some(name => flags.text(name) !== undefined)
  )
}
