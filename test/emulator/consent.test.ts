import { decodeJwt } from 'jose'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
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
    const { status, text } = await emulator.send('POST', consent('lab', emulator.domain), {
      headers: { accept: 'text/html' },
    })
    expect(status).toBe(200)
    expect(text).toContain('AADSTS500113: No reply address is registered for the application.')
    expect(text).toContain('now holds User.Read.All, AuditLog.Read.All')
    expect(decodeJwt(await emulator.token('lab')).roles).toEqual(['AuditLog.Read.All', 'User.Read.All'])
  }
})

test('says what is granted already, can be cancelled, and ends with what to run next', async () => {
  const asked = await emulator.send('GET', consent('lab'))
  expect(asked.text).not.toContain('granted already')
  expect(asked.text).toContain('value="cancel"')
  const cancelled = await emulator.send('POST', `${consent('lab')}&decision=accept`, {
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'decision=cancel',
  })
  expect([cancelled.status, cancelled.text.includes('Nothing was granted')]).toEqual([200, true])
  expect(decodeJwt(await emulator.token('lab'))).not.toHaveProperty('roles')
  expect(emulator.exchanges().filter(({ kind }) => kind === 'consent')).toEqual([])

  const accepted = await emulator.send('POST', consent('lab'), { headers: { accept: 'text/html' } })
  expect(accepted.text).toContain('<code>why403</code>')
  expect(accepted.text).toContain(`href="/portal/apps/${emulator.apps.lab!.clientId}/permissions"`)
  const again = await emulator.send('GET', consent('lab'))
  expect(again.text.match(/<b>granted already<\/b>/g)).toHaveLength(2)
  expect(again.text).toContain('to accept changes nothing')
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

const ask = (method: string, path: string, headers: Record<string, string>) =>
  raw(`${emulator.url}${path}`, { method, headers })

describe('pages of other origins', () => {
  const words = 'This emulator takes no request from a page of another origin.\n'
  const rolesOf = async (key: string) => decodeJwt(await emulator.token(key)).roles

  /** As a browser would say it. */
  const from = (site: string, mode = 'navigate', dest = 'document') => ({
    ...{ 'sec-fetch-site': site, 'sec-fetch-mode': mode, 'sec-fetch-dest': dest },
  })
  test('a POST without an Origin, and one from its own page, grant', async () => {
    expect((await emulator.send('POST', consent('lab'))).status).toBe(200)
    const own = { origin: emulator.url, ...from('same-origin') }
    expect((await ask('POST', consent('reporting'), own)).status).toBe(200)
  })

  test.each(['https://evil.example', 'null', 'localhost', 'another port'])(
    'an Origin of %s is refused, whatever is asked',
    async name => {
      const origin =
        name === 'localhost'
          ? emulator.url.replace('127.0.0.1', 'localhost')
          : name === 'another port'
            ? `${emulator.url}0`
            : name
      for (const method of ['POST', 'DELETE', 'OPTIONS', 'GET']) {
        const { status, text } = await ask(method, consent('lab'), { origin })
        expect([status, text]).toEqual([403, words])
      }
      expect(await rolesOf('lab')).toBeUndefined()
    },
  )

  test.each([
    ['a form', 'POST', from('cross-site')],
    ['a form of another port of this machine', 'POST', from('same-site')],
    ['a script', 'GET', from('cross-site', 'no-cors', 'empty')],
    ['a script of another port', 'GET', from('same-site', 'cors', 'empty')],
    ['an image', 'GET', from('cross-site', 'no-cors', 'image')],
    ['a frame', 'GET', from('cross-site', 'navigate', 'iframe')],
    ['a HEAD', 'HEAD', from('cross-site')],
    ['a site alone', 'GET', { 'sec-fetch-site': 'cross-site' }],
  ])('%s is refused', async (_, method, headers) => {
    for (const path of [consent('lab'), '/', '/v1.0/users', `/${emulator.tenantId}/discovery/keys`]) {
      expect((await ask(method, path, headers)).status).toBe(403)
    }
    expect(await rolesOf('lab')).toBeUndefined()
  })

  test.each([
    ['a link of another site', from('cross-site')],
    ['a link of another port', from('same-site')],
    ['an address that was typed', from('none')],
  ])('%s shows the page, and grants nothing', async (_, headers) => {
    expect((await ask('GET', consent('lab'), headers)).status).toBe(200)
    expect(await rolesOf('lab')).toBeUndefined()
  })
})

test('no GET changes anything', async () => {
  const token = await emulator.token('admin')
  const apps = Object.values(emulator.apps)
  const look = async (): Promise<string> => {
    const read = async (path: string) => (await emulator.send('GET', `/v1.0${path}`, { token })).json
    const principals: { id: string }[] = (await read('/servicePrincipals?$top=999')).value
    const grants = await Promise.all(
      principals.map(({ id }) => read(`/servicePrincipals/${id}/appRoleAssignments`)),
    )
    return JSON.stringify([principals, await read('/applications?$top=999'), grants])
  }
  const before = await look()
  expect(before).toContain('appRoleId')
  const entra = apps.flatMap(({ clientId }) =>
    ['', '&accept=true', '&prompt=admin_consent', '&_method=POST'].map(
      more => `/${emulator.tenantId}/adminconsent?client_id=${clientId}${more}`,
    ),
  )
  const graph = JSON.parse(before)[0].flatMap(({ id }: { id: string }) => [
    `/v1.0/servicePrincipals/${id}/appRoleAssignments`,
    `/v1.0/servicePrincipals/${id}`,
  ])
  for (const path of [
    ...entra,
    ...graph,
    `/${emulator.tenantId}/oauth2/v2.0/token?grant_type=client_credentials`,
  ]) {
    for (const method of ['GET', 'HEAD']) {
      await ask(method, path, { authorization: `Bearer ${token}`, 'x-http-method-override': 'POST' })
    }
  }
  expect(await look()).toBe(before)
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

test('tells a client without pages in one line what was granted, and when', async () => {
  const { text, headers } = await emulator.send('POST', consent('lab', emulator.domain))
  expect(headers.get('content-type')).toContain('text/plain')
  expect(text).toBe('Granted: User.Read.All, AuditLog.Read.All, at 19:31:07\n')
  expect((await emulator.send('POST', consent('delegated-by-mistake', emulator.domain))).text).toMatch(
    /^Nothing to grant/,
  )
})
