import table from '../../../data/exchange-roles.txt'
import { findRow } from './table.ts'

/** The role of Exchange that stands for a Graph permission, `Application Mail.Read`; null where it has none. */
export function exchangeRole(permission: string): string | null {
  return findRow(table, 'roles', 'exchange')?.entries().get(permission) ?? null
}
