import type { RefusalReport } from '../../src/core/explain/paste.ts'
import { explainText } from '../../src/core/library/explain.ts'
import type { PermissionIndex } from '../../src/core/tables/permission-index.ts'

/** The refusals of a text, each with its explanation. */
export function explained(text: string, index: PermissionIndex): readonly RefusalReport[] {
  return explainText(index, text).refusals ?? []
}
