import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { systemRoots } from '../../src/edges/root-certificates.ts'
import { watchedEnvironment } from '../../src/proxy/environment.ts'
import { wantedBy } from '../../src/proxy/runtimes.ts'
import { trustOf } from '../../src/proxy/trust.ts'
import { ourAuthority, realAuthority } from './support.ts'

const folder = mkdtempSync(join(tmpdir(), 'trust-'))
afterAll(() => rmSync(folder, { recursive: true }))

const ours = ourAuthority.certificate
const company = join(folder, 'company.pem')
writeFileSync(company, realAuthority.certificate)

/** What the file holds that a variable is to name. */
function handed(variable: string, environment: Record<string, string>): string {
  const { files, variables } = trustOf(environment, ours)
  return files.get(variables.get(variable)!)!
}

test('what replaces a program’s roots holds ours, and all that it had', () => {
  const system = systemRoots()
  expect(system.match(/-----BEGIN CERTIFICATE-----/g)!.length).toBeGreaterThan(50)
  for (const name of ['SSL_CERT_FILE', 'REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE']) {
    expect(handed(name, {})).toBe(ours + system)
    expect(handed(name, { [name]: company })).toBe(ours + realAuthority.certificate)
  }
  // Requests takes curl's where it has none of its own, and curl OpenSSL's.
  expect(handed('REQUESTS_CA_BUNDLE', { CURL_CA_BUNDLE: company })).toBe(ours + realAuthority.certificate)
  expect(handed('CURL_CA_BUNDLE', { SSL_CERT_FILE: company })).toBe(ours + realAuthority.certificate)
})

test('Node’s own roots are added to: ours, and the file that it named', () => {
  expect(handed('NODE_EXTRA_CA_CERTS', {})).toBe(ours)
  expect(handed('NODE_EXTRA_CA_CERTS', { NODE_EXTRA_CA_CERTS: company })).toBe(
    ours + realAuthority.certificate,
  )
})

test('a folder of certificates is read, and what cannot be is told', () => {
  const many = join(folder, 'many')
  mkdirSync(many)
  writeFileSync(join(many, 'a.pem'), realAuthority.certificate)
  writeFileSync(join(many, 'README'), 'no certificate')
  expect(handed('REQUESTS_CA_BUNDLE', { REQUESTS_CA_BUNDLE: many })).toBe(ours + realAuthority.certificate)
  const { unread } = trustOf({ SSL_CERT_FILE: join(folder, 'gone.pem') }, ours)
  expect(unread).toEqual(['SSL_CERT_FILE'])
})

test('real hosts are verified by all of it', () => {
  const { roots } = trustOf({ REQUESTS_CA_BUNDLE: company }, ours)
  expect(roots()).toContain(realAuthority.certificate)
  expect(roots()).toContain(systemRoots())
  expect(roots()).not.toContain(ours)
})

const wish = {
  url: 'http://u:p@127.0.0.1:1',
  trust: new Map([['SSL_CERT_FILE', '/x/roots.pem']]),
  hosts: ['graph.microsoft.com'],
}

test('a program keeps its own environment, but for the way through the proxy', () => {
  const own = {
    PATH: '/bin',
    AZURE_CLIENT_SECRET: 'own',
    NO_PROXY: '.microsoft.com, intranet.example *',
    HTTPS_PROXY: 'http://company',
  }
  expect(watchedEnvironment(own, { ...wish, builtIn: null })).toEqual({
    ...own,
    ...{ HTTPS_PROXY: wish.url, https_proxy: wish.url, NODE_USE_ENV_PROXY: '1' },
    SSL_CERT_FILE: '/x/roots.pem',
    NO_PROXY: 'intranet.example',
  })
})

test('with the built-in tenant it gets that one’s settings, and keeps none of its own', () => {
  const own = {
    ...{
      PATH: '/bin',
      TENANT_ID: 'own',
      AZURE_CLIENT_CERTIFICATE_PATH: 'own',
      AZURE_FEDERATED_TOKEN_FILE: 'own',
    },
    ...{ IDENTITY_ENDPOINT: 'own', MSI_SECRET: 'own', ARM_CLIENT_ID: 'own', no_proxy: '*', ALL_PROXY: 'own' },
  }
  const builtIn = { tenant: 't', clientId: 'c', clientSecret: 's' }
  const given = watchedEnvironment(own, { ...wish, builtIn })
  expect(given).toMatchObject({
    ...{ PATH: '/bin', TENANT_ID: 't', CLIENT_ID: 'c', CLIENT_SECRET: 's' },
    ...{ AZURE_TENANT_ID: 't', AZURE_CLIENT_ID: 'c', AZURE_CLIENT_SECRET: 's' },
    ...{ HTTP_PROXY: wish.url, no_proxy: 'localhost,127.0.0.1,::1' },
  })
  expect(Object.values(given)).not.toContain('own')
})

test.each([
  ['/usr/bin/python3.11', /^Python/],
  ['C:\\Program Files\\nodejs\\node.exe', /^Node/],
  ['npm', /^Node/],
  ['java', /--open-proxy/],
])('%s is told what it wants', (program, words) => {
  expect(wantedBy(program)).toEqual([expect.stringMatching(words)])
})

test('a program that nobody knows is told of all', () => {
  expect(wantedBy('./app').length).toBeGreaterThan(4)
})
