import type { PastedRefusal } from './refusal.ts'
import { mostKept } from './unique.ts'

/**
 * A log tells the same refusal again and again, each with ids of its own: one stands for all, where the first one stood,
 * with their number.
 */
export function counted(refusals: readonly PastedRefusal[]): PastedRefusal[] {
  const kept = new Map<string, { readonly refusal: PastedRefusal; times: number }>()
  for (const refusal of refusals) {
    const key = keyOf(refusal)
    const same = kept.get(key)
    if (same === undefined) kept.set(key, { refusal, times: 1 })
    else same.times++
  }
  const more = refusals.length < mostKept ? {} : ({ atLeast: true } as const)
  return [...kept.values()].map(({ refusal, times }) =>
    times === 1 ? refusal : { ...refusal, times, ...more },
  )
}

/** All of it but what is new each time: ids and the time. */
function keyOf(refusal: PastedRefusal): string {
  if (refusal.service === 'entra') {
    const { traceId: _, correlationId: __, timestamp: ___, ...rest } = refusal
    return JSON.stringify(rest)
  }
  const { requestId: _, ...rest } = refusal
  return JSON.stringify(rest)
}
