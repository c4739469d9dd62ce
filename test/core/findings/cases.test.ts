import { describe, expect, test } from 'vitest'
import { findings } from '../../../src/core/findings/index.ts'
import { caseIds } from '../../../tools/case-file.ts'
import { casesFolder, expectedOfCase, found, play, readCase } from '../../support/cases.ts'

const ids = findings.map(({ id }) => id)

test('every finding has a case, and no case is left over', () => {
  expect(caseIds(casesFolder).toSorted()).toEqual(ids.toSorted())
})

describe.each(ids)('%s', id => {
  const fires = readCase(id, 'fires')
  const nearMiss = readCase(id, 'near-miss')

  test('fires, as it is expected to', async () => {
    expect(await found(id, fires)).toEqual([expectedOfCase(id)])
  })

  test('is silent in the near miss', async () => {
    expect(await found(id, nearMiss)).toEqual([])
  })

  test('the two differ in one leaf', () => {
    const before = leaves(fires)
    const after = leaves(nearMiss)
    const paths = new Set([...before.keys(), ...after.keys()])
    expect([...paths].filter(path => before.get(path) !== after.get(path))).toHaveLength(1)
    expect([...after.keys()]).toEqual([...before.keys()])
  })

  test('both are raw: nothing judged, nothing signed', () => {
    for (const input of [fires, nearMiss]) {
      const text = JSON.stringify(input)
      expect(text).not.toMatch(/eyJ[\w-]{10}/)
      expect(text).not.toMatch(/"(verdict|access|certainty|severity|signature|findings?|missing|broken)":/)
      expect(input.note).toMatch(/^Make-believe: /)
    }
  })
})

test('a finding that is only likely says what would tell, and a certain one does not', async () => {
  for (const id of ids) {
    for (const name of ['fires', 'near-miss'] as const) {
      for (const { certainty, wouldTell } of (await play(readCase(id, name))).findings) {
        expect(wouldTell === undefined).toBe(certainty === 'certain')
      }
    }
  }
})

test('a sentence of a headline has one colon at most, and nothing is counted out of one', async () => {
  for (const id of ids) {
    for (const name of ['fires', 'near-miss'] as const) {
      const { headline, findings } = await play(readCase(id, name))
      for (const text of [headline?.text ?? '', ...findings.map(({ title }) => title)]) {
        const colons = text.split('. ').map(sentence => sentence.split(': ').length - 1)
        expect(Math.max(...colons), text).toBeLessThanOrEqual(1)
        expect(text).not.toMatch(/ of 1 |\(s\)/)
      }
    }
  }
})

/** Every scalar by its path. */
function leaves(value: unknown, path = ''): Map<string, unknown> {
  if (typeof value !== 'object' || value === null) return new Map([[path, value]])
  return new Map(Object.entries(value).flatMap(([name, member]) => [...leaves(member, `${path}/${name}`)]))
}
