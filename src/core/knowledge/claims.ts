import table from '../../../data/claims.txt'
import { lazySource, type Source } from './sources.ts'
import { allRows, findRow, type Row } from './table.ts'

/**
 * A claim of Entra ID's access tokens, a row of data/claims.txt: what the value says, beyond its name. What a value of it
 * stands for is told by claim-values.ts.
 */
export interface ClaimRow {
  readonly name: string
  readonly meaning: string
  /** Token versions that carry it. */
  readonly versions: (typeof claimVersions)[number]
  /** Kinds of token that carry it. */
  readonly access: (typeof claimAccesses)[number]
  readonly shown: ClaimForm
  readonly source: Source
  /** Not documented: seen in published tokens. */
  readonly observed?: true
  /** What it means was inferred, and may be wrong. */
  readonly uncertain?: true
}

export const claimVersions = ['both', 'v1.0', 'v2.0'] as const

export const claimAccesses = ['both', 'app-only', 'delegated'] as const

/** How a value is shown: `time` and `span` as numbers of seconds with what they mean to people beside. */
export const claimForms = [
  'text',
  'time',
  'span',
  'code',
  'list',
  'words',
  'app',
  'api',
  'directory-roles',
  'opaque',
  'object',
] as const

export type ClaimForm = (typeof claimForms)[number]

const marks = ['observed', 'uncertain'] as const

/** Every row, for lists. */
export function claimRows(): ClaimRow[] {
  return allRows(table).map(rowOf)
}

/** Null: not in the table. */
export function claimRow(name: string): ClaimRow | null {
  const row = findRow(table, 'claim', name)
  return row === null ? null : rowOf(row)
}

/** Null: not in the table. */
export function claimMeaning(name: string): string | null {
  return findRow(table, 'claim', name)?.text('meaning') ?? null
}

function rowOf(row: Row): ClaimRow {
  const marked = row.members('mark', marks)
  return {
    name: row.text('claim'),
    meaning: row.text('meaning'),
    versions: row.member('versions', claimVersions),
    access: row.member('access', claimAccesses),
    shown: row.member('shown', claimForms),
    source: lazySource(row.text('source')),
    ...(marked.includes('observed') ? { observed: true } : {}),
    ...(marked.includes('uncertain') ? { uncertain: true } : {}),
  }
}
