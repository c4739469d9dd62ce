import { type GateRow, gateByKey } from '../knowledge/gates.ts'
import { documented } from './documented.ts'
import type { Explanation } from './explanation.ts'

/** `gate/sign-in-logs`: what must be true beside the permission. Null: there is no gate of that name. */
export function explainGate(word: string): Explanation | null {
  const key = /^gate\/([a-z-]{1,60})$/i.exec(word)?.[1]
  const row = key === undefined ? null : gateByKey(key.toLowerCase())
  return row === null ? null : explanationOf(row)
}

function explanationOf(row: GateRow): Explanation {
  const { key, kind, needs, methods, symptom, silent, tell } = row
  const of = [methods?.join(', ') ?? null, row.properties?.names.join(', ') ?? null].filter(
    part => part !== null,
  )
  const shown: readonly (readonly [name: string, actual: string])[] = [
    ...(of.length === 0 ? [] : [['meets', of.join(' of ')] as const]),
    [silent ? 'silent' : 'shut', symptom],
    ['would tell', tell],
  ]
  return documented({
    ...row,
    id: `gate/${key}`,
    title: `Besides the permission: ${needs}.`,
    class: kind,
    shown,
  })
}
