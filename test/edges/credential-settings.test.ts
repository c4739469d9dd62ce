import { describe, expect, test } from 'vitest'
import { settingOf } from '../../src/core/credential.ts'
import { loadSettings, type SettingsFlags, usable } from '../../src/edges/settings.ts'
import { type TestIoOptions, testIo } from '../support/io.ts'

const load = (flags: SettingsFlags, options: TestIoOptions = {}) => loadSettings(flags, testIo(options).io)

const id = '6f1c2d9e-0b7a-4c55-9a0e-2f4f0d9b7c11'
const app = { TENANT_ID: 'contoso.example', CLIENT_ID: id }
const all = {
  CLIENT_SECRET: 'made~up',
  AZURE_CLIENT_CERTIFICATE_PATH: 'app.pem',
  AZURE_FEDERATED_TOKEN_FILE: 'token',
  IDENTITY_ENDPOINT: 'http://127.0.0.1:1/msi/token',
}

async function chosen(flags: SettingsFlags, env: Record<string, string>, files = {}) {
  const { settings, notes } = await load(flags, { env, files })
  const { credential } = settings
  return { kind: credential?.kind ?? null, name: credential && settingOf(credential).name, notes }
}

describe('the credential is the first that is set, in the order of the Azure SDKs', () => {
  const names = Object.keys(all) as (keyof typeof all)[]
  const kinds = ['secret', 'certificate', 'federated', 'managed-identity']
  test.each(names.map((name, at) => [kinds[at], name] as const))('%s: %s', async (kind, name) => {
    const from = names.indexOf(name)
    const env = Object.fromEntries(names.slice(from).map(one => [one, all[one]]))
    const found = await chosen({}, env)
    expect(found).toMatchObject({ kind, name })
    const others = names.slice(from + 1)
    expect(found.notes).toHaveLength(others.length === 0 ? 0 : 1)
    for (const other of others) expect(found.notes[0]).toContain(`${other}, environment`)
  })

  test.each(kinds)('--credential %s takes that one, and says nothing', async kind => {
    const credential = kind as NonNullable<SettingsFlags['credential']>
    expect(await chosen({ credential }, all)).toMatchObject({ kind, notes: [] })
  })

  test('a flag wins over what is set elsewhere', async () => {
    expect(await chosen({ certificate: 'x.pem' }, all)).toMatchObject({
      kind: 'certificate',
      name: '--certificate',
      notes: [],
    })
    expect(await chosen({ identity: 'system' }, all)).toMatchObject({ kind: 'managed-identity' })
  })

  test('a placeholder gives way to what is filled in', async () => {
    const { AZURE_FEDERATED_TOKEN_FILE } = all
    const env = { CLIENT_SECRET: '<client-secret>', AZURE_FEDERATED_TOKEN_FILE }
    expect(await chosen({}, env)).toMatchObject({ kind: 'federated', notes: [] })
    expect(await chosen({}, { CLIENT_SECRET: '<client-secret>' })).toMatchObject({ kind: 'secret' })
  })

  test("GitHub's two variables are a credential together", async () => {
    const ACTIONS_ID_TOKEN_REQUEST_URL = 'https://token.example/?x=1'
    const both = { ACTIONS_ID_TOKEN_REQUEST_URL, ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'bearer' }
    expect(await chosen({}, both)).toMatchObject({ kind: 'federated' })
    expect(await chosen({}, { ACTIONS_ID_TOKEN_REQUEST_URL })).toMatchObject({ kind: null })
  })
})

describe('two that contradict each other', () => {
  test.each([
    [{ certificate: 'a', clientSecretFile: '-' }, '--client-secret-file and --certificate name different'],
    [{ certificate: 'a', credential: 'secret' as const }, '--credential secret asks for a client secret'],
    [{ identity: 'nobody' }, '--identity names a managed identity'],
  ])('%j', async (flags, words) => {
    await expect(load(flags, { env: all, stdin: 'x' })).rejects.toThrow(words)
  })
})

describe('a managed identity', () => {
  const identityOf = async (identity: string | undefined, env: Record<string, string> = {}) => {
    const { settings } = await load({ identity, credential: 'managed-identity' }, { env })
    return settings.credential?.kind === 'managed-identity' ? settings.credential.identity.value : null
  }
  const resource = `/subscriptions/${id}/resourcegroups/a/providers/Microsoft.ManagedIdentity/userAssignedIdentities/b`

  test.each([
    ['system', { by: 'system', id: '' }],
    [id, { by: 'client-id', id }],
    [`object:${id}`, { by: 'object-id', id }],
    [resource, { by: 'resource-id', id: resource }],
  ])('%s', async (text, identity) => {
    expect(await identityOf(text, app)).toEqual(identity)
  })

  test('is of the client id that is set, as in the Azure SDKs, and else the machine’s own', async () => {
    expect(await identityOf(undefined, { AZURE_CLIENT_ID: id })).toEqual({ by: 'client-id', id })
    expect(await identityOf(undefined)).toEqual({ by: 'system', id: '' })
  })

  test('needs neither tenant nor client id', async () => {
    expect((await usable(await load({ identity: 'system' }))).app).toBe(null)
  })
})

describe('a setting that is there is never called missing', () => {
  const told = async (env: Record<string, string>, flags: SettingsFlags = {}): Promise<string> => {
    const loaded = await load(flags, { env })
    try {
      await usable(loaded)
    } catch (error) {
      const { message, hints } = error as Error & { hints: readonly string[] }
      return [message, ...hints].join('\n')
    }
    return 'usable'
  }

  test('a certificate takes the place of a secret', async () => {
    expect(await told({ ...app, AZURE_CLIENT_CERTIFICATE_PATH: 'app.pem' })).toBe('usable')
    const { AZURE_CLIENT_CERTIFICATE_PATH } = all
    const absent = await told({ AZURE_CLIENT_CERTIFICATE_PATH })
    expect(absent).toContain('TENANT_ID and CLIENT_ID are not set')
    expect(absent).not.toMatch(/CLIENT_SECRET is|CLIENT_SECRET are/)
  })

  test('an empty one is called empty', async () => {
    expect(await told({ ...app, AZURE_CLIENT_SECRET: '' })).toContain('CLIENT_SECRET is empty, and there is')
    expect(await told({ TENANT_ID: 'x.example', CLIENT_ID: '' })).toContain(
      'CLIENT_SECRET is not set, CLIENT_ID is empty, and there is',
    )
  })

  test('one of another kind than --credential asks for is named', async () => {
    const secret = { ...app, CLIENT_SECRET: 'made~up' }
    const words = await told(secret, { credential: 'certificate' })
    expect(words).toContain('AZURE_CLIENT_CERTIFICATE_PATH is not set')
    expect(words).toContain('CLIENT_SECRET (environment) is set, and --credential certificate leaves it out.')
  })

  test('a password without its file is named', async () => {
    const words = await told({ ...app, AZURE_CLIENT_CERTIFICATE_PASSWORD: 'geheim' })
    expect(words).toContain('AZURE_CLIENT_CERTIFICATE_PASSWORD (environment) is set')
    expect(words).not.toContain('geheim')
  })

  test('a job of GitHub Actions that may not ask for a token is told', async () => {
    const job = { ...app, GITHUB_ACTIONS: 'true' }
    expect(await told(job)).toContain('the permission id-token: write')
    expect(await told(job, { credential: 'certificate' })).not.toContain('id-token')
    expect(await told(app, { credential: 'federated' })).toContain('AZURE_FEDERATED_TOKEN_FILE is not set')
  })
})
