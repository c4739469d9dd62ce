import type { OutgoingHttpHeaders } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { raw, type Stage, stage } from './support.ts'

let emulator: Stage
let cookie: string
beforeAll(async () => {
  emulator = await stage()
  cookie = await entered(emulator)
})
afterAll(() => emulator.stop())

const page = { accept: 'text/html,*/*' }
/** As a browser says it of a page that asks for one of its own. */
const own = () => ({ origin: emulator.url, 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'navigate' })

const ask = (method: string, path: string, headers: OutgoingHttpHeaders = {}, body = '') =>
  raw(emulator.url, { method, path, headers: { ...page, ...headers } }, body)

const get = (path: string) => ask('GET', path, { cookie })

const submit = (
  path: string,
  fields: Record<string, string>,
  headers: OutgoingHttpHeaders = { cookie, ...own() },
) =>
  ask(
    'POST',
    path,
    { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    new URLSearchParams(fields).toString(),
  )

/** What a browser keeps of the first page. */
async function entered({ url }: Stage): Promise<string> {
  const { headers } = await raw(url, { method: 'GET', headers: page })
  return headers['set-cookie']![0]!.split(';')[0]!
}

const ofLab = (rest = '') => `/portal/apps/${emulator.apps.lab!.clientId}${rest}`
const changes = () => emulator.exchanges().flatMap(one => (one.kind === 'change' ? [one.change] : []))

describe('who comes in', () => {
  test('a program gets JSON at /, and a browser the portal', async () => {
    const json = await raw(emulator.url, { method: 'GET' })
    expect(json.headers['content-type']).toBe('application/json')
    expect(JSON.parse(json.text)).toMatchObject({ tenant: { domain: 'contoso.example' } })
    expect((await get('/')).text).toContain('<h1>App registrations</h1>')
  })

  test('the first page sets a cookie, shows nothing of the tenant, and asks for itself again', async () => {
    const { status, headers, text } = await ask('GET', ofLab())
    expect(status).toBe(200)
    expect(headers['set-cookie']).toEqual([
      expect.stringMatching(/^why403-\d+=[\w-]{43}\.administrator; Path=\/; HttpOnly; SameSite=Strict$/),
    ])
    expect(text).toContain(`content="0;url=${ofLab('?entered=')}"`)
    expect(text).not.toContain('iam-lab3-daemon')
    const without = await ask('GET', ofLab('?entered='))
    expect([without.text.includes('http-equiv="refresh"'), without.text.includes('Allow cookies')]).toEqual([
      false,
      true,
    ])
  })

  test('a link from elsewhere opens a page; without the cookie, which is not sent along', async () => {
    const link = {
      'sec-fetch-site': 'cross-site',
      'sec-fetch-mode': 'navigate',
      'sec-fetch-dest': 'document',
    }
    const { status, text } = await ask('GET', ofLab(), link)
    expect([status, text.includes('Go on to the portal')]).toEqual([200, true])
  })

  test('a cookie of another start, another port or another form is none', async () => {
    const other = await stage()
    const foreign = (await entered(other)).replace(/^why403-\d+/, cookie.split('=')[0]!)
    await other.stop()
    // The stages draw alike, so the start is told apart by hand.
    const changed = foreign.replace(/=./, '=~')
    for (const wrong of [
      changed,
      cookie.replace(/why403-\d+/, 'why403-1'),
      `${cookie}x`,
      cookie.split('.')[0]!,
      '=',
      '',
    ]) {
      expect((await ask('GET', '/portal/users', { cookie: wrong })).text).not.toContain('Adele Vance')
      expect((await submit(ofLab('/secret'), {}, { cookie: wrong, ...own() })).status).toBe(403)
      expect((await ask('GET', '/portal/log/new?after=0', { cookie: wrong })).status).toBe(403)
    }
    expect((await get('/portal/users')).text).toContain('Adele Vance')
  })
})

describe('what is refused', () => {
  test("a portal under the names of Microsoft's that the emulator stands in for", async () => {
    for (const [method, path] of [
      ['GET', '/'],
      ['GET', '/portal/users'],
      ['POST', ofLab('/secret')],
    ] as const) {
      const { headers, text } = await ask(method, path, { host: 'login.microsoftonline.com', cookie })
      expect([headers['content-type'], headers['set-cookie'], text.includes('App registrations')]).toEqual([
        'application/json',
        undefined,
        false,
      ])
    }
  })

  test('another host name, whatever is asked', async () => {
    for (const host of [
      'evil.example',
      'localhost',
      `evil.example:${new URL(emulator.url).port}`,
      '127.0.0.1:1',
    ])
      for (const [method, path] of [
        ['GET', '/'],
        ['GET', ofLab()],
        ['POST', ofLab('/secret')],
      ] as const)
        expect({ host, status: (await ask(method, path, { host, cookie })).status }).toEqual({
          host,
          status: 421,
        })
  })

  test.each<[string, () => OutgoingHttpHeaders]>([
    ['another origin', () => ({ origin: 'https://evil.example' })],
    ['no origin that it would name', () => ({ origin: 'null' })],
    ['another port', () => ({ origin: `${emulator.url}0` })],
    ['the other name of this host', () => ({ origin: emulator.url.replace('127.0.0.1', 'localhost') })],
    [
      'another site',
      () => ({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }),
    ],
    [
      'another site in a frame',
      () => ({ 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' }),
    ],
  ])('a form of %s, with the cookie too', async (_, headers) => {
    const before = changes().length
    for (const path of ['/portal/apps', ofLab('/secret'), ofLab('/grant'), '/portal/role'])
      expect(
        (await submit(path, { displayName: 'x', role: 'developer' }, { cookie, ...headers() })).status,
      ).toBe(403)
    expect(changes()).toHaveLength(before)
  })

  test('a page in a frame of another site, and by its script', async () => {
    for (const [mode, dest] of [
      ['navigate', 'iframe'],
      ['no-cors', 'script'],
      ['cors', 'empty'],
    ])
      expect(
        (
          await ask('GET', '/', {
            cookie,
            'sec-fetch-site': 'cross-site',
            'sec-fetch-mode': mode,
            'sec-fetch-dest': dest,
          })
        ).status,
      ).toBe(403)
  })

  test('a form without the cookie, of a local program too: those have the REST API', async () => {
    const before = changes().length
    for (const headers of [{}, own()]) {
      const { status, text } = await submit(ofLab('/secret'), {}, headers)
      expect([status, text.includes('not from here')]).toEqual([403, true])
    }
    expect(changes()).toHaveLength(before)
  })

  test.each([
    '//evil.example',
    'https://evil.example/portal',
    '/\\evil.example',
    '/portal/../v1.0',
    '/portal/a%0d%0ab',
    '\r\nx: y',
    '',
  ])('a way back that leads elsewhere: %s', async back => {
    const { status, headers } = await submit('/portal/role', { role: 'administrator', back })
    expect([status, headers.location]).toEqual([303, '/'])
  })

  test.each([
    '/portal/apps/..%2f..%2fetc%2fpasswd',
    '/portal/apps/%00',
    "/portal/apps/x')/permissions",
    "/portal/apps/6f1c2d9e-0b7a-4c55-9a0e-2f4f0d9b7c11'%20or%20'1'/secrets",
    '/portal/nowhere',
    '/portal/explain/999',
    '/portal/apps/00000000-0000-4000-8000-000000000000',
  ])('%s, which is nowhere', async path => {
    const { status, text } = await get(path)
    expect([status, text.includes('etc/passwd')]).toEqual([404, false])
  })

  test('a form that there is not, or of an app that there is not', async () => {
    expect((await submit(ofLab('/constructor'), {})).status).toBe(400)
    expect((await submit('/portal/apps/x/secret', {})).status).toBe(400)
    expect((await submit('/portal/apps/00000000-0000-4000-8000-000000000000/secret', {})).status).toBe(404)
    expect((await submit(ofLab('/declare'), { permission: 'Role:x' })).status).toBe(400)
    expect((await submit(ofLab('/undeclare'), { permission: 'x' })).status).toBe(400)
    expect((await submit(ofLab('/revoke'), { id: 'x' })).status).toBe(400)
    expect((await submit('/portal/apps', { displayName: ' ' })).text).toContain(
      'property &#39;displayName&#39;',
    )
  })
})

test('no page loads anything, is kept, framed, or runs a script but its own', async () => {
  for (const path of ['/', ofLab(), ofLab('/permissions'), '/portal/log', '/portal/nowhere']) {
    const { headers, text } = await get(path)
    expect(headers['content-security-policy']).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/=]{44}'; base-uri 'none'; script-src 'sha256-[\w+/=]{44}'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'$/,
    )
    expect([headers['x-frame-options'], headers['cache-control'], headers['referrer-policy']]).toEqual([
      'DENY',
      'no-store',
      'same-origin',
    ])
    expect(text).not.toMatch(/ (?:src|style|on\w+)=|href="(?!\/|#)/)
  }
})

describe('a developer', () => {
  const developer = () => cookie.replace('administrator', 'developer')

  test('declares and makes secrets, and does not grant', async () => {
    const headers = { cookie: developer(), ...own() }
    const made = await submit('/portal/apps', { displayName: 'of a developer' }, headers)
    expect(made.status).toBe(303)
    const path = made.headers.location!
    expect((await submit(`${path}/declare`, { permission: `Role:${userReadAll}` }, headers)).status).toBe(303)
    expect((await submit(`${path}/secret`, {}, headers)).status).toBe(303)
    for (const act of ['grant', 'revoke', 'enable', 'disable'])
      expect((await submit(`${path}/${act}`, {}, headers)).text).toContain('This takes an administrator.')
    const { text } = await ask('GET', `${path}/permissions`, { cookie: developer() })
    expect(text).toMatch(/<button class="go" disabled>Grant admin consent for Contoso/)
    expect((await submit(`${path}/grant`, {})).status).toBe(303)
    expect((await get(`${path}/permissions`)).text).toContain('Granted for Contoso')
  })

  test('may not read the sign-in log: Graph itself refuses', async () => {
    const { status, text } = await ask('GET', '/portal/sign-ins', { cookie: developer() })
    expect([status, text.includes('Authentication_MSGraphPermissionMissing')]).toEqual([403, true])
    expect((await get('/portal/sign-ins')).status).toBe(200)
  })

  test('is one until the other is chosen', async () => {
    const { headers } = await submit('/portal/role', { role: 'developer', back: '/portal/users' })
    expect([headers.location, headers['set-cookie']![0]!.split(';')[0]]).toEqual([
      '/portal/users',
      developer(),
    ])
    expect((await submit('/portal/role', { role: 'root' })).headers['set-cookie']).toBeUndefined()
  })
})

test('sign-ins grow with what happens', async () => {
  const token = await emulator.token('reporting')
  const all = async (): Promise<{ appDisplayName: string; userPrincipalName: string }[]> =>
    (await emulator.send('GET', '/v1.0/auditLogs/signIns', { token })).json.value
  const before = (await all()).length
  await submit('/portal/role', { role: 'developer' })
  await emulator.send(
    'POST',
    `/${emulator.tenantId}/signin?user=leo.marchetti@contoso.example&client_id=${emulator.apps.lab!.clientId}&scope=User.Read`,
  )
  const after = await all()
  expect(after).toHaveLength(before + 2)
  expect(after.slice(0, 2)).toMatchObject([
    { appDisplayName: 'iam-lab3-daemon', userDisplayName: 'Leo Marchetti', status: { errorCode: 0 } },
    { appDisplayName: 'why403 portal', userDisplayName: 'Adele Vance', isInteractive: true },
  ])
})

test('a believable directory: names of its own each, departments, and what they signed in to', async () => {
  const big = await stage(undefined, { crowd: 3000 })
  const token = await big.token('reporting')
  const users: Record<string, string>[] = []
  let path = '/v1.0/users?$top=999&$select=id,displayName,userPrincipalName,jobTitle,department'
  while (path !== '') {
    const { json } = await big.send('GET', path, { token })
    users.push(...json.value)
    path = json['@odata.nextLink'] ?? ''
  }
  expect(users).toHaveLength(3013)
  for (const name of ['id', 'userPrincipalName'])
    expect(new Set(users.map(user => user[name])).size).toBe(3013)
  expect(new Set(users.slice(13, 253).map(({ displayName }) => displayName)).size).toBe(240)
  expect(users.slice(13).every(({ displayName }) => /^[A-Z][a-z]+ [A-Z][a-z]+$/.test(displayName!))).toBe(
    true,
  )
  const { json } = await big.send('GET', '/v1.0/auditLogs/signIns?$top=999', { token })
  const times = json.value.map(({ createdDateTime }: { createdDateTime: string }) => createdDateTime)
  expect(times).toEqual(times.toSorted().reverse())
  expect(times.length).toBeGreaterThan(300)
  expect(new Set(json.value.map((one: { userDisplayName: string }) => one.userDisplayName))).not.toContain(
    null,
  )
  await big.stop()
})

const userReadAll = 'df021288-bdef-4463-88db-98f22de89214'

test('a secret is shown once, and never again', async () => {
  const { headers } = await submit(ofLab('/secret'), { displayName: 'once' })
  const [first, second] = [await get(headers.location!), await get(headers.location!)]
  const [value = ''] = /MAKE-BELIEVE~[\w-]{30}/.exec(first.text) ?? []
  expect(value).not.toBe('')
  expect([second.text.includes(value), second.text.includes('once')]).toEqual([false, true])
  expect(JSON.stringify(emulator.exchanges())).not.toContain(value)
})

test('what the portal did is told as its own, and its reading is not', async () => {
  const before = emulator.exchanges().length
  for (const path of ['/', '/portal/users', '/portal/sign-ins', ofLab('/permissions')]) await get(path)
  expect(emulator.exchanges()).toHaveLength(before)
  await submit(ofLab('/disable'), {})
  await submit(ofLab('/enable'), {})
  const { text } = await get('/portal/log/new?after=0')
  expect(JSON.parse(text)).toMatchObject({ changed: true, last: before + 2 })
  expect(JSON.parse(text).entries).toMatch(/You, in this portal.*Enabled the enterprise app/s)
})
