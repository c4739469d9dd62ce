import { describe, expect, test } from 'vitest'
import { secretIn } from '../../src/core/credential.ts'
import { loadSettings, type SettingsFlags, usable } from '../../src/edges/settings.ts'
import { type TestIoOptions, testIo } from '../support/io.ts'

const load = (flags: SettingsFlags, options: TestIoOptions = {}) => loadSettings(flags, testIo(options).io)

test('without anything: the global cloud, its default scope, and nothing else', async () => {
  const { settings, token, notes } = await load({})
  expect(settings).toMatchObject({ tenant: null, clientId: null, credential: null, emulator: null })
  expect(settings.cloud).toMatchObject({ value: { name: 'global' }, origin: 'default' })
  expect(settings.scope).toMatchObject({ value: 'https://graph.microsoft.com/.default', origin: 'default' })
  expect({ token, notes }).toEqual({ token: null, notes: [] })
})

test('each setting remembers its name and its origin', async () => {
  const files = { '.env': 'AZURE_CLIENT_ID=from-file\nGRAPH_SCOPE=scope\n' }
  const { settings } = await load({ tenant: 't' }, { env: { CLIENT_SECRET: 's' }, files })
  expect(settings.tenant).toEqual({ value: 't', name: '--tenant', origin: 'flag' })
  expect(settings.clientId).toEqual({ value: 'from-file', name: 'AZURE_CLIENT_ID', origin: '.env' })
  expect(secretIn(settings)).toMatchObject({ name: 'CLIENT_SECRET', origin: 'environment' })
  expect(settings.scope).toEqual({ value: 'scope', name: 'GRAPH_SCOPE', origin: '.env' })
})

test('secrets and tokens redact themselves', async () => {
  const env = { CLIENT_SECRET: 'do-not-show', WHY403_TOKEN: 'nor-me' }
  const loaded = await load({}, { env })
  expect(JSON.stringify(loaded)).not.toMatch(/do-not-show|nor-me/)
  expect(secretIn(loaded.settings)?.value.reveal()).toBe('do-not-show')
  expect(loaded.token?.value.reveal()).toBe('nor-me')
})

test('a .env is read as people write it: comments, quotes, export, spaces, blank lines', async () => {
  const file = `# of the lab\r
export TENANT_ID="contoso.example"\r
CLIENT_ID = 6f1c2d9e # the daemon

CLIENT_SECRET='a#b~c "d"'
`
  const { settings } = await load({}, { files: { '.env': file } })
  expect(settings.tenant?.value).toBe('contoso.example')
  expect(settings.clientId?.value).toBe('6f1c2d9e')
  expect(secretIn(settings)?.value.reveal()).toBe('a#b~c "d"')
})

test.each([
  ['one line end', 'secret\n', 'secret'],
  ['one Windows line end', 'secret\r\n', 'secret'],
  ['none', 'secret', 'secret'],
  ['two, the first of which is its own', 'secret\n\n', 'secret\n'],
])('a secret file loses its line end: %s', async (_, text, secret) => {
  const { settings } = await load({ clientSecretFile: 's' }, { files: { s: text } })
  expect(secretIn(settings)?.value.reveal()).toBe(secret)
  expect(secretIn(settings)).toMatchObject({ name: '--client-secret-file', origin: 'flag' })
})

describe('the cloud', () => {
  test.each([
    ['https://login.microsoftonline.us', 'usgov'],
    ['https://login.microsoftonline.us/', 'usgov'],
    ['login.partner.microsoftonline.cn', 'china'],
    ['HTTPS://LOGIN.MICROSOFTONLINE.COM', 'global'],
  ])('of the authority %s is %s', async (authority, name) => {
    const { settings } = await load({}, { env: { AZURE_AUTHORITY_HOST: authority } })
    expect(settings.cloud.value.name).toBe(name)
    expect(settings.scope.value).toBe(`https://${settings.cloud.value.graph}/.default`)
  })

  test('of a flag wins', async () => {
    const { settings } = await load(
      { cloud: 'china' },
      { env: { AZURE_AUTHORITY_HOST: 'elsewhere.example' } },
    )
    expect(settings.cloud).toMatchObject({ value: { name: 'china' }, origin: 'flag' })
  })

  test.each(['http://login.microsoftonline.com', 'login.microsoftonline.com/x', 'login.evil.example'])(
    'is not guessed from %s: the secret would go there',
    async authority => {
      await expect(load({}, { env: { AZURE_AUTHORITY_HOST: authority } })).rejects.toMatchObject({
        code: 'impossible-setting',
      })
    },
  )
})

test.each([
  ['http://127.0.0.1:4030', 'http://127.0.0.1:4030'],
  ['http://127.0.0.1:4030/', 'http://127.0.0.1:4030'],
  ['http://localhost:4030', 'http://localhost:4030'],
  ['http://[::1]:4030', 'http://[::1]:4030'],
])('the emulator may be at %s', async (emulator, origin) => {
  expect((await load({ emulator })).settings.emulator?.value).toBe(origin)
})

describe('usable', () => {
  const whole = { TENANT_ID: 'contoso.example', CLIENT_ID: 'c', CLIENT_SECRET: 's' }

  test('names all that is absent, in one sentence', async () => {
    const loaded = await load({}, { env: { CLIENT_ID: 'c' } })
    await expect(usable(loaded)).rejects.toThrow(
      'TENANT_ID and CLIENT_SECRET are not set, and there is no .env in /.',
    )
  })

  test.each(['common', 'organizations', 'CONSUMERS'])(
    '%s is no tenant of an app-only token',
    async tenant => {
      const loaded = await load({}, { env: { ...whole, TENANT_ID: tenant } })
      await expect(usable(loaded)).rejects.toThrow('and must name one tenant.')
    },
  )

  test('what is merely odd passes: findings look at that', async () => {
    const env = { TENANT_ID: '<tenant-id>', CLIENT_ID: '{{CLIENT_ID}}', CLIENT_SECRET: 'your secret' }
    const loaded = await load({}, { env })
    expect((await usable(loaded)).app?.tenant.value).toBe('<tenant-id>')
  })
})
