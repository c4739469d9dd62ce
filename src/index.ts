import { openPermissionIndex, type PermissionIndex } from './core/permissions/permission-index.ts'
import { readIndexText } from './edges/data.ts'

export {
  type CheckOptions,
  check,
  type Inspection,
  type InspectOptions,
  inspectToken,
  minimalPermissions,
  type OperationInput,
  requiredPermissions,
} from './core/library.ts'
export type { MinimalPermissions } from './core/permissions/minimal.ts'
export { type Operation, parseOperation, type UnreadableOperation } from './core/permissions/operation.ts'
export type { PermissionIndex, PermissionRecord } from './core/permissions/permission-index.ts'
export type {
  AcceptedPermission,
  Requirement,
  RequirementStatus,
  Scheme,
  SchemeRequirement,
} from './core/permissions/requirement.ts'
export type { Report } from './core/report/report.ts'

/** Opens the permission index that this package carries. */
export async function loadIndex(): Promise<PermissionIndex> {
  return openPermissionIndex(readIndexText())
}
