import { describe, expect, test } from 'vitest'
import { locate } from '../../../src/core/match/locate.ts'
import { type Operation, parseOperation } from '../../../src/core/operation/operation.ts'
import { wireOf } from '../../../src/core/operation/wire.ts'
import fc, { runs } from '../../support/property.ts'
import { index } from '../committed-index.ts'

const origin = 'https://graph.microsoft.com'

/** Where the tables have it, whatever host was named. */
function found(operation: Operation) {
  const place = locate(index, { ...operation, origin: null }, null)
  return { status: place.status, template: 'governs' in place ? place.governs.template : null }
}

/** What goes over the wire for a URL; the reason where it does not. */
function sent(url: string): string {
  const operation = parseOperation('GET', url)
  if ('unreadable' in operation) return operation.unreadable
  const wire = wireOf(operation, origin)
  return 'url' in wire ? wire.url.slice(origin.length) : wire.unsent
}

describe('on the wire', () => {
  test.each([
    ['/users', '/v1.0/users'],
    ['users?', '/v1.0/users'],
    ['/beta/users?$top=5&$select=id,mail', '/beta/users?$top=5&$select=id,mail'],
    ['/users/ann_fabrikam.com#EXT#@contoso.com', '/v1.0/users/ann_fabrikam.com%23EXT%23@contoso.com'],
    ['/users/ann_fabrikam.com%23EXT%23@contoso.com', '/v1.0/users/ann_fabrikam.com%23EXT%23@contoso.com'],
    [
      "/users?$filter=userPrincipalName eq 'a#EXT#@b'",
      '/v1.0/users?$filter=userPrincipalName%20eq%20%27a%23EXT%23@b%27',
    ],
    ["/users('o''neil@contoso.com')", "/v1.0/users('o''neil@contoso.com')"],
    ['/users/{id}/messages', '/v1.0/users/%7Bid%7D/messages'],
    ['/drive/root:/100%.docx', '/v1.0/drive/root:/100%25.docx'],
    ['/drive/root:/a%20b/Ü|^`"<>[].txt', '/v1.0/drive/root:/a%20b/%C3%9C%7C%5E%60%22%3C%3E%5B%5D.txt'],
    ["/drive/root/search(q='why? a/b')?$top=1", "/v1.0/drive/root/search(q='why%3F%20a/b')?$top=1"],
    ['/drive/root:/...and/.hidden/a..b/c.', '/v1.0/drive/root:/...and/.hidden/a..b/c.'],
    ['//evil.example/users', '/v1.0//evil.example/users'],
    ['/users/x%2Fy%252Fz', '/v1.0/users/x%2Fy%252Fz'],
  ])('%s', (url, expected) => {
    expect(sent(url)).toBe(expected)
  })

  const dots = 'The path holds a segment of dots (. or ..), which would be sent as another path.'
  const backslash = 'The path holds a backslash, which would be sent as a slash.'
  const control = 'The URL holds a control character.'
  test.each([
    ['/x/../auditLogs/signIns', dots],
    ['/users/../../../etc', dots],
    ['../users', dots],
    ['/users/.', dots],
    ['/x/%2e%2e/users', dots],
    ['/x/.%2E/users', dots],
    ['/x/%2e./users', dots],
    ['/x/%252e%252e/users', dots],
    ['/x/%25252e./users', dots],
    ['/x/%%32%65%2e/users', dots],
    ['/x%2f..%2fusers', dots],
    ['/x%252F..%252Fusers', dots],
    ["/drive/root/search(q='a/../b')", dots],
    ['/drive/root:/a/../b', dots],
    ['https://graph.microsoft.com/v1.0/../beta/users', dots],
    ['/x\\..\\users', backslash],
    ['/users/contoso\\ann', backslash],
    ['/x/%5c/users', backslash],
    ['/x/%255C/users', backslash],
    ['/x/.\t./users', control],
    ['/x/.%09./users', control],
    ['/x/%00', control],
    ['/x/%250a', control],
    ['/x/%c0%ae%c0%ae/users', 'The percent-encoding of the URL is not UTF-8.'],
    ['/users/\ud800', 'The URL holds half a character.'],
    ['https:/graph.microsoft.com/users', 'The URL has no readable host.'],
    ['https:graph.microsoft.com/users', 'The URL has no readable host.'],
  ])('%j is unreadable', (url, reason) => {
    expect(sent(url)).toBe(reason)
  })

  test('the query may hold what a path may not: it names no other path', () => {
    expect(sent('/users?$search=a/../b\\c')).toBe('/v1.0/users?$search=a/../b%5Cc')
  })

  test('an operation that no parser made is held against its judgement all the same', () => {
    const made = { method: 'GET', url: '', origin: null, version: null, query: null }
    for (const path of ['/x/../users', '/x/%2e%2e/users', '/../../etc'])
      expect(wireOf({ ...made, path }, origin)).toHaveProperty('unsent')
    expect(wireOf({ ...made, path: '/x\\..\\users' }, origin)).toEqual({
      url: `${origin}/v1.0/x%5C..%5Cusers`,
    })
  })
})

const fragments = [
  '/',
  '//',
  '.',
  '..',
  '/../',
  '/./',
  '%2e',
  '%2E',
  '%252e',
  '%%32%65',
  '%25',
  '%',
  '%2',
  '%2f',
  '%2F',
  '%5c',
  '%255c',
  '\\',
  '#',
  '#EXT#',
  '%23',
  '?',
  '&',
  '=',
  ';',
  ':',
  ':/',
  '@',
  'user:pass@',
  '(',
  ')',
  "'",
  "''",
  '"',
  '{id}',
  '{',
  '}',
  '|',
  '^',
  '`',
  '<',
  '>',
  '[',
  ']',
  '+',
  ' ',
  '%20',
  '\t',
  '\n',
  '\r',
  '\u0000',
  '%00',
  '%0a',
  '\u00a0',
  '\u2028',
  '\ufeff',
  '\u202e',
  'é',
  '%c3%a9',
  '%e9',
  '%c0%ae',
  '\ud800',
  '\udc00',
  '😀',
  'ｅ',
  '．．',
  '。',
  'v1.0',
  '/v1.0',
  '/beta',
  'BETA',
  'myorganization',
  'https://',
  'HTTPS://',
  'http:',
  'graph.microsoft.com',
  'GRAPH.microsoft.com:443',
  'bücher.example',
  '[::1]',
  ':80',
  '0x7f.1',
  '/users',
  'users',
  '/us%65rs',
  '/auditLogs',
  '/signIns',
  'auditLogs/signIns',
  '/messages',
  '/me',
  '/drive/root:',
  '/content',
  '$count',
  'constructor',
  '__proto__',
  'x',
  '1',
  "('x')",
  "(appId='x')",
  "search(q='",
  '$filter=',
  '$select=id',
] // prettier-ignore

const hostile = fc
  .tuple(
    fc.constantFrom('', '/', '/users/', '/x/', `${origin}/v1.0/`, `${origin}/`),
    fc.array(
      fc.oneof(
        { weight: 9, arbitrary: fc.constantFrom(...fragments) },
        { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 4 }) },
      ),
      {
        maxLength: 10,
      },
    ),
  )
  .map(([beginning, parts]) => beginning + parts.join(''))

test('whatever is asked: what is sent is what was judged, and stays in its version', () => {
  let compared = 0
  const drawn = runs(5000)
  fc.assert(
    fc.property(hostile, url => {
      const operation = parseOperation('GET', url)
      if ('unreadable' in operation) return
      const wire = wireOf(operation, origin)
      // The comparison before sending is a second lock: nothing that was readable may need it.
      expect(wire).toHaveProperty('url')
      if (!('url' in wire)) return
      const { href, origin: host, pathname, hash } = new URL(wire.url)
      expect({ href, host, hash }).toEqual({ href: wire.url, host: origin, hash: '' })
      const [, version, path] = /^\/(v1\.0|beta)(\/.*)$/.exec(pathname)!
      expect(version).toBe(operation.version ?? 'v1.0')
      expect(found({ ...operation, path: path! })).toEqual(found(operation))
      compared++
    }),
    drawn,
  )
  expect(compared).toBeGreaterThan(drawn.numRuns / 10)
})
