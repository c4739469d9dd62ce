import { Why403Error } from '../core/error.ts'
import { profileOf } from '../core/need/profile.ts'
import { aged } from '../core/report/data-age.ts'
import { referenceReport } from '../core/report/reference.ts'
import { suggest } from '../core/suggest.ts'
import type { Io } from '../io.ts'
import type { Flags } from './flags.ts'
import { openData } from './open-data.ts'
import type { Answer } from './output.ts'

/** `permissions --of`: a permission's ids, level and consent, and what it opens. */
export function profile(nameOrId: string, flags: Flags, io: Io): Answer {
  const { index, options } = openData(io)
  const found = profileOf(index, nameOrId)
  if (found === null) {
    const near = suggest(nameOrId, [...index.permissionNames()], 3)
    throw new Why403Error('usage', 'The tables know no such permission.', [
      near.length > 0 ? `Did you mean ${near.join(', ')}?` : 'Example: why403 permissions --of User.Read.All',
    ])
  }
  const { operations, ...rest } = found
  return {
    report: referenceReport(
      { ...options, data: aged(options.data, io.now() / 1000) },
      { permission: flags.on('list') ? { ...rest, operations } : rest },
    ),
    view: { show: 'reference' },
  }
}
