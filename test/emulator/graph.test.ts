import { SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import contoso from '../../fixtures/tenants/contoso.json' with { type: 'json' }
import { makeSigningKeys } from '../../src/emulator/signing.ts'
import { type Answer, raw, type Stage, stage } from './support.ts'

let emulator: Stage
let reporting: string
beforeAll(async () => {
  emulator = await stage()
  reporting = await emulator.token('reporting')
})
afterAll(() => emulator.stop())

const refused = ({ status, json }: Answer) => [status, json.error.code, json.error.message]
const get = (path: string, token: string) => emulator.send('GET', path, { token })
const insufficient = [
  403,
  'Authorization_RequestDenied',
  'Insufficient privileges to complete the operation.',
]

describe('the bearer token', () => {
  test.each([
    ['none', undefined, 'Access token is empty.'],
    ['blank', 'Bearer ', 'Access token is empty.'],
    ['another scheme', 'Basic YTpi', 'Access token is empty.'],
    ['no JWT', 'Bearer MAKE-BELIEVE~x', 'CompactToken parsing failed with error code: 80049217'],
    ['three parts of nothing', 'Bearer a.b.c', 'CompactToken parsing failed with error code: 80049217'],
  ])('%s', async (_, authorization, message) => {
    const answer = await emulator.send('GET', '/v1.0/users', {
      headers: authorization === undefined ? {} : { authorization },
    })
    expect(refused(answer)).toEqual([401, 'InvalidAuthenticationToken', message])
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer realm="", authorization_uri="https:/)
  })

  test('another audience, another signature, another issuer', async () => {
    const arm = await emulator.token('reporting', 'https://management.azure.com/.default')
    expect(refused(await get('/v1.0/users', arm))[2]).toBe(
      'Access token validation failure. Invalid audience.',
    )

    const [head, body, signature] = reporting.split('.') as [string, string, string]
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString())
    const forged = Buffer.from(JSON.stringify({ ...claims, roles: ['User.Read.All'] })).toString('base64url')
    const strangers = await makeSigningKeys()
    const secret = new TextEncoder().encode(JSON.stringify(strangers.jwks))
    for (const token of [
      `${head}.${forged}.${signature}`,
      await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'x' }).sign(secret),
      `${Buffer.from('{"alg":"none"}').toString('base64url')}.${body}.`,
    ]) {
      expect(refused(await get('/v1.0/users', token))[2]).toBe('Access token validation failure.')
    }
  })

  test('its lifetime, on the emulator’s clock', async () => {
    const other = await stage()
    const token = await other.token('reporting')
    other.pass(3599)
    expect((await other.send('GET', '/v1.0/users', { token })).status).toBe(200)
    other.pass(1)
    expect(refused(await other.send('GET', '/v1.0/users', { token }))).toEqual([
      401,
      'InvalidAuthenticationToken',
      'Lifetime validation failed, the token is expired.',
    ])
    other.pass(-3600 - 301)
    expect((await other.send('GET', '/v1.0/users', { token })).status).toBe(401)
    await other.stop()
  })
})

describe('every answer', () => {
  test('carries its ids, the caller’s among them, and the emulator’s time', async () => {
    const sent = 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee'
    const token = await emulator.token('lab')
    const { headers, json } = await emulator.send('GET', '/v1.0/users', {
      token,
      headers: { 'client-request-id': sent },
    })
    expect(headers.get('client-request-id')).toBe(sent)
    expect(headers.get('date')).toBe('Sun, 22 Nov 2026 19:31:07 GMT')
    expect(JSON.parse(headers.get('x-ms-ags-diagnostic') ?? '')).toHaveProperty('ServerInfo.DataCenter')
    expect(json.error.innerError).toEqual({
      date: '2026-11-22T19:31:07',
      'request-id': headers.get('request-id'),
      'client-request-id': sent,
    })
    const odd = await emulator.send('GET', '/v1.0/users', {
      token: reporting,
      headers: { 'client-request-id': 'not a guid' },
    })
    expect(odd.headers.get('client-request-id')).toBe(odd.headers.get('request-id'))
  })
})

describe('permissions', () => {
  test('no roles: refused alike everywhere', async () => {
    const token = await emulator.token('lab')
    for (const path of [
      '/v1.0/users',
      '/v1.0/groups',
      '/v1.0/auditLogs/signIns',
      '/v1.0/applications',
      '/v1.0/servicePrincipals',
    ]) {
      expect(refused(await get(path, token))).toEqual(insufficient)
    }
  })

  test('sign-ins name the permission to a token that holds others', async () => {
    expect(refused(await get('/v1.0/auditLogs/signIns', await emulator.token('admin')))).toEqual([
      403,
      'Authentication_MSGraphPermissionMissing',
      'The principal does not have required Microsoft Graph permission(s): AuditLog.Read.All to call this API. ' +
        'For more information about Microsoft Graph permissions, please visit https://learn.microsoft.com/graph/permissions-overview',
    ])
    const { json } = await get('/v1.0/auditLogs/signIns?$top=3', reporting)
    expect(json.value).toHaveLength(3)
    expect(json.value[0]).toMatchObject({
      createdDateTime: '2026-11-22T19:27:07Z',
      userPrincipalName: 'adele.vance@contoso.example',
    })
  })

  test('/me is for users', async () => {
    const me = [400, 'BadRequest', '/me request is only valid with delegated authentication flow.']
    expect(refused(await get('/v1.0/me', reporting))).toEqual(me)
    expect(refused(await get('/beta/me/messages', reporting))).toEqual(me)
    const user = { user: 'kamala.rao@contoso.example', app: 'lab' }
    const token = await emulator.signIn({ ...user, scopes: ['User.Read'] })
    expect((await get('/v1.0/me?$select=displayName,department', token)).json).toMatchObject({
      displayName: 'Kamala Rao',
      department: 'Product',
    })
    expect(refused(await get('/v1.0/me', await emulator.signIn({ ...user, scopes: ['Mail.Read'] })))).toEqual(
      insufficient,
    )
    expect(refused(await get('/v1.0/me/nothing', token))[2]).toBe(
      "Resource not found for the segment 'nothing'.",
    )
  })

  test('User.Read opens oneself and nobody else', async () => {
    const token = await emulator.signIn({
      user: 'kamala.rao@contoso.example',
      app: 'lab',
      scopes: ['User.Read'],
    })
    expect((await get('/v1.0/users/kamala.rao@contoso.example', token)).status).toBe(200)
    expect(refused(await get('/v1.0/users/leo.marchetti@contoso.example', token))).toEqual(insufficient)
    expect(refused(await get('/v1.0/users', token))).toEqual(insufficient)
  })

  test('a delegated token’s scopes count, an app’s roles do not', async () => {
    const token = await emulator.signIn({
      user: 'grete.solheim@contoso.example',
      app: 'reporting',
      scopes: ['Group.Read.All'],
    })
    expect((await get('/v1.0/groups', token)).json.value).toHaveLength(4)
    expect(refused(await get('/v1.0/users', token))).toEqual(insufficient)
  })

  test('under a Basic permission the rest of a user is withheld', async () => {
    const token = await emulator.signIn({
      user: 'grete.solheim@contoso.example',
      app: 'lab',
      scopes: ['User.ReadBasic.All'],
    })
    const [user] = (await get('/v1.0/users?$top=1&$select=displayName,mail,jobTitle,accountEnabled', token))
      .json.value
    expect(user).toEqual({
      displayName: 'Adele Vance',
      mail: 'adele.vance@contoso.example',
      jobTitle: null,
      accountEnabled: null,
    })
    expect((await get('/v1.0/me?$select=jobTitle', token)).json.jobTitle).toBe('IT Administrator')
    const [full] = (await get('/v1.0/users?$top=1&$select=jobTitle', reporting)).json.value
    expect(full.jobTitle).toBe('Retail Manager')
  })

  test('an app reads its own objects, and not its grants', async () => {
    const token = await emulator.token('lab')
    const { clientId, objectId, servicePrincipalId } = emulator.apps.lab!
    for (const path of [
      `/v1.0/applications/${objectId}`,
      `/v1.0/applications(appId='${clientId}')`,
      `/v1.0/servicePrincipals/${servicePrincipalId}`,
      `/v1.0/servicePrincipals(appId='${clientId}')`,
    ]) {
      expect((await get(path, token)).json).toMatchObject({ appId: clientId, displayName: 'iam-lab3-daemon' })
    }
    expect(
      refused(await get(`/v1.0/servicePrincipals/${servicePrincipalId}/appRoleAssignments`, token)),
    ).toEqual(insufficient)
    expect(refused(await get(`/v1.0/applications(appId='${emulator.apps.admin!.clientId}')`, token))).toEqual(
      insufficient,
    )
  })
})

describe('paths', () => {
  test.each([
    ['/v1.0/nothing', [400, 'BadRequest', "Resource not found for the segment 'nothing'."]],
    ['/v1.0/users/x/nothing', [400, 'BadRequest', "Resource not found for the segment 'nothing'."]],
    ['/beta/auditLogs', [400, 'BadRequest', "Resource not found for the segment 'auditLogs'."]],
    ['/v1.0/users/$nothing', [400, 'BadRequest', "Resource not found for the segment '$nothing'."]],
    [
      '/v1.0/users/nobody@contoso.example',
      [
        404,
        'Request_ResourceNotFound',
        "Resource 'nobody@contoso.example' does not exist or one of its queried reference-property objects are not present.",
      ],
    ],
    [
      '/v1.0/users/%zz',
      [
        404,
        'Request_ResourceNotFound',
        "Resource '%zz' does not exist or one of its queried reference-property objects are not present.",
      ],
    ],
    [
      "/v1.0/groups(mail='x')",
      [
        404,
        'Request_ResourceNotFound',
        "Resource 'x' does not exist or one of its queried reference-property objects are not present.",
      ],
    ],
    [
      '/v1.0/users?$top=0',
      [
        400,
        'Request_UnsupportedQuery',
        "Invalid page size specified: '0'. Must be between 1 and 999 inclusive.",
      ],
    ],
    [
      '/v1.0/users?$top=x',
      [
        400,
        'BadRequest',
        "Invalid value 'x' for $top query option found. The $top query option requires a non-negative integer value.",
      ],
    ],
    [
      '/v1.0/users?$select=id,shoeSize',
      [400, 'BadRequest', "Could not find a property named 'shoeSize' on type 'microsoft.graph.user'."],
    ],
    ['/v1.0/users?$top=1&$top=2', [400, 'Request_UnsupportedQuery', 'Unsupported Query.']],
    [
      "/v1.0/users?$filter=businessPhones eq 'x'",
      [
        400,
        'Request_UnsupportedQuery',
        "Unsupported or invalid query filter clause specified for property 'businessPhones' of resource 'User'.",
      ],
    ],
    [
      '/v1.0/users?$skiptoken=x',
      [
        400,
        'Directory_ExpiredPageToken',
        'The specified page token value has expired and can no longer be included in your request.',
      ],
    ],
  ])('%s', async (path, expected) => {
    expect(refused(await get(path, reporting))).toEqual(expected)
  })

  test('other methods', async () => {
    const [, user] = contoso.users
    for (const [method, path] of [
      ['DELETE', `/v1.0/users/${user!.id}`],
      ['PATCH', '/v1.0/me'],
      ['POST', '/v1.0/users'],
    ] as const) {
      const answer = await emulator.send(method, path, { token: reporting })
      // Refused as Graph refuses, or not played.
      expect(path === '/v1.0/me' ? [400] : [403, 501]).toContain(answer.status)
    }
    expect(
      (
        await raw(`${emulator.url}/v1.0/users`, {
          method: 'HEAD',
          headers: { authorization: `Bearer ${reporting}` },
        })
      ).status,
    ).toBe(200)
  })

  test('letter case, quotes and encodings', async () => {
    const [user] = contoso.users
    const upn = encodeURIComponent(user!.userPrincipalName)
    for (const path of [
      `/v1.0/Users/${user!.id}`,
      `/beta/users('${upn}')`,
      `/v1.0/users/${upn.toUpperCase()}/`,
    ]) {
      expect((await get(path, reporting)).json.id).toBe(user!.id)
    }
  })
})

describe('lists', () => {
  test('follow nextLink to the end, on the host that was asked', async () => {
    const local = emulator.url.replace('127.0.0.1', 'localhost')
    const seen: string[] = []
    let next: string | undefined = `${local}/v1.0/users?$top=5&$select=id,userPrincipalName`
    let pages = 0
    while (next !== undefined) {
      expect(next.startsWith(`${local}/v1.0/users?$top=5`)).toBe(true)
      const { json }: Answer = await get(next, reporting)
      expect(json['@odata.context']).toBe(`${local}/v1.0/$metadata#users(id,userPrincipalName)`)
      expect(Object.keys(json.value[0])).toEqual(['id', 'userPrincipalName'])
      seen.push(...json.value.map((user: { id: string }) => user.id))
      next = json['@odata.nextLink']
      pages++
    }
    expect(pages).toBe(3)
    expect(seen).toEqual(contoso.users.map(user => user.id))
  })

  test('a filter on equality', async () => {
    const admin = await emulator.token('admin')
    const { json } = await get(`/v1.0/applications?$filter=appId eq '${emulator.apps.lab!.clientId}'`, admin)
    expect(json.value).toMatchObject([{ displayName: 'iam-lab3-daemon' }])
    const none = await get("/v1.0/servicePrincipals?$filter=appId eq 'it''s none'", admin)
    expect(none.json.value).toEqual([])
  })
})
