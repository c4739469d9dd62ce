import { randomBytes } from 'node:crypto'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeAuthority } from '../../src/proxy/authority.ts'
import { settings } from '../cli/support.ts'
import { type Stage, stage, start } from '../emulator/support.ts'
import { listening, now } from '../proxy/support.ts'
import { buildProgram, type Ended, type Program, root } from '../support/program.ts'

// Programs as people have them, unchanged, under `why403 run --built-in`. .ci/run installs what they need.

const clients = join(root, 'test/clients')
const python = '/usr/bin/python3'

let program: Program
let emulator: Stage
let folder: string

beforeAll(async () => {
  for (const needed of [python, '/usr/bin/az', join(clients, 'node_modules/@azure/identity')]) {
    if (!existsSync(needed)) throw new Error(`${needed} is not installed: see .ci/run`)
  }
  program = await buildProgram()
})
afterAll(() => program.remove())

/** A tenant that nobody has consented in, and a home without anybody's settings. */
async function withTenant(play: () => Promise<void>): Promise<void> {
  emulator = await stage()
  emulator.pass((Date.now() - start) / 1000)
  folder = mkdtempSync(join(tmpdir(), 'clients-'))
  try {
    await play()
  } finally {
    await emulator.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** In a home of its own: the Azure CLI keeps the tokens of before. */
function run(command: readonly string[]): Promise<Ended> {
  const HOME = mkdtempSync(join(folder, 'home-'))
  return program.run(['run', '--built-in', '--', ...command], { env: { HOME, ...settings(emulator) } })
}

/** An administrator consents. */
async function consent(): Promise<void> {
  const { tenantId, apps } = emulator
  const { status } = await emulator.send('POST', `/${tenantId}/adminconsent?client_id=${apps.lab!.clientId}`)
  expect(status).toBe(200)
}

/** The lab's app.py, or one that was changed on the way, with a .env beside it where there is one. */
function lab(change: (text: string) => string = text => text, dotenv?: string): string {
  const file = join(folder, 'app.py')
  writeFileSync(file, change(readFileSync(join(clients, 'lab/app.py'), 'utf8')))
  if (dotenv !== undefined) writeFileSync(join(folder, '.env'), dotenv)
  return file
}

function expectRefused({ code, err }: Ended, path: string): void {
  expect(code).not.toBe(0)
  expect(err).toMatch(
    new RegExp(`✖ 403 GET ${path} · as the app\\n {6}The token holds no application permission`),
  )
  expect(err).toContain('✖ consent/missing-admin-consent')
  expect(err).toContain('why403 run --built-in --consent -- ')
}

describe('403, consent, 200', () => {
  const programs: readonly [string, readonly string[]][] = [
    ['@azure/identity with the Graph client', [process.execPath, join(clients, 'programs/identity.mjs')]],
    ['curl', ['/bin/sh', join(clients, 'programs/curl.sh')]],
    ['the Azure CLI', ['/bin/sh', join(clients, 'programs/azure-cli.sh')]],
  ]
  test.each(programs)('%s', (_, command) =>
    withTenant(async () => {
      expectRefused(await run(command), '/users')
      await consent()
      const read = await run(command)
      expect({ code: read.code, err: read.err.includes('All clear: the call was answered.') }).toEqual({
        code: 0,
        err: true,
      })
      expect(read.out).toContain('adele.vance@contoso.example')
    }),
  )

  test('MSAL for Python with requests and python-dotenv: the lab, and its sign-ins', () =>
    withTenant(async () => {
      cpSync(join(clients, 'lab/app.py'), join(folder, 'app.py'))
      const users = [python, join(folder, 'app.py')]
      const refused = await run(users)
      expectRefused(refused, '/users')
      expect(refused.out).toBe('Access token acquired.\n')
      expect(refused.err).toContain('Authorization_RequestDenied')
      await consent()
      const read = await run(users)
      expect(read.code).toBe(0)
      const [first, ...lines] = read.out.trimEnd().split('\n')
      expect(first).toBe('Access token acquired.')
      expect(lines).toHaveLength(10)
      for (const line of lines) expect(line).toMatch(/^[\da-f-]{36} \| \S+@contoso\.example$/)

      const signIns = lab(text => text.replace('    USERS_URL,', '    SIGN_INS_URL,'))
      const seen = await run([python, signIns])
      expect(seen.err).toContain('✔ 200 GET /auditLogs/signIns · as the app')
      expect(seen.code).toBe(0)
    }))

  test('the lab’s sign-ins without consent', () =>
    withTenant(async () => {
      expectRefused(
        await run([python, lab(text => text.replace('    USERS_URL,', '    SIGN_INS_URL,'))]),
        '/auditLogs/signIns',
      )
    }))
})

describe('a .env beside the program', () => {
  const own =
    'TENANT_ID=7f3d2c1b-aaaa-4bbb-8ccc-0123456789ab\nCLIENT_SECRET=abc8Q~not-make-believe-but-formed-so.1234\n'

  test('does not win over what the program is given', () =>
    withTenant(async () => {
      expect((await run([python, lab(undefined, own)])).out).toBe('Access token acquired.\n')
    }))

  test('that overrides is told, and its secret kept nowhere', () =>
    withTenant(async () => {
      const overriding = lab(
        text => text.replace('load_dotenv()', 'load_dotenv(override=True)'),
        own.split('\n')[1],
      )
      const { code, out, err } = await run([python, overriding])
      expect({ code, out }).toEqual({ code: 1, out: '' })
      expect(err).toContain('the program used its own settings (.env with override?)')
      expect(err).not.toContain('abc8Q')
      expect(JSON.stringify(emulator.exchanges())).not.toContain('abc8Q')
    }))
})

test('a second server is reached whose authority was in REQUESTS_CA_BUNDLE before', () =>
  withTenant(async () => {
    const authority = await makeAuthority({ hosts: ['localhost'], now, randomBytes })
    const server = createServer(
      {
        SNICallback: (_name, done) =>
          void authority.contextFor('localhost').then(context => done(null, context)),
      },
      (_request, response) => response.end('second server'),
    )
    const port = await listening(server)
    const bundle = join(folder, 'company.pem')
    writeFileSync(bundle, authority.certificate)
    const script = `import requests; print(requests.get("https://localhost:${port}/").text)`
    const env = { HOME: folder, REQUESTS_CA_BUNDLE: bundle }
    const { code, out } = await program.run(['run', python, '-c', script], { env })
    server.close()
    expect({ code, out }).toEqual({ code: 0, out: 'second server\n' })
  }))
