import { Why403Error } from '../core/error.ts'
import { deriveFacts } from '../core/facts.ts'
import { profileOf } from '../core/permissions/profile.ts'
import { reportOf } from '../core/report/report.ts'
import { suggest } from '../core/suggest.ts'
import type { Io } from '../io.ts'
import { renderJson } from '../render/json.ts'
import { renderProfile } from '../render/text/permission-profile.ts'
import type { Flags } from './flags.ts'
import { openData } from './gather.ts'
import { answer, formatOf, textOptions } from './output.ts'
import { withoutToken } from './permissions.ts'

/** `permissions --of`: a permission's ids, level and consent, and what it opens. */
export async function profile(nameOrId: string, flags: Flags, io: Io): Promise<number> {
  const format = formatOf(flags)
  const { index, options } = openData(io)
  const found = profileOf(index, nameOrId)
  if (found === null) {
    const near = suggest(nameOrId, [...index.permissionNames()], 3)
    throw new Why403Error('usage', 'The tables know no such permission.', [
      near.length > 0 ? `Did you mean ${near.join(', ')}?` : 'Example: why403 permissions --of User.Read.All',
    ])
  }
  const { operations, ...rest } = found
  const report = {
    ...reportOf(deriveFacts(withoutToken([], io), index), index, { ...options, rows: false }),
    permission: flags.on('list') ? { ...rest, operations } : rest,
  }
  await answer(
    format === 'json' ? renderJson(report) : renderProfile(report, textOptions(flags, io)),
    flags,
    io,
  )
  return 0
}
