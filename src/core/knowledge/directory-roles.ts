import table from '../../../data/directory-roles.txt'
import { findRow } from './table.ts'

/** One of Microsoft Entra's built-in directory roles; `privileged` is Microsoft's own label. */
export interface DirectoryRole {
  readonly name: string
  readonly privileged: boolean
}

/** What an id in `wids` stands for that is no directory role: a mark that Entra ID writes into every token of a kind. */
export function pseudoRole(id: string): string | null {
  return named('none', id)
}

/** Null: none that is known here, such as a role made since, or a custom one. */
export function directoryRole(templateId: string): DirectoryRole | null {
  const name = named('privileged', templateId)
  if (name !== null) return { name, privileged: true }
  const other = named('other', templateId)
  return other === null ? null : { name: other, privileged: false }
}

/** Taken apart once: a token may hold thousands of ids. */
const lists = new Map<string, ReadonlyMap<string, string>>()

function named(list: string, id: string): string | null {
  const names = lists.get(list) ?? findRow(table, 'roles', list)?.entries() ?? new Map<string, string>()
  lists.set(list, names)
  return names.get(id.toLowerCase()) ?? null
}
