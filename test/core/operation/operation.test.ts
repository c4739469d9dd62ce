import { describe, expect, test } from 'vitest'
import { parseOperation } from '../../../src/core/operation/operation.ts'
import { withoutSecrets } from '../../../src/core/secret/gate.ts'
import fc, { runs } from '../../support/property.ts'
import { contexts } from '../secret/contexts.ts'

describe('parseOperation', () => {
  test('splits host, version, path and query', () => {
    expect(parseOperation('get', ' https://Graph.Microsoft.com/v1.0/users?$top=5&$select=id ')).toEqual({
      method: 'GET',
      url: 'https://Graph.Microsoft.com/v1.0/users?$top=5&$select=id',
      origin: 'https://graph.microsoft.com',
      version: 'v1.0',
      path: '/users',
      query: '$top=5&$select=id',
    })
  })

  test.each([
    ['/users', null, '/users'],
    ['users', null, '/users'],
    ['/beta/users', 'beta', '/users'],
    ['BETA/users', 'beta', '/users'],
    ['//v1.0//users', 'v1.0', '//users'],
    ['/betamax', null, '/betamax'],
    ['/v1.0', 'v1.0', '/'],
    ['https://graph.microsoft.us/v1.0/myorganization/users', 'v1.0', '/users'],
    ['/myorganizations/users', null, '/myorganizations/users'],
    ['/users/a%20b%2Fc', null, '/users/a%20b%2Fc'],
  ])('%s', (url, version, path) => {
    expect(parseOperation('GET', url)).toMatchObject({ version, path })
  })

  test('a # starts no fragment: it stands in the names of guests', () => {
    const url = '/users/ann_fabrikam.com#EXT#@contoso.onmicrosoft.com?$select=id'
    expect(parseOperation('GET', url)).toMatchObject({
      path: '/users/ann_fabrikam.com#EXT#@contoso.onmicrosoft.com',
      query: '$select=id',
    })
  })

  test('a question mark in parentheses is data', () => {
    expect(parseOperation('GET', "/drive/root/search(q='why? (really)')?$top=1")).toMatchObject({
      path: "/drive/root/search(q='why? (really)')",
      query: '$top=1',
    })
  })

  test('an apostrophe in a query does not hide where the query starts', () => {
    expect(parseOperation('GET', "/users(x)?$filter=name eq 'a")).toMatchObject({
      path: '/users(x)',
      query: "$filter=name eq 'a",
    })
  })

  test.each([
    ['https://graph.microsoft.com:443/v1.0/me', 'https://graph.microsoft.com'],
    ['http://127.0.0.1:8403/v1.0/me', 'http://127.0.0.1:8403'],
    ['https://graph.microsoft.com.example.org/v1.0/me', 'https://graph.microsoft.com.example.org'],
  ])('the origin of %s', (url, origin) => {
    expect(parseOperation('GET', url)).toMatchObject({ origin })
  })

  test.each([
    ['GET', 'https://user:pass@graph.microsoft.com/v1.0/me'],
    ['GET', 'https://graph.microsoft.com\\@example.org/v1.0/me'],
    ['GET', 'ftp://graph.microsoft.com/v1.0/me'],
    ['GET', 'https:///users'],
    ['GET', '/users\u0000'],
    ['GET', ''],
    ['FETCH', '/users'],
  ])('%s %j is unreadable', (method, url) => {
    expect(parseOperation(method, url)).toHaveProperty('unreadable')
  })

  test('what looks like a token is not repeated', () => {
    const token = `eyJhbGciOiJub25lIn0.${'a'.repeat(40)}.b`
    for (const answer of [parseOperation('GET', token), parseOperation(token, '/users')]) {
      expect(answer).toHaveProperty('unreadable')
      expect(JSON.stringify(answer)).not.toContain('eyJ')
    }
  })

  test('what was read holds nothing that the gate takes out', () => {
    const value = fc.string({ minLength: 8, maxLength: 50, unit: fc.constantFrom(...'aB3~.-_+/=%') })
    const around = fc.constantFrom('§', '/users/§', '/users?$filter=§', "users('§')", '/users/§/messages#x')
    fc.assert(
      fc.property(around, fc.constantFrom('§', ...contexts), value, (path, context, text) => {
        const operation = parseOperation('GET', path.replace('§', context.replace('§', text)))
        if ('unreadable' in operation || /^["']|["']$/.test(operation.url)) return
        expect(withoutSecrets(operation.url)).toBe(operation.url)
      }),
      runs(2000),
    )
  })

  test('remembers where it came from', () => {
    expect(parseOperation('GET', '/users', { file: 'ops.txt', line: 3 })).toMatchObject({
      source: { file: 'ops.txt', line: 3 },
    })
  })
})
