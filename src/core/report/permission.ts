import { profileOf } from '../need/profile.ts'
import type { PermissionIndex } from '../tables/permission-index.ts'
import { aged } from './data-age.ts'
import { referenceReport } from './reference.ts'
import type { Report, ReportOptions } from './report.ts'

/** What looking a permission up depends on. */
export interface PermissionLookUp {
  readonly index: PermissionIndex
  readonly options: Pick<ReportOptions, 'version' | 'data'>
  /** Seconds since 1970: how old the tables are. */
  readonly now: number
}

/**
 * A permission's ids, level and consent, and what it opens; null where the tables know no such name or id.
 *
 * @param listed with each operation by itself
 */
export function permissionReport(
  nameOrId: string,
  { index, options, now }: PermissionLookUp,
  listed: boolean,
): Report | null {
  const found = profileOf(index, nameOrId)
  if (found === null) return null
  const { operations, ...rest } = found
  return referenceReport(
    { ...options, data: aged(options.data, now) },
    { permission: listed ? { ...rest, operations } : rest },
  )
}
