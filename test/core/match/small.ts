import { compareKeys } from '../../../src/core/tables/format.ts'
import { openIndex, type PermissionIndex } from '../../../src/core/tables/permission-index.ts'

/** Tables of a few templates, each with what follows it: `/users GET app A.Read`; a bare one is read with A.Read. */
export function tablesOf(...lines: string[]): PermissionIndex {
  const paths = lines
    .map(line => (line.includes(' ') ? line : `${line} GET app A.Read`))
    .sort((a, b) => compareKeys(a.split(' ')[0]!, b.split(' ')[0]!))
  return openIndex(['# header', '', 'A.Read app id=x level=1 opens=1', '', ...paths, ''].join('\n'))
}
