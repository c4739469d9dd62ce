import table from '../../../data/powers.txt'
import { findRow } from './table.ts'

/** A Graph permission whose reach is more than its name tells, as an application permission. */
export interface PowerRow {
  readonly permission: string
  /** A clause: the holder can … */
  readonly allows: string
  /** The holder can give itself, or an app or a user that it controls, more than it has. */
  readonly escalates: boolean
}

/** The worst first. */
export function powers(): PowerRow[] {
  return [...powersOf('escalate', true), ...powersOf('reach far', false)]
}

function powersOf(name: string, escalates: boolean): PowerRow[] {
  const entries = findRow(table, 'powers', name)?.entries() ?? []
  return [...entries].map(([permission, allows]) => ({ permission, allows, escalates }))
}
