import { expect, test } from 'vitest'
import { diagnose } from '../../../src/core/diagnose.ts'
import { findingIds } from '../../../src/core/findings/ids.ts'
import { findings } from '../../../src/core/findings/index.ts'
import { findingsFor } from '../../../src/core/findings/load.ts'
import { factsOfCase } from '../../../tools/case.ts'
import { readCase } from '../../support/cases.ts'
import { index } from '../committed-index.ts'

test.each(findingIds.flatMap(id => (['fires', 'near-miss'] as const).map(name => [id, name] as const)))(
  'what is loaded for the case of %s that %s finds all that there is to find',
  async (id, name) => {
    const facts = await factsOfCase(readCase(id, name), index)
    expect(diagnose(facts, index, await findingsFor(facts))).toEqual(diagnose(facts, index, findings))
  },
)

test('for a good token that nothing was asked of the findings of operations and consent are not read', async () => {
  const { operations: _, ...input } = readCase('token/expired', 'fires')
  const groups = new Set(
    (await findingsFor(await factsOfCase(input, index))).map(({ id }) => id.split('/')[0]),
  )
  expect(groups).toEqual(new Set(['token', 'privilege']))
})
