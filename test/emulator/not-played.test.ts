import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answererOf } from '../../src/core/refusal/graph-answer.ts'
import { type Stage, stage } from './support.ts'

let emulator: Stage
let reader: string
let none: string
beforeAll(async () => {
  emulator = await stage()
  const claims = { appid: emulator.apps.reporting!.clientId, idtyp: 'app' }
  const own = JSON.parse(
    Buffer.from((await emulator.token('reporting')).split('.')[1]!, 'base64url').toString(),
  )
  const held = [
    ...['User.Read.All', 'Group.Read.All', 'Mail.Read', 'Organization.Read.All', 'Application.Read.All'],
    ...['AuditLog.Read.All', 'User.ReadWrite.All', 'Calendars.Read', 'Directory.Read.All'],
  ]
  reader = await emulator.sign({ ...own, ...claims, roles: held })
  none = await emulator.sign({ ...own, ...claims, roles: ['Sites.Selected'] })
})
afterAll(() => emulator.stop())

/** Calls that SDKs make every day. */
const everyday = [
  'GET /users?$top=5',
  'GET /users?$select=id,displayName',
  "GET /users?$filter=startswith(displayName,'a')",
  "GET /users?$filter=userPrincipalName eq 'x'",
  'GET /users?$orderby=displayName',
  'GET /users?$count=true',
  'GET /users?$search="displayName:a"',
  'GET /users?$expand=manager',
  'GET /users/$count',
  'GET /users/x/memberOf',
  'GET /users/x/messages',
  'GET /users/x/calendar/events',
  'GET /groups',
  'GET /groups/x/members',
  'GET /organization',
  'GET /applications',
  'GET /servicePrincipals',
  'GET /auditLogs/signIns',
  'GET /auditLogs/signIns?$filter=createdDateTime ge 2026-01-01T00:00:00Z',
  'POST /$batch',
  'PATCH /users/x',
]

describe('a call of every day', () => {
  test.each(everyday)('%s is played, or said not to be: no lie of Graph’s', async call => {
    const [method = '', path = ''] = call.split(/ (.*)/s)
    const { status, json } = await emulator.send(method, `/v1.0${encodeURI(path)}`, { token: reader })
    if (status === 501) expect(json.error.code).toBe('EmulatorNotPlayed')
    else expect([200, 404]).toContain(status)
  })

  test.each([
    'GET /users/x/memberOf',
    'GET /users/x/messages',
    'GET /groups/x/members',
    'GET /organization',
    'PATCH /users/x',
    'GET /users/$count',
    "GET /reports/getOffice365ActiveUserCounts(period='D7')",
  ])('%s without what is listed for it is refused, as Graph refuses', async call => {
    const [method = '', path = ''] = call.split(/ (.*)/s)
    const { status, json } = await emulator.send(method, `/v1.0${path}`, { token: none })
    expect([status, json.error.code]).toEqual([403, 'Authorization_RequestDenied'])
  })

  test.each(['/nothing', '/users/x/nothing', '/auditLogs', '/users/$nothing', '/a'.repeat(40)])(
    '%s, which nobody lists, is unknown to Graph as well',
    async path => {
      const { status, json } = await emulator.send('GET', `/v1.0${path}`, { token: reader })
      expect([status, json.error.code]).toEqual([400, 'BadRequest'])
    },
  )
})

test('what is not played is no answer of Graph’s', async () => {
  const url = `${emulator.url}/v1.0/organization`
  const { status, headers, text } = await emulator.send('GET', '/v1.0/organization', { token: reader })
  const answerer = answererOf({
    method: 'GET',
    url,
    status,
    headers: Object.fromEntries(headers),
    body: text,
  })
  expect(answerer).toEqual({
    by: 'other',
    reason: 'the emulator does not play this call, and Microsoft Graph may answer it',
  })
})
