import type { ReportOptions } from '../core/report/report.ts'
import { openIndex, type PermissionIndex } from '../core/tables/permission-index.ts'
import { readIndex, readIndexHead } from '../edges/data.ts'
import type { Io } from '../io.ts'
import { version } from '../version.ts'

/** The permission tables, and what a report says of them. */
export function openData({ known }: Pick<Io, 'known'>): {
  index: PermissionIndex
  options: Omit<ReportOptions, 'rows'>
} {
  const index = openIndex({ head: readIndexHead(), whole: readIndex })
  return { index, options: { version, data: index.source, known } }
}
