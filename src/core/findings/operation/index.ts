import type { Group } from '../finding.ts'
import { advancedQueryWithoutHeader } from './advanced-query-without-header.ts'
import { anotherApi } from './another-api.ts'
import { anotherUser } from './another-user.ts'
import { appOnly } from './app-only.ts'
import { basicProperties } from './basic-properties.ts'
import { changeAnnounced } from './change-announced.ts'
import { dataDisagrees } from './data-disagrees.ts'
import { delegatedOnly } from './delegated-only.ts'
import { missingPermission } from './missing-permission.ts'
import { missingScope } from './missing-scope.ts'
import { permissionIsNotEnough } from './permission-is-not-enough.ts'
import { propertyNeedsMore } from './property-needs-more.ts'
import { refused } from './refused.ts'
import { silentUnderPermission } from './silent-under-permission.ts'
import { undecided } from './undecided.ts'
import { unknown } from './unknown.ts'
import { wrongHost } from './wrong-host.ts'

export const operation: Group<'operation'> = {
  'operation/delegated-only': delegatedOnly,
  'operation/another-api': anotherApi,
  'operation/wrong-host': wrongHost,
  'operation/another-user': anotherUser,
  'operation/missing-permission': missingPermission,
  'operation/missing-scope': missingScope,
  'operation/app-only': appOnly,
  'operation/undecided': undecided,
  'operation/data-disagrees': dataDisagrees,
  'operation/property-needs-more': propertyNeedsMore,
  'operation/change-announced': changeAnnounced,
  'operation/advanced-query-without-header': advancedQueryWithoutHeader,
  'operation/refused': refused,
  'operation/unknown': unknown,
  'operation/silent-under-permission': silentUnderPermission,
  'operation/basic-properties': basicProperties,
  'operation/permission-is-not-enough': permissionIsNotEnough,
}
