import { caseText } from '../core/case/write.ts'
import type { Observed } from '../core/observed.ts'
import type { Report } from '../core/report/report.ts'
import type { PermissionIndex } from '../core/tables/permission-index.ts'
import type { Io } from '../io.ts'
import { version } from '../version.ts'
import { filesNamed } from './flags.ts'

/** What was observed in a run, as `--case` writes it. */
export function caseOfRun(
  { observed, report }: { readonly observed: Observed; readonly report: Report },
  index: PermissionIndex,
  { known }: Pick<Io, 'known'>,
): string {
  return caseText(observed, report, index, { version, data: index.source, known, fileFlags: filesNamed })
}
