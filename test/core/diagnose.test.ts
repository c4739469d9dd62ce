import { describe, expect, test } from 'vitest'
import { diagnose } from '../../src/core/diagnose.ts'
import { findingIds } from '../../src/core/findings/ids.ts'
import { findingById, findings } from '../../src/core/findings/index.ts'
import { causesFirst, relationsOf } from '../../src/core/findings/relations.ts'
import { type Case, factsOfCase } from '../../tools/case.ts'
import { readCase, withClaims } from '../support/cases.ts'
import { index } from './committed-index.ts'

const nothing: Case = { note: 'Nothing was looked at.', at: '2026-11-22T20:00:00Z' }
const missing = readCase('operation/missing-permission', 'fires')

const diagnosed = async (input: Case) => diagnose(await factsOfCase(input, index), index, findings)

describe('what was not gathered', () => {
  test('is named, and nothing is found', async () => {
    const { findings: found, notChecked } = await diagnosed(nothing)
    expect(found).toEqual([])
    expect(notChecked).toEqual(
      causesFirst()
        .map(id => ({ id, missing: relationsOf(id).needs }))
        .filter(({ missing }) => missing.length > 0),
    )
  })

  test('is no more than what was missing', async () => {
    const { notChecked } = await diagnosed(missing)
    const gathered = ['token', 'operations']
    const lacking = causesFirst().map(id => ({
      id,
      missing: relationsOf(id).needs.filter(name => !gathered.includes(name)),
    }))
    expect(notChecked).toEqual(lacking.filter(({ missing }) => missing.length > 0))
    expect(notChecked.map(({ id }) => id)).toContain('consent/stale-token')
  })
})

describe('a cause', () => {
  test('explains what it is the cause of, and the rest stands for itself', async () => {
    const input = withClaims(
      { ...missing, operations: [...missing.operations!, 'GET /no/such/path'] },
      { roles: [] },
    )
    const { findings: found } = await diagnosed(input)
    expect(found.map(({ id, about, becauseOf }) => [id, about, becauseOf])).toEqual([
      ['consent/missing-admin-consent', 'token', null],
      ['operation/missing-permission', 0, 'consent/missing-admin-consent'],
      ['operation/unknown', 1, null],
    ])
  })

  test('in one operation reaches no other', async () => {
    const refused = {
      status: 403,
      headers: {},
      body: { error: { code: 'Authorization_RequestDenied', message: '' } },
    }
    const input = {
      ...missing,
      operations: [...missing.operations!, 'GET /users'],
      answers: [
        { operation: 0, ...refused },
        { operation: 1, ...refused },
      ],
    }
    const { findings: found } = await diagnosed(input)
    const refusals = found.filter(({ id }) => id === 'operation/refused')
    expect(refusals.map(({ about, becauseOf }) => [about, becauseOf])).toEqual([
      [0, 'operation/missing-permission'],
      [1, 'operation/data-disagrees'],
    ])
  })

  test('is never a note', async () => {
    const refused = { operation: 0, status: 401, headers: {}, body: {} }
    const input = { ...readCase('token/wrong-audience', 'fires'), answers: [refused] }
    const as = async (asked: 'operations' | 'token') =>
      (await diagnosed({ ...input, asked })).findings.find(({ id }) => id === 'operation/refused')?.becauseOf
    expect(await as('operations')).toBe('token/wrong-audience')
    expect(await as('token')).toBeNull()
  })
})

describe('the list of findings', () => {
  test('names a cause before what it explains', () => {
    const ids = causesFirst()
    for (const id of ids) {
      for (const effect of relationsOf(id).explains)
        expect(ids.indexOf(effect)).toBeGreaterThan(ids.indexOf(id))
    }
  })

  test('has each id once, and finds it', () => {
    expect(findings.map(({ id }) => id)).toEqual(findingIds)
    expect(causesFirst().toSorted()).toEqual([...new Set(findingIds)].toSorted())
    for (const finding of findings) expect(findingById(finding.id)).toBe(finding)
  })

  test.each(findings.map(finding => [finding.id, finding] as const))(
    '%s is told in whole sentences',
    (_, { title, words }) => {
      expect(title).toMatch(/^[A-Z].*[^.]$/)
      for (const sentence of [words.meaning, words.certainty, ...words.causes]) {
        expect(sentence).toMatch(/^(\/me |\.env|[a-z]+ |[A-Z]).*\.$/)
      }
      expect(words.causes.length).toBeGreaterThan(0)
      expect(words.sources.length).toBeGreaterThan(0)
    },
  )
})
