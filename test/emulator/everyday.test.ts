import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import contoso from '../../fixtures/tenants/contoso.json' with { type: 'json' }
import { type Stage, stage } from './support.ts'

let emulator: Stage
let reader: string
let none: string
let basic: string
beforeAll(async () => {
  emulator = await stage()
  const [, body = ''] = (await emulator.token('reporting')).split('.')
  const own = JSON.parse(Buffer.from(body, 'base64url').toString())
  const holding = (...roles: string[]) => emulator.sign({ ...own, roles })
  reader = await holding(
    'User.Read.All',
    'Group.Read.All',
    'GroupMember.Read.All',
    'Mail.Read',
    'Organization.Read.All',
    'Application.Read.All',
    'AuditLog.Read.All',
    'User.ReadWrite.All',
    'Calendars.Read',
    'Directory.Read.All',
  )
  none = await holding('Sites.Selected')
  basic = await holding('User.ReadBasic.All', 'GroupMember.Read.All', 'Group.ReadBasic.All')
})
afterAll(() => emulator.stop())

const adele = contoso.users[0]!
const [staff, it] = contoso.groups.map(({ id }) => id)
const eventual = { consistencylevel: 'eventual' }

const ask = (call: string, token = reader, headers: Record<string, string> = {}, json?: unknown) => {
  const [method = '', path = ''] = call.split(/ (.*)/s)
  return emulator.send(method, `/v1.0${encodeURI(path)}`, { token, headers, ...(json ? { json } : {}) })
}

const names = (json: { value: { displayName: string }[] }) => json.value.map(one => one.displayName)

describe('played', () => {
  test.each<[string, Record<string, string>, (json: never) => unknown, unknown]>([
    ['GET /users?$top=2', {}, names, ['Adele Vance', 'Bram de Wit']],
    ["GET /users?$filter=startswith(displayName,'a')", {}, names, ['Adele Vance']],
    ["GET /users?$filter=startsWith(displayName,'A') eq true", {}, names, ['Adele Vance']],
    [`GET /users?$filter=userPrincipalName eq '${adele.userPrincipalName}'`, {}, names, ['Adele Vance']],
    [
      "GET /users?$filter=department eq 'IT' and accountEnabled eq true",
      {},
      names,
      ['Bram de Wit', 'Grete Solheim', 'Jonas Brandt'],
    ],
    [
      "GET /users?$filter=(department eq 'People' or department eq 'Sales') and startswith(givenName,'F')",
      {},
      names,
      ['Farah Haddad'],
    ],
    ["GET /users?$filter=department in ('People','Sales')", {}, names, ['Farah Haddad', 'Ines Carvalho']],
    [
      'GET /users?$filter=createdDateTime ge 2025-01-01T00:00:00Z',
      {},
      names,
      ['Leo Marchetti', 'Nia Okafor'],
    ],
    [
      'GET /users?$filter=createdDateTime ge 2022-01-01T00:00:00Z and createdDateTime le 2023-12-31T00:00:00Z',
      {},
      names,
      ['Ines Carvalho', 'Jonas Brandt'],
    ],
    [
      "GET /users?$filter=endswith(mail,'@contoso.example')&$count=true&$top=1",
      eventual,
      names,
      ['Adele Vance'],
    ],
    ["GET /users?$filter=userType ne 'Member'&$count=true", eventual, names, ['Nia Okafor']],
    ["GET /users?$filter=not(userType eq 'Member')&$count=true", eventual, names, ['Nia Okafor']],
    ['GET /users?$orderby=displayName desc&$top=2', {}, names, ['Nia Okafor', 'Leo Marchetti']],
    [
      "GET /users?$filter=department eq 'IT'&$orderby=createdDateTime&$count=true",
      eventual,
      names,
      ['Grete Solheim', 'Bram de Wit', 'Jonas Brandt'],
    ],
    ['GET /users?$search="displayName:oka"', eventual, names, ['Chidi Okafor', 'Nia Okafor']],
    ['GET /users?$search="displayName:oka" AND "mail:nia"', eventual, names, ['Nia Okafor']],
    [
      'GET /users?$count=true&$top=1',
      eventual,
      (json: { '@odata.count': number }) => json['@odata.count'],
      contoso.users.length,
    ],
    [
      'GET /users?$expand=manager&$top=1',
      {},
      (json: { value: { manager: { displayName: string } }[] }) => json.value[0]!.manager.displayName,
      'Dana Lindqvist',
    ],
    [`GET /users/${adele.id}/memberOf`, {}, names, ['All Staff', 'Project Northwind']],
    [`GET /groups/${it}/members`, {}, names, ['Bram de Wit', 'Grete Solheim', 'Jonas Brandt']],
    [`GET /groups/${it}/members?$select=displayName&$top=1`, {}, names, ['Bram de Wit']],
    ['GET /organization', {}, names, [contoso.displayName]],
    ["GET /groups?$filter=displayName eq 'Finance'&$expand=members", {}, names, ['Finance']],
    ['GET /applications?$top=1', {}, names, ['iam-lab3-daemon']],
    ["GET /servicePrincipals?$filter=displayName eq 'Microsoft Graph'", {}, names, ['Microsoft Graph']],
    [
      'GET /auditLogs/signIns?$filter=createdDateTime ge 2026-11-22T19:15:00Z',
      {},
      (json: { value: unknown[] }) => json.value.length,
      2,
    ],
    [
      "GET /auditLogs/signIns?$filter=startswith(userPrincipalName,'adele')&$orderby=createdDateTime desc&$top=1",
      {},
      (json: { value: { userPrincipalName: string }[] }) => json.value[0]!.userPrincipalName,
      adele.userPrincipalName,
    ],
  ])('%s', async (call, headers, look, expected) => {
    const { status, json } = await ask(call, reader, headers)
    expect([status, json.error]).toEqual([200, undefined])
    expect(json['@odata.context']).toContain(`${emulator.url}/v1.0/$metadata#`)
    expect(look(json as never)).toEqual(expected)
  })

  test('counts are plain texts', async () => {
    for (const [call, count] of [
      ['GET /users/$count', 13],
      ["GET /users/$count?$filter=department eq 'IT'", 3],
      [`GET /groups/${staff}/members/$count`, 13],
      [`GET /users/${adele.id}/memberOf/$count`, 2],
    ] as const) {
      const { status, text, headers } = await ask(call, reader, eventual)
      expect([status, text, headers.get('content-type')]).toEqual([200, String(count), 'text/plain'])
    }
  })

  test('without ConsistencyLevel, $count=true is passed over, as in Graph', async () => {
    const { status, json } = await ask('GET /users?$count=true')
    expect([status, json['@odata.count']]).toEqual([200, undefined])
  })

  test('a count stands on the first page only, and the link to the next keeps the query', async () => {
    const first = (await ask('GET /users?$count=true&$top=10', reader, eventual)).json
    const next = await emulator.send('GET', first['@odata.nextLink'], { token: reader, headers: eventual })
    expect([first['@odata.count'], next.json['@odata.count'], next.json.value.length]).toEqual([
      13,
      undefined,
      3,
    ])
  })

  test('HEAD, and the metadata without a token', async () => {
    const head = await ask('HEAD /users')
    expect([head.status, head.text, head.headers.get('request-id')?.length]).toEqual([200, '', 36])
    const open = await emulator.send('GET', '/v1.0/$metadata')
    expect([open.status, open.headers.get('content-type')]).toEqual([200, 'application/xml'])
    expect(open.text).toContain('<EntitySet Name="users" EntityType="microsoft.graph.user"/>')
  })

  test('of members that the caller may not read, type and id are told, and nothing else', async () => {
    const groupsOnly = (await ask(`GET /groups/${it}/members`, none)).status
    expect(groupsOnly).toBe(403)
    const [member] = (await ask(`GET /groups/${it}/members`, basic)).json.value
    expect(member).toMatchObject({
      '@odata.type': '#microsoft.graph.user',
      displayName: 'Bram de Wit',
      jobTitle: null,
    })
    const [, body = ''] = basic.split('.')
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString())
    const blind = await emulator.sign({ ...claims, roles: ['GroupMember.Read.All'] })
    const [hidden] = (await ask(`GET /groups/${it}/members`, blind)).json.value
    expect(hidden).toMatchObject({ '@odata.type': '#microsoft.graph.user', displayName: null, mail: null })
    expect(hidden.id).toBe(contoso.users.find(({ displayName }) => displayName === 'Bram de Wit')!.id)
  })
})

describe('refused, as Graph refuses', () => {
  test.each<[string, Record<string, string>, string, string]>([
    [
      "GET /users?$filter=displayName xx 'a'",
      {},
      'BadRequest',
      "Invalid filter clause: Syntax error at position 14 in 'displayName xx 'a''.",
    ],
    [
      "GET /users?$filter=displayName eq 'a",
      {},
      'BadRequest',
      "Invalid filter clause: Syntax error at position 17 in 'displayName eq 'a'.",
    ],
    [
      "GET /users?$filter=shoeSize eq 'a'",
      {},
      'BadRequest',
      "Invalid filter clause: Could not find a property named 'shoeSize' on type 'microsoft.graph.user'.",
    ],
    [
      "GET /users?$filter=substringof('a',displayName)",
      {},
      'BadRequest',
      "Invalid filter clause: An unknown function with name 'substringof' was found. This may also be a function import or a key lookup on a navigation property, which is not allowed.",
    ],
    [
      "GET /auditLogs/signIns?$filter=createdDateTime ge '2026-01-01T00:00:00Z'",
      {},
      'BadRequest',
      "Invalid filter clause: A binary operator with incompatible types was detected. Found operand types 'Edm.DateTimeOffset' and 'Edm.String' for operator kind 'GreaterThanOrEqual'.",
    ],
    [
      "GET /users?$filter=endswith(mail,'a')",
      {},
      'Request_UnsupportedQuery',
      "Operator 'endsWith' is not supported because the required parameters might be missing. Try adding $count=true query parameter and ConsistencyLevel:eventual header. Refer to https://aka.ms/graph-docs/advanced-queries for more information",
    ],
    [
      'GET /groups?$filter=visibility eq null',
      {},
      'Request_UnsupportedQuery',
      "Unsupported or invalid query filter clause specified for property 'visibility' of resource 'Group'.",
    ],
    [
      "GET /users?$filter=displayName eq 'a'&$orderby=displayName",
      {},
      'Request_UnsupportedQuery',
      'Sorting not supported for current query.',
    ],
    [
      'GET /users?$orderby=createdDateTime',
      {},
      'Request_UnsupportedQuery',
      "Unsupported sort property 'createdDateTime' for 'User'.",
    ],
    [
      'GET /users?$orderby=jobTitle&$count=true',
      eventual,
      'Request_UnsupportedQuery',
      'An unsupported property was specified.',
    ],
    [
      'GET /users?$search="displayName:a"',
      {},
      'Request_UnsupportedQuery',
      "Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'",
    ],
    ['GET /users/$count', {}, 'Request_BadRequest', '$count is not currently supported.'],
  ])('%s', async (call, headers, code, message) => {
    const { status, json, headers: answered } = await ask(call, reader, headers)
    expect([status, json.error.code, json.error.message]).toEqual([400, code, message])
    expect(json.error.innerError['request-id']).toBe(answered.get('request-id'))
  })

  test.each([
    'GET /users/x/memberOf',
    'GET /users/x/messages',
    `GET /groups/${it}/members`,
    'GET /organization',
    'PATCH /users/x',
    'GET /users/$count',
    "GET /reports/getOffice365ActiveUserCounts(period='D7')",
  ])('%s, where nothing is held that is listed for it', async call => {
    const { status, json } = await ask(call, none, eventual)
    expect([status, json.error.code]).toEqual([403, 'Authorization_RequestDenied'])
  })
})

describe('not played, and said to be', () => {
  test.each([
    'GET /users/x/messages',
    'GET /users/x/calendar/events',
    'GET /users/x/memberOf/microsoft.graph.group',
    'GET /users/x/$ref',
    'GET /users/getmanagedappblockedusers',
    'GET /users/delta',
    'GET /users/delta()?$select=id',
    'GET /servicePrincipals/delta',
    'GET /',
    'PATCH /users/x',
    'GET /users?$expand=directReports',
    'GET /users?$expand=manager($select=id)',
    'GET /users?$skip=1',
    'GET /users?top=1',
    'GET /users?$select=employeeId',
    "GET /users?$filter=employeeId eq '1'",
    "GET /users?$filter=proxyAddresses/any(p:startswith(p,'smtp'))",
    'GET /users?$filter=assignedLicenses/$count eq 0',
    'GET /users?$search=a',
    'GET /auditLogs/signIns?$count=true',
    'GET /auditLogs/signIns/$count',
    'GET /auditLogs/signIns?$filter=createdDateTime gt 2026-01-01T00:00:00Z',
    'GET /auditLogs/signIns?$filter=status/errorCode eq 0',
    `GET /users/${adele.id}/$count`,
  ])('%s', async call => {
    const { status, json } = await ask(call, reader, call.includes('$search') ? eventual : {})
    expect([status, json.error.code]).toEqual([501, 'EmulatorNotPlayed'])
  })
})

describe('$batch', () => {
  const batch = async (requests: unknown, token = reader) =>
    (await ask('POST /$batch', token, {}, { requests })) as Awaited<ReturnType<typeof ask>>

  test('each request has an answer of its own', async () => {
    const { status, json } = await batch([
      { id: '1', method: 'GET', url: '/users?$top=1' },
      { id: '2', method: 'GET', url: '/users/nobody' },
      { id: 'three', method: 'GET', url: 'groups/$count', headers: eventual },
      { id: '4', method: 'GET', url: '/users/x/messages' },
    ])
    expect(status).toBe(200)
    expect(json.responses.map((one: { id: string; status: number }) => [one.id, one.status])).toEqual([
      ['1', 200],
      ['2', 404],
      ['three', 501],
      ['4', 501],
    ])
    expect(json.responses[0].body.value).toHaveLength(1)
    expect(json.responses[1].body.error.code).toBe('Request_ResourceNotFound')
  })

  test('a token that opens nothing opens nothing in a batch', async () => {
    const { status, json } = await batch([{ id: '1', method: 'GET', url: '/users' }], none)
    expect([status, json.responses[0].status]).toEqual([200, 403])
    expect((await emulator.send('POST', '/v1.0/$batch', { json: { requests: [] } })).status).toBe(401)
  })

  test('what depends on what was refused is not played', async () => {
    const { json } = await batch([
      { id: '1', method: 'GET', url: '/users/nobody' },
      { id: '2', dependsOn: ['1'], method: 'GET', url: '/users' },
      { id: '3', dependsOn: ['2'], method: 'GET', url: '/users' },
      { id: '4', method: 'GET', url: '/users?$top=1' },
      { id: '5', dependsOn: ['4'], method: 'GET', url: '/groups' },
    ])
    expect(json.responses.map((one: { status: number }) => one.status)).toEqual([404, 424, 424, 200, 200])
  })

  test('more than twenty, and forms that are not known', async () => {
    const many = Array.from({ length: 21 }, (_, at) => ({ id: `${at}`, method: 'GET', url: '/users' }))
    const { status, json } = await batch(many)
    expect([status, json.error.message]).toEqual([
      400,
      'Number of batch request steps exceeds the maximum value of 20.',
    ])
    for (const requests of [
      'no list',
      [{ id: '1', method: 'GET', url: 'https://elsewhere.example/' }],
      [{ id: '1', method: 'GET', url: '//elsewhere.example/' }],
      [{ id: '1', method: 'GET', url: '/$batch' }],
      [{ method: 'GET', url: '/users' }],
      [
        { id: '1', method: 'GET', url: '/users' },
        { id: '1', method: 'GET', url: '/users' },
      ],
      [{ id: '1', dependsOn: ['2'], method: 'GET', url: '/users' }],
    ])
      expect((await batch(requests)).status).toBe(501)
    const text = await fetch(`${emulator.url}/v1.0/$batch`, {
      method: 'POST',
      headers: { authorization: `Bearer ${reader}` },
      body: '{',
    })
    expect([text.status, ((await text.json()) as { error: { code: string } }).error.code]).toEqual([
      400,
      'BadRequest',
    ])
  })
})
