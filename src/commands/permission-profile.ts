import { Why403Error } from '../core/error.ts'
import { permissionReport } from '../core/report/permission.ts'
import { suggest } from '../core/suggest.ts'
import type { Io } from '../io.ts'
import type { Flags } from './flags.ts'
import { openData } from './open-data.ts'
import type { Answer } from './output.ts'

/** `permissions --of`: a permission's ids, level and consent, and what it opens. */
export function profile(nameOrId: string, flags: Flags, io: Io): Answer {
  const { index, options } = openData(io)
  const now = Math.floor(io.now() / 1000)
  const report = permissionReport(nameOrId, { index, options, now }, flags.on('list'))
  if (report !== null) return { report, view: { show: 'reference' } }
  const near = suggest(nameOrId, [...index.permissionNames()], 3)
  throw new Why403Error('usage', 'The tables know no such permission.', [
    near.length > 0 ? `Did you mean ${near.join(', ')}?` : 'Example: why403 permissions --of User.Read.All',
  ])
}
