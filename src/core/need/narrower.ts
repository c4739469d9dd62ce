import { directoryRole } from '../knowledge/directory-roles.ts'
import { exchangeRole } from '../knowledge/exchange-roles.ts'
import { type NarrowerRow, narrowerAt } from '../knowledge/narrower.ts'
import type { SchemeRequirement } from './requirement.ts'

/** A way to give an app less than the whole tenant, for one operation. */
export interface Narrower {
  readonly row: NarrowerRow
  /** What it takes in Microsoft Entra ID; empty where another grants it. */
  readonly permissions: readonly string[]
  /** The role that it takes, as a command names it: a template id, or a name of Exchange's; null: none. */
  readonly role: string | null
  /** What has to be done, a phrase. */
  readonly takes: string
}

/** The ways beside the recommended application permission, the wider first. It is none of them itself. */
export function narrowerThan(
  template: string,
  method: string,
  { leastPrivileged, accepted }: Pick<SchemeRequirement, 'leastPrivileged' | 'accepted'>,
): Narrower[] {
  if (accepted.length === 0) return []
  const names = accepted.map(({ permission }) => permission)
  return narrowerAt(template, method).flatMap(row => {
    const { beside, accepts, service, role: template } = row
    if (beside !== null && (leastPrivileged === null || beside.exec(leastPrivileged) === null)) return []
    const permissions = accepts === null ? row.permissions : names.filter(name => accepts.exec(name) !== null)
    if (accepts !== null && permissions.length === 0) return []
    if (leastPrivileged !== null && permissions.includes(leastPrivileged)) return []
    const own = service === null ? null : roleOf([leastPrivileged, ...names])
    if (service !== null && own === null) return []
    const role = own ?? template
    return [{ row, permissions, role, takes: takesOf(row, permissions, role) }]
  })
}

/** The first that has a role: the recommended one, else the least of the others. */
function roleOf(permissions: readonly (string | null)[]): string | null {
  return (
    permissions.map(name => (name === null ? null : exchangeRole(name))).find(role => role !== null) ?? null
  )
}

function takesOf({ takes }: NarrowerRow, permissions: readonly string[], role: string | null): string {
  const named = role === null ? '' : (directoryRole(role)?.name ?? role)
  return takes.replace('{permission}', permissions.join(' or ')).replace('{role}', named)
}
