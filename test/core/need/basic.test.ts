import { describe, expect, test } from 'vitest'
import { basicRow, basicRows, isBasic } from '../../../src/core/knowledge/basic-permissions.ts'
import { withheldFrom } from '../../../src/core/need/basic.ts'
import { minimalSet } from '../../../src/core/need/minimal.ts'
import { propertiesIn } from '../../../src/core/operation/query.ts'
import { answerer } from '../../../src/core/report/answer.ts'
import { index, operation, requirement } from '../committed-index.ts'

const least = (line: string) => requirement(line).schemes.application.leastPrivileged

describe('a Basic permission is passed over where the query names what it withholds', () => {
  test.each([
    ['GET /users', 'User.ReadBasic.All'],
    ['GET /users?$top=5', 'User.ReadBasic.All'],
    ['GET /users?$select=id,displayName,mail', 'User.ReadBasic.All'],
    ["GET /users?$filter=startswith(displayName,'a b') and mail ne null", 'User.ReadBasic.All'],
    ['GET /users?$select=id,jobTitle', 'User.Read.All'],
    ["GET /users?$filter=department eq 'id'", 'User.Read.All'],
    ["GET /users?$filter=proxyAddresses/any(p:startswith(p,'smtp'))", 'User.Read.All'],
    ['GET /users?$orderby=jobTitle desc', 'User.Read.All'],
    ['GET /users/{id}/messages?$select=subject', 'Mail.ReadBasic.All'],
    ['GET /users/{id}/messages?$select=subject,body', 'Mail.Read'],
    ['GET /users/{id}/messages?$expand=attachments', 'Mail.Read'],
  ])('%s: %s', (line, expected) => {
    expect(least(line)).toBe(expected)
    expect(answerer(index)(operation(line)).schemes?.application.leastPrivileged).toBe(expected)
  })

  test('and why is said', () => {
    expect(requirement('GET /users?$select=id,jobTitle').schemes.application).toMatchObject({
      why: 'Passed over User.ReadBasic.All: the query names jobTitle, which it withholds.',
      tooNarrow: ['User.ReadBasic.All'],
      next: null,
    })
  })

  test('and of a set as well', () => {
    const set = (...lines: string[]) => minimalSet(index, lines.map(requirement)).application
    expect(set('GET /users', 'GET /users/{id}')).toEqual(['User.ReadBasic.All'])
    expect(set('GET /users?$select=jobTitle', 'GET /users/{id}')).toEqual(['User.Read.All'])
  })
})

test("a set takes none of Intune's permissions on a path that it shares", () => {
  const both = ['GET /users', 'GET /users?$select=jobTitle', 'GET /users/{id}?$select=city']
  expect(minimalSet(index, both.map(requirement)).application).toEqual(['User.Read.All'])
})

test('what is withheld is known by the permission, and never made up', () => {
  expect(withheldFrom('Mail.ReadBasic', '$select=Body,subject')).toEqual(['Body'])
  expect(withheldFrom('Mail.Read', '$select=body')).toEqual([])
  expect(withheldFrom('Group.ReadBasic.All', '$select=mail')).toEqual([])
  expect(basicRow('Group.ReadBasic.All')).toBeNull()
  expect(basicRows().length).toBeGreaterThanOrEqual(11)
  expect(['User.ReadBasic.All', 'EduAssignments.ReadWriteBasic', 'Basic.Read.All'].map(isBasic)).toEqual([
    true,
    true,
    false,
  ])
})

test('the properties of a query are words that can be some', () => {
  const filter =
    "$filter=not(startswith(a,'b c')) and d/any(x:x/e eq 5 or x eq null) and f/g ge 2020-01-01T00:00:00Z"
  expect(propertiesIn(filter, false)).toEqual(['a', 'd', 'f'])
  expect(propertiesIn('$select=a, b/c,&$orderby=d desc&$expand=e($select=f)', true)).toEqual([
    'a',
    'b',
    'd',
    'e',
  ])
  expect(propertiesIn('', true)).toEqual([])
})
