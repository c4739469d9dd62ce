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
    ['a PoP request, by its time', { at: 'x', ts: 1 }, /^a signed HTTP request/],
    ['a PoP request, by its address', { at: 'x', m: 'GET', u: 'x' }, /^a signed HTTP request/],
    ['a DPoP proof, by its type', {}, /^a DPoP proof/, { typ: 'DPoP+jwt', alg: 'ES256' }],
    ['a DPoP proof', { htm: 'GET', htu: 'https://x.example' }, /^a DPoP proof/],
    [
      'a PRT cookie',
      { refresh_token: 'x', is_primary: 'true', request_nonce: 'n' },
      /^the cookie of a primary refresh token/,
    ],
    ['a PRT cookie, by its nonce', { refresh_token: 'x', request_nonce: 'n' }, /^the cookie of a primary/],
    ['a primary PRT cookie', { refresh_token: 'x', is_primary: 'true' }, /^the cookie of a primary/],
    [
      'a client assertion for the old endpoint',
      { iss: app, sub: app, aud: endpoint.replace('/v2.0', '') },
      /^a client assertion/,
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
    [
      'Azure Pipelines, by its subject',
      { iss: 'https://x.example', sub: 'sc://a/b/c' },
      /service connection/,
    ],
    ['Azure Pipelines, by its issuer', { iss: `https://vstoken.dev.azure.com/${app}` }, /service connection/],
    ['a job token', { iss: 'app.vstoken.visualstudio.com', scp: 'app_token' }, /job token/],
    ['Kubernetes', { iss: 'https://oidc.example', sub: 'system:serviceaccount:ns:name' }, /Kubernetes/],
    ['Kubernetes, by its issuer', { iss: 'kubernetes/serviceaccount' }, /Kubernetes/],
    ['Kubernetes, by its claim', { 'kubernetes.io': {} }, /Kubernetes/],
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
    [
      'a notification of a v1.0 token',
      { appid: '56C1DA01-2129-48f7-9355-af6d59d42766' },
      /change notifications/,
    ],
    ['an add-in, by its user', { msexchuid: 'x' }, /Outlook add-in/],
    ['an add-in', { appctx: '{}', aud: 'https://addin.example' }, /Outlook add-in/],
    ['an add-in, by its issuer', { iss: `00000002-0000-0ff1-ce00-000000000000@${tenant}` }, /Outlook add-in/],
    [
      'another federated one, by the id of the exchange',
      { iss: 'https://idp.example', aud: 'fb60f99c-7a34-4190-8149-302f77469936' },
      /^a federated assertion:/,
    ],
    ['GitLab', { iss: 'https://gitlab.com', aud: 'https://gitlab.com' }, /GitLab/],
    ['HCP Terraform', { iss: 'https://app.terraform.io' }, /HCP Terraform/],
    ['SPIFFE', { sub: 'spiffe://contoso.example/workload' }, /SPIFFE/],
    ['a registry', { iss: 'Azure Container Registry', aud: 'x.azurecr.io' }, /Azure Container Registry/],
    [
      'SharePoint ACS, by its own address',
      { iss: 'https://accounts.accesscontrol.windows.net/x/' },
      /Access Control Service/,
    ],
    [
      'SharePoint ACS, by its audience',
      { aud: `00000003-0000-0ff1-ce00-000000000000/contoso.sharepoint.com@${tenant}` },
      /Access Control Service/,
    ],
    [
      'SharePoint ACS, by its issuer',
      { iss: `00000001-0000-0000-c000-000000000000@${tenant}` },
      /Access Control Service/,
    ],
    ['an ID token', { aud: app, tid: tenant, nonce: 'n', preferred_username: 'x' }, /^an ID token/],
  ])('%s', (_, claims, name, header) => {
    expect(kindOf(claims, header)).toMatch(name)
    expect(kindOf(claims, header)).toMatch(/^(?:a|an|the) [^:]+: [A-Z].*[^.]$/)
  })

  test.each<[string, object, object?]>([
    ['an app-only token', appClaims()],
    ['one of another API', appClaims({ aud: 'https://api.botframework.com' })],
    ['one whose subject is its issuer, and whose audience is no endpoint', appClaims({ iss: app, sub: app })],
    ['one with half of a DPoP proof', appClaims({ htm: 'GET' })],
    ['one with a time, and nothing inside', appClaims({ ts: 1, m: 'GET', u: 'x' })],
    ['one with half of a request', appClaims({ at: 'x', m: 'GET' })],
    ['one with half of a cookie', appClaims({ is_primary: 'true', request_nonce: 'n' })],
    ['one with a refresh token in it', appClaims({ refresh_token: 'x' })],
    ['one of an app for a token endpoint', appClaims({ aud: endpoint })],
    ['one whose subject is another app', appClaims({ iss: app, aud: endpoint })],
    ['one that names itself, and no app', appClaims({ iss: 'x', sub: 'x', aud: endpoint })],
    ['one for what begins like an endpoint', appClaims({ iss: app, sub: app, aud: `${endpoint}/x` })],
    ['one of Azure DevOps, for nothing of it', appClaims({ scp: 'app_token' })],
    ['one with an issuer inside of its subject', appClaims({ sub: 'x sc://', appid: 'x https://vstoken.' })],
    ['one for what ends like the exchange', appClaims({ aud: 'x-api://AzureADTokenExchange' })],
    [
      'one whose issuer ends like that of SharePoint',
      appClaims({ iss: `x00000001-0000-0000-c000-000000000000@${tenant}` }),
    ],
    ['one for SharePoint by its id', appClaims({ aud: '00000003-0000-0ff1-ce00-000000000000' })],
    ['one of what begins like GitLab', appClaims({ iss: 'https://gitlab.com.example' })],
    ['one that names a workload in its subject', appClaims({ sub: 'x spiffe://' })],
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
