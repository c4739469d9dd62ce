import { bareCommandLine, type CommandLine } from './command-line.ts'
import { explainNumber } from './explain/entra.ts'
import { explainWord } from './explain/words.ts'
import { findingNamed } from './findings/ids.ts'
import { findingById } from './findings/index.ts'
import { type PermissionLookUp, permissionReport } from './report/permission.ts'
import { referenceReport } from './report/reference.ts'
import type { Report } from './report/report.ts'

export interface LookUp extends PermissionLookUp {
  /** The shell that steps are written for. */
  readonly shell: CommandLine['shell']
}

/**
 * What is known of a name: a code, a status, a finding, a claim, a gate, a permission, or the id of one. Null: nothing of
 * that name.
 */
export function lookedUp(name: string, { index, options, shell, now }: LookUp): Report | null {
  const finding = findingNamed(name)
  if (finding !== null) {
    const { title, words } = findingById(finding)
    return referenceReport(options, { page: { id: finding, title, ...words } })
  }
  const line = { ...bareCommandLine, shell }
  const code = explainNumber(name, line)
  const entries = code === null ? explainWord(name, line, index) : [code]
  if (entries.length > 0) return referenceReport(options, { entries })
  return index.permission(name) === null ? null : permissionReport(name, { index, options, now }, false)
}
