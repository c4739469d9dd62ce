import { describe, expect, test } from 'vitest'
import { graphAppId, retiredGraphAppId } from '../../../src/core/clouds.ts'
import { appName } from '../../../src/core/knowledge/apps.ts'
import { audienceName, ownAudience } from '../../../src/core/knowledge/audiences.ts'
import { sayClaim } from '../../../src/core/knowledge/claim-values.ts'
import { claimRow, claimRows } from '../../../src/core/knowledge/claims.ts'
import { directoryRole, pseudoRole } from '../../../src/core/knowledge/directory-roles.ts'
import { serviceOfAudience } from '../../../src/core/knowledge/neighbours.ts'
import { appClaims, userClaims } from '../token/sample.ts'

const claims = claimRows()
const at = Date.UTC(2026, 10, 22, 20) / 1000

describe('the catalog', () => {
  test('holds at least 70 claims, each once, with a meaning that says more than its name', () => {
    expect(claims.length).toBeGreaterThanOrEqual(70)
    expect(new Set(claims.map(({ name }) => name)).size).toBe(claims.length)
    for (const { name, meaning } of claims) {
      expect(meaning.split(' ').length, name).toBeGreaterThan(3)
      expect(meaning.toLowerCase(), name).not.toBe(name)
    }
  })

  test('what was only seen says so', () => {
    for (const { name, source, observed } of claims)
      expect(observed === true, name).toBe(source.title === 'published, expired tokens')
  })

  test("knows every claim of the two kinds' samples", () => {
    const names = [...Object.keys(appClaims()), ...Object.keys(userClaims())]
    expect(names.filter(name => claimRow(name) === null)).toEqual([])
  })

  test.each(['constructor', '__proto__', 'toString', ''])('%j is no claim of it', name => {
    expect(claimRow(name)).toBeNull()
    expect(sayClaim(name, 'x', at)).toBeNull()
  })
})

describe('what a value stands for', () => {
  test.each<[string, unknown, string | null]>([
    ['exp', at + 3900, '2026-11-22T21:05:00Z, in 65 min'],
    ['iat', at - 300, '2026-11-22T19:55:00Z, 5 min ago'],
    ['nbf', at, '2026-11-22T20:00:00Z, now'],
    ['exp', 1e300, null],
    ['exp', Number.NaN, null],
    ['exp', 'soon', null],
    ['pwd_exp', '864000', '10 days'],
    ['aud', 'https://graph.microsoft.com/', 'Microsoft Graph'],
    ['aud', '00000002-0000-0000-C000-000000000000', 'Azure AD Graph, which is retired'],
    ['aud', 'https://contoso.sharepoint.com', 'SharePoint Online'],
    ['aud', 'https://contoso.sharepoint.com.evil.example', null],
    ['appid', '04b07795-8ddb-461a-bbee-02f9e1bf7b46', 'Microsoft Azure CLI'],
    ['appidacr', '1', 'with a client secret'],
    ['azpacr', '2', 'with a certificate or a federated credential'],
    ['appidacr', 'constructor', null],
    ['idtyp', 'app', 'an app-only token'],
    ['xms_idrel', '7 24', '7: a service principal'],
    ['xms_idrel', '1', 'a user who is a member'],
    ['xms_cc', ['cp1'], 'handles claims challenges (CAE)'],
    ['amr', ['pwd', 'mfa'], "pwd: password, or the app's client secret; mfa: multifactor authentication"],
    ['tid', '9188040d-6c67-4c5b-b112-36a304b66dad', 'the tenant of personal Microsoft accounts'],
    ['wids', ['62e90394-69f5-4237-9190-012177145e10'], 'Global Administrator (privileged)'],
    ['wids', ['0997a1d0-0d1d-4acb-b408-d5ca73121e90'], 'no directory role: stands in every app-only token'],
    ['wids', ['aaaaaaaa-0000-0000-0000-000000000000'], 'a role that is not known here'],
    ['wids', [], null],
    ['wids', { a: 1 }, null],
    ['roles', ['User.Read.All'], null],
    ['sub', {}, null],
  ])('%s %j: %j', (name, value, says) => {
    expect(sayClaim(name, value, at)).toBe(says)
  })

  test('a long list of roles is cut, and no wonder of a value makes it fail', () => {
    const ids = Array.from({ length: 5000 }, () => '88d8e3e3-8f55-4a1e-953a-9b9898b8876b')
    expect(sayClaim('wids', ids, at)).toMatch(/; and 4988 more$/)
    for (const { name } of claims)
      for (const value of [null, undefined, 5, '', [], [null], {}, [[]], 'x'.repeat(10_000), -1])
        expect(() => sayClaim(name, value, at)).not.toThrow()
  })
})

test('directory roles and the marks beside them are told apart', () => {
  expect(directoryRole('88D8E3E3-8F55-4A1E-953A-9B9898B8876B')).toEqual({
    name: 'Directory Readers',
    privileged: false,
  })
  for (const id of ['0997a1d0-0d1d-4acb-b408-d5ca73121e90', 'b79fbf4d-3ef9-4689-8143-76b194e85509']) {
    expect(pseudoRole(id)).toMatch(/^no directory role: /)
    expect(directoryRole(id)).toBeNull()
  }
  expect(pseudoRole('roles')).toBeNull()
  expect(directoryRole('roles')).toBeNull()
  expect(directoryRole('constructor')).toBeNull()
})

test('an audience that is no known API is told by its form', () => {
  expect(ownAudience('api://6f1c2d9e')).toMatch(/yours or of another service/)
  expect(ownAudience('6f1c2d9e-0b7a-4c55-9a0e-2f4f0d9b7c11')).toMatch(/client id/)
  expect(ownAudience('https://graph.microsoft.com')).toBeNull()
  expect(ownAudience('https://issuer.example')).toBeNull()
  expect(audienceName('')).toBeNull()
  expect(audienceName(graphAppId)).toBe('Microsoft Graph')
  expect(audienceName('https://GRAPH.microsoft.us/')).toBe(serviceOfAudience(graphAppId)?.name)
  expect(audienceName(retiredGraphAppId)).toBe('Azure AD Graph, which is retired')
  expect(appName('00000003-0000-0000-c000-000000000000')).toBe('Microsoft Graph')
})
