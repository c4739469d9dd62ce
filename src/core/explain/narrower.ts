import { globalCloud } from '../clouds.ts'
import type { CommandLine } from '../command-line.ts'
import { consentTo, makingFirst } from '../fixes/narrower.ts'
import { targetOf } from '../fixes/target.ts'
import { directoryRole } from '../knowledge/directory-roles.ts'
import { type NarrowerRow, narrowerByKey } from '../knowledge/narrower.ts'
import type { PermissionIndex } from '../tables/permission-index.ts'
import { documented } from './documented.ts'
import type { Explanation } from './explanation.ts'

/** `narrower/mailboxes`: what an app may be given for less than the whole tenant. Null: there is no way of that name. */
export function explainNarrower(
  word: string,
  line: CommandLine,
  index: PermissionIndex | null,
): Explanation | null {
  const key = /^narrower\/([a-z-]{1,60})$/i.exec(word)?.[1]
  const row = key === undefined ? null : narrowerByKey(key.toLowerCase())
  return row === null ? null : explanationOf(row, line, index)
}

function explanationOf(row: NarrowerRow, line: CommandLine, index: PermissionIndex | null): Explanation {
  const target = targetOf({ clientId: null, tenant: null, cloud: globalCloud, line })
  const explained = documented({
    ...row,
    id: `narrower/${row.key}`,
    title: titleOfNarrower(row),
    class: null,
    cure: 'How to set it up',
    shown: [['takes', takesInGeneral(row)]],
  })
  const consent = index === null ? [] : consentTo(row.permissions, target, index)
  const making = makingFirst(row, target, { role: row.role })
  return { ...explained, fix: [...consent, ...making, ...explained.fix] }
}

export function titleOfNarrower({ reaches }: Pick<NarrowerRow, 'reaches'>): string {
  return `For less than the whole tenant: ${reaches}.`
}

/** With no operation at hand, which permission of several it takes is not known. */
export function takesInGeneral({ takes, permissions, role }: NarrowerRow): string {
  return takes
    .replace('{permission}', permissions.length === 0 ? 'the permission' : permissions.join(' or '))
    .replace('{role}', role === null ? 'for the permission' : (directoryRole(role)?.name ?? role))
}
