import table from '../../../data/apps.txt'
import { audienceName } from './audiences.ts'
import { allRows } from './table.ts'

/** Microsoft's name of an application id, as a client or as an API; null for any other, such as your own. */
export function appName(id: string): string | null {
  const clients = allRows(table).flatMap(row => [...row.entries()])
  return new Map(clients).get(id.toLowerCase()) ?? audienceName(id)
}
