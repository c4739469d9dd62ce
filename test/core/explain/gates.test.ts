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

describe('a 401 that gives no reason', () => {
  const blank = (code: string, message = ''): string => JSON.stringify({ error: { code, message } })
  const title = (request: string, body: string, status = 401): string =>
    explainPaste(`${request}\nHTTP/1.1 ${status} Refused\n${body}`, index)[0]?.title ?? ''
  const cases = `GET ${base}/security/cases/ediscoveryCases`

  test.each(['', '/11111111-2222-4333-8444-555555555555/custodians'])('of eDiscovery%s: its roles', path => {
    const [refusal] = explainPaste(`${cases}${path}\nHTTP/1.1 401 Refused\n${blank('UnknownError')}`, index)
    expect(refusal?.title).toContain('eDiscoveryManager')
    expect(JSON.stringify(refusal?.fix[0])).toContain('ediscovery')
    expect(refusal?.uncertain).not.toBeNull()
  })

  test.each([
    ['another operation', title(`GET ${base}/users`, blank('UnknownError'))],
    ['a refusal of the token', title(cases, blank('InvalidAuthenticationToken', 'Access token is empty.'))],
    ['a reason', title(cases, blank('UnknownError', 'The tenant is being moved to another region.'))],
    ['a 403, which may be for want of the permission', title(cases, blank('UnknownError'), 403)],
    ['a gate with words of its own', title(`GET ${base}/security/alerts_v2`, blank('UnknownError'))],
  ])('and not of %s', (_, said) => {
    expect(said).not.toMatch(/besides the permission/)
    expect(said).not.toBe('')
  })
})
