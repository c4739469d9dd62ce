import table from '../../../data/sources.txt'
import { findRow } from './table.ts'

/** Where something is known from. */
export interface Source {
  readonly title: string
  /** Null: it is no page, or its address is not known. */
  readonly address: string | null
}

/** A source by the short name that the other tables call it. */
export function sourceOf(name: string): Source {
  const row = findRow(table, 'source', name)
  if (row === null) throw new Error(`no source is called ${name}`)
  const address = row.text('address')
  return { title: row.text('title'), address: address.startsWith('https://') ? address : null }
}
