import { expect, test } from 'vitest'
import { KnownSecrets } from '../../src/core/secret/known.ts'
import { Callers } from '../../src/proxy/callers.ts'
import type { Exchange } from '../../src/proxy/conversation.ts'
import { isWatched } from '../../src/proxy/hosts.ts'
import { sightingsOf } from '../../src/proxy/sightings.ts'
import { index } from '../emulator/support.ts'

const base64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const app = '11111111-2222-4333-8444-555555555555'
const token = (claims: object = {}): string =>
  `${base64({ alg: 'RS256', typ: 'JWT', kid: 'k' })}.${base64({ aud: 'https://graph.microsoft.com', appid: app, idtyp: 'app', ...claims })}.c2lnbmF0dXJl`

interface Asked {
  readonly host?: string
  readonly method?: string
  readonly target?: string
  readonly bearer?: string
  readonly sent?: string
  readonly status?: number
  readonly answer?: string | object
}

let clock = 1_700_000_000_000
function exchange({
  host = 'graph.microsoft.com',
  method = 'GET',
  target = '/v1.0/users',
  bearer,
  sent = '',
  status = 200,
  answer = { value: [] },
}: Asked): Exchange {
  const headers = new Map([
    ['request-id', '3e5a1a57-0000-4000-8000-000000000000'],
    ['content-type', 'application/json'],
  ])
  clock += 1000
  const body = typeof answer === 'string' ? answer : JSON.stringify(answer)
  return {
    ...{ host, method, target, status, sentAt: clock, endedAt: clock + 20 },
    request: {
      headers: new Map([
        ...(bearer === undefined ? [] : ([['authorization', `Bearer ${bearer}`]] as const)),
        ...(sent.startsWith('{') ? [] : ([['content-type', 'application/x-www-form-urlencoded']] as const)),
      ]),
      body: sent,
      isWhole: true,
    },
    answer: { headers, body, isWhole: true },
  }
}

const denied = {
  error: {
    code: 'Authorization_RequestDenied',
    message: 'Insufficient privileges to complete the operation.',
  },
}

function seen(...asked: Asked[]): Callers {
  const all = new Callers(index)
  for (const one of asked)
    for (const sighting of sightingsOf(exchange(one), new KnownSecrets())) all.add(sighting)
  return all
}

const form = (members: Record<string, string>): Asked => ({
  host: 'login.microsoftonline.com',
  method: 'POST',
  target: '/contoso.example/oauth2/v2.0/token',
  sent: new URLSearchParams({ client_id: app, grant_type: 'client_credentials', ...members }).toString(),
})

test.each([
  [{ client_secret: 'x' }, 'secret'],
  [{ client_assertion: `${base64({ alg: 'PS256' })}.${base64({ iss: app, sub: app })}.x` }, 'certificate'],
  [
    {
      client_assertion: `${base64({ alg: 'RS256' })}.${base64({ iss: 'https://token.actions.example', sub: 'repo' })}.x`,
    },
    'federated',
  ],
])('a token request with %j', (members, credential) => {
  const [observed] = seen({
    ...form(members),
    status: 401,
    answer: { error: 'invalid_client', error_description: 'AADSTS7000215: no' },
  }).all({})
  expect(observed?.acquisition).toMatchObject({
    credential,
    status: 401,
    authority: 'https://login.microsoftonline.com/contoso.example',
  })
})

test('what is sent and issued is known to the gate, and nothing of it is kept', () => {
  const known = new KnownSecrets()
  const issued = token({ roles: ['User.Read.All'] })
  const sightings = sightingsOf(
    exchange({
      ...form({ client_secret: 'abc8Q~some-secret-of-somebody-4711' }),
      answer: { access_token: issued },
    }),
    known,
  )
  const kept = JSON.stringify(sightings)
  expect(kept).not.toContain('abc8Q')
  expect(kept).not.toContain(issued.split('.')[2])
  expect(known.takeOutOf(`abc8Q~some-secret-of-somebody-4711 ${issued}`)).not.toMatch(/abc8Q|eyJ/)
})

test('one operation once for each outcome; what an address is answered last stands', () => {
  const bearer = token()
  const all = seen(
    { bearer, target: '/v1.0/users/1' },
    { bearer, target: '/v1.0/users/2' },
    { bearer, target: '/v1.0/users/3', status: 403, answer: denied },
    { bearer, target: '/v1.0/groups', status: 429, answer: denied },
    { bearer, target: '/v1.0/groups' },
  )
  const [observed, ...others] = all.all({})
  expect(others).toEqual([])
  expect(
    observed?.calls.map(call => call.sent && [call.url.split('/').slice(4).join('/'), call.status]),
  ).toEqual([
    ['users/2', 200],
    ['users/3', 403],
    ['groups', 200],
  ])
})

test('what was refused to an older token is judged by that one, until the address is answered', () => {
  const [before, after] = [token(), token({ roles: ['User.Read.All'] })]
  const refused: Asked = { bearer: before, status: 403, answer: denied }
  expect(
    seen(refused, { bearer: after, target: '/v1.0/groups', status: 403, answer: denied }).all({}),
  ).toHaveLength(2)
  const [cured, ...none] = seen(refused, { bearer: after }).all({})
  expect(none).toEqual([])
  expect(cured?.token).toMatchObject({ form: 'jwt', claims: { roles: ['User.Read.All'] } })
})

test('an app, and a user through it, are two; who was refused is told first', () => {
  const user = token({ idtyp: 'user', scp: 'User.Read' })
  const all = seen(
    { bearer: user, target: '/v1.0/me', status: 403, answer: denied },
    { bearer: token() },
  ).all({})
  expect(all.map(({ operations }) => operations.map(one => 'path' in one && one.path))).toEqual([
    ['/me'],
    ['/users'],
  ])
})

test('a batch is the requests in it, each with its own answer', () => {
  const requests = [
    { id: 'a', method: 'GET', url: '/users' },
    { id: 'b', method: 'DELETE', url: 'groups/1' },
  ]
  const responses = [
    { id: 'b', status: 403, body: denied },
    { id: 'a', status: 200, body: { value: [] } },
  ]
  const [observed] = seen({
    bearer: token(),
    method: 'POST',
    target: '/beta/$batch',
    sent: JSON.stringify({ requests }),
    answer: { responses },
  }).all({})
  expect(observed?.operations).toMatchObject([
    { method: 'GET', path: '/users', version: 'beta' },
    { method: 'DELETE', path: '/groups/1' },
  ])
  expect(observed?.calls).toMatchObject([{ status: 200 }, { status: 403 }])
})

test('a token for another API, in between, changes nothing', () => {
  const arm = token({ aud: 'https://management.azure.com' })
  const [observed] = seen(
    { bearer: token({ roles: ['User.Read.All'] }) },
    { ...form({ client_secret: 'x' }), answer: { access_token: arm } },
  ).all({})
  expect(observed?.token).toMatchObject({ claims: { aud: 'https://graph.microsoft.com' } })
})

test('what is neither is not counted, and an answer that is not Graph’s decides nothing', () => {
  expect(seen({ host: 'login.microsoftonline.com', target: '/common/discovery/instance' }).count).toBe(0)
  const portal = exchange({ bearer: token(), status: 200, answer: '<html>' })
  const captive = {
    ...portal,
    answer: { ...portal.answer, headers: new Map([['content-type', 'text/html']]) },
  }
  expect(sightingsOf(captive, new KnownSecrets())).toMatchObject([
    { call: { status: null, reason: expect.stringContaining('captive portal') } },
  ])
})

test('the hosts of every cloud are read, and regions of Entra ID; nothing else', () => {
  for (const host of [
    'graph.microsoft.com',
    'login.microsoftonline.us',
    'westus2.login.microsoft.com',
    'canary.graph.microsoft.com',
  ])
    expect([host, isWatched(host)]).toEqual([host, true])
  for (const host of [
    'evil.graph.microsoft.com',
    'graph.microsoft.com.evil.example',
    'a.b.login.microsoft.com',
    'portal.azure.com',
  ])
    expect([host, isWatched(host)]).toEqual([host, false])
})
