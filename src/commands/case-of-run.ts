import type { CasePaste } from '../core/case/form.ts'
import { caseText } from '../core/case/write.ts'
import type { Observed } from '../core/observed.ts'
import type { Report } from '../core/report/report.ts'
import type { PermissionIndex } from '../core/tables/permission-index.ts'
import type { Io } from '../io.ts'
import { version } from '../version.ts'
import { filesNamed } from './flags.ts'

/** What was observed, what was made of it, and of a text what it told besides. */
export interface ObservedRun {
  readonly observed: Observed
  readonly report: Report
  readonly pasted?: CasePaste
}

/** What was observed in a run, as `--case` writes it. */
export function caseOfRun(
  { observed, report, ...told }: ObservedRun,
  index: PermissionIndex,
  { known }: Pick<Io, 'known'>,
): string {
  const options = { version, data: index.source, known, fileFlags: filesNamed, ...told }
  return caseText(observed, report, index, options)
}
