import { Why403Error } from '../core/error.ts'
import { findingsFor } from '../core/findings/load.ts'
import { reportOf } from '../core/report/report.ts'
import type { Io } from '../io.ts'
import { walkToApp } from '../road.ts'
import type { Arguments, FlagName, Flags } from './flags.ts'
import { gatherRequest } from './gather.ts'
import { openData } from './open-data.ts'
import { type Answer, keepCase, wantsReach } from './output.ts'
import { progressOf } from './progress.ts'

/** `--app`: the tenant's records in the place of a token. */
export async function checkApp(args: Arguments, io: Io): Promise<Answer> {
  const { flags } = args
  refuseOfTokens(flags)
  const { index, options } = openData(io)
  const request = await gatherRequest(args, 'check', index, io)
  const progress = progressOf(flags, io)
  const walking = walkToApp(flags.text('app')!.trim(), request, index, io, progress.tell)
  const { observed, facts } = await walking.finally(progress.end)
  const findings = await findingsFor(facts)
  const report = reportOf(facts, index, findings, { ...options, rows: false, reach: wantsReach(flags) })
  await keepCase({ observed, report }, flags, index, io)
  return { report, view: { show: 'road' } }
}

/** What is about a token, or about another time: there is none, and the records are those of now. */
const ofTokens = [
  ...(['save-token', 'expect', 'claims-only', 'at', 'offline'] as const),
  ...(['every', 'max-rounds', 'until-allowed', 'max-wait'] as const),
] satisfies readonly FlagName[]

function refuseOfTokens(flags: Flags): void {
  const other = ofTokens.find(name => flags.has(name))
  if (other === undefined) return
  throw new Why403Error(
    'usage',
    `--app asks the tenant's records as they are now: --${other} has no place there.`,
    [`Leave --${other} out.`],
  )
}
