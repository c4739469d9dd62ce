/** data/corrections.txt: what we know better than both sources, row by row, each with the page that says so. */
import { Row } from '../../src/core/knowledge/table.ts'
import type { Correction, Scheme } from '../../src/core/tables/format.ts'

export const changes = ['add', 'withdraw'] as const

export interface CorrectionRow extends Correction {
  readonly name: string
  readonly change: (typeof changes)[number]
  readonly methods: readonly string[] | null
  /** Templates; one that ends with `/**` means all below it. */
  readonly paths: readonly string[]
  readonly schemes: readonly Scheme[]
  /** `A` or `A+B,C`. */
  readonly permissions: readonly string[]
}

const schemeNames = ['application', 'delegatedWork', 'delegatedPersonal'] as const

export function readCorrections(text: string): CorrectionRow[] {
  return text
    .split('\n\n')
    .filter(block => !block.startsWith('#'))
    .map(block => {
      const row = new Row(block.trimEnd())
      const methods = row.text('methods')
      return {
        name: row.text('correction'),
        change: row.member('change', changes),
        methods: methods === 'any' ? null : methods.split(', '),
        paths: row.all('path'),
        schemes: row.members('schemes', schemeNames),
        permissions: row.text('permissions').split(' '),
        since: row.text('since'),
        source: row.text('source'),
      }
    })
}

/** Whether a correction is about an operation. */
export function isAbout({ methods, paths }: CorrectionRow, template: string, method: string): boolean {
  const key = template.toLowerCase()
  return (
    (methods === null || methods.includes(method)) &&
    paths.some(path =>
      path.endsWith('/**') ? key.startsWith(path.slice(0, -2).toLowerCase()) : key === path.toLowerCase(),
    )
  )
}
