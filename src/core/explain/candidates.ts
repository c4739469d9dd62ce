import type { FindingId } from '../findings/ids.ts'
import { findingById } from '../findings/index.ts'
import type { Candidate } from './explanation.ts'

/** A candidate needs to say how it is proved: findings that do not are none. */
export function candidatesOf(ids: readonly FindingId[]): Candidate[] {
  return ids.flatMap(id => {
    const finding = findingById(id)
    const wouldTell = finding?.words.proof
    return finding === null || wouldTell === undefined ? [] : [{ id, title: finding.title, wouldTell }]
  })
}
