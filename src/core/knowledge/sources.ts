import table from '../../../data/sources.txt'
import { findRow, findRowWith } from './table.ts'

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

/** The same for a row, looked up when it is asked for: most reports name few of the rows that they read. */
export function lazySource(name: string): Source {
  return {
    get title() {
      return sourceOf(name).title
    },
    get address() {
      return sourceOf(name).address
    },
  }
}

/** A source by its title, as findings name theirs; an RFC's address follows from its number and section. */
export function sourceTitled(title: string): Source {
  const [, rfc, section] = /^RFC (\d+)(?: section ([\d.]+))?$/.exec(title) ?? []
  if (rfc !== undefined) {
    const part = section === undefined ? '' : `#section-${section}`
    return { title, address: `https://www.rfc-editor.org/rfc/rfc${rfc}${part}` }
  }
  const row = findRowWith(table, 'title', title)
  if (row === null) throw new Error(`no source is titled ${title}`)
  return sourceOf(row.text('source'))
}
