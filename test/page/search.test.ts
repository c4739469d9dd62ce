import { describe, expect, test } from 'vitest'
import { Search } from '../../src/page/search.ts'
import { index } from '../core/committed-index.ts'

const search = new Search(index)
const found = (query: string): string[] => search.find(query, 12).map(({ name }) => name)

test('all operations and permissions of the tables are searched', () => {
  expect(search.size).toBeGreaterThan(12_000)
})

describe('the best comes first', () => {
  test.each([
    ['user.read.all', 'User.Read.All'],
    ['mail.send', 'Mail.Send'],
    ['GET /users', 'GET /users'],
    ['sendmail', 'POST /users/{id}/sendMail'],
    ['read signins', 'GET /auditLogs/signIns'],
    ['/users/ada@contoso.example/messages', 'GET /users/{id}/messages'],
    ['https://graph.microsoft.com/v1.0/groups/42/members?$top=5', 'GET /groups/{id}/members'],
    ['Get-MgUser', 'Get-MgUser'],
  ])('%s', (query, name) => {
    expect(found(query)[0]!.toLowerCase()).toBe(name.toLowerCase())
  })
})

test('every word has to be there, and nothing is found of nothing', () => {
  expect(found('users zebra')).toEqual([])
  expect(found('   ')).toEqual([])
  expect(found('messages users').every(name => /messages/i.test(name) && /users/i.test(name))).toBe(true)
})

test('no more than asked for, and each once', () => {
  const names = found('users')
  expect(names).toHaveLength(12)
  expect(new Set(names).size).toBe(12)
})
