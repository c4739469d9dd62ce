import type { Subject } from '../findings/finding.ts'
import type { DataSources } from '../tables/permission-index.ts'
import type { Instant } from './token.ts'

/** What a report tells of the case that it judges. */
export interface CaseReport {
  /** The time that it was written at, and is judged as of. */
  readonly at: Instant
  /** The version of why403 that wrote it. */
  readonly version: string
  /** The permission data that it was judged by then. */
  readonly data: DataSources
  /** This is the same why403 with the same data. */
  readonly same: boolean
  /** What was said then and is said differently now. */
  readonly changes: readonly CaseChange[]
}

/** What changed of an answer; null: it was not said. */
export interface CaseChange {
  readonly what: 'verdict' | 'operation' | 'finding'
  /** Position of the operation; what a finding is about. Absent: the whole. */
  readonly about?: Subject
  /** Of a finding. */
  readonly id?: string
  readonly from: string | null
  readonly to: string | null
}
