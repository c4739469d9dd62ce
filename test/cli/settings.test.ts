import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import contoso from '../../fixtures/tenants/contoso.json' with { type: 'json' }
import refusals from '../../fixtures/tenants/refusals.json' with { type: 'json' }
import { isMakeBelieveSecret, isMakeBelieveToken } from '../../src/edges/make-believe.ts'
import type { TenantFile } from '../../src/emulator/emulator.ts'
import { main } from '../../src/main.ts'
import { type Stage, stage, start } from '../emulator/support.ts'
import { type TestIoOptions, testIo } from '../support/io.ts'
import { serve } from '../support/server.ts'
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
    expect(err).toContain(`note: settings come from different places: ${origins}\n`)
  })

  test('an emulator that a .env sets is announced, any other is not', async () => {
    const note = 'note: WHY403_EMULATOR (.env) is set: the built-in tenant answers, not Entra ID\n'
    expect((await why403(['inspect'], { files: { '.env': dotenv(lab) } })).err).toBe(note)
    expect((await why403(['inspect'], { env: lab })).err).toBe('')
  })
})

describe('files with a secret that others can read or change are noted after the answer, once each', () => {
  const note = (file: string, how: string, cure = `: chmod 600 ${file}`) =>
    `note: ${file} holds a secret, and others on this machine can ${how} it${cure}\n`

  /** What was written, in the order in which it was. */
  async function inOrder(argv: readonly string[], options: TestIoOptions): Promise<string> {
    const { io } = testIo({ now: () => start, ...options })
    let text = ''
    const write = (written: string): void => {
      text += written
    }
    await main(argv, { ...io, stdout: { ...io.stdout, write }, stderr: { ...io.stderr, write } })
    return text
  }

  test.each([
    [0o644, 'read'],
    [0o640, 'read'],
    [0o622, 'change'],
    [0o666, 'read and change'],
  ])('a .env of mode %o', async (mode, how) => {
    const files = { '.env': dotenv(lab) }
    const text = await inOrder(['inspect'], { files, modes: { '.env': 0o100000 | mode } })
    expect(text.split(note('.env', how))).toHaveLength(2)
    expect(text.endsWith(note('.env', how))).toBe(true)
  })

  test('every other file with one', async () => {
    const { CLIENT_SECRET, ...env } = lab
    const token = await emulator.token('reporting')
    const files = { s: CLIENT_SECRET!, t: token, admin: await emulator.token('admin'), 'my token': token }
    const modes = { s: 0o644, t: 0o644, admin: 0o644, 'my token': 0o644 }
    const { err } = await why403(
      [
        'check',
        '--token-file',
        't',
        '--client-secret-file',
        's',
        '--directory-token-file',
        'admin',
        '/users',
      ],
      { env, files, modes },
    )
    expect(err.endsWith(note('s', 'read') + note('t', 'read') + note('admin', 'read'))).toBe(true)
    const compared = await why403(['inspect', 't', '--against', 'my token'], { env, files, modes })
    expect(compared.err).toBe(note('my token', 'read', '') + note('t', 'read'))
    const twice = await why403(['inspect', 't', '--against', 't'], { env, files, modes })
    expect(twice.err).toBe(note('t', 'read'))
  })

  test('after a complaint too', async () => {
    const { TENANT_ID, ...rest } = lab
    const { code, err } = await why403([], { files: { '.env': dotenv(rest) }, modes: { '.env': 0o644 } })
    expect(code).toBe(2)
    expect(err).toContain(note('.env', 'read'))
  })

  test('none of one’s own, without a secret, that is a pipe, or on Windows', async () => {
    const { CLIENT_SECRET, ...rest } = lab
    const env = { CLIENT_SECRET: CLIENT_SECRET! }
    const modes = { '.env': 0o644, t: 0o600 }
    const files = { '.env': dotenv(rest), t: await emulator.token('lab') }
    expect((await why403(['inspect', '--token-file', 't'], { env, files, modes })).err).not.toContain('chmod')
    for (const status of [{ kind: 'other', mode: 0o666 } as const, { kind: 'file', mode: null } as const]) {
      const { io, err } = testIo({ now: () => start, files: { t: files.t }, env: lab })
      await main(['inspect', '--token-file', 't'], {
        ...io,
        fileStatus: async () => ({ ...status, isOurs: true }),
      })
      expect(err()).toBe('')
    }
  })
})

describe('the emulator’s address gets nothing that is real', () => {
  const real = { TENANT_ID: 'contoso.example', CLIENT_ID: '6f1c2d9e-0b7a-4c55-9a0e-2f4f0d9b7c11' }
  const secret = 'Zq1~8QplantedPlantedPlantedPlanted.plant'

  /** A server of somebody else, and all that it was asked. */
  async function listening(use: (url: string, asked: () => string) => Promise<void>): Promise<void> {
    const server = await serve(() => ({ status: 404 }))
    try {
      await use(server.url, () => JSON.stringify(server.asked))
    } finally {
      await server.stop()
    }
  }

  test.each(['environment', '.env'])('no secret, from the %s', async from => {
    await listening(async (url, asked) => {
      const address = `WHY403_EMULATOR=${url}\n`
      const values = { ...real, CLIENT_SECRET: secret }
      const { code, out, err } = await why403(['/users', '--anyway'], {
        env: from === 'environment' ? values : {},
        files: { '.env': from === '.env' ? address + dotenv(values) : address },
      })
      expect({ code, out, asked: asked() }).toEqual({ code: 2, out: '', asked: '[]' })
      expect(err).toContain(
        `CLIENT_SECRET (${from}) is not a secret of the built-in tenant, so it is not sent to WHY403_EMULATOR (.env).\n  To ask Entra ID, remove WHY403_EMULATOR.\n`,
      )
      expect(err).not.toContain(secret)
    })
  })

  test('no token, though it looks like one of the built-in tenant, and no records are read with it', async () => {
    const files = { t: await emulator.token('reporting'), admin: await emulator.token('admin') }
    await listening(async (url, asked) => {
      const argv = ['--token-file', 't', '--directory-token-file', 'admin', '/users', '--anyway']
      const { calls, notChecked } = await report(argv, { env: { WHY403_EMULATOR: url }, files })
      expect(calls).toMatchObject([
        { sent: false, reason: expect.stringContaining('not sent: no key of the built-in tenant') },
      ])
      expect(notChecked).toContainEqual({
        id: 'records/all',
        missing: [
          expect.stringContaining('not sent: no key of the built-in tenant proves the token its own'),
        ],
      })
      for (const token of Object.values(files)) expect(asked()).not.toContain(token.split('.')[1])
    })
  })

  test('and what the token holds is not all clear then', async () => {
    await listening(async url => {
      const { verdict, headline } = await report(['--token-file', 't', '/users'], {
        env: { WHY403_EMULATOR: url },
        files: { t: await emulator.token('reporting') },
      })
      expect({ verdict, headline }).toEqual({
        verdict: 'undetermined',
        headline: {
          mark: 'warning',
          text: 'The operation is not decided, since the token was not sent where WHY403_EMULATOR leads.',
        },
      })
    })
  })

  test('no token of another tenant, though the keys that are published there signed it', async () => {
    // As if somebody published Microsoft's own keys beside an address that collects tokens.
    const other = await stage({ ...contoso, tenantId: '0f0e0d0c-0b0a-4908-8706-050403020100' } as TenantFile)
    const files = { t: await other.token('reporting') }
    const options = { env: { WHY403_EMULATOR: other.url }, files }
    const { calls } = await report(['--token-file', 't', '/users'], options)
    const { token, verdict } = await report(['inspect', '--token-file', 't'], options)
    await other.stop()
    expect(calls).toMatchObject([{ sent: false }])
    expect(verdict).toBe('undetermined')
    expect(token.signature).toMatchObject({
      status: 'not-checked',
      reason: 'the token is not of the built-in tenant, and WHY403_EMULATOR leads there',
    })
  })

  test('what is make-believe is known by what the emulator really makes', () => {
    for (const { secret, secretId } of Object.values(emulator.apps)) {
      expect([secret, `"${secret}"`, secretId].map(isMakeBelieveSecret)).toEqual([true, true, true])
    }
    expect([secret, '', 'make-believe', 'x'.repeat(40)].map(isMakeBelieveSecret)).toEqual([
      false,
      false,
      false,
      false,
    ])
    for (const { tenantId } of [contoso, refusals]) {
      expect(isMakeBelieveToken(tenantId, 'verified')).toBe(true)
      for (const status of ['mismatch', 'not-checked', 'undetermined']) {
        expect(isMakeBelieveToken(tenantId, status)).toBe(false)
      }
    }
    expect(isMakeBelieveToken(null, 'verified')).toBe(false)
  })
})
