import table from '../../../data/agent-barred.txt'
import { findRow, oneOf } from './table.ts'

const forms = ['app', 'user', 'both'] as const

/** Whether Microsoft bars agent identities, or the users of agents, from a permission, whoever consents. */
export function isBarredFor(agent: 'app' | 'user', permission: string): boolean {
  const form = findRow(table, 'barred', 'graph')?.entries().get(permission)
  if (form === undefined) return false
  const barred = oneOf(form, forms)
  return barred === 'both' || barred === agent
}
