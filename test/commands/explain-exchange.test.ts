import { afterAll, beforeAll, expect, test } from 'vitest'
import { explainExchange } from '../../src/commands/explain-exchange.ts'
import { graphScope, post, raw, type Stage, stage } from '../emulator/support.ts'
import { testIo } from '../support/io.ts'

const { io } = testIo()
let emulator: Stage
let cookie: string
beforeAll(async () => {
  emulator = await stage(undefined, {
    portal: { explain: (exchange, where) => explainExchange(exchange, where, 'posix', io) },
  })
  const { headers } = await raw(emulator.url, { headers: { accept: 'text/html' } })
  cookie = headers['set-cookie']![0]!.split(';')[0]!
})
afterAll(() => emulator.stop())

/** What stands behind the link of the newest entry that has one. */
async function newest(): Promise<{ status: number; heading: string; text: string }> {
  const log = await raw(`${emulator.url}/portal/log`, { headers: { accept: 'text/html', cookie } })
  const [, path = ''] = /href="(\/portal\/explain\/\d+)"/.exec(log.text) ?? []
  const { status, text } = await raw(`${emulator.url}${path}`, { headers: { accept: 'text/html', cookie } })
  return { status, text, heading: /<h1>([^<]*)/.exec(text)?.[1] ?? '' }
}

const asked = (app: string, secret: string) =>
  post(`${emulator.url}/${emulator.tenantId}/oauth2/v2.0/token`, {
    ...{ grant_type: 'client_credentials', client_id: emulator.apps[app]!.clientId, client_secret: secret },
    scope: graphScope,
  })

test('a refusal of Entra ID, and no other page of a number', async () => {
  await asked('lab', emulator.apps.lab!.secretId)
  const { heading, text } = await newest()
  expect(heading).toMatch(/secret/i)
  expect(text).toContain('AADSTS7000215')
  expect(text).not.toContain('Nothing was recognised')
  expect(
    (await raw(`${emulator.url}/portal/explain/999`, { headers: { accept: 'text/html', cookie } })).status,
  ).toBe(404)
})

test('a refusal of Graph, certain by what the tenant holds', async () => {
  const token = await emulator.token('lab')
  await emulator.send('GET', '/v1.0/users?$top=10', { token })
  const before = emulator.exchanges().length
  const { heading, text } = await newest()
  expect(heading).toBe(
    'Graph refused the call: nobody has granted admin consent for User.Read.All, AuditLog.Read.All.',
  )
  expect(text).toContain(`${emulator.url}/${emulator.tenantId}/adminconsent?client_id=`)
  expect(text).not.toContain('login.microsoftonline.com/')
  // To look is no part of the conversation.
  expect(emulator.exchanges()).toHaveLength(before)
})

test('the same token after the consent: it is older than the grant', async () => {
  const token = await emulator.token('lab')
  emulator.pass(60)
  await emulator.send('POST', `/${emulator.tenantId}/adminconsent?client_id=${emulator.apps.lab!.clientId}`)
  await emulator.send('GET', '/v1.0/users', { token })
  expect((await newest()).text).toContain('consent/stale-token')
})

test('an app that is disabled, and a call without a token', async () => {
  await asked('disabled', emulator.apps.disabled!.secret)
  expect((await newest()).heading).toMatch(/disabled/i)
  await emulator.send('GET', '/v1.0/users')
  expect((await newest()).text).toContain('InvalidAuthenticationToken')
})
