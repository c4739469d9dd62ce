import type { Group } from '../finding.ts'
import { anotherUser } from './another-user.ts'
import { answered } from './answered.ts'
import { appOnly } from './app-only.ts'
import { asked } from './asked.ts'
import { missingPermission } from './missing-permission.ts'
import { missingScope } from './missing-scope.ts'
import { refused } from './refused.ts'
import { undecided } from './undecided.ts'
import { wrongHost } from './wrong-host.ts'

export const operation: Group<'operation'> = {
  ...asked,
  ...answered,
  'operation/wrong-host': wrongHost,
  'operation/another-user': anotherUser,
  'operation/missing-permission': missingPermission,
  'operation/missing-scope': missingScope,
  'operation/app-only': appOnly,
  'operation/undecided': undecided,
  'operation/refused': refused,
}
