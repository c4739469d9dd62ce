import type { Group } from '../finding.ts'
import { anotherApi } from './another-api.ts'
import { basicProperties } from './basic-properties.ts'
import { dataDisagrees } from './data-disagrees.ts'
import { silentUnderPermission } from './silent-under-permission.ts'

/** Those that speak of what Graph has answered: what else may stand in the way of a call did not. */
export const answered = {
  'operation/another-api': anotherApi,
  'operation/basic-properties': basicProperties,
  'operation/data-disagrees': dataDisagrees,
  'operation/silent-under-permission': silentUnderPermission,
} satisfies Partial<Group<'operation'>>
