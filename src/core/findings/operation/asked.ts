import type { Group } from '../finding.ts'
import { advancedQueryWithoutHeader } from './advanced-query-without-header.ts'
import { anotherApi } from './another-api.ts'
import { basicProperties } from './basic-properties.ts'
import { changeAnnounced } from './change-announced.ts'
import { delegatedOnly } from './delegated-only.ts'
import { permissionIsNotEnough } from './permission-is-not-enough.ts'
import { propertyNeedsMore } from './property-needs-more.ts'
import { unknown } from './unknown.ts'

/** Those that speak of what was asked for, whoever asks: the others want a token, or grants in its place, or a call. */
export const asked = {
  'operation/another-api': anotherApi,
  'operation/delegated-only': delegatedOnly,
  'operation/property-needs-more': propertyNeedsMore,
  'operation/change-announced': changeAnnounced,
  'operation/advanced-query-without-header': advancedQueryWithoutHeader,
  'operation/unknown': unknown,
  'operation/basic-properties': basicProperties,
  'operation/permission-is-not-enough': permissionIsNotEnough,
} satisfies Partial<Group<'operation'>>
