import { expect, test } from 'vitest'
import { whenQuiet } from '../../src/page/quiet.ts'

function clock() {
  let now = 0
  const waiting: { at: number; act: () => void }[] = []
  return {
    timers: {
      now: () => now,
      after: (ms: number, act: () => void) => void waiting.push({ at: now + ms, act }),
    },
    pass(ms: number) {
      const end = now + ms
      for (;;) {
        waiting.sort((a, b) => a.at - b.at)
        if (waiting.length === 0 || waiting[0]!.at > end) break
        const { at, act } = waiting.shift()!
        now = at
        act()
      }
      now = end
    },
  }
}

test('acts after so long without a sign, and not before', () => {
  const { timers, pass } = clock()
  let acted = 0
  const sign = whenQuiet(600, timers, () => acted++)
  pass(599)
  expect(acted).toBe(0)
  sign()
  pass(599)
  expect(acted).toBe(0)
  pass(1)
  expect(acted).toBe(1)
  pass(10_000)
  expect(acted).toBe(1)
})

test('a later sign begins anew', () => {
  const { timers, pass } = clock()
  let acted = 0
  const sign = whenQuiet(600, timers, () => acted++)
  pass(600)
  sign()
  pass(300)
  sign()
  pass(599)
  expect(acted).toBe(1)
  pass(1)
  expect(acted).toBe(2)
})
