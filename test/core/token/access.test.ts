import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../../src/core/json.ts'
import { type Access, accessOf } from '../../../src/core/token/access.ts'
import { readPayload } from '../../../src/core/token/payload.ts'
import { appClaims, principal, userClaims } from './sample.ts'

function access(claims: JsonObject): Access {
  return accessOf(readPayload(claims))
}

const silent = { oid: 'a', sub: 'b' }

describe('each step of the order decides where those before it are silent', () => {
  test.each<[string, JsonObject, Access['access'], string]>([
    ['idtyp', { ...silent, idtyp: 'app' }, 'app-only', 'idtyp is app'],
    ['idtyp', { ...silent, idtyp: 'user' }, 'delegated', 'idtyp is user'],
    ['xms_idrel', { ...silent, xms_idrel: '22 7' }, 'app-only', 'xms_idrel holds 7, an application'],
    ['xms_idrel', { ...silent, xms_idrel: '13' }, 'app-only', 'xms_idrel holds 13, an application'],
    ['xms_idrel', { ...silent, xms_idrel: '33' }, 'app-only', 'xms_idrel holds 33, an application'],
    ['xms_idrel', { ...silent, xms_idrel: '5 30' }, 'delegated', 'xms_idrel holds 5, a user'],
    ['scp', { ...silent, scp: 'User.Read' }, 'delegated', 'scp holds a scope'],
    ['scp', { ...silent, scp: 'User.Read Mail.Read' }, 'delegated', 'scp holds 2 scopes'],
    ['roles', { ...silent, roles: ['A'] }, 'app-only', 'roles are present and scp is not'],
    [
      'aud',
      { ...silent, aud: 'https://api.botframework.com' },
      'app-only',
      'aud is the Bot Framework, which bots alone ask for, for themselves',
    ],
    ['oid and sub', { oid: 'a', sub: 'a' }, 'app-only', 'oid equals sub, and no claim of a user is present'],
  ])('%s: %j', (_, claims, kind, because) => {
    expect(access(claims)).toEqual({ access: kind, evidence: [because] })
  })
})

test('an audience of bots tells nothing beside a user', () => {
  const aud = 'https://api.botframework.com'
  expect(access({ ...silent, aud, upn: 'x' }).access).toBe('unknown')
  expect(access({ ...silent, aud, scp: 'x' }).access).toBe('delegated')
  expect(access({ ...silent, aud: `${aud}.example` }).access).toBe('unknown')
})

describe('real tokens', () => {
  test('an app-only one, told four times over', () => {
    expect(access(appClaims())).toEqual({
      access: 'app-only',
      evidence: [
        'idtyp is app',
        'xms_idrel holds 7, an application',
        'roles are present and scp is not',
        'oid equals sub, and no claim of a user is present',
      ],
    })
  })

  test('a delegated one', () => {
    expect(access(userClaims()).access).toBe('delegated')
  })
})

describe('traps', () => {
  test('an app-only token without roles is app-only, not unknown', () => {
    expect(access(appClaims({ roles: undefined })).access).toBe('app-only')
    expect(access(appClaims({ roles: undefined, idtyp: undefined, xms_idrel: undefined })).access).toBe(
      'app-only',
    )
  })

  test("a delegated token may carry the user's app roles", () => {
    expect(access(userClaims({ roles: ['Approver'] })).access).toBe('delegated')
    expect(access(userClaims({ roles: ['Approver'], idtyp: undefined, xms_idrel: undefined })).access).toBe(
      'delegated',
    )
  })

  test("a user's token without scp is not an app's for the roles in it", () => {
    expect(access({ ...silent, idtyp: 'user', roles: ['Approver'] })).toEqual({
      access: 'delegated',
      evidence: ['idtyp is user'],
    })
  })

  test('an empty list of roles tells nothing', () => {
    expect(access({ ...silent, roles: [] })).toEqual({
      access: 'unknown',
      evidence: ['none of idtyp, xms_idrel, scp, roles tells, and oid is not sub'],
    })
  })

  test('wids are in both kinds', () => {
    expect(access({ ...silent, wids: ['0997a1d0-0d1d-4acb-b408-d5ca73121e90'] }).access).toBe('unknown')
  })

  test.each(['0', '1', '2'])('appidacr %s proves neither', appidacr => {
    expect(access({ ...silent, appidacr }).access).toBe('unknown')
    expect(access(userClaims({ appidacr })).access).toBe('delegated')
  })

  test.each(['', '/'])('scp %j in an app-only token holds nothing', scp => {
    expect(access(appClaims({ scp })).access).toBe('app-only')
    expect(access({ ...silent, scp, roles: ['A'] })).toEqual({
      access: 'app-only',
      evidence: ['roles are present and scp is not'],
    })
  })

  test('an even xms_idrel is noise', () => {
    expect(access({ ...silent, xms_idrel: '8 24' }).access).toBe('unknown')
  })

  test('an xms_idrel of both kinds is silent', () => {
    expect(access({ ...silent, xms_idrel: '1 7' }).access).toBe('unknown')
    expect(access(appClaims({ xms_idrel: '1 7' })).access).toBe('app-only')
  })

  test.each(['upn', 'unique_name', 'preferred_username', 'name', 'amr', 'ipaddr'])(
    'oid equal to sub proves nothing beside %s',
    name => {
      expect(access({ oid: 'a', sub: 'a', [name]: 'x' }).access).toBe('unknown')
    },
  )

  test('absent oid and sub are not equal', () => {
    expect(access({}).access).toBe('unknown')
  })

  test('an idtyp that nobody knows is silent', () => {
    expect(access({ ...silent, idtyp: 'device' }).access).toBe('unknown')
    expect(access({ ...silent, idtyp: 'APP' }).access).toBe('unknown')
  })
})

describe('claims that contradict each other make it unknown, and are both named', () => {
  test.each<[JsonObject, string[]]>([
    [appClaims({ scp: 'User.Read', roles: undefined }), ['idtyp is app', 'but scp holds a scope']],
    [userClaims({ xms_idrel: '7' }), ['idtyp is user', 'but xms_idrel holds 7, an application']],
    [
      userClaims({ oid: principal, sub: principal, amr: undefined, name: undefined, upn: undefined }),
      ['idtyp is user', 'but oid equals sub, and no claim of a user is present'],
    ],
    [
      { ...silent, xms_idrel: '3', roles: ['A'] },
      ['xms_idrel holds 3, a user', 'but roles are present and scp is not'],
    ],
    [
      { oid: 'a', sub: 'a', scp: 'User.Read' },
      ['scp holds a scope', 'but oid equals sub, and no claim of a user is present'],
    ],
  ])('%#', (claims, evidence) => {
    expect(access(JSON.parse(JSON.stringify(claims)))).toEqual({ access: 'unknown', evidence })
  })
})

describe('each member of xms_idrel', () => {
  test.each([7, 13, 33])('%i is an application', relation => {
    expect(access({ ...silent, xms_idrel: String(relation) }).access).toBe('app-only')
  })

  test.each([1, 3, 5, 11, 27, 29, 31])('%i is a user', relation => {
    expect(access({ ...silent, xms_idrel: String(relation) }).access).toBe('delegated')
  })

  test.each([0, 2, 9, 15, 17, 32, 77, 313])('%i is nobody that is known', relation => {
    expect(access({ ...silent, xms_idrel: String(relation) }).access).toBe('unknown')
  })
})

describe("of another issuer, by RFC 9068's names and those of others", () => {
  const other = (claims: JsonObject) => accessOf(readPayload(claims, 'other'))

  test.each<[string, JsonObject, Access['access'], string]>([
    [
      'its own subject, with scopes',
      { sub: 'app', client_id: 'app', scope: 'read write' },
      'app-only',
      'sub is the client: it acts for itself',
    ],
    [
      "Okta's cid",
      { sub: 'app', cid: 'app', scp: ['read'] },
      'app-only',
      'sub is the client: it acts for itself',
    ],
    ['azp', { sub: 'app', azp: 'app' }, 'app-only', 'sub is the client: it acts for itself'],
    ['a user of a client', { sub: 'ada', client_id: 'app', scope: 'read' }, 'delegated', 'scp holds a scope'],
    ['idtyp', { sub: 'ada', client_id: 'app', idtyp: 'app' }, 'app-only', 'idtyp is app'],
    [
      'no client',
      { sub: 'ada', scope: 'read' },
      'unknown',
      'sub is not the client, and nothing tells who it is',
    ],
    [
      'no subject',
      { client_id: 'app', scope: 'read' },
      'unknown',
      'sub is not the client, and nothing tells who it is',
    ],
    [
      'roles alone',
      { sub: 'ada', client_id: 'app', roles: ['admin'] },
      'unknown',
      'sub is not the client, and nothing tells who it is',
    ],
    ['neither', {}, 'unknown', 'sub is not the client, and nothing tells who it is'],
  ])('%s', (_, claims, access, because) => {
    expect(other(claims)).toEqual({ access, evidence: [because] })
  })

  test("Entra ID's tokens are not read so: a policy may put any claim into them", () => {
    const claims = { ...silent, sub: 'app', client_id: 'app', scope: 'read' }
    expect(access(claims).access).toBe('unknown')
    expect(access({ ...silent, scp: ['User.Read'] }).access).toBe('unknown')
    expect(access({ ...silent, roles: 'User.Read.All' }).access).toBe('unknown')
  })
})
