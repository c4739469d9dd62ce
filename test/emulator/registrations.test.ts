import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { post, type Stage, stage } from './support.ts'

let emulator: Stage
let admin: string
beforeAll(async () => {
  emulator = await stage()
  admin = await emulator.token('admin')
})
afterAll(() => emulator.stop())

const userReadAll = 'df021288-bdef-4463-88db-98f22de89214'
const userReadAllScope = 'a154be20-db9c-4678-8ab7-66f6cc099a59'

function access(id: string, type: 'Role' | 'Scope'): object {
  return {
    requiredResourceAccess: [
      { resourceAppId: '00000003-0000-0000-c000-000000000000', resourceAccess: [{ id, type }] },
    ],
  }
}

async function registered(displayName: string): Promise<{ id: string; appId: string }> {
  const { status, json } = await emulator.send('POST', '/v1.0/applications', {
    token: admin,
    json: { displayName },
  })
  expect(status).toBe(201)
  return json
}

async function tokenOf(clientId: string, secret: string): Promise<Record<string, unknown>> {
  const { json } = await post(`${emulator.url}/${emulator.tenantId}/oauth2/v2.0/token`, {
    ...{ grant_type: 'client_credentials', client_id: clientId, client_secret: secret },
    scope: 'https://graph.microsoft.com/.default',
  })
  return json
}

test('an app is registered, given a secret and permissions, consented to, and gets its token', async () => {
  const { id, appId } = await registered('iam-lab-daemon')
  const made = await emulator.send('POST', `/v1.0/applications/${id}/addPassword`, {
    token: admin,
    json: { passwordCredential: { displayName: 'lab' } },
  })
  expect([made.status, made.json.displayName, made.json.hint]).toEqual([
    200,
    'lab',
    made.json.secretText.slice(0, 3),
  ])
  const patched = await emulator.send('PATCH', `/v1.0/applications(appId='${appId}')`, {
    token: admin,
    json: access(userReadAll, 'Role'),
  })
  expect(patched.status).toBe(204)
  expect((await tokenOf(appId, made.json.secretText)).error_codes).toEqual([7000229])
  const principal = await emulator.send('POST', '/v1.0/servicePrincipals', { token: admin, json: { appId } })
  expect([principal.status, principal.json.appId]).toEqual([201, appId])
  const before = decodeJwt(String((await tokenOf(appId, made.json.secretText)).access_token))
  expect(before).not.toHaveProperty('roles')
  await emulator.send('POST', `/${emulator.tenantId}/adminconsent?client_id=${appId}`)
  const after = decodeJwt(String((await tokenOf(appId, made.json.secretText)).access_token))
  expect(after.roles).toEqual(['User.Read.All'])
  expect(emulator.registrations().at(-1)).toEqual({
    clientId: appId,
    objectId: id,
    displayName: 'iam-lab-daemon',
    declared: [{ permission: 'User.Read.All', kind: 'Role' }],
    servicePrincipalId: principal.json.id,
    granted: ['User.Read.All'],
    secrets: 1,
  })
})

describe('is refused', () => {
  test.each([
    ['no name', { displayName: '  ' }],
    ['a scope as a role', { displayName: 'x', ...access(userReadAllScope, 'Role') }],
    ['a role as a scope', { displayName: 'x', ...access(userReadAll, 'Scope') }],
    ['an id that is none', { displayName: 'x', ...access('User.Read.All', 'Role') }],
  ])('a registration with %s', async (_, json) => {
    const { status, json: answer } = await emulator.send('POST', '/v1.0/applications', { token: admin, json })
    expect([status, answer.error.code]).toEqual([400, 'Request_BadRequest'])
  })

  test('a caller without the permission', async () => {
    const token = await emulator.token('reporting')
    const made = await emulator.send('POST', '/v1.0/applications', { token, json: { displayName: 'x' } })
    expect([made.status, made.json.error.code]).toEqual([403, 'Authorization_RequestDenied'])
  })

  test('a second service principal, and one of an app that is not there', async () => {
    const { appId } = await registered('twice')
    const make = (appId: string) =>
      emulator.send('POST', '/v1.0/servicePrincipals', { token: admin, json: { appId } })
    expect([
      (await make(appId)).status,
      (await make(appId)).status,
      (await make(userReadAll)).status,
    ]).toEqual([201, 409, 400])
  })

  test('a change that is not played, which says so', async () => {
    const { id } = await registered('changed')
    const json = { displayName: 'another' }
    const { status, json: answer } = await emulator.send('PATCH', `/v1.0/applications/${id}`, {
      token: admin,
      json,
    })
    expect([status, answer.error.code]).toEqual([501, 'EmulatorNotPlayed'])
  })
})

describe('a make-believe sign-in', () => {
  const signIn = (query: string) => emulator.send('POST', `/${emulator.tenantId}/signin?${query}`)
  const asLab = () => `client_id=${emulator.apps.lab!.clientId}&scope=User.Read+Mail.Read`

  test('gives a delegated token for the user, the app and the scopes', async () => {
    const { json } = await signIn(`user=adele.vance@contoso.example&${asLab()}`)
    const claims = decodeJwt(json.access_token)
    expect([claims.idtyp, claims.scp, claims.upn]).toEqual([
      'user',
      'User.Read Mail.Read',
      'adele.vance@contoso.example',
    ])
  })

  test.each([
    ['no user', () => asLab(), 900144],
    ['a user that is not there', () => `user=nobody@contoso.example&${asLab()}`, 50034],
    [
      'an app that is not there',
      () => `user=adele.vance@contoso.example&client_id=${userReadAll}&scope=User.Read`,
      700016,
    ],
  ])('refuses %s', async (_, query, code) => {
    expect((await signIn(query())).json.error_codes).toEqual([code])
  })
})

test('exchanges are told without secrets and signatures, the oldest gone first', async () => {
  const own = await stage()
  const token = await own.token('reporting')
  await own.send('GET', '/v1.0/users?$top=1', { token })
  await own.send('GET', '/v1.0/users', {})
  const told = own.exchanges()
  expect(told.map(({ kind }) => kind)).toEqual(['token', 'call', 'call'])
  expect(told[1]).toMatchObject({ method: 'GET', path: '/users', status: 200, access: 'app' })
  expect(told[2]).toMatchObject({ status: 401, clientId: null })
  const text = JSON.stringify(told)
  expect(text).toContain(own.apps.reporting!.clientId)
  expect(text).not.toContain(own.apps.reporting!.secret)
  expect(text).not.toContain(token.split('.')[2])
  for (let call = 0; call < 510; call++) await own.send('GET', '/v1.0/$metadata')
  expect(own.exchanges()).toHaveLength(500)
  expect(own.exchanges()[0]?.kind).toBe('call')
  await own.stop()
})
