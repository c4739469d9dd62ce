import { expect, test } from 'vitest'
import { listedRequests } from '../../../src/core/operation/json-list.ts'
import { operationsFromList } from '../../../src/core/operation/list.ts'
import fc from '../../support/property.ts'

const body = `{
  "note": "requests",
  "requests": [
    { "id": "1", "method": "GET", "url": "/users", "headers": { "requests": "[{" } },
    {
      "id": "2", "url": "/me"
    }, 7,
    { "id": "3", "method": "POST", "url": "/groups", "body": { "a": [1, {}] } }
  ]
}`

test('requests are unfolded, each with the line that it begins on', () => {
  expect(listedRequests(body)?.map(({ line }) => line)).toEqual([4, 5, 7, 8])
  expect(operationsFromList(body, 'batch.json')).toMatchObject([
    { method: 'GET', path: '/users', source: { file: 'batch.json', line: 4 } },
    { method: 'GET', path: '/me', source: { line: 5 } },
    { unreadable: expect.any(String), source: { line: 7 } },
    { method: 'POST', path: '/groups', source: { line: 8 } },
  ])
})

test('a member that is named twice counts as JSON.parse has it', () => {
  const twice = '{"requests":[\n{"url":"/a"}],\n"requests":[{"url":"/b"}]}'
  expect(listedRequests(twice)).toEqual([{ request: { url: '/b' }, line: 3 }])
})

test.each(['', '[]', '{"requests": {}}', '{"value": []}', '{"requests": [', 'GET /users'])(
  '%j is none',
  text => {
    expect(listedRequests(text)).toBeNull()
  },
)

test('whatever the requests hold, as many lines as requests, in order', () => {
  fc.assert(
    fc.property(
      fc.array(fc.jsonValue(), { maxLength: 8 }),
      fc.integer({ min: 0, max: 4 }),
      (requests, indent) => {
        const found = listedRequests(JSON.stringify({ x: [{ requests: [1] }], requests }, null, indent))!
        expect(found).toHaveLength(requests.length)
        const lines = found.map(({ line }) => line)
        expect(lines).toEqual(lines.toSorted((a, b) => a - b))
      },
    ),
  )
})
