import { reportOf } from '../core/report/report.ts'
import type { Io } from '../io.ts'
import { walk } from '../road.ts'
import type { Arguments } from './flags.ts'
import { gatherJourney, openData } from './gather.ts'
import { type Answer, keepToken, wantsRows } from './output.ts'
import { progressOf } from './progress.ts'

/** The whole road. */
export async function run(args: Arguments, io: Io): Promise<Answer> {
  return walkAndReport(args, true, io)
}

/** Walks the road and reports; without `send`, nothing is called. */
export async function walkAndReport(args: Arguments, send: boolean, io: Io): Promise<Answer> {
  const { flags } = args
  const { index, options } = openData(io)
  const journey = await gatherJourney(args, send, index, io)
  const progress = progressOf(flags, io)
  const { facts, token } = await walk(journey, index, io, progress.tell).finally(progress.end)
  await keepToken(token, journey.given !== null, flags, io)
  return {
    report: reportOf(facts, index, { ...options, rows: wantsRows(flags, io) }),
    view: { show: 'road' },
  }
}
