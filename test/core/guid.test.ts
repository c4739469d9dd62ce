import { expect, test } from 'vitest'
import { isGuid } from '../../src/core/guid.ts'

test('a GUID is one from end to end, in any letter case', () => {
  expect(isGuid('6f1c2d9e-0b7a-4c55-9a0e-2f4f0d9b7c11')).toBe(true)
  expect(isGuid('6F1C2D9E-0B7A-4C55-9A0E-2F4F0D9B7C11')).toBe(true)
  for (const other of [
    'x6f1c2d9e-0b7a-4c55-9a0e-2f4f0d9b7c11',
    '6f1c2d9e-0b7a-4c55-9a0e-2f4f0d9b7c111',
    '',
    6,
  ])
    expect(isGuid(other)).toBe(false)
})
