import { expect, test } from 'vitest'
import { canaries } from '../canary/suite.ts'

test('a secret that is planted anywhere comes out nowhere', async () => {
  const { counts, leaks, crashes } = await canaries({ seed: 403, every: 16 })
  expect(Object.values(counts).reduce((sum, { runs }) => sum + runs, 0)).toBeGreaterThan(1500)
  expect(leaks).toEqual([])
  expect(crashes).toEqual([])
})
