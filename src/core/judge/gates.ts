import { type GateKind, type GateRow, gatesAt } from '../knowledge/gates.ts'
import type { Operation } from '../operation/operation.ts'
import { queryOptions } from '../operation/query.ts'
import type { Holder } from './judge.ts'

/** Why a gate is not known to be open. */
export type GateState =
  /** Nothing that was looked at tells. */
  | 'unproven'
  /** It counts for who changes certain properties, and no body was looked at. */
  | 'depends'
  /** A claim or the query shows that it is shut. */
  | 'shut'

/** What must be true beside the permission, for one operation. */
export interface Gate {
  readonly row: GateRow
  readonly state: GateState
  /** The guarded properties that the query names. */
  readonly named: readonly string[]
}

/** The kinds that a permission alone opens: without it they are shut. */
const byPermission: ReadonlySet<GateKind> = new Set(['property', 'also'])

/**
 * The gates of an operation that are not known to be open: shut ones first, then those that any such call meets,
 * then those of some bodies; the more specific before the general.
 *
 * Not looked at: the body of a request, its headers, and whatever the tenant alone knows.
 *
 * @param holder null where no token is at hand: an app with the recommended permission is thought of
 * @param opening held permissions that the operation accepts
 */
export function gatesOf(
  { method, query }: Pick<Operation, 'method' | 'query'>,
  template: string,
  holder: Pick<Holder, 'access' | 'permissions'> | null,
  opening: readonly string[],
): Gate[] {
  const caller = holder?.access === 'delegated' ? 'user' : 'app'
  const lookedUp = method === 'HEAD' ? 'GET' : method
  const gates = gatesAt(template, lookedUp).flatMap((row): Gate[] => {
    if (row.caller !== null && row.caller !== caller) return []
    if (row.with !== null && !opensOnlyBy(row.with, opening)) return []
    if (row.permissions.some(name => holder?.permissions.includes(name))) return []
    const named = row.properties?.in === 'query' ? namedIn(query, row.properties.names) : []
    if (row.properties?.in === 'query' && named.length === 0) return []
    return [{ row, named, state: stateOf(row, holder !== null) }]
  })
  return gates.sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state))
}

const order: readonly GateState[] = ['shut', 'unproven', 'depends']

function stateOf({ properties, kind, permissions, silent }: GateRow, isHeld: boolean): GateState {
  if (properties?.in === 'body') return 'depends'
  return isHeld && permissions.length > 0 && !silent && byPermission.has(kind) ? 'shut' : 'unproven'
}

function opensOnlyBy(pattern: NonNullable<GateRow['with']>, opening: readonly string[]): boolean {
  return opening.length > 0 && opening.every(name => pattern.exec(name) !== null)
}

/** The guarded names that a query asks for. Names are compared without case, and count also before a slash: `signInActivity/lastSignInDateTime`. */
export function namedIn(query: string | null, names: readonly string[]): string[] {
  const options = queryOptions(query)
  const words = ['select', 'filter', 'orderby'].flatMap(
    name => (options.get(name) ?? '').toLowerCase().match(/[\w/.@]+/g) ?? [],
  )
  return names.filter(name => words.some(word => word.split('/')[0] === name.toLowerCase()))
}
