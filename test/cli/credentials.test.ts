import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import contoso from '../../fixtures/tenants/contoso.json' with { type: 'json' }
import type { HttpRequest, HttpResponse } from '../../src/io.ts'
import { type Stage, stage, start } from '../emulator/support.ts'
import { makeCertificate, makePfx } from '../support/certificates.ts'
import type { TestIoOptions } from '../support/io.ts'
import { report, why403 } from './support.ts'

/** Every credential, over real MSAL and real HTTP, against the emulator. */

const day = 24 * 3600_000
const valid = { from: start - day, until: start + 90 * day }
const certificate = makeCertificate('reporting', valid)
const pem = certificate.key + certificate.certificate
const app = 'reporting'
const exchange = 'api://AzureADTokenExchange'
const subject = 'repo:contoso/daemon:ref:refs/heads/main'
let emulator: Stage
let admin: string
let env: Record<string, string>

beforeAll(async () => {
  // MSAL dates its assertions by the clock of the process.
  vi.useFakeTimers({ toFake: ['Date'], now: start })
  emulator = await stage()
  admin = await emulator.token('admin')
  env = {
    WHY403_EMULATOR: emulator.url,
    TENANT_ID: emulator.tenantId,
    CLIENT_ID: emulator.apps[app]!.clientId,
  }
  await upload(certificate.der)
  const path = `/v1.0/applications/${emulator.apps[app]!.objectId}/federatedIdentityCredentials`
  const issuer = `${emulator.url}/issuers/github`
  await emulator.send('POST', path, {
    token: admin,
    json: { name: 'ci', issuer, subject, audiences: [exchange] },
  })
})
afterAll(async () => {
  await emulator.stop()
  vi.useRealTimers()
})

function upload(...ders: readonly Buffer[]) {
  const keyCredentials = ders.map(der => ({ key: der.toString('base64'), type: 'AsymmetricX509Cert' }))
  const path = `/v1.0/applications/${emulator.apps[app]!.objectId}`
  return emulator.send('PATCH', path, { token: admin, json: { keyCredentials } })
}

const findingsOf = ({ findings }: { findings: readonly { id: string }[] }) => findings.map(({ id }) => id)

describe('a certificate', () => {
  const files = { 'app.pem': pem, 'app.pfx': makePfx(certificate, 'geheim') }

  test.each([
    ['PEM by its flag', ['--certificate', 'app.pem'], {}],
    ['PEM by its variable', [], { AZURE_CLIENT_CERTIFICATE_PATH: 'app.pem' }],
    ['PFX with its password', ['--certificate', 'app.pfx'], { AZURE_CLIENT_CERTIFICATE_PASSWORD: 'geheim' }],
    ['with its chain', ['--certificate', 'app.pem'], { AZURE_CLIENT_SEND_CERTIFICATE_CHAIN: 'true' }],
  ])('%s', async (_, argv, more) => {
    const { verdict, acquisition, token, calls } = await report([...argv, 'GET /users'], {
      env: { ...env, ...more },
      files,
    })
    expect(acquisition).toMatchObject({ credential: 'certificate', status: 200 })
    expect(token.credential).toBe('assertion')
    expect(calls).toMatchObject([{ status: 200 }])
    expect(verdict).toBe('clear')
  })

  test('that the app does not have is refused with its thumbprint, and the upload that cures it is printed', async () => {
    const other = makeCertificate('other', valid)
    const options: TestIoOptions = { env, files: { 'app.pem': other.key + other.certificate } }
    const argv = ['--certificate', 'app.pem', 'GET /users']
    const refused = await report(argv, options)
    expect(findingsOf(refused)).toEqual(['acquire/refused'])
    const [finding] = refused.findings
    expect(finding.causes[0]).toMatchObject({ standing: 'proven' })
    expect(JSON.stringify(finding.evidence)).toContain('thumbprint')
    expect(JSON.stringify(finding.fix)).toContain('az ad app credential reset')
    await upload(certificate.der, other.der)
    expect((await report(argv, options)).verdict).toBe('clear')
    await upload(certificate.der)
  })

  test('that has expired is told before anything is sent, and --anyway asks Entra ID', async () => {
    const old = makeCertificate('old', { from: start - 90 * day, until: start - day })
    await upload(certificate.der, old.der)
    const http = vi.fn()
    const options = { env, files: { 'app.pem': old.key + old.certificate } }
    const told = await report(['--certificate', 'app.pem', 'GET /users'], { ...options, http })
    expect(http).not.toHaveBeenCalled()
    expect(findingsOf(told)).toEqual(['acquire/certificate-expired'])
    expect(told.findings[0].title).toContain('expired at 2026-11-21T19:31:07Z')
    const asked = await report(['--certificate', 'app.pem', '--anyway', 'GET /users'], options)
    expect(asked.acquisition.codes).toEqual([1000502])
    await upload(certificate.der)
  })

  test.each([
    ['the uploaded part', certificate.certificate, 'holds a certificate, and no private key'],
    ['encrypted', makePfx(certificate, 'geheim'), 'is encrypted, and no password is set'],
  ])('that cannot sign is a finding, and nothing is sent: %s', async (_, text, words) => {
    const http = vi.fn()
    const { code, out } = await why403(['--certificate', 'app.pem', 'GET /users'], {
      env,
      files: { 'app.pem': text },
      http,
    })
    expect(code).toBe(1)
    expect(out).toContain(words)
    expect(http).not.toHaveBeenCalled()
  })

  test('is named beside what the token says, and its end where the records are read', async () => {
    const short = makeCertificate('short', { from: start - day, until: start + 11.5 * day })
    await upload(certificate.der, short.der)
    const options = { env, files: { 'app.pem': short.key + short.certificate } }
    const argv = ['--certificate', 'app.pem', '--records', 'GET /users']
    const { acquisition, findings } = await report(argv, options)
    expect(acquisition).toMatchObject({ credential: 'certificate', claimAgrees: true })
    const ending = findings.find(({ id }: { id: string }) => id === 'privilege/credential-ending')
    expect(ending.severity).toBe('warning')
    expect(ending.title).toBe('The certificate that is used here ends in 11 days.')
    const { out } = await why403(argv, options)
    expect(out).toContain('app-only · certificate, as appidacr says ·')
    await upload(certificate.der)
  })

  test('is what --verbose says the token was acquired with', async () => {
    const { err } = await why403(['check', '/users', '--verbose', '--certificate', 'app.pem'], { env, files })
    expect(err).toMatch(/^Access token acquired with the certificate \(flag\); it lives /m)
    expect(err).not.toContain('client secret (')
  })

  test('shows neither key nor password', async () => {
    const { out, err } = await why403(['--certificate', 'app.pfx', '--verbose', '--format', 'json'], {
      env: { ...env, AZURE_CLIENT_CERTIFICATE_PASSWORD: 'geheim' },
      files,
    })
    expect(out + err).not.toContain('geheim')
    expect(out + err).not.toContain(certificate.key.split('\n')[2])
  })
})

describe('a token of another issuer', () => {
  const presented = { subject, audience: exchange }

  test('from a file, which is read each time', async () => {
    const files: Record<string, string> = { token: await emulator.issue('github', presented) }
    const options = { env: { ...env, AZURE_FEDERATED_TOKEN_FILE: 'token' }, files }
    const { acquisition, token, verdict } = await report(['GET /users'], options)
    expect(acquisition).toMatchObject({ credential: 'federated', origin: 'environment', status: 200 })
    expect({ credential: token.credential, verdict }).toEqual({ credential: 'assertion', verdict: 'clear' })
    files.token = ''
    expect(findingsOf(await report(['GET /users'], options))).toEqual(['acquire/federated-token-unfit'])
  })

  test('from GitHub, by its two variables', async () => {
    const gitHub = {
      ACTIONS_ID_TOKEN_REQUEST_URL: `${emulator.url}/issuers/github/token?subject=${encodeURIComponent(subject)}`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'make-believe',
    }
    const { acquisition, verdict } = await report(['GET /users'], { env: { ...env, ...gitHub } })
    expect({ credential: acquisition.credential, verdict }).toEqual({
      credential: 'federated',
      verdict: 'clear',
    })
    const { code, err } = await why403([], { env: { ...env, GITHUB_ACTIONS: 'true' } })
    expect(code).toBe(2)
    expect(err).toContain('id-token: write')
  })

  test('of a subject that the app does not take is refused, and the credential that cures it is printed', async () => {
    const other = { ...presented, subject: 'repo:contoso/daemon:environment:prod' }
    const files = { token: await emulator.issue('github', other) }
    const options = { env, files }
    const argv = ['--federated-token-file', 'token', 'GET /users']
    const refused = await report(argv, options)
    expect(refused.acquisition.codes).toEqual([700213])
    const fix = JSON.stringify(refused.findings[0].fix)
    for (const value of [other.subject, `${emulator.url}/issuers/github`]) expect(fix).toContain(value)
    const path = `/v1.0/applications/${emulator.apps[app]!.objectId}/federatedIdentityCredentials`
    const json = {
      name: 'prod',
      issuer: `${emulator.url}/issuers/github`,
      subject: other.subject,
      audiences: [exchange],
    }
    await emulator.send('POST', path, { token: admin, json })
    expect((await report(argv, options)).verdict).toBe('clear')
  })

  test.each([
    ['has expired', { lives: -60 }, 'expired at'],
    ['lives for a year', { lives: 365 * 24 * 3600 }, 'lives for 8760 hours'],
    ["is for another cloud's exchange", { audience: 'api://AzureADTokenExchangeChina' }, "another cloud's"],
  ])('that %s is told before it is sent', async (_, change, words) => {
    const files = { token: await emulator.issue('cluster', { ...presented, ...change }) }
    const told = await report(['--federated-token-file', 'token'], { env, files, http: vi.fn() })
    expect(findingsOf(told)).toEqual(['acquire/federated-token-unfit'])
    expect(told.findings[0].title).toContain(words)
  })

  test('is shown nowhere, whoever throws it back at us', async () => {
    const token = await emulator.issue('github', presented)
    const bearer = 'make-believe-request-token-0123456789'
    const echo = async ({ url, body = '', headers }: HttpRequest): Promise<HttpResponse> => ({
      status: url.includes('/issuers/') ? 200 : 401,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(
        url.includes('/issuers/')
          ? { value: token }
          : {
              error: 'invalid_client',
              error_description: `AADSTS700213: ${body} ${JSON.stringify(headers)} ${bearer}`,
            },
      ),
    })
    const gitHub = {
      ACTIONS_ID_TOKEN_REQUEST_URL: `${emulator.url}/issuers/github/token?x=1`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: bearer,
    }
    for (const format of ['text', 'json', 'html', 'markdown']) {
      const argv = ['--verbose', '--format', format, '--case', 'c']
      const { out, err, files } = await why403(argv, { env: { ...env, ...gitHub }, http: echo })
      for (const text of [out, err, ...Object.values(files)]) {
        expect(text).not.toContain(token.split('.')[2]!.slice(0, 24))
        expect(text).not.toContain(token.split('.')[1]!.slice(20, 60))
        expect(text).not.toContain(bearer)
      }
    }
  })

  test('of a real issuer is not sent to the emulator', async () => {
    const [head, , signature] = (await emulator.issue('github', presented)).split('.')
    const claims = { iss: 'https://token.actions.githubusercontent.com', sub: subject, aud: exchange }
    const body = Buffer.from(JSON.stringify(claims)).toString('base64url')
    const http = vi.fn()
    const { code, err } = await why403(['--federated-token-file', 'token'], {
      env,
      files: { token: `${head}.${body}.${signature}` },
      http,
    })
    expect(code).toBe(2)
    expect(err).toContain('is not of an issuer of the built-in tenant')
    expect(http).not.toHaveBeenCalled()
  })
})

describe('a managed identity', () => {
  const [system, user] = contoso.identities
  const { WHY403_EMULATOR: _, ...nowhere } = { WHY403_EMULATOR: '' }
  const asked = (identity: string) =>
    report(['--identity', identity, 'GET /users'], { env: { WHY403_EMULATOR: emulator.url } })

  test.each([
    ['system', system],
    [user!.clientId, user],
    [`object:${user!.servicePrincipalId}`, user],
    [user!.resourceId, user],
  ])('%s', async (identity, expected) => {
    const { clientId } = expected!
    const { acquisition, token } = await asked(identity)
    expect(acquisition).toMatchObject({ credential: 'managed-identity', status: 200 })
    expect(acquisition.authority).toBe(`${emulator.url}/metadata/identity/oauth2/token`)
    expect({ appid: token.appid, credential: token.credential }).toEqual({
      appid: clientId,
      credential: 'assertion',
    })
  })

  test('that is not assigned to the machine is told, with what its client id must be', async () => {
    const told = await asked(emulator.apps.lab!.clientId)
    expect(told.acquisition).toMatchObject({ status: 400, message: 'Identity not found' })
    expect(findingsOf(told)).toEqual(['acquire/identity-not-assigned', 'acquire/refused'])
  })

  test('where nothing answers, that is said', async () => {
    const http = async (request: { timeoutMs: number }): Promise<never> => {
      expect(request.timeoutMs).toBeLessThanOrEqual(5000)
      const { Why403Error } = await import('../../src/core/error.ts')
      throw new Why403Error('unreachable', 'out of time')
    }
    const { code, err } = await why403(['--identity', 'system'], { env: nowhere, http })
    expect(code).toBe(3)
    expect(err).toContain('No managed identity answers at http://169.254.169.254')
  })
})

describe('several at once', () => {
  test('one is used, and which is told', async () => {
    const { secret } = emulator.apps[app]!
    const options = {
      env: { ...env, CLIENT_SECRET: secret, AZURE_CLIENT_CERTIFICATE_PATH: 'app.pem' },
      files: { 'app.pem': pem },
    }
    const { err } = await why403(['GET /users'], options)
    expect(err).toContain('the client secret (CLIENT_SECRET, environment) is used')
    expect((await report(['GET /users'], options)).acquisition.credential).toBe('secret')
    const forced = await report(['--credential', 'certificate', 'GET /users'], options)
    expect(forced.acquisition.credential).toBe('certificate')
  })
})
