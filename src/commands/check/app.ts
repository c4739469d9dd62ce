import { deriveFacts } from '../../core/derive-facts.ts'
import { Why403Error } from '../../core/error.ts'
import { findingsFor } from '../../core/findings/load.ts'
import type { Observed } from '../../core/observed.ts'
import { reportOf } from '../../core/report/report.ts'
import type { Io } from '../../io.ts'
import { walkToApp } from '../../road.ts'
import { type Arguments, type FlagName, type Flags, filesNamed } from '../flags.ts'
import { gatherRequest } from '../gather.ts'
import { openData } from '../open-data.ts'
import { type Answer, keepCase, wantsReach } from '../output.ts'
import { progressOf } from '../progress.ts'
import { readInput } from '../read-input.ts'

/** `--app`: the tenant's records in the place of a token. */
export async function checkApp(args: Arguments, io: Io): Promise<Answer> {
  const { flags } = args
  const word = flags.text('app')?.trim()
  if (word === undefined)
    throw new Why403Error('usage', 'Two apps are compared, and one is named.', ['Name the first with --app.'])
  refuseOfTokens(flags)
  const against = againstOf(flags)
  const written = against?.case === undefined ? undefined : await caseFacts(against.case, io)
  const { index, options } = openData(io)
  const request = await gatherRequest(args, 'check', index, io)
  const progress = progressOf(flags, io)
  const walking = walkToApp({ word, against: against?.app }, request, index, io, progress.tell)
  const { observed, facts, other } = await walking.finally(progress.end)
  const compared = other ?? (written === undefined ? undefined : deriveFacts(written, index))
  const findings = await findingsFor(facts)
  const report = reportOf(facts, index, findings, {
    ...options,
    rows: false,
    reach: wantsReach(flags),
    ...(compared === undefined ? {} : { otherApp: compared }),
  })
  await keepCase({ observed, report }, flags, index, io)
  return { report, view: { show: 'road' } }
}

/** Whom it is compared with. */
function againstOf(flags: Flags): { readonly app?: string; readonly case?: string } | null {
  const [app, file] = [flags.text('against-app')?.trim(), flags.text('against-case')]
  if (app !== undefined && file !== undefined)
    throw new Why403Error('usage', 'An app is compared with one other: --against-app or --against-case.', [
      'Leave one of them out.',
    ])
  return app !== undefined ? { app } : file !== undefined ? { case: file } : null
}

/** The app of a case, by the records in it. */
async function caseFacts(file: string, io: Io): Promise<Observed> {
  const { readCase } = await import('../../core/case/read.ts')
  const { observed } = readCase(await readInput(file, '--against-case', io), filesNamed)
  if (observed.records !== null) return { ...observed, byRecords: true }
  throw new Why403Error('usage', 'The case of --against-case holds no records of the tenant.', [
    'Write one there with: why403 check --app ID --case FILE',
  ])
}

/** What is about a token, or about another time: there is none, and the records are those of now. */
const ofTokens = [
  ...(['save-token', 'expect', 'claims-only', 'at', 'offline'] as const),
  ...(['every', 'max-rounds', 'until-allowed', 'max-wait'] as const),
] satisfies readonly FlagName[]

export function refuseOfTokens(flags: Flags): void {
  const other = ofTokens.find(name => flags.has(name))
  if (other === undefined) return
  throw new Why403Error(
    'usage',
    `--app asks the tenant's records as they are now: --${other} has no place there.`,
    [`Leave --${other} out.`],
  )
}
