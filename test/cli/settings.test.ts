import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Stage, stage } from '../emulator/support.ts'
import type { TestIoOptions } from '../support/io.ts'
import { dotenv, report, settings, why403 } from './support.ts'

let emulator: Stage
let lab: Record<string, string>

beforeAll(async () => {
  emulator = await stage()
  lab = settings(emulator)
})
afterAll(() => emulator.stop())

/** The client id that a token was acquired for. */
async function appAsked(argv: readonly string[], options: TestIoOptions): Promise<string> {
  return (await report(['inspect', ...argv], options)).token.appid
}

describe('where a setting comes from', () => {
  test('a .env in the working directory is enough', async () => {
    const files = { '.env': dotenv(lab) }
    expect(await appAsked([], { files })).toBe(lab.CLIENT_ID)
  })

  test('the environment wins over .env', async () => {
    const { clientId, secret } = emulator.apps.reporting!
    const files = { '.env': dotenv(lab) }
    expect(await appAsked([], { files, env: { CLIENT_ID: clientId, CLIENT_SECRET: secret } })).toBe(clientId)
  })

  test('a flag wins over the environment', async () => {
    const { clientId, secret } = emulator.apps.reporting!
    const argv = ['--client-id', clientId, '--client-secret-file', 's', '--tenant', emulator.domain]
    const env = { ...lab, TENANT_ID: 'elsewhere.example' }
    expect(await appAsked(argv, { env, files: { s: `${secret}\n` } })).toBe(clientId)
  })

  test("plain names win over Azure's, in one source", async () => {
    const env = { ...lab, AZURE_CLIENT_ID: 'x', AZURE_CLIENT_SECRET: 'x', AZURE_TENANT_ID: 'x' }
    expect(await appAsked([], { env })).toBe(lab.CLIENT_ID)
  })

  test("Azure's names do when they are the only ones", async () => {
    const env = {
      WHY403_EMULATOR: emulator.url,
      AZURE_TENANT_ID: lab.TENANT_ID!,
      AZURE_CLIENT_ID: lab.CLIENT_ID!,
      AZURE_CLIENT_SECRET: lab.CLIENT_SECRET!,
    }
    expect(await appAsked([], { env })).toBe(lab.CLIENT_ID)
    expect((await why403(['inspect'], { env })).err).toBe('')
  })

  test("Azure's names in the environment win over plain ones in .env", async () => {
    const { clientId, secret } = emulator.apps.reporting!
    const env = { AZURE_CLIENT_ID: clientId, AZURE_CLIENT_SECRET: secret }
    expect(await appAsked([], { env, files: { '.env': dotenv(lab) } })).toBe(clientId)
  })

  test('an empty value counts as absent', async () => {
    const env = { CLIENT_ID: '', CLIENT_SECRET: ' ' }
    expect(await appAsked([], { env, files: { '.env': dotenv(lab) } })).toBe(lab.CLIENT_ID)
  })

  test('--dotenv is read in place of .env', async () => {
    const files = { '.env': 'CLIENT_ID=elsewhere\n', 'lab.env': dotenv(lab) }
    expect(await appAsked(['--dotenv', 'lab.env'], { files })).toBe(lab.CLIENT_ID)
  })

  test('the secret may come from standard input', async () => {
    const { CLIENT_SECRET, ...env } = lab
    const argv = ['--client-secret-file', '-']
    expect(await appAsked(argv, { env, stdin: `${CLIENT_SECRET}\r\n` })).toBe(lab.CLIENT_ID)
  })

  test('GRAPH_SCOPE chooses the API', async () => {
    const env = { ...lab, GRAPH_SCOPE: 'https://management.azure.com/.default' }
    const { token } = await report(['inspect'], { env })
    expect(token.aud).toBe('https://management.azure.com')
  })

  test('--verbose names the origin of each, and no value', async () => {
    const { CLIENT_SECRET, ...env } = lab
    const files = { '.env': dotenv({ CLIENT_SECRET: CLIENT_SECRET! }) }
    const { err } = await why403(['check', '--verbose', '--tenant', emulator.tenantId], { env, files })
    expect(err.split('\n').filter(line => line.startsWith('setting:'))).toEqual([
      'setting: --tenant from flag',
      'setting: CLIENT_ID from environment',
      'setting: CLIENT_SECRET from .env',
      'setting: GRAPH_SCOPE from default',
      'setting: --cloud from default',
      'setting: WHY403_EMULATOR from environment',
    ])
    expect(err).not.toContain(CLIENT_SECRET)
  })
})

describe('notes on stderr', () => {
  test.each<[string, (lab: Record<string, string>) => TestIoOptions & { argv?: string[] }, string]>([
    [
      'an id from the environment beside a secret from .env',
      ({ CLIENT_SECRET, ...env }) => ({ env, files: { '.env': `CLIENT_SECRET=${CLIENT_SECRET}` } }),
      'TENANT_ID (environment), CLIENT_ID (environment), CLIENT_SECRET (.env)',
    ],
    [
      'two families of names',
      ({ CLIENT_ID, ...env }) => ({ env: { ...env, AZURE_CLIENT_ID: CLIENT_ID! } }),
      'TENANT_ID (environment), AZURE_CLIENT_ID (environment), CLIENT_SECRET (environment)',
    ],
    [
      'a flag over .env',
      lab => ({ files: { '.env': dotenv(lab) }, argv: ['--tenant', lab.TENANT_ID!] }),
      '--tenant (flag), CLIENT_ID (.env), CLIENT_SECRET (.env)',
    ],
  ])('%s', async (_, of, origins) => {
    const { argv = [], ...options } = of(lab)
    const { err } = await why403(['inspect', ...argv], options)
    expect(err).toBe(`note: settings come from different places: ${origins}\n`)
  })

  test('a .env with a secret that others can read', async () => {
    const modes = { '.env': 0o100644 }
    const { err } = await why403(['inspect'], { files: { '.env': dotenv(lab) }, modes })
    expect(err).toBe('note: .env holds a secret, and others on this machine can read it: chmod 600 .env\n')
    const { CLIENT_SECRET, ...rest } = lab
    const harmless = { files: { '.env': dotenv(rest) }, env: { CLIENT_SECRET: CLIENT_SECRET! } }
    expect((await why403(['inspect'], { ...harmless, modes })).err).not.toContain('chmod')
  })
})
