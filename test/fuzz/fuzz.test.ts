import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { fuzz, replay } from './fuzz.ts'
import { families, type Input } from './inputs.ts'

// The short run of `npm run fuzz`. Time is not looked at here: a busy machine would decide.
const timeless = (): number => 0

const found = new URL('../../fixtures/found/', import.meta.url)

test('damaged input of every family ends in an answer or a complaint', async () => {
  const { inputs, broken } = await fuzz({ seed: 403, inputs: 8 * families.length, now: timeless })
  expect(broken).toEqual([])
  expect(Object.values(inputs)).toEqual(families.map(() => 8))
}, 60_000)

test.each(readdirSync(found).sort())('what was once found stays mended: %s', async name => {
  const input = JSON.parse(readFileSync(new URL(name, found), 'utf8')) as Input
  expect(await replay(input, timeless)).toEqual([])
})

test('the same seed draws the same inputs', async () => {
  const run = () => fuzz({ seed: 7, inputs: 2 * families.length, now: timeless })
  expect(await run()).toEqual(await run())
})
