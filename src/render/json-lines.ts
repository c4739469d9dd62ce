import type { OperationSource } from '../core/operation/operation.ts'
import type { Answer } from '../core/report/answer.ts'
import type { SchemesReport } from '../core/report/requirement.ts'
import { forJson } from './neutralise.ts'

/**
 * Renders answers as `--format jsonl` does: on a line each, what `operations` of the report would hold.
 * Answers share their schemes, which are the most of a line: each is rendered once.
 */
export function jsonLineRenderer(): (answer: Answer, source: OperationSource | undefined) => string {
  const rendered = new WeakMap<SchemesReport, string>()
  return ({ location, schemes, nearest }, source) => {
    const members = [forJson(location, 0).slice(1, -1)]
    if (schemes !== null) {
      let text = rendered.get(schemes)
      if (text === undefined) {
        text = forJson(schemes, 0).slice(1, -1)
        rendered.set(schemes, text)
      }
      members.push(text)
    }
    if (nearest.length > 0) members.push(`"nearest":${forJson(nearest, 0)}`)
    if (source !== undefined) members.push(`"source":${forJson(source, 0)}`)
    return `{${members.join(',')}}\n`
  }
}
