import { describe, expect, test } from 'vitest'
import * as library from '../../src/index.ts'
import { keyNamed, signToken } from '../../tools/case.ts'
import { readCase } from '../support/cases.ts'
import { index } from './permissions/committed-index.ts'

const { check, inspectToken, minimalPermissions, requiredPermissions } = library
const { header, claims } = readCase('operation/missing-permission', 'fires').token!

test('the package offers these functions', () => {
  const functions = Object.entries(library).filter(([, value]) => typeof value === 'function')
  expect(functions.map(([name]) => name).toSorted()).toEqual([
    'check',
    'inspectToken',
    'loadIndex',
    'minimalPermissions',
    'parseOperation',
    'requiredPermissions',
  ])
})

test('loadIndex opens the index of the package', async () => {
  const loaded = await library.loadIndex()
  expect(loaded.permission('User.Read.All')).toEqual(index.permission('User.Read.All'))
})

describe('requiredPermissions', () => {
  test('takes an operation, or a line', () => {
    const parsed = library.parseOperation('GET', '/users')
    expect(requiredPermissions(index, 'GET /users')).toEqual(requiredPermissions(index, parsed))
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
    proven: true,
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
    const verified = await inspectToken(token, { index, at, keys: key.jwks })
    expect(verified.token).toMatchObject({
      form: 'jwt',
      access: 'app-only',
      signature: { status: 'verified' },
    })
    const unverified = await inspectToken(`Bearer ${token}`, { index, at })
    expect(unverified.token?.signature?.status).toBe('not-checked')
    expect(JSON.stringify([verified, unverified])).not.toContain(token.split('.')[2])
  })

  test('compares with operations as well', async () => {
    const token = await signToken(await keyNamed(String(header.kid)), header, claims)
    const { operations } = await inspectToken(token, { index, operations: ['GET /auditLogs/signIns'] })
    expect(operations[0]?.verdict).toBeDefined()
  })

  test.each(['', 'no token', 'eyJhbGciOiJub25lIn0.e30', 'a.b.c'])('%j: what it is instead', async text => {
    const { token } = await inspectToken(text, { index })
    expect(token?.form).not.toBe('jwt')
    expect(token?.kind).toEqual(expect.any(String))
  })
})
