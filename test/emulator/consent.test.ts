import { decodeJwt } from 'jose'
import { afterEach, beforeEach, expect, test } from 'vitest'
import contoso from '../../fixtures/tenants/contoso.json' with { type: 'json' }
import type { TenantFile } from '../../src/emulator/emulator.ts'
import { raw, type Stage, stage } from './support.ts'

let emulator: Stage
beforeEach(async () => {
  emulator = await stage()
})
afterEach(() => emulator.stop())

const consent = (key: string, tenant = emulator.tenantId) =>
  `/${tenant}/adminconsent?client_id=${emulator.apps[key]!.clientId}`

test('asks first: a page without a script, which says what it is', async () => {
  const { status, text, headers } = await emulator.send('GET', consent('lab'))
  expect(status).toBe(200)
  expect(headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(headers.get('content-security-policy')).toContain("default-src 'none'")
  for (const words of [
    'Make-believe',
    'iam-lab3-daemon',
    'User.Read.All',
    'Read all audit log data',
    'Privileged Role Administrator',
    '<html lang="en">',
  ]) {
    expect(text).toContain(words)
  }
  expect(text).not.toMatch(/<script|javascript:/i)
  expect(decodeJwt(await emulator.token('lab'))).not.toHaveProperty('roles')
})

test('grants what is declared, and ends as Entra does without a redirect URI', async () => {
  for (let twice = 0; twice < 2; twice++) {
    const { status, text } = await emulator.send('POST', consent('lab', emulator.domain))
    expect(status).toBe(200)
    expect(text).toContain('AADSTS500113: No reply address is registered for the application.')
    expect(text).toContain('now holds User.Read.All, AuditLog.Read.All')
    expect(decodeJwt(await emulator.token('lab')).roles).toEqual(['AuditLog.Read.All', 'User.Read.All'])
  }
})

test('creates the service principal that was missing', async () => {
  await emulator.send('POST', consent('no-service-principal', 'organizations'))
  const token = await emulator.token('no-service-principal')
  expect(decodeJwt(token).roles).toEqual(['User.Read.All'])
  expect((await emulator.send('GET', '/v1.0/users', { token })).status).toBe(200)
})

test('does not make application permissions of delegated ones', async () => {
  const page = await emulator.send('GET', consent('delegated-by-mistake'))
  expect(page.text).toContain('Delegated permissions')
  const done = await emulator.send('POST', consent('delegated-by-mistake'))
  expect(done.text).toContain('Nothing to grant')
  expect(decodeJwt(await emulator.token('delegated-by-mistake'))).not.toHaveProperty('roles')
})

test.each([
  ['AADSTS900144', '/contoso.example/adminconsent'],
  ['AADSTS700016', '/contoso.example/adminconsent?client_id=%3Cimg%20src=x%20onerror=1%3E'],
  ['AADSTS90002', '/fabrikam.example/adminconsent?client_id=x'],
  ['AADSTS900023', '/%3Cb%3E/adminconsent?client_id=x'],
])('refuses with %s, and escapes what it repeats', async (code, path) => {
  for (const method of ['GET', 'POST']) {
    const { status, text } = await emulator.send(method, path)
    expect(status).toBe(400)
    expect(text).toContain(code)
    expect(text).not.toMatch(/<img|<b>/)
  }
})

test('escapes the tenant’s own names', async () => {
  const hostile = '</code><script>alert(1)</script>&"\''
  const [app, ...rest] = contoso.apps
  const other = await stage({
    ...contoso,
    domain: hostile,
    apps: [{ ...app!, displayName: hostile }, ...rest],
  } as TenantFile)
  const { text } = await other.send(
    'GET',
    `/${other.tenantId}/adminconsent?client_id=${other.apps.lab!.clientId}`,
  )
  expect(text).not.toContain('<script>')
  expect(text).toContain('&lt;script&gt;')
  await other.stop()
})

test('takes a POST without an Origin and from its own pages, and from no other', async () => {
  const own = await emulator.send('POST', consent('lab'), { headers: { origin: emulator.url } })
  expect(own.status).toBe(200)
  for (const origin of [
    'https://evil.example',
    'null',
    emulator.url.replace('127.0.0.1', 'localhost'),
    `${emulator.url}0`,
  ]) {
    const foreign = await emulator.send('POST', consent('reporting'), { headers: { origin } })
    expect([foreign.status, foreign.text]).toEqual([
      403,
      'This emulator takes no request from a page of another origin.\n',
    ])
  }
})

test('answers to its own names only', async () => {
  const { port } = new URL(emulator.url)
  const status = async (host: string) =>
    (await raw(emulator.url + consent('lab'), { headers: { host } })).status
  expect(await status(`localhost:${port}`)).toBe(200)
  expect(await status(`LOCALHOST:${port}`)).toBe(200)
  for (const host of [
    'evil.example',
    `evil.example:${port}`,
    'localhost',
    '127.0.0.1:1',
    `127.0.0.1:${port}.evil.example`,
  ]) {
    expect(await status(host)).toBe(421)
  }
})
