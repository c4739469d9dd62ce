import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Cloud, cloudByName, clouds } from '../../src/core/clouds.ts'
import type { HttpClient } from '../../src/io.ts'
import { type Stage, stage } from '../emulator/support.ts'
import { loopbackOnly } from '../support/io.ts'
import { report, settings, why403 } from './support.ts'

/** Each cloud, over real MSAL, against an emulator whose tenant lives there. */
const stages = new Map<string, Stage>()
beforeAll(async () => {
  for (const cloud of clouds) stages.set(cloud.name, await stage(undefined, { cloud }))
})
afterAll(async () => {
  for (const emulator of stages.values()) await emulator.stop()
})

const envOf = (cloud: Cloud) => settings(stages.get(cloud.name)!, 'reporting')
const findingsOf = ({ findings }: { findings: readonly { id: string; becauseOf: string | null }[] }) =>
  findings.filter(({ becauseOf }) => becauseOf === null).map(({ id }) => id)

describe.each(clouds.map(cloud => [cloud.name, cloud] as const))('%s', (name, cloud) => {
  test('authority, scope, issuer, keys and Graph follow its name', async () => {
    const { verdict, token, calls, acquisition } = await report(['--cloud', name, 'GET /users'], {
      env: envOf(cloud),
    })
    expect(verdict).toBe('clear')
    expect(acquisition.status).toBe(200)
    expect(token.claims.find((claim: { name: string }) => claim.name === 'aud').value).toBe(
      `https://${cloud.graph}`,
    )
    expect(token.signature.status).toBe('verified')
    expect(calls).toMatchObject([{ status: 200 }])
  })

  test('by AZURE_AUTHORITY_HOST and GRAPH_SCOPE, as the emulator prints them', async () => {
    const env = {
      ...envOf(cloud),
      AZURE_AUTHORITY_HOST: `https://${cloud.authorities[0]}/`,
      GRAPH_SCOPE: `https://${cloud.graph}/.default`,
    }
    expect((await report(['GET /users'], { env })).verdict).toBe('clear')
  })

  test("by the tenant's own discovery document", async () => {
    const { verdict, token } = await report(['--cloud', 'auto', 'GET /users'], { env: envOf(cloud) })
    expect({ verdict, signature: token.signature.status }).toEqual({
      verdict: 'clear',
      signature: 'verified',
    })
  })

  test("a scope for another cloud's Graph is told before it is sent, and its cure works", async () => {
    const other = clouds.find(({ authorities }) => authorities[0] !== cloud.authorities[0])!
    const env: Record<string, string> = {
      ...envOf(cloud),
      GRAPH_SCOPE: `https://${other.graph}/.default`,
    }
    const http: HttpClient = () => Promise.reject(new Error('nothing is sent'))
    const { WHY403_EMULATOR: _, ...real } = env
    const told = await report(['--cloud', name, 'GET /users'], { env: real, http })
    expect(findingsOf(told)).toEqual(['acquire/clouds-mixed'])
    const [{ command }, { command: elsewhere }] = told.findings[0].fix
    expect(command).toContain(`GRAPH_SCOPE=https://${cloud.graph}/.default`)
    expect(elsewhere).toContain(`--cloud ${other.name}`)
    const cured = { ...env, GRAPH_SCOPE: `https://${cloud.graph}/.default` }
    expect((await report(['--cloud', name, 'GET /users'], { env: cured })).verdict).toBe('clear')
  })

  test("its token on another cloud's host is held back", async () => {
    const other = clouds.find(({ graph }) => graph !== cloud.graph)!
    const told = await report(['--cloud', name, `https://${other.graph}/v1.0/users`], { env: envOf(cloud) })
    expect(findingsOf(told)).toContain('operation/wrong-host')
    expect(told.calls).toMatchObject([{ sent: false }])
  })
})

describe('a tenant of another cloud than was asked', () => {
  /** The authorities of the global cloud and of US Government, as far as this tenant goes. */
  const world: HttpClient = async request => {
    const { host, pathname } = new URL(request.url)
    const { url } = stages.get('usgov')!
    if (host === 'login.microsoftonline.us') return loopbackOnly({ ...request, url: url + pathname })
    if (host === '127.0.0.1' || host.startsWith('127.0.0.1:')) return loopbackOnly(request)
    const isDocument = pathname.endsWith('openid-configuration')
    const error_description =
      "AADSTS90002: Tenant 'x' not found. Check to make sure you have the correct tenant ID."
    const body = JSON.stringify({
      error: isDocument ? 'invalid_tenant' : 'invalid_request',
      error_description,
      error_codes: [90002],
    })
    return { status: 400, headers: { 'content-type': 'application/json' }, body }
  }

  test('is found by its discovery document, and the command that cures it is printed', async () => {
    const { WHY403_EMULATOR: _, ...env } = envOf(cloudByName('usgov')!)
    const told = await report(['GET /users'], { env, http: world })
    expect(findingsOf(told)).toEqual(['acquire/tenant-in-other-cloud'])
    const [finding] = told.findings
    expect(finding.title).toContain('US Government L4')
    expect(finding.fix[0].command).toContain('"GET /users" --cloud usgov')
    const refused = told.findings.find(({ id }: { id: string }) => id === 'acquire/refused')
    expect(refused.causes[0]).toMatchObject({
      standing: 'proven',
      says: expect.stringContaining('another cloud'),
    })
  })

  test('that no cloud knows stays unknown', async () => {
    const env = { ...envOf(cloudByName('usgov')!), TENANT_ID: 'nobody.example' }
    const told = await report(['GET /users'], { env })
    expect(findingsOf(told)).toEqual(['acquire/refused'])
    const { code, err } = await why403(['--cloud', 'auto'], { env })
    expect(code).toBe(2)
    expect(err).toContain('No cloud that answered knows the tenant')
  })
})

test('the emulator prints the settings of its cloud, and lives in none that it would have to look for', async () => {
  const interrupted = Promise.resolve()
  const { out } = await why403(['emulator', '--port', '0', '--cloud', 'usgov-dod'], { interrupted })
  expect(out).toContain('AZURE_AUTHORITY_HOST=https://login.microsoftonline.us')
  expect(out).toContain('GRAPH_SCOPE=https://dod-graph.microsoft.us/.default')
  const { code, err } = await why403(['emulator', '--port', '0', '--cloud', 'auto'])
  expect(code).toBe(2)
  expect(err).toContain('lives where it is put')
})
