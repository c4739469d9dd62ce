import { describe, expect, test } from 'vitest'
import { operationsFromList } from '../../../src/core/operation/list.ts'
import { type Operation, parseOperation } from '../../../src/core/operation/operation.ts'
import { vocabularyOf } from '../../../src/core/operation/vocabulary.ts'
import { typedForms } from '../../support/typed-forms.ts'
import { index } from '../committed-index.ts'

const vocabulary = vocabularyOf(index)

/** A body under the headers is a line of its own. */
const lines = typedForms.filter(({ typed }) => !typed.includes('\n\n'))

function brief(operations: ReturnType<typeof operationsFromList>) {
  return operations.map(op => ('unreadable' in op ? `? ${op.text}` : `${op.method} ${op.path}`))
}

describe('operationsFromList', () => {
  test('one answer a line, in order, but for blanks and comments', () => {
    const text =
      '\uFEFF# the lab\r\nGET /users\r\n\r\n/groups\r\n{"method":"POST","url":"/users"}\n{"url":"me"}\nFETCH /x\n{"method":1}\n{half'
    const operations = operationsFromList(text, 'ops.txt')
    expect(brief(operations)).toEqual([
      'GET /users',
      'GET /groups',
      'POST /users',
      'GET /me',
      '? FETCH /x',
      '? (not shown)',
      '? (not shown)',
    ])
    expect(operations.map(({ source }) => source?.line)).toEqual([2, 4, 5, 6, 7, 8, 9])
  })

  test('the requests of a $batch body', () => {
    const body = {
      requests: [{ id: '1', method: 'GET', url: '/me' }, { id: '2', method: 'PATCH', url: 'users/x' }, 7],
    }
    expect(brief(operationsFromList(JSON.stringify(body, null, 2), 'batch.json'))).toEqual([
      'GET /me',
      'PATCH /users/x',
      '? (not shown)',
    ])
  })

  test('a token in a line is not repeated', () => {
    const [answer] = operationsFromList('eyJhbGciOiJSUzI1NiJ9.e30.c2ln', '-')
    expect(answer).toMatchObject({ source: { file: '-', line: 1 } })
    expect(JSON.stringify(answer)).not.toContain('eyJ')
  })

  test('lines that a shell joins and headers under a request line belong to their request', () => {
    const text = `curl -X POST \\
  -H 'Accept: */*' \\
  https://graph.microsoft.com/v1.0/users
GET /v1.0/groups HTTP/1.1
Host: graph.microsoft.com
Authorization: Bearer made-up

# a comment
GET /me HTTP/2
/users`
    const operations = operationsFromList(text, 'ops.txt')
    expect(brief(operations)).toEqual(['POST /users', 'GET /groups', 'GET /me', 'GET /users'])
    expect(operations.map(({ source }) => source?.line)).toEqual([1, 4, 9, 10])
    expect(JSON.stringify(operations)).not.toContain('made-up')
  })

  test('the requests of an HTTP archive, on their lines', () => {
    const log = {
      entries: [{ request: { method: 'GET', url: '/me' } }, { request: { method: 'POST', url: '/x' } }],
    }
    const operations = operationsFromList(JSON.stringify({ log }, null, 1), 'app.har')
    expect(brief(operations)).toEqual(['GET /me', 'POST /x'])
    expect(operations.map(({ source }) => source?.line)).toEqual([4, 10])
  })

  test('a word that means nothing is malformed where it is known what could, and a path elsewhere', () => {
    expect(brief(operationsFromList('usres\nUser.Read.All\nusers', '-', vocabulary))).toEqual([
      '? (not shown)',
      '? (not shown)',
      'GET /users',
    ])
    expect(brief(operationsFromList('usres', '-'))).toEqual(['GET /usres'])
  })

  test.each(lines.map(({ typed, means }) => [typed, means] as const))(
    'as a list, %j is %s',
    (typed, means) => {
      const operations = operationsFromList(`${typed}\n`, '-', vocabulary)
      expect(operations).toHaveLength(1)
      const [method, url] = /^(\w+) (.*)$/s.exec(means)!.slice(1)
      expect(operations[0]).toMatchObject({ method, path: (parseOperation(method!, url!) as Operation).path })
    },
  )
})
