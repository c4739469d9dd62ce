import { expect, test } from 'vitest'
import { duration, isoTime } from '../../src/core/time.ts'

test.each([
  [0, '1970-01-01T00:00:00Z'],
  [1795375867, '2026-11-22T19:31:07Z'],
  [1795375867.9, '2026-11-22T19:31:07Z'],
  [253_402_300_799, '9999-12-31T23:59:59Z'],
])('%d s is %s', (seconds, text) => {
  expect(isoTime(seconds)).toBe(text)
})

test.each([
  [0, '0 s'],
  [1.9, '1 s'],
  [119, '119 s'],
  [120, '2 min'],
  [3599, '59 min'],
  [7199, '119 min'],
  [7200, '2 h'],
  [172_799, '47 h'],
  [172_800, '2 days'],
  [-300, '5 min'],
])('%d s is said as %s', (seconds, text) => {
  expect(duration(seconds)).toBe(text)
})
