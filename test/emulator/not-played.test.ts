import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answererOf } from '../../src/core/refusal/graph-answer.ts'
import { type Stage, stage } from './support.ts'

let emulator: Stage
let reader: string
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
})
afterAll(() => emulator.stop())

describe('a path', () => {
  test.each(['/nothing', '/users/x/nothing', '/auditLogs', '/users/$nothing', '/a'.repeat(40)])(
    '%s, which nobody lists, is unknown to Graph as well',
    async path => {
      const { status, json } = await emulator.send('GET', `/v1.0${path}`, { token: reader })
      expect([status, json.error.code]).toEqual([400, 'BadRequest'])
    },
  )
})

test('what is not played is no answer of Graph’s', async () => {
  const url = `${emulator.url}/v1.0/users/x/messages`
  const { status, headers, text } = await emulator.send('GET', '/v1.0/users/x/messages', { token: reader })
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
