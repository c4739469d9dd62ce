import { describe, expect, test } from 'vitest'
import * as library from '../../../src/index.ts'
import * as forNode from '../../../src/node.ts'
import { version } from '../../../src/version.ts'
import { keyNamed, signToken } from '../../../tools/case.ts'
import { readCase } from '../../support/cases.ts'
import { index, indexText, source } from '../committed-index.ts'

const { check, inspectToken, minimalPermissions, requiredPermissions } = library
const { header, claims } = readCase('operation/missing-permission', 'fires').token!

test('the package offers these, and for Node.js one more', () => {
  const names = [
    'Why403Error',
    'check',
    'explainRefusal',
    'explainText',
    'inspectToken',
    'judgeCase',
    'minimalPermissions',
    'openIndex',
    'requiredPermissions',
  ]
  expect(Object.keys(library).toSorted()).toEqual(names)
  expect(Object.keys(forNode).toSorted()).toEqual([...names, 'loadIndex'].toSorted())
})

describe('the index', () => {
  test('loadIndex opens the one of the package, openIndex its text', async () => {
    const record = index.permission('User.Read.All')
    expect((await forNode.loadIndex()).permission('User.Read.All')).toEqual(record)
    expect(library.openIndex(indexText).permission('User.Read.All')).toEqual(record)
  })

  test.each([
    '',
    '{"permissions":{}}',
    indexText.slice(0, 60),
    indexText.slice(0, 5000),
    indexText.replace('format 2:', 'format 3:'),
  ])('a text that is none is refused: %#', text => {
    expect(() => library.openIndex(text)).toThrow(
      expect.objectContaining({ name: 'Why403Error', code: 'unreadable-input' }),
    )
  })
})

describe('requiredPermissions', () => {
  test('takes a method and a URL, or a line', () => {
    const apart = requiredPermissions(index, { method: 'get', url: 'https://graph.microsoft.com/v1.0/users' })
    expect(requiredPermissions(index, 'GET /users')).toEqual(apart)
    expect(requiredPermissions(index, '/users').schemes.application.leastPrivileged).toBe(
      'User.ReadBasic.All',
    )
  })

  test.each(['', '# nothing', 'FETCH /users'])('%j is unreadable, and no exception', line => {
    expect(requiredPermissions(index, line).status).toBe('malformed')
  })
})

test('minimalPermissions', () => {
  expect(minimalPermissions(index, ['GET /users/x/memberOf', 'GET /groups/x/members', 'nonsense'])).toEqual({
    application: ['GroupMember.ReadBasic.All'],
    opens: 2,
    leaves: [{ operation: 2, because: 'unknown' }],
    proven: false,
  })
})

describe('check', () => {
  test('compares claims with operations', () => {
    const { verdict, operations, findings } = check(index, { ...claims, roles: ['User.Read.All'] }, [
      'GET /users',
      'GET /auditLogs/signIns',
      'FETCH /users',
    ])
    expect(verdict).toBe('problem')
    expect(operations.map(({ status, verdict }) => [status, verdict])).toEqual([
      ['known', 'allowed'],
      ['known', 'missing-permission'],
      ['malformed', undefined],
    ])
    expect(operations[1]?.missing).toEqual(['AuditLog.Read.All'])
    expect(findings.map(({ id }) => id)).toContain('operation/missing-permission')
  })

  test('judges the lifetime only as of a given time', () => {
    const ids = (at?: number) =>
      check(index, claims, ['GET /users'], at === undefined ? {} : { at }).findings.map(({ id }) => id)
    expect(ids()).not.toContain('token/expired')
    expect(ids(4_000_000_000)).toContain('token/expired')
  })

  test('claims of no token at all are no exception', () => {
    expect(check(index, {}, ['GET /users']).operations[0]?.verdict).toBeDefined()
  })
})

describe('inspectToken', () => {
  test('verifies with keys, and says when there were none', async () => {
    const key = await keyNamed(String(header.kid))
    const token = await signToken(key, header, claims)
    const at = Number(claims.iat) + 60
    const verified = await inspectToken(index, token, { at, keys: key.jwks })
    expect(verified.token).toMatchObject({
      form: 'jwt',
      access: 'app-only',
      signature: { status: 'verified' },
    })
    const unverified = await inspectToken(index, `Bearer ${token}`, { at })
    expect(unverified.token?.signature?.status).toBe('not-checked')
    expect(JSON.stringify([verified, unverified])).not.toContain(token.split('.')[2])
  })

  test('compares with operations as well', async () => {
    const token = await signToken(await keyNamed(String(header.kid)), header, claims)
    const { operations } = await inspectToken(index, token, { operations: ['GET /auditLogs/signIns'] })
    expect(operations[0]?.verdict).toBeDefined()
  })

  test.each(['', 'no token', 'eyJhbGciOiJub25lIn0.e30', 'a.b.c'])('%j: what it is instead', async text => {
    const { token } = await inspectToken(index, text)
    expect(token?.form).not.toBe('jwt')
    expect(token?.kind).toEqual(expect.any(String))
  })
})

test('a report names the version and the source of the index, as that of the command line does', async () => {
  const reports = [
    check(index, claims, []),
    await inspectToken(index, 'nothing'),
    library.explainText(index, 'nothing'),
    library.explainRefusal(index, { status: 403, headers: {} }),
  ]
  for (const { schema, tool, data } of reports) {
    expect({ schema, tool }).toEqual({ schema: 1, tool: { name: 'why403', version } })
    const named = ({ source, commit, date }: typeof data) => ({ source, commit, date })
    expect(data).toMatchObject({ ...named(source.tables), documentation: named(source.documentation) })
  }
})

describe('a wrong type', () => {
  const wrong: [string, () => unknown][] = [
    ['must be a string', () => library.openIndex(new Uint8Array() as never)],
    ['permission index', () => requiredPermissions('GET /users' as never, index as never)],
    ['permission index', () => requiredPermissions(undefined as never, 'GET /users')],
    ['{ method, url }', () => requiredPermissions(index, 42 as never)],
    ['{ method, url }', () => requiredPermissions(index, null as never)],
    ['{ method, url }', () => requiredPermissions(index, { method: 'GET' } as never)],
    ['must be an array', () => minimalPermissions(index, 'GET /users' as never)],
    ['must be an array', () => check(index, claims, undefined as never)],
    ['seconds since 1970', () => check(index, claims, [], { at: new Date(0) as never })],
    ['seconds since 1970', () => check(index, claims, [], { at: Number.NaN })],
    ['before the year 10000', () => check(index, claims, [], { at: 1e300 })],
    ["'app-only' or 'delegated'", () => check(index, claims, [], { expect: 'both' as never })],
    ['must be a string', () => library.explainText(index, Buffer.from('x') as never)],
    ["'posix' or 'powershell'", () => library.explainText(index, '', { shell: 'cmd' as never })],
    ['The options must be an object', () => library.explainText(index, '', 'posix' as never)],
    ['The answer must be an object', () => library.explainRefusal(index, null as never)],
    ['100 to 599', () => library.explainRefusal(index, { status: '403' as never, headers: {} })],
    ['The headers', () => library.explainRefusal(index, { status: 403, headers: 'x' as never })],
    ['not bytes', () => library.explainRefusal(index, { status: 403, headers: {}, body: Buffer.from('') })],
  ]

  test.each(wrong)('throws a TypeError that says: %s', (sentence, call) => {
    expect(call).toThrow(TypeError)
    expect(call).toThrow(sentence)
  })

  test.each<[string, () => Promise<unknown>]>([
    ['permission index', () => inspectToken('a token' as never, { index } as never)],
    ['The token must be a string', () => inspectToken(index, undefined as never)],
    ['{ keys: [ … ] }', () => inspectToken(index, '', { keys: {} as never })],
  ])('rejects: %s', async (sentence, call) => {
    await expect(call()).rejects.toThrow(TypeError)
    await expect(call()).rejects.toThrow(sentence)
  })
})
