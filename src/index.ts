/**
 * The library. Pure: it asks no server, reads no file and no clock, and loads in a browser. Its declaration file has
 * every type that these lead to, by its own name (tools/bundle-types.js).
 */
export { Why403Error } from './core/error.ts'
export {
  type Answer,
  type ExplainOptions,
  explainRefusal,
  explainText,
  type HeaderFields,
} from './core/library/explain.ts'
export { type CheckOptions, check, type InspectOptions, inspectToken } from './core/library/inspect.ts'
export type { OperationInput } from './core/library/operation-input.ts'
export { minimalPermissions, openIndex, requiredPermissions } from './core/library/permissions.ts'
export type { MinimalPermissions } from './core/permissions/minimal.ts'
export type { PermissionIndex } from './core/permissions/permission-index.ts'
export type { Requirement } from './core/permissions/requirement.ts'
export type { Report } from './core/report/report.ts'
