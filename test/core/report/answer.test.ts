import { expect, test } from 'vitest'
import { parseOperation } from '../../../src/core/operation/operation.ts'
import { answerer } from '../../../src/core/report/answer.ts'
import { schemesReport } from '../../../src/core/report/requirement.ts'
import { index, operation, requirement } from '../committed-index.ts'

const ids = ['5f6c9a0e-1b7d-4d3c-9a55-0d2f1c3b4a59', 'adele@contoso.com', '42', 'inbox', "o'neil"]

test('answers as requirementOf does, again and again', () => {
  const answer = answerer(index)
  const templates = [...index.templates()].filter((_, i) => i % 23 === 0)
  for (const [turn, id] of ids.entries()) {
    for (const template of templates) {
      const line = `${['GET', 'POST', 'PATCH'][turn % 3]} ${template.replaceAll('{id}', id).replaceAll('{value}', `'${id}'`)}`
      const asked = operation(line)
      const { location, schemes, nearest } = answer(asked)
      const expected = requirement(line)
      const { status, template: found, matched, inferredFrom } = expected
      expect({ line, ...location }).toMatchObject({ line, status, template: found, matched, inferredFrom })
      expect(schemes).toEqual(status === 'known' ? schemesReport(expected) : null)
      if (status !== 'unknown-path') expect(nearest).toEqual([])
    }
  }
})

test('operations of one kind share their schemes', () => {
  const answer = answerer(index)
  expect(answer(operation('GET /users/a@b.c')).schemes).toBe(answer(operation('GET /users/x')).schemes)
  expect(answer(operation('GET /users/x')).schemes).not.toBe(answer(operation('GET /users')).schemes)
})

test('hosts are kept apart', () => {
  const answer = answerer(index)
  expect(answer(operation('GET /users')).location.status).toBe('known')
  expect(answer(operation('GET https://example.org/users')).location.status).toBe('not-graph')
  expect(answer(parseOperation('FETCH', '/users')).location).toMatchObject({
    status: 'malformed',
    method: null,
  })
})

test('an unknown path has its nearest, whatever its ids', () => {
  const answer = answerer(index)
  expect(answer(operation('GET /users/1/mesages')).nearest).toContain('/users/{id}/messages')
  expect(answer(operation('GET /users/2/mesages')).nearest).toContain('/users/{id}/messages')
})
