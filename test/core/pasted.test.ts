import { describe, expect, test } from 'vitest'
import { check, explainRefusal, explainText, type Report } from '../../src/index.ts'
import { index } from './committed-index.ts'

const base = 'https://graph.microsoft.com/v1.0'
const claims = {
  aud: 'https://graph.microsoft.com',
  iss: 'https://sts.windows.net/0c5b8f17-7d64-4a93-9a0e-b1d2c3e4f5a6/',
  ...{ iat: 1_795_376_100, nbf: 1_795_376_100, exp: 1_795_380_000 },
  ...{ appid: '6f1c2d9e-0b7a-4c55-9a0e-2f4f0d9b7c11', idtyp: 'app', ver: '1.0' },
  ...{ oid: 'aa11bb22-cc33-4d44-8e55-ff6677889900', tid: '0c5b8f17-7d64-4a93-9a0e-b1d2c3e4f5a6' },
}
const body = (code = 'Authorization_RequestDenied'): string =>
  JSON.stringify({ error: { code, message: 'Insufficient privileges to complete the operation.' } })

function tokenOf(more: object): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part({ typ: 'JWT', alg: 'RS256', kid: 'made' })}.${part({ ...claims, ...more })}.${'c2ln'.repeat(85)}`
}

/** A refused request with its bearer, as curl -v tells it. */
function refused(request: string, more: object, status = 403): string {
  const [method, path] = request.split(' ')
  return `> ${method} ${base}${path} HTTP/1.1\n> Authorization: Bearer ${tokenOf(more)}\n>\n< HTTP/1.1 ${status} Refused\n<\n${body()}\n`
}

const errors = ({ findings }: Report): string[] =>
  findings.filter(({ severity }) => severity === 'error').map(({ id }) => id)

describe('a token in the text is held against what was asked for', () => {
  test.each([
    ['GET /users', { roles: ['Mail.Read'] }],
    ['GET /users', { roles: ['User.Read.All'] }],
    ['GET /users', {}],
    ['GET /me/messages', { roles: ['Mail.Read'] }],
    ['GET /users', { aud: 'https://management.azure.com/' }],
    ['GET /users/a/messages', { idtyp: 'user', scp: 'Mail.Read' }],
  ])('%s, %j: the verdict is that of check', (request, more) => {
    const { operations } = explainText(index, refused(request, more))
    const [checked] = check(index, { ...claims, ...more }, [request]).operations
    const { verdict, held, missing, certain } = operations[0]!
    expect({ verdict, held, missing, certain }).toEqual({
      verdict: checked?.verdict,
      held: checked?.held,
      missing: checked?.missing,
      certain: checked?.certain,
    })
  })

  test.each([
    [{ roles: ['Mail.Read'] }, 403, 'operation/missing-permission'],
    [{}, 403, 'consent/missing-admin-consent'],
    [{ aud: 'https://management.azure.com/' }, 401, 'token/wrong-audience'],
  ])('%j: the findings are those of the road', (more, status, id) => {
    const report = explainText(index, refused('GET /users', more, status))
    expect(errors(report)).toContain(id)
    expect(report.headline?.text).not.toContain('does not say')
  })

  test('its claims do as well, and a list of permissions for what it names', () => {
    const pasted = `GET ${base}/users\n403 ${body()}\n`
    const payload = explainText(index, `${pasted}${JSON.stringify({ ...claims, roles: ['Mail.Read'] })}`)
    const listed = explainText(index, `${pasted}token roles: Mail.Read, Mail.Send`)
    for (const report of [payload, listed]) expect(errors(report)).toContain('operation/missing-permission')
    expect(listed.token).toBeUndefined()
    expect(listed.findings.filter(({ id }) => id.startsWith('token/'))).toEqual([])
  })

  test('and it was valid when it was refused for something else', () => {
    expect(errors(explainText(index, refused('GET /users', {}), { at: claims.exp + 900 }))).not.toContain(
      'token/expired',
    )
    expect(errors(explainText(index, refused('GET /users', {}, 401), { at: claims.exp + 900 }))).toContain(
      'token/expired',
    )
  })

  test('no part of it is shown', () => {
    const text = refused('GET /users', { roles: ['Mail.Read'] })
    expect(JSON.stringify(explainText(index, text))).not.toMatch(/eyJ|c2lnc2ln/)
  })
})

describe('what a text says of the flow', () => {
  test('settles an operation that is closed to apps', () => {
    const text = `grant_type=client_credentials\nGET ${base}/me/messages\n403 ${body()}`
    const report = explainText(index, text)
    expect(report.headline?.text).toContain("is the signed-in user's")
    expect(report.findings.find(({ id }) => id === 'operation/delegated-only')?.certainty).toBe('certain')
    expect(explainText(index, text.replace('client_credentials', 'password')).findings).not.toContainEqual(
      expect.objectContaining({ id: 'operation/delegated-only' }),
    )
  })
})

describe('several tokens in a text', () => {
  const graphs = tokenOf({ roles: ['Mail.Read'] })
  const vaults = tokenOf({ aud: 'https://vault.azure.net' })
  const older = tokenOf({ roles: ['User.Read.All'], nbf: 1_700_000_000, exp: 1_700_003_600 })
  const other = tokenOf({ roles: ['User.Read.All'] })
  const refusal = `GET ${base}/users\nHTTP/1.1 403 Forbidden\ndate: Sun, 22 Nov 2026 20:00:00 GMT\n\n${body()}`
  const told = (text: string): readonly [tokens: string | null | undefined, roles: unknown] => {
    const report = explainText(index, text)
    const [refused] = report.refusals ?? []
    return [refused?.evidence.find(({ name }) => name === 'tokens')?.actual, report.operations[0]?.verdict]
  }

  test.each([
    ['the other is for another API', [graphs, vaults]],
    ['the other had ended', [older, graphs]],
  ])('the one that Graph took is held against the call: %s', (_, tokens) => {
    const [said, verdict] = told(`${tokens.join('\n')}\n${refusal}`)
    expect(said).toMatch(/^2 in this text, .*the only one that Graph would have taken/)
    expect(verdict).toBe('missing-permission')
  })

  test.each([
    ['both fit', [graphs, other], refusal],
    ['neither does', [vaults, older], refusal],
    ['the token itself was refused', [graphs, vaults], refusal.replace('403 Forbidden', '401 Unauthorized')],
    ['it is not told when', [older, graphs], refusal.replace(/date: .*\n/, '')],
  ])('and none where %s: that is said', (_, tokens, text) => {
    const [said, verdict] = told(`${tokens.join('\n')}\n${text}`)
    expect(said).toMatch(/^2 in this text, .*none was used/)
    expect(verdict).toBeUndefined()
  })

  test('a call that Graph answered is held against the token that it shows, and against no other', () => {
    const answered = (bearer: string): string =>
      `GET ${base}/groups\n${bearer}HTTP/1.1 200 OK\n\n> GET ${base}/users HTTP/1.1\n> Authorization: Bearer ${graphs}\n\n< HTTP/1.1 403 Forbidden\n${body()}`
    const verdicts = (text: string): unknown[] =>
      explainText(index, text).operations.map(({ verdict }) => verdict)
    expect(verdicts(answered(`Authorization: Bearer ${graphs}\n`))).toEqual(['missing-permission', 'allowed'])
    expect(verdicts(answered(''))).toEqual(['missing-permission'])
  })

  test('the one behind Bearer was sent, and of one alone nothing is said', () => {
    expect(told(`Authorization: Bearer ${graphs}\n${vaults}\n${refusal}`)[0]).toContain('behind Bearer')
    expect(told(`${graphs} ;\n${graphs} ;\n${refusal}`)).toEqual([undefined, 'missing-permission'])
  })
})

test('a token for another API belongs to the call that it was sent with', () => {
  const text = `GET https://vault1.vault.azure.net/secrets/x\nAuthorization: Bearer ${tokenOf({ aud: 'https://management.azure.com/' })}\n\nHTTP/1.1 401 Unauthorized\n{"error":{"code":"Unauthorized","message":"AKV10022: Invalid audience."}}`
  const report = explainText(index, text)
  expect(errors(report)).toContain('operation/another-api')
  expect(report.headline?.text).toContain('Azure Key Vault')
})

test('an answer in a batch is to its own request', () => {
  const requests = [
    { id: '1', method: 'GET', url: '/users' },
    { id: '2', method: 'GET', url: '/groups' },
  ]
  const responses = [
    { id: '2', status: 403, body: JSON.parse(body()) },
    { id: '1', status: 403, body: JSON.parse(body('Forbidden')) },
  ]
  const told = `POST ${base}/$batch\n`
  const called = (text: string): unknown[] =>
    (explainText(index, text).refusals ?? []).map(refusal =>
      'call' in refusal ? refusal.call?.url : undefined,
    )
  expect(called(`${told}${JSON.stringify({ requests })}\n${JSON.stringify({ responses })}`)).toEqual([
    '/groups',
    '/users',
  ])
  expect(called(`${told}${JSON.stringify({ responses })}`)).toEqual([undefined, undefined])
})

test('nothing is looked up by an address that was cut', () => {
  const report = explainText(index, `GET ${base}/users/1234-56...\n403 ${body()}`)
  expect(report.operations[0]?.status).toBe('malformed')
  expect(JSON.stringify(report.refusals?.map(({ fix }) => fix))).not.toContain('1234')
  expect(JSON.stringify(report.findings.map(({ fix }) => fix))).not.toContain('1234')
})

test('claims that somebody cut down are not missed', () => {
  const text = `GET ${base}/users\n403 ${body()}\n{"aud":"https://graph.microsoft.com","roles":["Mail.Read"],"ver":"1.0"}`
  expect(errors(explainText(index, text))).toEqual(['operation/missing-permission', 'operation/refused'])
})

test('a refusal of Entra ID and one without an address are findings like any other', () => {
  const entra = explainText(index, 'AADSTS7000215: Invalid client secret provided.')
  expect(errors(entra)).toEqual(['acquire/refused'])
  expect(entra.acquisition).toBeUndefined()
  const licence = explainText(
    index,
    '{"error":{"code":"Authentication_RequestFromNonPremiumTenantOrB2CTenant","message":"Neither tenant is B2C or tenant does not have premium license"}}',
  )
  expect(errors(licence)).toContain('workload/licence-missing')
  expect(licence.minimal).toBeUndefined()
})

test('an answer in hand is judged by the token that was sent with it', () => {
  const answer = {
    ...{
      status: 403,
      headers: { 'request-id': '3f2b1c9e-0d54-4a5e-9c1d-2f0a6b7c8d9e' },
      request: 'GET /users',
    },
    body: body(),
  }
  const sent = { ...answer, token: tokenOf({ roles: ['Mail.Read'] }) }
  expect(errors(explainRefusal(index, sent))).toContain('operation/missing-permission')
  expect(JSON.stringify(explainRefusal(index, sent))).not.toMatch(/eyJ/)
  expect(errors(explainRefusal(index, { ...answer, token: { ...claims } }))).toContain(
    'consent/missing-admin-consent',
  )
  expect(() => explainRefusal(index, { ...answer, token: 7 as unknown as string })).toThrow(TypeError)
})
