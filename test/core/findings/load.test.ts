import { expect, test } from 'vitest'
import { deriveFacts } from '../../../src/core/derive-facts.ts'
import { diagnose } from '../../../src/core/diagnose.ts'
import { findingIds } from '../../../src/core/findings/ids.ts'
import { findings } from '../../../src/core/findings/index.ts'
import { findingsFor } from '../../../src/core/findings/load.ts'
import { nothingObserved, type Observed } from '../../../src/core/observed.ts'
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

test('where nobody holds anything and nobody called, those alone are read that speak of what was asked', async () => {
  const { operations } = await factsOfCase(readCase('operation/basic-properties', 'fires'), index)
  const observed = { ...nothingObserved, operations: operations.map(({ operation }) => operation) }
  const facts = deriveFacts(observed as Observed, index)
  const found = (await findingsFor(facts)).map(({ id }) => id)
  expect(found).toContain('operation/basic-properties')
  expect(found).not.toContain('operation/refused')
  expect(diagnose(facts, index, await findingsFor(facts))).toEqual(diagnose(facts, index, findings))
})
