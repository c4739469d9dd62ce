import { findingsFor } from '../core/findings/load.ts'
import { reportOf } from '../core/report/report.ts'
import type { Io } from '../io.ts'
import { walk } from '../road.ts'
import type { Arguments } from './flags.ts'
import { gatherRequest } from './gather.ts'
import { openData } from './open-data.ts'
import { type Answer, keepCase, keepToken, wantsReach, wantsRows } from './output.ts'
import { progressOf } from './progress.ts'

/** The whole road. */
export async function run(args: Arguments, io: Io): Promise<Answer> {
  return walkAndReport(args, 'call', io)
}

/** Walks the road and reports. */
export async function walkAndReport(args: Arguments, kind: 'check' | 'call', io: Io): Promise<Answer> {
  const { flags } = args
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
