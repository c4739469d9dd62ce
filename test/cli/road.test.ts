import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Stage, stage, start } from '../emulator/support.ts'
import { loopbackOnly } from '../support/io.ts'
import { report, settings, why403 } from './support.ts'

let unconsented: Stage
let consented: Stage

beforeAll(async () => {
  unconsented = await stage()
  consented = await stage()
  const { clientId } = consented.apps.lab!
  await consented.send('POST', `/${consented.tenantId}/adminconsent?client_id=${clientId}`)
})
afterAll(() => Promise.all([unconsented.stop(), consented.stop()]))

test('before consent: a problem, and no call is made', async () => {
  const { code, out, err } = await why403([], { env: settings(unconsented) })
  expect(code).toBe(1)
  expect(err).toBe('')
  expect(out).toMatch(/^✖ Graph would refuse 2 of 2 calls: the token holds no application permission/)
  expect(out).toContain('scp    absent, as it should be for an app-only token')
  expect(out).toMatch(/^ {2}GET \/users +User\.ReadBasic\.All \* +\? +\? +✖ +- not sent$/m)
  expect(out).toMatch(/^ {2}GET \/auditLogs\/ +AuditLog\.Read\.All +\? +\? +✖ +- not sent$/m)
  expect(out).toMatch(/^✖ consent\/missing-admin-consent +likely$/m)
  expect(out).toContain(`${unconsented.url}/${unconsented.tenantId}/adminconsent?client_id=`)
  expect(out).toContain('More: why403 explain consent/missing-admin-consent')

  const { verdict, cloud, calls, operations } = await report([], { env: settings(unconsented) })
  expect({ verdict, cloud }).toEqual({ verdict: 'problem', cloud: 'emulator' })
  expect(calls).toMatchObject([
    { sent: false, reason: 'The token lacks a permission for it (--anyway sends it).' },
    { sent: false },
  ])
  expect(operations).toMatchObject([
    { verdict: 'missing-permission', held: [], missing: ['User.ReadBasic.All'] },
    { verdict: 'missing-permission', held: [], missing: ['AuditLog.Read.All'] },
  ])
})

test('before consent, sent anyway: Graph says 403, and its words are in the report', async () => {
  const { verdict, calls, findings } = await report(['--anyway'], { env: settings(unconsented) })
  expect(verdict).toBe('problem')
  for (const call of calls) {
    expect(call).toMatchObject({ sent: true, status: 403, error: { code: 'Authorization_RequestDenied' } })
    expect(call.error.message).toBe('Insufficient privileges to complete the operation.')
    expect(call.requestId).toMatch(/^[0-9a-f-]{36}$/)
    expect(call.clientRequestId).toMatch(/^[0-9a-f-]{36}$/)
  }
  expect(findings).toContainEqual(
    expect.objectContaining({ id: 'operation/missing-permission', certainty: 'certain' }),
  )
})

test('after consent: both calls are answered, rows and all', async () => {
  const { code, out, err } = await why403(['--rows', 'table'], { env: settings(consented) })
  expect(code).toBe(0)
  expect(err).toBe('')
  expect(out).toMatch(/^✔ All clear: 2 of 2 calls answered\.$/m)
  expect(out).toMatch(/^ {2}GET \/users +User\.Read\.All +✔ 200, 10 rows$/m)
  expect(out).toMatch(/^ {2}GET \/auditLogs\/signIns +AuditLog\.Read\.All +✔ 200, 10 rows$/m)
  expect(out).toMatch(/^ {2}id +\| userPrincipalName$/m)
  expect(out).toMatch(/^ {2}[0-9a-f-]{36} \| adele\.vance@contoso\.example$/m)
})

test('three entities stand under the answer at a terminal, none in a pipe', async () => {
  const env = settings(consented)
  const seen = await why403(['/users?$top=10'], { env, terminal: true })
  expect(seen.out.match(/^ {2}[0-9a-f-]{36} \| \S+@contoso\.example$/gm)).toHaveLength(3)
  expect(seen.out).toContain('… 7 more: --rows table')
  expect((await why403(['/users'], { env })).out).not.toContain('@contoso.example')
  expect((await why403(['/users', '--rows', 'table'], { env })).out).toContain('adele.vance@contoso.example')
})

test('as ndjson and csv the entities stand alone, and the report goes to stderr', async () => {
  const env = settings(consented)
  const lines = await why403(['/users?$top=2', '--rows', 'ndjson'], { env })
  expect(lines.code).toBe(0)
  expect(
    lines.out
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line).userPrincipalName),
  ).toHaveLength(2)
  expect(lines.err).toContain('All clear')
  const sheet = await why403(['/users?$top=2&$select=id,displayName', '--rows', 'csv'], { env })
  expect(sheet.out).toMatch(/^id,displayName\n[0-9a-f-]{36},[^\n]+\n[0-9a-f-]{36},[^\n]+\n$/)
  const two = await why403(['/users?$top=1', '/auditLogs/signIns?$top=1', '--rows', 'csv'], { env })
  expect(two.out.split('\n\n')).toHaveLength(2)
})

test.each(['#EXT#', '%23EXT%23'])('a guest is asked for by name, spelt with %s', async mark => {
  const guest = `/users/nia.okafor_fabrikam.example${mark}@contoso.example`
  const { code, out } = await why403([`GET ${guest}`], { env: settings(consented) })
  expect(code).toBe(0)
  expect(out).toMatch(/^✔ All clear: the call was answered\.$/m)
  const { calls } = await report([guest], { env: settings(consented) })
  expect(calls).toMatchObject([{ sent: true, status: 200 }])
})

test('a path that would arrive as another one is never sent, not even anyway', async () => {
  const paths = ['/x/../auditLogs/signIns', '/x/%252e%2e/users', '/users/../../../etc', '/x\\..\\users']
  const asked: string[] = []
  const { calls } = await report(['--anyway', '--from', '-'], {
    env: settings(consented),
    stdin: ['/users', ...paths].join('\n'),
    http: request => {
      asked.push(request.url)
      return loopbackOnly(request)
    },
  })
  expect(calls.map(({ sent }: { sent: boolean }) => sent)).toEqual([true, false, false, false, false])
  expect(calls[1].reason).toContain('segment of dots')
  expect(asked.filter(url => /\/v1\.0\/(?!users)|etc/.test(url))).toEqual([])
  expect(asked.some(url => url.includes('/v1.0/users'))).toBe(true)
})

test('entities are in json with --rows only', async () => {
  const env = settings(consented)
  const counted = await report([], { env })
  expect(counted.calls).toMatchObject([{ rows: 10 }, { rows: 10 }])
  expect(JSON.stringify(counted)).not.toContain('adele.vance')
  const carried = await report(['--rows', 'table'], { env })
  expect(carried.calls[0].value[0]).toMatchObject({ userPrincipalName: 'adele.vance@contoso.example' })
})

test('check compares and calls nothing', async () => {
  const { calls, operations } = await report(['check', 'GET /users', 'DELETE /users/42'], {
    env: settings(consented),
  })
  expect(calls).toEqual([])
  expect(operations.map(({ verdict }: { verdict: string }) => verdict)).toEqual([
    'allowed',
    'missing-permission',
  ])
  expect((await why403(['check', '/users'], { env: settings(consented) })).code).toBe(0)
})

test('a word is a URL, or a method and a URL, or both in one', async () => {
  const { operations } = await report(['check', '/users', 'get', '/groups', 'GET  /me', '--', '/sites'], {
    env: settings(unconsented),
  })
  expect(operations.map(({ method, path }: { method: string; path: string }) => `${method} ${path}`)).toEqual(
    ['GET /users', 'GET /groups', 'GET /me', 'GET /sites'],
  )
})

test('what may change something is held back, also with --anyway', async () => {
  const { calls } = await report(['POST /users', 'DELETE', '/users/42', '--anyway'], {
    env: settings(consented, 'reporting'),
  })
  expect(calls).toMatchObject([
    { method: 'POST', sent: false, reason: 'POST may change something; only GET and HEAD are sent.' },
    { method: 'DELETE', sent: false },
  ])
})

test('an unknown path is sent, and Graph decides', async () => {
  const { code, out } = await why403(['/unheard/of'], { env: settings(consented) })
  expect(code).toBe(1)
  expect(out).toMatch(/GET \/unheard\/of +\? known to neither source +- +- +\? +✖ 400/)
  expect(out).toContain("Resource not found for the segment 'unheard'.")
})

test("the tenant's records make missing consent certain", async () => {
  const { env, files } = {
    env: settings(unconsented),
    files: { 'admin.token': await unconsented.token('admin') },
  }
  const { findings, operations } = await report(['check', '--directory-token-file', 'admin.token'], {
    env,
    files,
  })
  expect(findings[0]).toMatchObject({ id: 'consent/missing-admin-consent', certainty: 'certain' })
  expect(operations[0]).toMatchObject({
    declared: [{ permission: 'User.Read.All', kind: 'application' }],
    granted: [],
    broken: 'not-consented',
  })
})

test('records that the app may not read are named, and the rest is told all the same', async () => {
  const { notChecked, findings } = await report(['check', '--records'], { env: settings(unconsented) })
  expect(findings[0]).toMatchObject({ id: 'consent/missing-admin-consent', certainty: 'likely' })
  expect(notChecked).toContainEqual({
    id: 'records/grants',
    missing: [expect.stringMatching(/^403 Authorization_RequestDenied/)],
    readBy: { permissions: ['Application.Read.All'], role: 'Directory Readers' },
  })
  const { out } = await why403(['check', '--records'], { env: settings(unconsented) })
  expect(out.replace(/\s+/g, ' ')).toMatch(
    /Records not read: grants \(403 Authorization_RequestDenied, request-id [\da-f-]{36}\)\./,
  )
})

test('after consent the records show since when', async () => {
  const files = { 'admin.token': await consented.token('admin') }
  const { operations } = await report(['check', '--directory-token-file', 'admin.token'], {
    env: settings(consented),
    files,
  })
  expect(operations[0].granted).toEqual([
    { permission: 'User.Read.All', since: new Date(start).toISOString() },
  ])
})

test('--expect delegated objects to an app-only token', async () => {
  const { verdict, findings } = await report(['check', '--expect', 'delegated'], {
    env: settings(consented),
  })
  expect(verdict).toBe('problem')
  expect(findings[0]).toMatchObject({ id: 'token/unexpected-access', severity: 'error' })
  expect((await why403(['check', '--expect', 'app-only'], { env: settings(consented) })).code).toBe(0)
})

test('Entra refuses: a report with its words and ids, not an exception', async () => {
  const env = { ...settings(unconsented), CLIENT_SECRET: 'MAKE-BELIEVE~wrong' }
  const { code, out } = await why403([], { env })
  expect(code).toBe(1)
  expect(out).toContain('AADSTS7000215')
  const { acquisition, token, calls } = await report([], { env })
  expect(acquisition).toMatchObject({ status: 401, error: 'invalid_client', codes: [7000215] })
  expect(acquisition.traceId).toMatch(/^[0-9a-f-]{36}$/)
  expect(token).toBeUndefined()
  expect(calls).toEqual([])
})

test('odd settings stop the road before anything is sent, --anyway walks on', async () => {
  const env = { ...settings(unconsented), CLIENT_SECRET: unconsented.apps.lab!.secretId }
  const silent = await report([], { env, http: () => Promise.reject(new Error('something was sent')) })
  expect(silent.findings[0]).toMatchObject({
    id: 'acquire/secret-id-instead-of-value',
    certainty: 'likely',
  })
  const asked = await report(['--anyway'], { env })
  expect(asked.acquisition.codes).toEqual([7000215])
  expect(asked.findings[0]).toMatchObject({
    id: 'acquire/secret-id-instead-of-value',
    certainty: 'certain',
  })
  const placeholder = await report([], { env: { ...env, TENANT_ID: '<tenant-id>' } })
  expect(placeholder.findings[0]).toMatchObject({ id: 'acquire/placeholder-setting', severity: 'error' })
})

test('progress is told on stderr, to those who watch', async () => {
  const { err } = await why403(['--verbose'], { env: settings(consented) })
  expect(err).toContain('Access token acquired with the client secret (environment); it lives 60 min\n')
  expect(err).toContain('Calling GET /users (1 of 2)\n')
  expect(err).toContain('setting: TENANT_ID from environment\n')
})
