import { decodeJwt } from 'jose'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import graphFixture from '../../fixtures/responses/graph.json' with { type: 'json' }
import contoso from '../../fixtures/tenants/contoso.json' with { type: 'json' }
import { type Answer, index, type Stage, stage } from './support.ts'

let emulator: Stage
beforeEach(async () => {
  emulator = await stage()
})
afterEach(() => emulator.stop())

const graphPrincipal = contoso.resources.find(resource => resource.key === 'graph')!.servicePrincipalId
const roleId = (permission: string) => index.permission(permission)!.schemes.application!.id!
const principal = (key: string) => emulator.apps[key]!.servicePrincipalId!
const assignments = (key: string) => `/v1.0/servicePrincipals/${principal(key)}/appRoleAssignments`
const codeOf = ({ status, json }: Answer) => [status, json?.error?.code]

const grant = async (by: string, to: string, permission: string, changes: object = {}) =>
  emulator.send('POST', assignments(to), {
    token: await emulator.token(by),
    json: {
      principalId: principal(to),
      resourceId: graphPrincipal,
      appRoleId: roleId(permission),
      ...changes,
    },
  })

test('grant, new token, answer, revoke: the lab by REST', async () => {
  const stale = await emulator.token('lab')
  emulator.pass(120)
  const granted = await grant('admin', 'lab', 'User.Read.All')
  expect(granted.status).toBe(201)
  expect(granted.json).toMatchObject({
    appRoleId: 'df021288-bdef-4463-88db-98f22de89214',
    createdDateTime: '2026-11-22T19:33:07.000Z',
    principalDisplayName: 'iam-lab3-daemon',
    principalId: principal('lab'),
    principalType: 'ServicePrincipal',
    resourceDisplayName: 'Microsoft Graph',
    resourceId: graphPrincipal,
  })

  expect((await emulator.send('GET', '/v1.0/users', { token: stale })).status).toBe(403)
  const fresh = await emulator.token('lab')
  expect(decodeJwt(fresh).roles).toEqual(['User.Read.All'])
  expect((await emulator.send('GET', '/v1.0/users', { token: fresh })).json.value).toHaveLength(13)

  const admin = await emulator.token('admin')
  const listed = await emulator.send('GET', assignments('lab'), { token: admin })
  expect(listed.json.value.map((one: { id: string }) => one.id)).toEqual([granted.json.id])
  const revoked = await emulator.send('DELETE', `${assignments('lab')}/${granted.json.id}`, { token: admin })
  expect([revoked.status, revoked.text]).toEqual([204, ''])
  expect(
    codeOf(await emulator.send('DELETE', `${assignments('lab')}/${granted.json.id}`, { token: admin })),
  ).toEqual([404, 'Request_ResourceNotFound'])
  expect(decodeJwt(await emulator.token('lab'))).not.toHaveProperty('roles')
})

describe('a grant is refused', () => {
  test('without the permission, and without its companion', async () => {
    expect(codeOf(await grant('reporting', 'lab', 'User.Read.All'))).toEqual([
      403,
      'Authorization_RequestDenied',
    ])
    expect(codeOf(await grant('lab', 'lab', 'User.Read.All'))).toEqual([403, 'Authorization_RequestDenied'])

    await grant('admin', 'lab', 'AppRoleAssignment.ReadWrite.All')
    expect(codeOf(await grant('lab', 'reporting', 'User.Read.All'))).toEqual([
      403,
      'Authorization_RequestDenied',
    ])
    await grant('admin', 'lab', 'Directory.Read.All')
    expect((await grant('lab', 'reporting', 'User.Read.All')).status).toBe(201)
  })

  test('to oneself', async () => {
    expect(codeOf(await grant('admin', 'admin', 'User.Read.All'))).toEqual([
      403,
      'Authorization_RequestDenied',
    ])
    expect(decodeJwt(await emulator.token('admin')).roles).toEqual([
      'AppRoleAssignment.ReadWrite.All',
      'Application.Read.All',
      'Application.ReadWrite.All',
      'RoleManagement.Read.Directory',
      'User.ReadBasic.All',
    ])
  })

  test('a second time', async () => {
    await grant('admin', 'lab', 'User.Read.All')
    const again = await grant('admin', 'lab', 'User.Read.All')
    expect([again.status, again.json.error.message]).toEqual([
      400,
      'Permission being assigned already exists on the object',
    ])
  })

  test.each<[string, object, [number, string]]>([
    [
      'another principal than the path’s',
      { principalId: contoso.apps[1]!.servicePrincipalId },
      [400, 'Request_BadRequest'],
    ],
    [
      'an application object for a principal',
      { principalId: contoso.apps[0]!.objectId },
      [400, 'Request_BadRequest'],
    ],
    ['no GUID', { appRoleId: 'User.Read.All' }, [400, 'Request_BadRequest']],
    ['a number', { appRoleId: 7 }, [400, 'Request_BadRequest']],
    ['nothing', { resourceId: null }, [400, 'Request_BadRequest']],
    ['an unknown resource', { resourceId: contoso.apps[0]!.objectId }, [404, 'Request_ResourceNotFound']],
    ['an unknown app role', { appRoleId: contoso.apps[0]!.objectId }, [400, 'Request_BadRequest']],
    [
      'a delegated permission’s id',
      { appRoleId: 'a154be20-db9c-4678-8ab7-66f6cc099a59' },
      [400, 'Request_BadRequest'],
    ],
  ])('%s', async (_, changes, expected) => {
    expect(codeOf(await grant('admin', 'lab', 'User.Read.All', changes))).toEqual(expected)
  })

  test('when the body is no JSON, or does not say so', async () => {
    const token = await emulator.token('admin')
    for (const [body, type] of [
      ['{', 'application/json'],
      ['[]', 'application/json'],
      ['null', 'application/json'],
      ['{}', 'text/plain'],
    ]) {
      const answer = await fetch(`${emulator.url}${assignments('lab')}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': type! },
        body: body!,
      })
      expect(answer.status).toBe(400)
      expect(await answer.json()).toMatchObject({ error: { code: 'BadRequest' } })
    }
  })
})

describe('records', () => {
  test('say what is declared, as which kind, and when it was granted', async () => {
    const token = await emulator.token('admin')
    const application = async (key: string) =>
      (await emulator.send('GET', `/v1.0/applications(appId='${emulator.apps[key]!.clientId}')`, { token }))
        .json
    expect((await application('lab')).requiredResourceAccess).toEqual([
      {
        resourceAppId: '00000003-0000-0000-c000-000000000000',
        resourceAccess: [
          { id: roleId('User.Read.All'), type: 'Role' },
          { id: roleId('AuditLog.Read.All'), type: 'Role' },
        ],
      },
    ])
    expect((await application('delegated-by-mistake')).requiredResourceAccess[0].resourceAccess).toEqual([
      { id: 'a154be20-db9c-4678-8ab7-66f6cc099a59', type: 'Scope' },
    ])
    const { value } = (await emulator.send('GET', assignments('reporting'), { token })).json
    expect(value).toHaveLength(4)
    expect(value[0].createdDateTime).toBe('2026-11-10T19:31:07.000Z')
  })

  test('show a secret’s ID and dates, never the secret', async () => {
    const token = await emulator.token('admin')
    const { text } = await emulator.send('GET', '/v1.0/applications', { token })
    for (const { secret, secretId } of Object.values(emulator.apps)) {
      expect(text).toContain(secretId)
      expect(text).not.toContain(secret.slice(12))
    }
  })

  test('Graph’s own service principal publishes its app roles', async () => {
    const token = await emulator.token('admin')
    const { json } = await emulator.send(
      'GET',
      "/v1.0/servicePrincipals(appId='00000003-0000-0000-c000-000000000000')",
      { token },
    )
    expect(json.appRoles.find((role: { value: string }) => role.value === 'AuditLog.Read.All')).toMatchObject(
      {
        id: 'b0afded3-3588-46d8-8b3d-9842eff778da',
        allowedMemberTypes: ['Application'],
        isEnabled: true,
      },
    )
    expect(json.oauth2PermissionScopes.length).toBeGreaterThan(100)
  })
})

test('the fixtures name permissions that exist', () => {
  const named = [
    ...Object.values(graphFixture.routes).flatMap(({ application, delegated }) => [
      ...application.flat(),
      ...delegated.flat(),
    ]),
    ...contoso.apps.flatMap(app => [...app.granted, ...app.declared.map(one => one.permission)]),
  ]
  expect(named.filter(name => index.permission(name)?.name !== name)).toEqual([])
})
