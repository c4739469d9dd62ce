import table from '../../../data/powers.txt'
import { findRow } from './table.ts'

/** A Graph permission whose reach is more than its name tells. */
export interface PowerRow {
  readonly permission: string
  /** A clause: the holder can … */
  readonly allows: string
  /** The holder can give itself, or an app or a user that it controls, more than it has. */
  readonly escalates: boolean
}

/** As application permissions, the worst first. */
export function powers(): PowerRow[] {
  return [...powersOf('escalate', true), ...powersOf('reach far', false)]
}

/** As delegated permissions, the worst first: none does more than its user may. */
export function powersOfUsers(): PowerRow[] {
  const own = powersOf('as the user', false)
  const named = new Set(own.map(({ permission }) => permission))
  const others = powers()
    .filter(({ permission }) => !named.has(permission))
    .map(({ allows, ...row }) => ({ ...row, allows: `where its user may: ${allows}` }))
  return [
    ...others.filter(({ escalates }) => escalates),
    ...own,
    ...others.filter(({ escalates }) => !escalates),
  ]
}

function powersOf(name: string, escalates: boolean): PowerRow[] {
  const entries = findRow(table, 'powers', name)?.entries() ?? []
  return [...entries].map(([permission, allows]) => ({ permission, allows, escalates }))
}
