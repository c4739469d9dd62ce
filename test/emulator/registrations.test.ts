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

test('a secret that is removed opens nothing, and none that follows is like it', async () => {
  const { id, appId } = await registered('rotated')
  const add = async () =>
    (await emulator.send('POST', `/v1.0/applications/${id}/addPassword`, { token: admin, json: {} })).json
  const remove = (keyId: string) =>
    emulator.send('POST', `/v1.0/applications/${id}/removePassword`, { token: admin, json: { keyId } })
  await emulator.send('POST', '/v1.0/servicePrincipals', { token: admin, json: { appId } })
  const first = await add()
  expect((await tokenOf(appId, first.secretText)).access_token).toEqual(expect.any(String))
  expect((await remove(first.keyId)).status).toBe(204)
  expect((await tokenOf(appId, first.secretText)).error_codes).toEqual([7000215])
  const second = await add()
  expect([second.secretText === first.secretText, second.keyId === first.keyId]).toEqual([false, false])
  expect((await remove(first.keyId)).json.error.code).toBe('Request_BadRequest')
  expect((await remove('secret')).json.error.message).toContain("'keyId'")
})

test('a service principal is disabled and enabled', async () => {
  const own = await stage()
  const { clientId, servicePrincipalId, secret } = own.apps.reporting!
  const token = await own.token('admin')
  const patch = (id: string | null, json: object) =>
    own.send('PATCH', `/v1.0/servicePrincipals/${id}`, { token, json })
  const asked = async () =>
    (
      await post(`${own.url}/${own.tenantId}/oauth2/v2.0/token`, {
        ...{ grant_type: 'client_credentials', client_id: clientId, client_secret: secret },
        scope: 'https://graph.microsoft.com/.default',
      })
    ).json
  expect((await patch(servicePrincipalId, { accountEnabled: false })).status).toBe(204)
  expect((await asked()).error_codes).toEqual([7000112])
  expect((await patch(servicePrincipalId, { accountEnabled: true })).status).toBe(204)
  expect((await asked()).access_token).toEqual(expect.any(String))
  expect((await patch(servicePrincipalId, { accountEnabled: 'no' })).status).toBe(400)
  expect((await patch(servicePrincipalId, { displayName: 'x' })).json.error.code).toBe('EmulatorNotPlayed')
  const graph = await own.send(
    'GET',
    "/v1.0/servicePrincipals(appId='00000003-0000-0000-c000-000000000000')",
    {
      token,
    },
  )
  expect((await patch(graph.json.id, { accountEnabled: false })).status).toBe(501)
  expect(own.exchanges().flatMap(one => (one.kind === 'change' ? [[one.change, one.clientId]] : []))).toEqual(
    [
      ['disabled', clientId],
      ['enabled', clientId],
    ],
  )
  await own.stop()
})

test('what is changed in the tenant is told, with the client that asked for it', async () => {
  const own = await stage()
  const token = await own.token('admin')
  const send = async (method: string, path: string, json?: object) =>
    (await own.send(method, `/v1.0${path}`, { token, ...(json === undefined ? {} : { json }) })).json
  const both = {
    requiredResourceAccess: [
      {
        resourceAppId: '00000003-0000-0000-c000-000000000000',
        resourceAccess: [
          { id: userReadAll, type: 'Role' },
          { id: userReadAllScope, type: 'Scope' },
        ],
      },
    ],
  }
  const { id, appId } = await send('POST', '/applications', { displayName: 'told' })
  await send('PATCH', `/applications/${id}`, both)
  await send('PATCH', `/applications/${id}`, access(userReadAllScope, 'Scope'))
  const { keyId } = await send('POST', `/applications/${id}/addPassword`, {})
  const principal = await send('POST', '/servicePrincipals', { appId })
  const graph = await send(
    'GET',
    "/servicePrincipals(appId='00000003-0000-0000-c000-000000000000')?$select=id",
  )
  const grants = `/servicePrincipals/${principal.id}/appRoleAssignments`
  const granted = { principalId: principal.id, resourceId: graph.id, appRoleId: userReadAll }
  const assignment = await send('POST', grants, granted)
  await send('DELETE', `${grants}/${assignment.id}`)
  const changes = own.exchanges().flatMap(one => (one.kind === 'change' ? [one] : []))
  expect(changes.map(({ change, what }) => [change, what])).toEqual([
    ['registered', []],
    ['declared', ['User.Read.All (application)', 'User.Read.All (delegated)']],
    ['no longer declared', ['User.Read.All (application)']],
    ['secret added', [keyId]],
    ['service principal created', []],
    ['granted', ['User.Read.All']],
    ['revoked', ['User.Read.All']],
  ])
  expect(new Set(changes.map(({ clientId }) => clientId))).toEqual(new Set([appId]))
  expect(new Set(changes.map(({ by }) => by))).toEqual(new Set([own.apps.admin!.clientId]))
  await own.stop()
})

test('a refusal is told with its words, and nothing that a client put in the wrong place', async () => {
  const own = await stage()
  const secret = own.apps.reporting!.secret
  await post(`${own.url}/${own.tenantId}/oauth2/v2.0/token`, {
    ...{ grant_type: 'client_credentials', client_id: secret, client_secret: own.apps.reporting!.secretId },
    scope: 'https://graph.microsoft.com/.default',
  })
  const token = await own.token('lab')
  await own.send('GET', `/v1.0/users?$top=1&access_token=${token}`, { token })
  await own.send('GET', `/metadata/identity/oauth2/token?resource=x`, { headers: { metadata: 'true' } })
  const [refused, , call, identity] = own.exchanges()
  expect(refused).toMatchObject({ id: 1, kind: 'token', credential: 'secret', refusal: '700016' })
  expect(refused).toHaveProperty(
    'message',
    expect.stringMatching(/^AADSTS700016: Application with identifier/),
  )
  expect(call).toMatchObject({ id: 3, query: '$top=1&access_token=…', version: 'v1.0', status: 403 })
  expect(call).toHaveProperty('claims.appid', own.apps.lab!.clientId)
  expect(call).toHaveProperty('answer', expect.stringContaining('Authorization_RequestDenied'))
  expect(identity).toMatchObject({ credential: 'managed identity', refusal: null, scope: 'x' })
  const text = JSON.stringify(own.exchanges())
  expect([text.includes(secret), text.includes(token)]).toEqual([false, false])
  await own.stop()
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
