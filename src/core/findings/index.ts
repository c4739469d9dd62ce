import { acquire } from './acquire/index.ts'
import { consent } from './consent/index.ts'
import type { FindingDefinition } from './finding.ts'
import { type FindingId, findingIds } from './ids.ts'
import { operation } from './operation/index.ts'
import { privilege } from './privilege/index.ts'
import { token } from './token/index.ts'
import { workload } from './workload/index.ts'

const byId: { readonly [Id in FindingId]: FindingDefinition<Id> } = {
  ...acquire,
  ...token,
  ...consent,
  ...workload,
  ...operation,
  ...privilege,
}

/** All findings, in the order of the road. */
export const findings: readonly FindingDefinition[] = findingIds.map(id => byId[id])

export function findingById(id: FindingId): FindingDefinition {
  return byId[id]
}
