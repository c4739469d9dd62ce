import { describe, expect, test } from 'vitest'
import { operationsFromList, operationsFromWords } from '../../../src/core/permissions/operation-list.ts'

function brief(operations: ReturnType<typeof operationsFromList>) {
  return operations.map(op => ('unreadable' in op ? `? ${op.text}` : `${op.method} ${op.path}`))
}

describe('operationsFromWords', () => {
  test('a method takes the next word, a quoted pair is one, a bare URL is a GET', () => {
    const words = [
      'POST',
      '/users',
      'GET /groups',
      '/me',
      'https://graph.microsoft.com/v1.0/devices',
      'delete',
      'users/x',
    ]
    expect(brief(operationsFromWords(words))).toEqual([
      'POST /users',
      'GET /groups',
      'GET /me',
      'GET /devices',
      'DELETE /users/x',
    ])
  })

  test('none at all is an empty list', () => {
    expect(operationsFromWords([])).toEqual([])
  })

  test('a word that is none is a usage error, with the nearest command', () => {
    expect(() => operationsFromWords(['/users', 'chekc'], ['call', 'check', 'inspect'])).toThrow(
      expect.objectContaining({
        code: 'usage',
        hints: expect.arrayContaining([expect.stringContaining('why403 check')]),
      }),
    )
  })

  test('a method without a URL is one, too', () => {
    expect(() => operationsFromWords(['/users', 'GET'])).toThrow(expect.objectContaining({ code: 'usage' }))
  })

  test.each([`eyJ0eXAi.${'x'.repeat(20)}`, 'Bearer eyJ0eXAi', 's'.repeat(101)])('%s is not echoed', word => {
    try {
      operationsFromWords([word])
      expect.unreachable()
    } catch (error) {
      const { message, hints } = error as { message: string; hints: string[] }
      expect([message, ...hints].join(' ')).not.toContain(word.slice(0, 12))
    }
  })
})

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
})
