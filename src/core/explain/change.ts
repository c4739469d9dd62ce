import { type ChangeRow, changeByKey } from '../knowledge/changes.ts'
import { documented } from './documented.ts'
import type { Explanation } from './explanation.ts'

/** `change/exchange-web-services`: what Microsoft announced. Null: there is no change of that name. */
export function explainChange(word: string): Explanation | null {
  const key = /^change\/([a-z-]{1,60})$/i.exec(word)?.[1]
  const row = key === undefined ? null : changeByKey(key.toLowerCase())
  return row === null ? null : explanationOf(row)
}

function explanationOf(row: ChangeRow): Explanation {
  const { key, date, unless, permissions, symptom } = row
  const shown: readonly (readonly [name: string, actual: string])[] = [
    ['from', date],
    ...(permissions.length === 0 ? [] : [['suffices', permissions.join(' or ')] as const]),
    ...(unless === null ? [] : [['unless', unless] as const]),
    ['else', symptom],
  ]
  return documented({ ...row, id: `change/${key}`, class: null, shown })
}
