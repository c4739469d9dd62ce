import type { Group } from '../finding.ts'
import { anotherUser } from './another-user.ts'
import { appOnly } from './app-only.ts'
import { asked } from './asked.ts'
import { dataDisagrees } from './data-disagrees.ts'
import { missingPermission } from './missing-permission.ts'
import { missingScope } from './missing-scope.ts'
import { refused } from './refused.ts'
import { silentUnderPermission } from './silent-under-permission.ts'
import { undecided } from './undecided.ts'
import { wrongHost } from './wrong-host.ts'

export const operation: Group<'operation'> = {
  ...asked,
  'operation/wrong-host': wrongHost,
  'operation/another-user': anotherUser,
  'operation/missing-permission': missingPermission,
  'operation/missing-scope': missingScope,
  'operation/app-only': appOnly,
  'operation/undecided': undecided,
  'operation/data-disagrees': dataDisagrees,
  'operation/refused': refused,
  'operation/silent-under-permission': silentUnderPermission,
}
