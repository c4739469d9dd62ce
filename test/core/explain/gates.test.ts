import { describe, expect, test } from 'vitest'
import { explained as explainPaste } from '../../support/explained.ts'
import { index } from '../committed-index.ts'

const denied =
  '{"error":{"code":"Authorization_RequestDenied","message":"Insufficient privileges to complete the operation."}}'
const candidates = (request: string, status = 403, body = denied): string[] =>
  explainPaste(`${request}\nHTTP/1.1 ${status} Refused\n${body}`, index).flatMap(refusal =>
    refusal.candidates.map(({ id }) => id),
  )
const base = 'https://graph.microsoft.com/v1.0'

describe('a gate of the operation stands first among what a refusal may be', () => {
  test.each([
    ['GET /directory/attributeSets', 'gate/custom-security-definitions'],
    ['POST /sites/a/termStore/sets/b/children', 'gate/term-store-write'],
    ['GET /users?$select=id,customSecurityAttributes', 'gate/custom-security-attributes'],
  ])('%s: %s', (request, gate) => {
    const found = candidates(request.replace(' ', ` ${base}`))
    // An operation that is closed to apps is told before what else it needs.
    expect(found.filter(id => id !== 'operation/delegated-only')[0]).toBe(gate)
    expect(found.length).toBeLessThanOrEqual(4)
  })

  test.each([
    ['another method', `GET ${base}/sites/a/termStore/sets/b/children`],
    ['a property that is not asked for', `GET ${base}/users?$select=id`],
    ['an operation without one', `GET ${base}/groups`],
  ])('and not of %s', (_, request) => {
    expect(candidates(request).filter(id => id.startsWith('gate/'))).toEqual([])
  })

  test('and none where it was no question of permission', () => {
    expect(candidates(`POST ${base}/sites/a/termStore/sets/b/children`, 429, '').length).toBe(0)
  })

  test('resource-specific ones count where the service names such a permission', () => {
    const body = (wanted: string): string =>
      JSON.stringify({
        error: {
          code: 'Forbidden',
          message: `Missing role permissions on the request. API requires one of '${wanted}'. Roles on the request 'User.Read.All'.`,
        },
      })
    const request = `GET ${base}/teams/a/channels`
    expect(candidates(request, 403, body('Channel.ReadBasic.All, ChannelSettings.Read.Group'))[0]).toBe(
      'gate/resource-specific-install',
    )
    expect(
      candidates(request, 403, body('Channel.ReadBasic.All')).filter(id => id.startsWith('gate/')),
    ).toEqual([])
  })
})

test('a method that stands before the address is that of the call', () => {
  const [refusal] = explainPaste(`POST ${base}/users\nHTTP/1.1 403 Forbidden\n${denied}`, index)
  expect(refusal).toMatchObject({ call: { method: 'POST', url: `${base}/users` } })
})
