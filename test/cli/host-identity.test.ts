import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import contoso from '../../fixtures/tenants/contoso.json' with { type: 'json' }
import { type Stage, stage } from '../emulator/support.ts'
import { buildProgram, type Program } from '../support/program.ts'
import { serve } from '../support/server.ts'

/**
 * Hosts that tell by their environment how their identity is asked for. MSAL reads that of the process, and once: each is
 * a process of its own.
 */

let emulator: Stage
let program: Program
beforeAll(async () => {
  emulator = await stage()
  program = await buildProgram()
})
afterAll(async () => {
  program.remove()
  await emulator.stop()
})

const [system, user] = contoso.identities

async function asked(env: Record<string, string>, argv: readonly string[] = []) {
  const { code, out, err } = await program.run(['check', ...argv, '--format', 'json', 'GET /users'], { env })
  return { code, err, report: out === '' ? null : JSON.parse(out) }
}

describe('App Service', () => {
  const env = () => ({
    WHY403_EMULATOR: emulator.url,
    IDENTITY_ENDPOINT: `${emulator.url}/msi/token`,
    IDENTITY_HEADER: emulator.identityHeader,
  })

  test('is found by itself, and asked with its header', async () => {
    const { report } = await asked(env())
    expect(report.acquisition).toMatchObject({ credential: 'managed-identity', status: 200 })
    expect(report.acquisition.authority).toBe(`${emulator.url}/msi/token`)
    expect(report.token.appid).toBe(system!.clientId)
  })

  test('a client id that is set names the identity', async () => {
    const { report } = await asked({ ...env(), AZURE_CLIENT_ID: user!.clientId })
    expect(report.token.appid).toBe(user!.clientId)
  })

  test('an identity that it does not have is told in its own words', async () => {
    const { report } = await asked(env(), ['--identity', emulator.apps.lab!.clientId])
    expect(report.findings[0]).toMatchObject({ id: 'acquire/identity-not-assigned', severity: 'error' })
  })

  test('the endpoint of somebody else gets nothing, where the emulator is asked', async () => {
    const other = await serve(() => ({ status: 200 }))
    const { code, err } = await asked({ ...env(), IDENTITY_ENDPOINT: `${other.url}/msi/token` })
    await other.stop()
    expect({ code, asked: other.asked.length }).toEqual({ code: 2, asked: 0 })
    expect(err).toContain('is not of the built-in tenant')
  })
})

describe('a virtual machine', () => {
  test('whose service is at another address, as in Kubernetes', async () => {
    const { report } = await asked(
      { WHY403_EMULATOR: emulator.url, AZURE_POD_IDENTITY_AUTHORITY_HOST: emulator.url },
      ['--identity', user!.resourceId],
    )
    expect(report.token.appid).toBe(user!.clientId)
  })

  test('what answers in its place is told apart', async () => {
    const proxy = await serve(() => ({ status: 502, body: '<html>', headers: {} }))
    const { code, err } = await asked({ AZURE_POD_IDENTITY_AUTHORITY_HOST: proxy.url }, [
      '--identity',
      'system',
    ])
    await proxy.stop()
    expect(code).toBe(3)
    expect(err).toContain('is not the endpoint of a managed identity: status 502')
  })
})
