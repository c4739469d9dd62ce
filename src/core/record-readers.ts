import type { RecordsRefusal, UnreadRecord } from './records.ts'

/**
 * What is asked of a directory about apps, by its name in reports, and the least permissions that read it. Members of a
 * relation come without what they say to whoever may not read members of their type. Sources: Learn, the pages of the
 * requests; "Overview of Microsoft Graph permissions" (limited information).
 */
const permissions = {
  'service principal': ['Application.Read.All'],
  application: ['Application.Read.All'],
  grants: ['Application.Read.All'],
  resource: ['Application.Read.All'],
  'directory roles': ['Application.Read.All', 'RoleManagement.Read.Directory'],
  owners: ['Application.Read.All', 'User.ReadBasic.All'],
  'agent identity': ['Application.Read.All'],
  'inherited grants': ['Application.Read.All'],
  blueprint: ['Application.Read.All'],
  'Microsoft Graph': ['Application.Read.All'],
  'service principals': ['Application.Read.All'],
} as const satisfies Record<string, readonly string[]>

export type RecordName = keyof typeof permissions

const byName: ReadonlyMap<string, readonly string[]> = new Map(Object.entries(permissions))

/** Who may read a record: an app, or somebody signed in, needs the permissions; who is signed in the role besides. */
export interface RecordReader {
  readonly permissions: readonly string[]
  /** A directory role that reads it. */
  readonly role: string
}

export interface RecordNotRead {
  readonly record: string
  /** Status and code of the refusal, or what came in the place of an answer. */
  readonly because: string
  /** Where whoever asked may not read it: what does. */
  readonly readBy?: RecordReader
}

export function recordsNotRead({
  refusals,
  unread = [],
}: {
  readonly refusals: readonly RecordsRefusal[]
  readonly unread?: readonly UnreadRecord[]
}): RecordNotRead[] {
  return [
    ...refusals.map(({ record, status, code, requestId }) => ({
      record,
      because: `${status}${code === null ? '' : ` ${code}`}${requestId === null ? '' : `, request-id ${requestId}`}`,
      ...(status === 403 ? readByOf(record) : {}),
    })),
    ...unread.map(({ record, reason, hidden }) => ({
      record,
      because: reason,
      ...(hidden === true ? readByOf(record) : {}),
    })),
  ]
}

/** Empty for what is no record of these: a case may name others. */
function readByOf(record: string): Pick<RecordNotRead, 'readBy'> {
  const needed = byName.get(record)
  return needed === undefined ? {} : { readBy: { permissions: needed, role: 'Directory Readers' } }
}
