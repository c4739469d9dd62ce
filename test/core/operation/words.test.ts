import { describe, expect, test } from 'vitest'
import { vocabularyOf } from '../../../src/core/operation/vocabulary.ts'
import { operationsFromWords } from '../../../src/core/operation/words.ts'
import { typedForms } from '../../support/typed-forms.ts'
import { index } from '../committed-index.ts'

const vocabulary = vocabularyOf(index, ['call', 'check', 'inspect', 'permissions', 'explain'])
const brief = (words: readonly string[]) =>
  operationsFromWords(words, vocabulary).map(({ method, path }) => `${method} ${path}`)

function complaint(words: readonly string[]): string {
  try {
    operationsFromWords(words, vocabulary)
  } catch (error) {
    const { code, message, hints } = error as { code: string; message: string; hints: string[] }
    expect(code).toBe('usage')
    return [message, ...hints].join(' ')
  }
  throw new Error('no complaint')
}

test('a method takes the next word, a quoted pair is one, an address alone is a GET', () => {
  const words = [
    'POST',
    '/users',
    'GET /groups',
    '/me',
    'https://graph.microsoft.com/v1.0/devices',
    'delete',
    'users/x',
  ]
  expect(brief(words)).toEqual(['POST /users', 'GET /groups', 'GET /me', 'GET /devices', 'DELETE /users/x'])
  expect(brief([])).toEqual([])
})

test.each(typedForms.map(({ typed, means }) => [typed, means] as const))(
  '%j as one word is %s',
  (typed, means) => {
    const [operation] = operationsFromWords([typed], vocabulary)
    expect(operation).toMatchObject({
      method: means.split(' ', 1)[0],
      url: means.slice(means.indexOf(' ') + 1),
    })
  },
)

test.each([
  [['GET', 'users'], ['GET /users']],
  [['get', 'graph.microsoft.com/v1.0/users'], ['GET /users']],
  [['GET', '/users', 'HTTP/1.1'], ['GET /users']],
  [['GET,', '/users'], ['GET /users']],
  [
    ['users', 'groups'],
    ['GET /users', 'GET /groups'],
  ],
  [['curl', '-X', 'POST', '-H', 'Accept: */*', 'https://graph.microsoft.com/v1.0/users'], ['POST /users']],
  [['curl', '-d', '{}', 'https://graph.microsoft.com/v1.0/users'], ['POST /users']],
  [['curl', 'https://graph.microsoft.com/v1.0/users'], ['GET /users']],
  [
    ['az', 'rest', '--method', 'delete', '--url', 'https://graph.microsoft.com/v1.0/users/42'],
    ['DELETE /users/42'],
  ],
  [['Invoke-MgGraphRequest', '-Uri', '/v1.0/users'], ['GET /users']],
  [
    ['GET', 'v1.0/users', 'POST', 'beta/groups'],
    ['GET /users', 'POST /groups'],
  ],
])('%j are %j', (words, means) => {
  expect(brief(words)).toEqual(means)
})

describe('what cannot be read leads to what was meant', () => {
  test.each([
    [['usres'], 'why403 "GET /users"'],
    [['chekc'], 'why403 check'],
    [['/users', 'inspcet'], 'why403 inspect'],
    [['GTE /users'], 'the method GET'],
    [['User.Read.All'], 'why403 permissions --of User.Read.All'],
    [['https://graph.microsoft.com/User.Read.All'], 'why403 permissions --of User.Read.All'],
    [['Microsoft.Graph/Mail.Send'], 'why403 permissions --of Mail.Send'],
    [['403'], 'why403 explain 403'],
    [['AADSTS7000215'], 'why403 explain AADSTS7000215'],
    [['7000215'], 'why403 explain 7000215'],
    [['/users', 'GET'], 'GET needs a URL behind it'],
    [['curl', '-X', 'POST'], 'names no address'],
    [['FETCH /users'], 'neither an operation nor a command'],
  ])('%j', (words, hint) => {
    expect(complaint(words)).toContain(hint)
  })

  test.each([
    `eyJ0eXAi.${'x'.repeat(20)}`,
    'Bearer eyJ0eXAi',
    's'.repeat(101),
    'correct horse battery',
    'hunter22!',
  ])('%s is not echoed', word => {
    expect(complaint([word])).not.toContain(word.slice(0, 7))
  })
})
