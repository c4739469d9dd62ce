import { describe, expect, test } from 'vitest'
import { domainShape, isHarmless, isShowable, misplacedIn } from '../../../src/core/secret/misplaced.ts'
import { Secret } from '../../../src/core/secret.ts'

const secret = 'abc8Q~Ah3kLmNoPqRsTuVwXyZ0123456789abcde'
const guid = '6f1c2d9e-0b7a-4c55-9a0e-2f4f0d9b7c11'

describe('what may be shown in the place of an id', () => {
  test.each([
    '6f1c2d9e-0b7a-4c55-9a0e-2f4f0d9b7c1',
    '6F1C2D9E-0B7A-4C55-9A0E',
    'contoso.onmicrosoft.com',
    'https://graph.microsoft.com/.default',
    'https://graph.microsoft.com/v1.0',
    'http://127.0.0.1/a',
    'api://contoso/x',
    'My app: the second/one',
    'common',
  ])('%s', value => {
    expect(isShowable(value)).toBe(true)
    expect(isHarmless(value)).toBe(true)
  })

  test.each([
    secret,
    'hunter2',
    'eyJhbGciOiJub25lIn0.eyJhIjoxfQ.abcdefgh',
    'x6f1c2d9e-0b7a-4c55-9a0e',
    '6f1c2d9e-0b7a-4c55-9a0e-zz',
    '6f1c-0b7a-4c55',
    'ftp://x1.example',
    '1 https://x.example',
    'https://x.example/?a=b',
    '-common',
    'a'.repeat(82),
    '',
  ])('not %s', value => {
    expect(isShowable(value)).toBe(false)
    expect(isHarmless(value)).toBe(false)
  })

  test.each([guid, '<tenant-id>'])('%s is no name of anything, and harmless', value => {
    expect(isHarmless(value)).toBe(true)
  })
})

test('a domain has labels, and ends in letters', () => {
  for (const domain of ['a.bc', 'Contoso.Example', 'x1-y.co.uk', 'a.xn--p1ai', `${'a'.repeat(63)}.example`])
    expect([domain, domainShape.test(domain)]).toEqual([domain, true])
  for (const other of [
    'abc',
    'a.b',
    '-a.bc',
    'a-.bc',
    'a..bc',
    'a.1bc',
    'a.bc-',
    'a.bc.',
    'a_b.example',
    ' a.bc',
    'a.bc x',
  ])
    expect([other, domainShape.test(other)]).toEqual([other, false])
  for (const long of [`${'a'.repeat(64)}.example`, `${'abc.'.repeat(63)}de`])
    expect(domainShape.test(long)).toBe(false)
})

describe('a setting that seems to hold a secret', () => {
  const given = (value: string, name = 'x') => ({ value, name, origin: 'a test' })
  const held = (value: string) => ({
    ...given('', 'CLIENT_SECRET'),
    value: new Secret('client secret', value),
  })
  const none = {
    tenant: null,
    clientId: null,
    secret: null,
    scope: given('https://graph.microsoft.com/.default'),
  }

  test('is named, with what it takes', () => {
    const all = {
      tenant: given(secret, 'T'),
      clientId: given(secret, 'C'),
      secret: null,
      scope: given(secret, 'S'),
    }
    expect(misplacedIn(all)).toEqual([
      { ...all.clientId, expected: 'the Application (client) ID, a GUID' },
      { ...all.tenant, expected: "the tenant's id, a GUID, or one of its domain names" },
      { ...all.scope, expected: 'the address of an API and /.default' },
    ])
  })

  test('is none that holds what it takes, or nothing', () => {
    expect(misplacedIn(none)).toEqual([])
    const right = { ...none, tenant: given('contoso.example'), clientId: given(guid), secret: held(secret) }
    expect(misplacedIn(right)).toEqual([])
  })

  test.each([
    ['hunter2', true],
    [guid, false],
    [guid.slice(1), false],
    ['<client-id>', false],
    ['my app', false],
  ])('a client id %s beside a GUID as the secret: %s', (id, isMisplaced) => {
    expect(misplacedIn({ ...none, clientId: given(id), secret: held(guid) })).toHaveLength(
      isMisplaced ? 1 : 0,
    )
    for (const beside of [held('hunter22'), null])
      expect(misplacedIn({ ...none, clientId: given(id), secret: beside })).toEqual([])
  })
})
