import { describe, expect, test } from 'vitest'
import { requestsIn } from '../../../src/core/paste/requests.ts'

const graph = 'https://graph.microsoft.com'

function read(text: string): string[] {
  return requestsIn(text).map(
    ({ value: { method, url, cut } }) =>
      `${method ?? '(none)'} ${url.replace(graph, '')}${cut ? ' (cut)' : ''}`,
  )
}

describe('a request is told', () => {
  test.each([
    ['a line', `GET ${graph}/v1.0/users`, 'GET /v1.0/users'],
    ['a line of a log', `12:01 info get ${graph}/v1.0/users 403`, 'GET /v1.0/users'],
    ['a row', `2026-01-01,GET,${graph}/v1.0/users,403,12`, 'GET /v1.0/users'],
    ['a row in pipes', `| PATCH | ${graph}/beta/users/1 | 403 |`, 'PATCH /beta/users/1'],
    ['a message of HTTP', 'POST /v1.0/users HTTP/1.1\nHost: graph.microsoft.com', 'POST /v1.0/users'],
    [
      'an archive of HTTP',
      `{"request":{"method":"DELETE","url":"${graph}/v1.0/users/1"}}`,
      'DELETE /v1.0/users/1',
    ],
    ['axios', `config: { url: '${graph}/v1.0/users', timeout: 0, method: 'post' }`, 'POST /v1.0/users'],
    [
      'a row of activity',
      `{"RequestMethod":"GET","ResponseStatusCode":403,"RequestUri":"${graph}/v1.0/groups"}`,
      'GET /v1.0/groups',
    ],
    ['curl', `$ curl -s -X PATCH '${graph}/v1.0/users/1' -d '{}'`, 'PATCH /v1.0/users/1'],
    [
      'curl over lines',
      `curl --request POST \\\n  --url ${graph}/v1.0/users \\\n  --data '{}'`,
      'POST /v1.0/users',
    ],
    ['curl with a body', `curl -d '{"a":1}' ${graph}/v1.0/users`, 'POST /v1.0/users'],
    ['the Azure CLI', `az rest --method put --url "${graph}/beta/x/y"`, 'PUT /beta/x/y'],
    [
      'PowerShell',
      `Invoke-RestMethod -Method Delete -Uri "${graph}/v1.0/users/1" -Headers $h`,
      'DELETE /v1.0/users/1',
    ],
    ['an address alone', `failed: ${graph}/v1.0/users?$top=5.`, '(none) /v1.0/users?$top=5'],
  ])('%s', (_, text, expected) => {
    expect(read(text)).toEqual([expected])
  })

  test('once, although its address is told again behind it', () => {
    expect(read(`{"method":"GET","url":"${graph}/v1.0/users"} GET ${graph}/v1.0/groups`)).toEqual([
      'GET /v1.0/users',
      'GET /v1.0/groups',
    ])
  })

  test.each([
    ['a scope', `scope ${graph}/.default`],
    ['a permission', `${graph}/User.Read`],
    ['a context', `"@odata.context":"${graph}/v1.0/$metadata#users"`],
    ['another host', 'GET https://example.com/v1.0/users'],
  ])('and none by %s', (_, text) => {
    expect(read(text)).toEqual([])
  })
})

describe('an address ends where a person sees it end', () => {
  test.each([
    [
      'a literal',
      `/v1.0/users?$filter=mail%20eq%20'ada@contoso.example'`,
      `/v1.0/users?$filter=mail%20eq%20'ada@contoso.example'`,
    ],
    [
      'a key in brackets',
      "/v1.0/users('ada@contoso.example')/messages",
      "/v1.0/users('ada@contoso.example')/messages",
    ],
    ['a bracket of the sentence', '/v1.0/users) was', '/v1.0/users'],
    ['names of $select', '/v1.0/users?$select=id,mail, and', '/v1.0/users?$select=id,mail'],
    [
      'the ids of a site',
      '/v1.0/sites/contoso.example,2c712604-1370-44e7-a1f5-426573fda80a,2D2244C3-251a-49ea-93a8-39e1c3a060fe/lists, and',
      '/v1.0/sites/contoso.example,2c712604-1370-44e7-a1f5-426573fda80a,2D2244C3-251a-49ea-93a8-39e1c3a060fe/lists',
    ],
    ['a comma and a number', '/v1.0/users,20 of them', '/v1.0/users'],
    ['a stop', '/v1.0/users.', '/v1.0/users'],
    ['a placeholder', '/v1.0/users/<user id>/messages', '/v1.0/users/{user-id}/messages'],
    ['a mark-up', '/v1.0/users</a>', '/v1.0/users'],
    ['a mask', '/v1.0/users/***/messages', '/v1.0/users/***/messages'],
    ['a cut', '/v1.0/users/1234...', '/v1.0/users/1234 (cut)'],
    ['an ellipsis', '/v1.0/users/12\u2026', '/v1.0/users/12 (cut)'],
  ])('%s', (_, text, expected) => {
    expect(read(`GET ${graph}${text}`)).toEqual([`GET ${expected}`])
  })

  test.each(["'", '"', '`', '[', '{', '(', '<'])('between %s', mark => {
    const closing = { '[': ']', '{': '}', '(': ')', '<': '>' }[mark] ?? mark
    expect(read(`for url ${mark}${graph}/v1.0/users/1${closing}: no`)).toEqual(['(none) /v1.0/users/1'])
  })
})
