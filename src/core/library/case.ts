import { version } from '../../version.ts'
import { reportOfCase } from '../case/compare.ts'
import { readCase } from '../case/read.ts'
import { bareCommandLine } from '../command-line.ts'
import { deriveFacts } from '../derive-facts.ts'
import { findings } from '../findings/index.ts'
import type { Observed } from '../observed.ts'
import { reportOfTold } from '../pasted.ts'
import { type Report, reportOf } from '../report/report.ts'
import type { Shell } from '../shell.ts'
import type { PermissionIndex } from '../tables/permission-index.ts'
import { demandIndex, demandOptions, demandText } from './arguments.ts'

export interface CaseOptions {
  /** The shell that next steps are written for. Absent: the one of whoever wrote the case. */
  readonly shell?: Shell
}

/**
 * Judges a case that somebody sent: what `--case FILE` wrote, its form docs/case.schema.json. As of the time it was written,
 * so that with the same data findings, verdicts and certainty are those of `why403 open`; `case` says whose they are, and
 * what has changed since. Next steps begin anew: of the command that was typed nothing is taken.
 *
 * Not checked: whether anything in it is true. A signature that it calls verified opens nothing.
 *
 * @throws {TypeError} when an argument or an option is of another type
 * @throws {Why403Error} `usage` when the text is no case, or one of a newer form
 *
 * @example
 * const { case: written } = judgeCase(index, sent)
 * written.at.time // '2026-11-22T19:31:07Z'
 */
export function judgeCase(index: PermissionIndex, text: string, options: CaseOptions = {}): Report {
  demandIndex(index)
  demandText(text, 'The case')
  demandOptions(options)
  const { written, observed, pasted } = readCase(text, [])
  const shell = options.shell ?? observed.line.shell
  const asked: Observed = { ...observed, line: { ...bareCommandLine, shell } }
  const how = { version, data: index.source }
  const report =
    pasted === null
      ? reportOf(deriveFacts(asked, index), index, findings, { ...how, rows: false })
      : reportOfTold({ observed: asked, ...pasted }, index, how)
  return reportOfCase(report, written)
}
