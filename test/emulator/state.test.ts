import { expect, test } from 'vitest'
import { readDirectory } from '../../src/emulator/directory-file.ts'
import type { Kept, TenantFile } from '../../src/emulator/emulator.ts'
import { readState } from '../../src/emulator/state.ts'
import { hostileTexts } from '../support/hostile.ts'
import { graphScope, index, post, type Stage, stage } from './support.ts'

/** A file, as far as the emulator knows one. */
function file(): { text: string; kept(): Kept } {
  const made = {
    text: '',
    kept: (): Kept => ({
      state: made.text === '' ? null : readState(made.text),
      write: async text => {
        made.text = text
      },
    }),
  }
  return made
}

const tokenOf = async ({ url, tenantId }: Stage, client_id: string, client_secret: string) =>
  (
    await post(`${url}/${tenantId}/oauth2/v2.0/token`, {
      ...{ grant_type: 'client_credentials', client_id, client_secret, scope: graphScope },
    })
  ).json

test('what was registered, declared, granted and disabled is there after a restart', async () => {
  const disk = file()
  const first = await stage(undefined, { keep: disk.kept() })
  const token = await first.token('admin')
  const send = async (method: string, path: string, json: object) =>
    (await first.send(method, `/v1.0${path}`, { token, json })).json
  const { id, appId } = await send('POST', '/applications', { displayName: 'kept' })
  const principal = await send('POST', '/servicePrincipals', { appId })
  const { secretText } = await send('POST', `/applications/${id}/addPassword`, {})
  const access = { id: 'df021288-bdef-4463-88db-98f22de89214', type: 'Role' }
  await send('PATCH', `/applications/${id}`, {
    requiredResourceAccess: [
      { resourceAppId: '00000003-0000-0000-c000-000000000000', resourceAccess: [access] },
      { resourceAppId: '00000002-0000-0000-c000-000000000000', resourceAccess: [access] },
    ],
  })
  await first.send('POST', `/${first.tenantId}/adminconsent?client_id=${appId}`)
  await send('PATCH', `/servicePrincipals/${first.apps.reporting!.servicePrincipalId}`, {
    accountEnabled: false,
  })
  const before = first.registrations()
  await first.stop()

  for (const secret of [secretText, ...Object.values(first.apps).map(({ secret }) => secret)])
    expect(disk.text).not.toContain(secret)
  expect(disk.text).not.toMatch(/PRIVATE KEY|"d":/)

  const second = await stage(undefined, { keep: disk.kept() })
  expect(second.registrations()).toEqual(before)
  expect((await tokenOf(second, appId, secretText)).access_token).toEqual(expect.any(String))
  const { clientId, secret } = second.apps.reporting!
  expect((await tokenOf(second, clientId, secret)).error_codes).toEqual([7000112])
  expect(second.registrations().find(one => one.clientId === appId)).toMatchObject({
    granted: ['User.Read.All'],
    servicePrincipalId: principal.id,
  })
  const text = disk.text
  await second.send('GET', '/v1.0/users', { token })
  expect(disk.text).toBe(text)
  await second.stop()
})

test('a text of anything else is no state, and nothing of it is taken', async () => {
  const disk = file()
  await (await stage(undefined, { keep: disk.kept() })).stop()
  const state = JSON.parse(disk.text)
  expect(readState(disk.text)).not.toBeNull()
  const damaged = [
    '',
    'null',
    '[]',
    '{}',
    disk.text.slice(0, -10),
    JSON.stringify({ ...state, what: 'x' }),
    JSON.stringify({ ...state, tenantId: 'x' }),
    JSON.stringify({ ...state, apps: [{}] }),
    JSON.stringify({
      ...state,
      apps: state.apps.map((app: object) => ({ ...app, servicePrincipal: { id: 1 } })),
    }),
    JSON.stringify({
      ...state,
      apps: state.apps.map((app: object) => ({ ...app, secrets: [{ sha256: 'x' }] })),
    }),
    JSON.stringify({
      ...state,
      apps: state.apps.map((app: object) => ({ ...app, keys: [{ certificate: 'x' }] })),
    }),
    JSON.stringify({ ...state, assignments: [null] }),
  ]
  expect(damaged.map(readState)).toEqual(damaged.map(() => null))
})

const small = {
  displayName: 'Fabrikam',
  domain: 'fabrikam.example',
  users: [{ displayName: 'Mia Berg', userPrincipalName: 'Mia@fabrikam.example', department: 'Legal' }],
}

test('another directory: its people and apps, under the id that is known to be make-believe', async () => {
  const app = {
    displayName: 'report',
    declared: [{ permission: 'User.Read.All', kind: 'Role' }],
    granted: ['User.Read.All'],
  }
  const read = readDirectory(JSON.stringify({ ...small, apps: [app] }), index) as TenantFile
  const other = await stage(read)
  const { json } = await other.send('GET', '/v1.0/users?$select=displayName,userPrincipalName,department', {
    token: await other.token('report'),
  })
  expect(json.value).toEqual([
    { displayName: 'Mia Berg', userPrincipalName: 'mia@fabrikam.example', department: 'Legal' },
  ])
  expect([other.domain, other.tenantId]).toEqual(['fabrikam.example', '4b3e1f60-8a2d-4d0c-9e57-c0a1b2d3e4f5'])
  await other.stop()
  expect(readDirectory(JSON.stringify(small), index)).toHaveProperty('apps.length')
})

test.each([
  ['no JSON', '{', /^it is not a JSON object$/],
  ['a list', '[]', /^it is not a JSON object$/],
  ['no name', { ...small, displayName: ' ' }, /displayName/],
  ['a domain of somebody', { ...small, domain: 'microsoft.com' }, /\.example/],
  ['nobody', { ...small, users: [] }, /^its users are not a list of 1 to 5000$/],
  [
    'somebody without a name',
    { ...small, users: [{}] },
    /^its users cannot be used: number 1 has no displayName$/,
  ],
  ['a name twice', { ...small, users: [small.users[0], small.users[0]] }, /one userPrincipalName/],
  ['an app that is none', { ...small, apps: [1] }, /^its apps cannot be used: number 1 is not an object$/],
  [
    'an app twice',
    { ...small, apps: [{ displayName: 'x' }, { displayName: 'x' }] },
    /two of its apps have one key/,
  ],
  [
    'a permission that is none',
    { ...small, apps: [{ displayName: 'x', granted: ['Users.Read'] }] },
    /permission/,
  ],
  [
    'a grant without a service principal',
    { ...small, apps: [{ displayName: 'x', granted: ['User.Read.All'], servicePrincipalId: null }] },
    /no service principal/,
  ],
])('a directory with %s is refused', (_, given, wrong) => {
  const read = readDirectory(typeof given === 'string' ? given : JSON.stringify(given), index)
  expect(read).toHaveProperty('wrong', expect.stringMatching(wrong))
})

test('names of a directory that are out to do harm are names', async () => {
  for (const text of Object.values(hostileTexts)) {
    const read = readDirectory(
      JSON.stringify({
        ...small,
        displayName: text,
        users: [{ displayName: text, userPrincipalName: text }],
      }),
      index,
    )
    if ('wrong' in read) expect(text.trim() === '' || text.length > 256).toBe(true)
    else await (await stage(read)).stop()
  }
})
