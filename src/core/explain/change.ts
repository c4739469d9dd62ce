import { type ChangeRow, changeByKey } from '../knowledge/changes.ts'
import type { Explanation } from './explanation.ts'

/** `change/exchange-web-services`: what Microsoft announced. Null: there is no change of that name. */
export function explainChange(word: string): Explanation | null {
  const key = /^change\/([a-z-]{1,60})$/i.exec(word)?.[1]
  const row = key === undefined ? null : changeByKey(key.toLowerCase())
  return row === null ? null : explanationOf(row)
}

function explanationOf({
  key,
  date,
  title,
  unless,
  permissions,
  symptom,
  cure,
  source,
  uncertain,
}: ChangeRow): Explanation {
  const shown: readonly (readonly [name: string, actual: string])[] = [
    ['from', date],
    ...(permissions.length === 0 ? [] : [['suffices', permissions.join(' or ')] as const]),
    ...(unless === null ? [] : [['unless', unless] as const]),
    ['else', symptom],
  ]
  return {
    id: `change/${key}`,
    title,
    class: null,
    causes: [],
    retry: null,
    evidence: shown.map(([name, actual]) => ({ name, expected: null, actual, source: 'documentation' })),
    candidates: [],
    fix: source.address === null ? [] : [{ label: cure, url: source.address }],
    source: source.title,
    page: source.address,
    uncertain: uncertain ?? null,
  }
}
