import { expect, test } from 'vitest'
import { aged } from '../../../src/core/report/data-age.ts'

const tables = { source: 'a/b', commit: '0', date: '2026-08-07' }
const documentation = { source: 'c/d', commit: '1', date: '2026-08-22' }
const at = (date: string): number => Date.parse(date) / 1000

test('the age is said from the sixty-first day on, by the newer of the sources', () => {
  const both = { ...tables, documentation }
  expect(aged(both, at('2026-10-21'))).toEqual(both)
  expect(aged(both, at('2026-10-22'))).toEqual({ ...both, ageInDays: 61 })
  expect(aged(tables, at('2026-10-22')).ageInDays).toBe(76)
})

test('none where the date is not known, or lies ahead', () => {
  const unknown = { source: 'unknown', commit: 'unknown', date: 'unknown' }
  expect(aged(unknown, at('2026-10-22'))).toEqual(unknown)
  expect(aged(tables, 0)).toEqual(tables)
})
