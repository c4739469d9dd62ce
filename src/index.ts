/**
 * The library. Pure: it asks no server, reads no file and no clock, and loads in a browser. Its declaration file has
 * every type that these lead to, by its own name (tools/bundle-types.js).
 */
export { Why403Error } from './core/error.ts'
export type { CaseOptions } from './core/library/case.ts'
export type { Answer, ExplainOptions, HeaderFields } from './core/library/explain.ts'
export type { CheckOptions, InspectOptions } from './core/library/inspect.ts'
export { check, explainRefusal, explainText, inspectToken, judgeCase } from './core/library/judging.ts'
export type { OperationInput } from './core/library/operation-input.ts'
export { minimalPermissions, openIndex, requiredPermissions } from './core/library/permissions.ts'
export type { MinimalPermissions } from './core/need/minimal.ts'
export type { Requirement } from './core/need/requirement.ts'
export type { Report } from './core/report/report.ts'
export type { PermissionIndex } from './core/tables/permission-index.ts'
