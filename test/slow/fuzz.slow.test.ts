import { expect, test } from 'vitest'
import { fuzz } from '../fuzz/fuzz.ts'

test('half a minute of damaged input breaks nothing', async () => {
  const { broken } = await fuzz({ seed: 404, milliseconds: 30_000, now: () => performance.now() })
  expect(broken.map(({ input, reader, why }) => `${input.family}, ${reader}: ${why}`)).toEqual([])
})
