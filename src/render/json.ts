import { forJson } from './neutralise.ts'
import type { Rendering } from './rendering.ts'

/** All of a report, whatever was asked to be shown. */
export const render: Rendering['render'] = report => renderJson(report)

export function renderJson(value: unknown): string {
  return `${forJson(value)}\n`
}
