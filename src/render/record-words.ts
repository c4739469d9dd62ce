import type { RecordReader } from '../core/record-readers.ts'
import type { NotChecked } from '../core/report/report.ts'
import { joined } from '../core/text.ts'

/** Records that were asked for and not had, each with the reason. */
export function notReadWords(
  records: readonly { readonly record: string; readonly because: string }[],
): string {
  return records.map(({ record, because }) => `${record} (${because})`).join('; ')
}

/** What would read them, a sentence; empty: nobody's permission is what is lacking. */
export function readByWords(readers: readonly (RecordReader | undefined)[]): string {
  const known = readers.filter(reader => reader !== undefined)
  const permissions = [...new Set(known.flatMap(({ permissions }) => permissions))]
  if (permissions.length === 0) return ''
  const roles = [...new Set(known.map(({ role }) => role))]
  return `${joined(permissions, 'and')} ${permissions.length === 1 ? 'reads' : 'read'} that; somebody signed in needs the role ${joined(roles, 'or')} besides. --directory-token-file FILE takes the token of whoever has it.`
}

/** The records of the tenant that a report was to read and did not, and what would read them; empty: none. */
export function unreadRecords({ notChecked }: { readonly notChecked: readonly NotChecked[] }): string {
  const records = notChecked.filter(({ id }) => id.startsWith('records/'))
  if (records.length === 0) return ''
  const notRead = records.map(({ id, missing }) => ({
    record: id.slice('records/'.length),
    because: missing.join(', '),
  }))
  const readBy = readByWords(records.map(({ readBy }) => readBy))
  return `Records not read: ${notReadWords(notRead)}. ${readBy}`.trimEnd()
}
