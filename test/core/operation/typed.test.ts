import { describe, expect, test } from 'vitest'
import { shellWords } from '../../../src/core/operation/shell-words.ts'
import { requestIn } from '../../../src/core/operation/typed.ts'
import fc from '../../support/property.ts'
import { typedForms } from '../../support/typed-forms.ts'
import { index } from '../committed-index.ts'

const isFirstSegment = (segment: string): boolean => index.hasNode(`/${segment}`)

test('there are sixty forms and more', () => {
  expect(typedForms.length).toBeGreaterThanOrEqual(60)
})

test.each(typedForms.map(({ typed, means }) => [typed, means] as const))('%j is %s', (typed, means) => {
  const request = requestIn(typed, isFirstSegment)
  expect(request === null ? null : `${request.method.toUpperCase()} ${request.url}`).toBe(means)
})

test.each([
  '',
  ' ',
  'usres',
  'User.Read.All',
  '403',
  'hello world',
  'AADSTS7000215',
  'eyJhbGciOiJub25lIn0.e30.',
  'curl',
  'curl -X POST',
  'curl https',
  '{"a":1}',
  '{"url":1}',
  'az account show',
  'Get-MgUser -All',
  'https-only',
  'contoso.example/users',
])('%j is no request', typed => {
  const request = requestIn(typed, isFirstSegment)
  expect(request === null || request.url === 'https').toBe(true)
})

describe('headers and bodies are dropped', () => {
  test.each([
    `curl -H "Authorization: Bearer made-up" https://graph.microsoft.com/v1.0/users`,
    `curl -d '{"password":"made-up"}' -X GET https://graph.microsoft.com/v1.0/users`,
    'GET https://graph.microsoft.com/v1.0/users HTTP/1.1\nAuthorization: Bearer made-up\n\n{"password":"made-up"}',
    `{"method":"GET","url":"https://graph.microsoft.com/v1.0/users","headers":{"Authorization":"made-up"}}`,
  ])('%j', typed => {
    expect(requestIn(typed)).toEqual({ method: 'GET', url: 'https://graph.microsoft.com/v1.0/users' })
  })
})

describe('the words of a line', () => {
  test.each([
    [`a 'b c' "d e" f\\ g`, ['a', 'b c', 'd e', 'f g']],
    ['a \\\n  b', ['a', 'b']],
    ['a `\r\n b', ['a', 'b']],
    ['a ^\n b', ['a', 'b']],
    ['"a\\"b" \'c\\d\'', ['a"b', 'c\\d']],
    ["'never closed b", ['never closed b']],
    ['""', ['']],
    ['$filter=x', ['$filter=x']],
  ])('%j', (line, words) => {
    expect(shellWords(line)).toEqual(words)
  })

  test('what a shell quotes it reads back', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1 })), words => {
        const line = words.map(word => `'${word.replaceAll("'", `'"'"'`)}'`).join(' ')
        expect(shellWords(line)).toEqual(words)
      }),
    )
  })
})

test('no text makes it fail, and it takes its time in proportion', () => {
  fc.assert(fc.property(fc.string(), text => void requestIn(text, isFirstSegment)))
  for (const part of ['curl ', '"', '\\', '- ', '%3F', 'GET ', "'", '`\n', '{', '-H '])
    requestIn(part.repeat(100_000))
})
