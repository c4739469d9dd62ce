import table from '../../../data/apps.txt'
import { audienceName } from './audiences.ts'
import { allRows, findRow } from './table.ts'

/** Microsoft's name of an application id, as a client or as an API; null for any other, such as your own. */
export function appName(id: string): string | null {
  const clients = allRows(table).flatMap(row => [...row.entries()])
  return new Map(clients).get(id.toLowerCase()) ?? audienceName(id)
}

/**
 * Whether Microsoft set the scopes of this client for Graph in advance, so that no consent and no sign-in changes them.
 * Source: AADSTS65002, whose text says so.
 */
export function hasFixedScopes(clientId: string): boolean {
  return findRow(table, 'apps', 'fixed')?.entries().has(clientId.toLowerCase()) ?? false
}
