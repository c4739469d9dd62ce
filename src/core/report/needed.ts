import { permissionPhrase } from '../need/phrase.ts'
import type { SchemeReport } from './requirement.ts'

/** The permission that a chain of links is told by, where several would do. */
export interface Needed {
  readonly permission: string
  /** With what it requires besides. */
  readonly phrase: string
  /** How many others would do as well. */
  readonly others: number
}

/** What is known of accepted permissions; absent: not looked at. */
export interface Known {
  readonly held?: readonly string[]
  readonly granted?: readonly { readonly permission: string }[]
  readonly declared?: readonly { readonly permission: string; readonly kind: 'application' | 'delegated' }[]
}

/**
 * Of the accepted permissions the one that is held, else granted, else declared, else the least privileged: what came
 * nearest to the operation is what the reader has in hand. Null: nothing is accepted.
 */
export function neededOf(
  { accepted, leastPrivileged }: Pick<SchemeReport, 'accepted' | 'leastPrivileged'>,
  { held = [], granted = [], declared = [] }: Known,
): Needed | null {
  const inOrder = [
    ...held,
    ...granted.map(({ permission }) => permission),
    ...declared.filter(({ kind }) => kind === 'application').map(({ permission }) => permission),
    ...declared.map(({ permission }) => permission),
    ...(leastPrivileged === null ? [] : [leastPrivileged]),
  ]
  const byName = new Map(accepted.toReversed().map(entry => [entry.permission, entry]))
  const name = inOrder.find(permission => byName.has(permission))
  const entry = name === undefined ? accepted[0] : byName.get(name)
  if (entry === undefined) return null
  return { permission: entry.permission, phrase: permissionPhrase(entry), others: byName.size - 1 }
}
