import { afterEach, describe, expect, test } from 'vitest'
import { Secret } from '../../src/core/secret.ts'
import { readAppRecords } from '../../src/edges/graph/records.ts'
import type { HttpClient } from '../../src/io.ts'
import { testIo } from '../support/io.ts'
import { type Asked, type Reply, type Server, serve } from '../support/server.ts'

const appId = '6f1c2d9e-0b7a-4c55-9a0e-2f4f0d9b7c11'
const token = new Secret('access token', 'the-bearer')

const requestId = '0f8fad5b-d9cb-469f-a165-70867728950e'

const open: Server[] = []
afterEach(() => Promise.all(open.splice(0).map(server => server.stop())))

async function start(reply: (asked: Asked) => Reply): Promise<Server> {
  const server = await serve(reply)
  open.push(server)
  return server
}

const json = (value: unknown, status = 200): Reply => ({
  status,
  headers: { 'content-type': 'application/json', 'request-id': requestId },
  body: JSON.stringify(value),
})

/** A directory in which the grants lie on pages; what is not overridden answers as Graph does. */
function directory(overridden: (path: string) => Reply | undefined) {
  return ({ path }: Asked): Reply => {
    const own = overridden(path)
    if (own !== undefined) return own
    if (path.startsWith(`/v1.0/servicePrincipals(appId='${appId}')`))
      return json({ id: 'sp', appId, accountEnabled: true })
    if (path.startsWith('/v1.0/applications(')) return json({ id: 'app', appId, requiredResourceAccess: [] })
    if (path.includes('/appRoleAssignments')) return json({ value: [grant('a')] })
    return json({ id: 'graph', appId: '00000003-0000-0000-c000-000000000000' })
  }
}

const grant = (id: string) => ({ id, resourceId: 'graph', appRoleId: id })
const read = (origin: string) => readAppRecords(appId, origin, token, testIo().io)

test('service principal, registration, grants, and the API that they are on', async () => {
  const { url, asked } = await start(directory(() => undefined))
  expect(await read(url)).toEqual({
    servicePrincipal: { id: 'sp', appId, accountEnabled: true },
    application: { id: 'app', appId, requiredResourceAccess: [] },
    appRoleAssignments: [grant('a')],
    resources: [{ id: 'graph', appId: '00000003-0000-0000-c000-000000000000' }],
    refusals: [],
  })
  expect(asked.map(({ method }) => method)).toEqual(['GET', 'GET', 'GET', 'GET'])
  expect(new Set(asked.map(({ headers }) => headers.authorization))).toEqual(new Set(['Bearer the-bearer']))
})

test('where no grant is on Microsoft Graph, its service principal is read all the same', async () => {
  const { url } = await start(
    directory(path => {
      if (path.includes('/appRoleAssignments')) return json({ value: [] })
      return path.includes("appId='00000003-0000-0000-c000-000000000000'")
        ? json({ id: 'graph', appId: '00000003-0000-0000-c000-000000000000' })
        : undefined
    }),
  )
  expect((await read(url)).resources).toEqual([
    { id: 'graph', appId: '00000003-0000-0000-c000-000000000000' },
  ])
})

describe('pages of grants', () => {
  test('are followed to the end', async () => {
    const { url } = await start(({ path, headers }) =>
      directory(path => {
        const page = Number(/skiptoken=(\d)/.exec(path)?.[1] ?? 0)
        if (!path.includes('/appRoleAssignments')) return undefined
        const next = `http://${headers.host}/v1.0/servicePrincipals/sp/appRoleAssignments?$skiptoken=${page + 1}`
        return json({ value: [grant(`p${page}`)], ...(page < 2 ? { '@odata.nextLink': next } : {}) })
      })({ path, headers, method: 'GET', body: '' }),
    )
    expect((await read(url)).appRoleAssignments).toEqual([grant('p0'), grant('p1'), grant('p2')])
  })

  test('that lead to another host are not followed: the bearer stays', async () => {
    const elsewhere = await start(() => json({ value: [grant('evil')] }))
    const { url } = await start(
      directory(path =>
        path.includes('/appRoleAssignments')
          ? json({ value: [grant('a')], '@odata.nextLink': `${elsewhere.url}/v1.0/next` })
          : undefined,
      ),
    )
    const { appRoleAssignments, refusals } = await read(url)
    expect(elsewhere.asked).toEqual([])
    expect(appRoleAssignments).toBeUndefined()
    expect(refusals).toMatchObject([{ record: 'grants', status: 200 }])
  })

  test.each([
    ['empty', []],
    ['full', Array.from({ length: 999 }, (_, at) => grant(`g${at}`))],
  ])('that never end are given up, and what is left is said: %s ones', async (_, value) => {
    const { url, asked } = await start(({ path, headers }) =>
      directory(path =>
        path.includes('/appRoleAssignments')
          ? json({ value, '@odata.nextLink': `http://${headers.host}/v1.0/x/appRoleAssignments` })
          : undefined,
      )({ path, headers, method: 'GET', body: '' }),
    )
    const { appRoleAssignments, unread, refusals } = await read(url)
    expect(asked.filter(({ path }) => path.includes('/appRoleAssignments')).length).toBeLessThanOrEqual(50)
    // Part of the grants would read as if the others were not granted.
    expect(appRoleAssignments).toBeUndefined()
    expect(refusals).toEqual([])
    expect(unread).toEqual([{ record: 'grants', reason: 'more than 1500 rows or 50 pages: given up' }])
  })
})

describe('grants on many APIs', () => {
  const on = (count: number) =>
    json({ value: Array.from({ length: count }, (_, at) => ({ id: `g${at}`, resourceId: `api${at}` })) })

  test('are looked up a few at a time, Graph first', async () => {
    const { url } = await start(
      directory(path => (path.includes('/appRoleAssignments') ? on(30) : undefined)),
    )
    const { io } = testIo()
    let [underWay, most] = [0, 0]
    const urls: string[] = []
    const counting: HttpClient = async request => {
      urls.push(request.url)
      most = Math.max(most, ++underWay)
      return io.http(request).finally(() => underWay--)
    }
    const { resources, unread } = await readAppRecords(appId, url, token, { ...io, http: counting })
    expect(resources).toHaveLength(31)
    expect(unread).toBeUndefined()
    expect(most).toBe(4)
    expect(urls[3]).toContain("/servicePrincipals(appId='00000003-0000-0000-c000-000000000000')")
  })

  test('beyond a number are not looked up, and that is said', async () => {
    const { url, asked } = await start(
      directory(path => (path.includes('/appRoleAssignments') ? on(1000) : undefined)),
    )
    const { appRoleAssignments, resources, unread } = await read(url)
    expect(appRoleAssignments).toHaveLength(1000)
    expect(resources).toHaveLength(41)
    expect(unread).toEqual([{ record: 'resource', reason: '960 of 1000 other APIs were not looked up' }])
    expect(asked).toHaveLength(44)
  })
})

test('a redirect is not followed either', async () => {
  const elsewhere = await start(() => json({ id: 'evil' }))
  const { url } = await start(
    directory(path =>
      path.includes('/applications(')
        ? { status: 302, headers: { location: `${elsewhere.url}/x` } }
        : undefined,
    ),
  )
  const { refusals, unread, application } = await read(url)
  expect(elsewhere.asked).toEqual([])
  expect({ refusals, application }).toEqual({ refusals: [], application: undefined })
  expect(unread).toEqual([
    {
      record: 'application',
      reason: expect.stringMatching(/^status 302 came with a redirect and no request-id/),
    },
  ])
})

test("another's 404 does not say that there is no such app", async () => {
  const { url } = await start(() => ({ status: 404, headers: { 'content-type': 'text/html' }, body: '<h1>' }))
  const { servicePrincipal, application, unread } = await read(url)
  expect({ servicePrincipal, application }).toEqual({ servicePrincipal: undefined, application: undefined })
  expect(unread?.map(({ record }) => record)).toEqual(['service principal', 'application'])
})

test('what is out of reach is named, and the rest is read all the same', async () => {
  const { url } = await start(
    directory(path =>
      path.includes('/applications(') ? { headers: { 'content-length': '9' }, ending: 'hang up' } : undefined,
    ),
  )
  const { application, servicePrincipal, unread } = await read(url)
  expect(application).toBeUndefined()
  expect(servicePrincipal).toMatchObject({ id: 'sp' })
  expect(unread).toEqual([{ record: 'application', reason: expect.stringContaining('(ECONNRESET)') }])
})

test('what is not there is null, what is refused is named and left out', async () => {
  const denied = json({ error: { code: 'Authorization_RequestDenied', message: 'no' } }, 403)
  const { url } = await start(
    directory(path =>
      path.includes('/applications(')
        ? json({}, 404)
        : path.includes('/appRoleAssignments')
          ? denied
          : undefined,
    ),
  )
  const records = await read(url)
  expect(records.application).toBeNull()
  expect(records).not.toHaveProperty('appRoleAssignments')
  expect(records.refusals).toEqual([
    { record: 'grants', status: 403, code: 'Authorization_RequestDenied', requestId },
  ])
})

test.each(['<html></html>', '[]', 'null', '{"value":'])('an answer of %j is no record', async body => {
  const { url } = await start(() => ({ status: 200, body }))
  const records = await read(url)
  expect(records).not.toHaveProperty('servicePrincipal')
  expect(records).not.toHaveProperty('application')
  expect(records.refusals).toEqual([])
  expect(records.unread?.map(({ record }) => record).sort()).toEqual(['application', 'service principal'])
})

test('an id with a slash stays one segment of the path', async () => {
  const { url, asked } = await start(
    directory(path =>
      path.startsWith('/v1.0/servicePrincipals(appId=') ? json({ id: '../../me?x=', appId }) : undefined,
    ),
  )
  await read(url)
  expect(asked.map(({ path }) => path)).toContain(
    '/v1.0/servicePrincipals/..%2F..%2Fme%3Fx%3D/appRoleAssignments?$top=999',
  )
})
