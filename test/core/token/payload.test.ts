import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../../src/core/json.ts'
import { readPayload } from '../../../src/core/token/payload.ts'
import fc, { runs } from '../../support/property.ts'
import { appClaims, client, userClaims } from './sample.ts'

test('the claims of an app-only token', () => {
  expect(readPayload(appClaims())).toMatchObject({
    aud: 'https://graph.microsoft.com',
    appid: client,
    idtyp: 'app',
    idrel: [7],
    roles: ['User.Read.All'],
    scp: null,
    credential: 'secret',
    userClaims: [],
  })
})

test('and of a delegated one', () => {
  expect(readPayload(userClaims())).toMatchObject({
    roles: null,
    scp: ['User.Read', 'Mail.Read'],
    idrel: [1],
    userClaims: ['upn', 'name', 'amr'],
  })
})

describe('the names of v2.0 tokens', () => {
  test('azp and azpacr stand for appid and appidacr', () => {
    const { appid, credential } = readPayload({ azp: client, azpacr: '2' })
    expect({ appid, credential }).toEqual({ appid: client, credential: 'assertion' })
  })

  test('where both are there, the v1.0 name counts', () => {
    expect(readPayload({ azp: 'other', appid: client }).appid).toBe(client)
  })
})

test.each([
  ['0', 'public'],
  ['1', 'secret'],
  ['2', 'assertion'],
  ['3', 'unknown'],
  [1, 'unknown'],
  [undefined, 'unknown'],
])('appidacr %j is %s', (appidacr, credential) => {
  expect(readPayload({ appidacr }).credential).toBe(credential)
})

test.each([
  ['', []],
  ['/', []],
  [' ', []],
  ['User.Read', ['User.Read']],
  ['User.Read  Mail.Read ', ['User.Read', 'Mail.Read']],
  [undefined, null],
  [['User.Read'], null],
])('scp %j holds %j', (scp, scopes) => {
  expect(readPayload({ scp }).scp).toEqual(scopes)
})

test.each([
  ['7 24', [7]],
  ['24 7', [7]],
  ['22 18', []],
  ['', []],
  ['seven', []],
  ['1.5 3', [3]],
])('xms_idrel %j counts as %j: even numbers are noise', (idrel, members) => {
  expect(readPayload({ xms_idrel: idrel }).idrel).toEqual(members)
})

test.each([
  [1795375867, 1795375867],
  [1795375867.5, 1795375867.5],
  ['1795375867', null],
  [-1, null],
  [1e300, null],
  [null, null],
])('exp %j is read as %j', (exp, seconds) => {
  expect(readPayload({ exp }).exp).toBe(seconds)
})

test('an audience in a list of one is that audience; of several there is none to name', () => {
  expect(readPayload({ aud: ['https://graph.microsoft.com'] }).aud).toBe('https://graph.microsoft.com')
  expect(readPayload({ aud: ['a', 'b'] }).aud).toBeNull()
})

test('a role that is no text is left out', () => {
  expect(readPayload({ roles: ['A', 5, null, 'B'] }).roles).toEqual(['A', 'B'])
  expect(readPayload({ roles: 'A' }).roles).toBeNull()
})

test('no claims make it fail', () => {
  const names = [...Object.keys(appClaims()), ...Object.keys(userClaims()), 'azp', 'azpacr', 'xms_idrel']
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...names), fc.jsonValue()), claims => {
      expect(readPayload(claims).all).toBe(claims)
    }),
    runs(1000),
  )
})

describe('names and types of other issuers', () => {
  test.each<[JsonObject, object]>([
    [{ scope: 'read  write' }, { scp: ['read', 'write'] }],
    [{ scope: ['read', 5] }, { scp: ['read'] }],
    [{ scp: ['read', 'write'] }, { scp: ['read', 'write'] }],
    [{ scp: 'read', scope: 'write' }, { scp: ['read'] }],
    [{ client_id: 'a' }, { appid: 'a' }],
    [{ cid: 'a' }, { appid: 'a' }],
    [{ azp: 'a', client_id: 'b', cid: 'c' }, { appid: 'a' }],
    [{ client_id: 'b', cid: 'c' }, { appid: 'b' }],
    [{ client_id: 5 }, { appid: null }],
    [{ roles: 'admin reader' }, { roles: ['admin', 'reader'] }],
    [{ roles: ['admin reader'] }, { roles: ['admin reader'] }],
    [
      { roles: 5, scope: {}, scp: 7 },
      { roles: null, scp: null },
    ],
  ])('%j', (claims, read) => {
    expect(readPayload(claims, 'other')).toMatchObject(read)
    expect(readPayload(claims).habits).toBe('entra')
  })

  test.each<JsonObject>([
    { scope: 'read' },
    { scp: ['read'] },
    { client_id: 'a' },
    { cid: 'a' },
    { roles: 'admin' },
  ])("%j is none of Entra ID's", claims => {
    expect(readPayload(claims)).toMatchObject({ scp: null, appid: null, roles: null })
  })
})
