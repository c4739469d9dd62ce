import { reportOfCase } from '../core/case/compare.ts'
import { bareCommandLine } from '../core/command-line.ts'
import { deriveFacts } from '../core/derive-facts.ts'
import { severalUnused } from '../core/explain/paste.ts'
import { findings } from '../core/findings/index.ts'
import type { LookUp } from '../core/looked-up.ts'
import { nothingObserved, type Observed } from '../core/observed.ts'
import type { Operation, UnreadableOperation } from '../core/operation/operation.ts'
import type { Pasted } from '../core/paste/read.ts'
import { ownerless, reportOfTold, type Told, toldIn } from '../core/pasted.ts'
import { type Report, reportOf } from '../core/report/report.ts'
import { shellCommand } from '../core/shell.ts'
import type { KeySet } from '../core/token/key.ts'
import { verifySignature } from '../core/token/signature.ts'
import { viewOfPaste } from '../render/paste-view.ts'
import type { View } from '../render/rendering.ts'
import type { Recognised } from './recognise.ts'

/** A report, how it is shown, and what has to be said beside it. */
export interface Answer {
  readonly report: Report
  readonly view: View
  readonly notes: readonly string[]
}

/** The report that the command line prints for the same: nothing is judged here that is not judged there. */
export async function answerTo(recognised: Recognised, lookUp: LookUp): Promise<Answer> {
  switch (recognised.kind) {
    case 'case':
      return answerToCase(recognised.opened, lookUp)
    case 'name':
      return { report: recognised.report, view: { show: 'reference' }, notes: [] }
    case 'list':
      return { report: needed(recognised.operations, lookUp), view: needsView, notes: [] }
    case 'told':
      return answerToTold(recognised.pasted, recognised.keys, lookUp)
  }
}

const needsView: View = { show: 'needs', scheme: 'application' }

/** What operations need: the report of `why403 permissions`. */
export function needed(
  operations: readonly (Operation | UnreadableOperation)[],
  { index, options, now }: LookUp,
): Report {
  const facts = deriveFacts({ ...nothingObserved, at: now, operations }, index)
  return reportOf(facts, index, findings, { ...options, rows: false })
}

function answerToCase(
  { written, observed, pasted }: Extract<Recognised, { kind: 'case' }>['opened'],
  { index, options, shell }: LookUp,
): Answer {
  const how = { ...options, reach: true }
  if (pasted !== null) {
    const report = reportOfCase(reportOfTold({ observed, ...pasted }, index, how), written)
    return { report, view: viewOfPaste(report, claimsCommand(shell)), notes: [] }
  }
  const report = reportOf(deriveFacts(observed, index), index, findings, { ...how, rows: false })
  return {
    report: reportOfCase(report, written),
    view: observed.asked === 'operations' ? { show: 'road' } : tokenView(shell),
    notes: [],
  }
}

async function answerToTold(pasted: Pasted, keys: KeySet | null, lookUp: LookUp): Promise<Answer> {
  const { index, options, shell, now } = lookUp
  const told = await verified(
    toldIn(pasted, index, { now, line: { ...bareCommandLine, shell } }),
    pasted,
    keys,
  )
  // What a token could do if it leaked is asked of a token that came alone.
  const reach = pasted.refusals.length + pasted.calls.length === 0
  const report = ownerless(reportOfTold(told, index, { ...options, reach }), pasted)
  const { several } = told
  const isUnused =
    several?.used === 'none' && !(report.refusals ?? []).some(({ service }) => service === 'graph')
  return {
    report,
    view: viewOfPaste(report, claimsCommand(shell)),
    notes: isUnused ? [severalUnused(several)] : [],
  }
}

/** With the keys that were pasted the signature is looked at; without, it is not. */
async function verified(told: Told, { token: pasted }: Pasted, keys: KeySet | null): Promise<Told> {
  const { token } = told.observed
  if (keys === null || pasted?.kind !== 'token' || token?.form !== 'jwt') return told
  const signature = await verifySignature(pasted.token, token.header, { keys, from: 'the keys in your text' })
  const observed: Observed = { ...told.observed, token: { ...token, signature } }
  return { ...told, observed }
}

function tokenView(shell: LookUp['shell']): View {
  return { show: 'token', whole: false, reach: false, rest: claimsCommand(shell) }
}

function claimsCommand(shell: LookUp['shell']): string {
  return shellCommand(shell, 'why403', 'inspect', '--claims')
}
