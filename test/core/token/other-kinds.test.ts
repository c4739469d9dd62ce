import { describe, expect, test } from 'vitest'
import { readToken } from '../../../src/core/read-token.ts'
import { Secret } from '../../../src/core/secret.ts'
import { appClaims, unsigned } from './sample.ts'

const app = '6f1c2d9e-0b7a-4c55-9a0e-2f4f0d9b7c11'
const tenant = '4b3e1f60-8a2d-4d0c-9e57-c0a1b2d3e4f5'
const endpoint = `https://login.microsoftonline.com/${tenant}/oauth2/v2.0/token`

function kindOf(
  claims: object,
  header: object = { typ: 'JWT', alg: 'RS256' },
  ofOtherIssuer = false,
): string | null {
  const text = new Secret('access token', unsigned(claims, header))
  const read = readToken({ form: 'jwt', token: text, wrapping: null }, 'a test', ofOtherIssuer)
  return read.form === 'jwt' ? null : read.kind
}

describe('what is signed and opens nothing is named, with the one next step', () => {
  test.each<[string, object, RegExp, object?]>([
    ['a PoP request, by its type', {}, /^a signed HTTP request/, { typ: 'pop', alg: 'RS256' }],
    [
      'a PoP request, by its claims',
      { at: 'x', ts: 1, m: 'GET', u: 'graph.microsoft.com' },
      /^a signed HTTP request/,
    ],
    ['a DPoP proof', { htm: 'GET', htu: 'https://x.example' }, /^a DPoP proof/],
    [
      'a PRT cookie',
      { refresh_token: 'x', is_primary: 'true', request_nonce: 'n' },
      /^the cookie of a primary refresh token/,
    ],
    ['a client assertion', { iss: app, sub: app, aud: endpoint, jti: 'x' }, /^a client assertion/],
    [
      'a client assertion for the issuer',
      { iss: app, sub: app, aud: `https://login.microsoftonline.com/${tenant}/v2.0` },
      /^a client assertion/,
    ],
    [
      'GitHub Actions',
      { iss: 'https://token.actions.githubusercontent.com', sub: 'repo:a/b:ref:refs/heads/main' },
      /GitHub Actions/,
    ],
    [
      'Azure Pipelines',
      { iss: `https://vstoken.dev.azure.com/${app}`, sub: 'sc://org/project/connection' },
      /service connection/,
    ],
    ['a job token', { iss: 'app.vstoken.visualstudio.com', scp: 'app_token' }, /job token/],
    ['Kubernetes', { iss: 'https://oidc.example', sub: 'system:serviceaccount:ns:name' }, /Kubernetes/],
    [
      'another federated one',
      { iss: 'https://gitlab.example', aud: 'api://AzureADTokenExchange' },
      /^a federated assertion:/,
    ],
    ['to a bot', { iss: 'https://api.botframework.com', aud: app }, /Bot Framework service/],
    [
      'a notification',
      { aud: app, azp: '0bf30f3b-4a52-48df-9a82-234910c4a086', iss: 'x' },
      /change notifications/,
    ],
    ['an add-in', { appctx: '{}', aud: 'https://addin.example' }, /Outlook add-in/],
    ['SharePoint ACS', { iss: `00000001-0000-0000-c000-000000000000@${tenant}` }, /Access Control Service/],
    ['an ID token', { aud: app, tid: tenant, nonce: 'n', preferred_username: 'x' }, /^an ID token/],
  ])('%s', (_, claims, name, header) => {
    expect(kindOf(claims, header)).toMatch(name)
    expect(kindOf(claims, header)).toMatch(/^(?:a|an|the) [^:]+: [A-Z].*[^.]$/)
  })

  test.each<[string, object, object?]>([
    ['an app-only token', appClaims()],
    ['one of another API', appClaims({ aud: 'https://api.botframework.com' })],
    ['one whose subject is its issuer, and whose audience is no endpoint', appClaims({ iss: app, sub: app })],
    ['one with a claim `at`', appClaims({ at: 'x' })],
    ['one that is bound to a key', appClaims({ cnf: { kid: 'x' } })],
    ['one of the Azure CLI', appClaims({ appid: '04b07795-8ddb-461a-bbee-02f9e1bf7b46' })],
  ])('and not %s', (_, claims, header) => {
    expect(kindOf(claims, header)).toBeNull()
  })

  test('nor what an issuer makes that was named', () => {
    expect(kindOf({ aud: app, nonce: 'n', tid: tenant }, undefined, true)).toBeNull()
  })
})
