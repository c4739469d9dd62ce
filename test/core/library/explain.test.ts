import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type Answer, explainRefusal, explainText } from '../../../src/index.ts'
import { main } from '../../../src/main.ts'
import { testIo } from '../../support/io.ts'
import { index } from '../committed-index.ts'

const requestId = '3f2b1c9e-0d54-4a5e-9c1d-2f0a6b7c8d9e'
const denied = {
  error: {
    code: 'Authorization_RequestDenied',
    message: 'Insufficient privileges to complete the operation.',
  },
}

function answer(more: Partial<Answer> = {}): Answer {
  return {
    status: 403,
    headers: { 'request-id': requestId },
    body: JSON.stringify(denied),
    request: 'GET /users',
    ...more,
  }
}

describe('explainText', () => {
  test.each(['graph-body', 'sdk-javascript', 'header-alone'])(
    'is what explain prints as JSON: %s',
    async name => {
      const file = new URL(`../../../fixtures/responses/pasted/${name}.txt`, import.meta.url)
      const text = readFileSync(file, 'utf8')
      const { io, out } = testIo({ stdin: text })
      await main(['explain', '--format', 'json'], io)
      expect(explainText(index, text.trim())).toEqual(JSON.parse(out()))
    },
  )

  test('guesses nothing', () => {
    expect(explainText(index, 'it does not work')).toMatchObject({ verdict: 'undetermined', refusals: [] })
  })

  test('writes next steps for the shell that is named', () => {
    const powerShell = explainRefusal(index, answer(), { shell: 'powershell' })
    expect(powerShell).not.toEqual(explainRefusal(index, answer()))
  })
})

describe('explainRefusal', () => {
  test('knows status, call and request id, and looks up what the call needs', () => {
    const { verdict, refusals } = explainRefusal(index, answer())
    expect(verdict).toBe('problem')
    expect(refusals).toHaveLength(1)
    expect(refusals?.[0]).toMatchObject({
      service: 'graph',
      id: 'graph/directory-permission',
      status: 403,
      requestId,
      call: { method: 'GET', url: '/users' },
    })
    const needs = refusals?.[0]?.evidence.find(({ name }) => name === 'needs')
    expect(needs?.actual).toContain('User.ReadBasic.All')
  })

  test('takes headers in every form that programs hold them in, and a body that was parsed already', () => {
    const plain = explainRefusal(index, answer())
    const forms: Answer['headers'][] = [
      new Headers({ 'Request-Id': requestId }),
      new Map([['REQUEST-ID', requestId]]),
      [['request-id', requestId]],
      { 'request-id': [requestId], 'set-cookie': undefined },
    ]
    for (const headers of forms) expect(explainRefusal(index, answer({ headers }))).toEqual(plain)
    expect(explainRefusal(index, answer({ body: denied }))).toEqual(plain)
    const request = { method: 'GET', url: '/users' }
    expect(explainRefusal(index, answer({ request }))).toEqual(plain)
  })

  test('reads a claims challenge in the header', () => {
    const claims = btoa('{"access_token":{"nbf":{"essential":true,"value":"1795376100"}}}')
    const headers = {
      'request-id': requestId,
      'WWW-Authenticate': `Bearer realm="", error="insufficient_claims", claims="${claims}"`,
    }
    const body = { error: { code: 'InvalidAuthenticationToken', message: 'Continuous access evaluation' } }
    const { refusals } = explainRefusal(index, answer({ status: 401, headers, body }))
    expect(refusals?.[0]).toMatchObject({ challenge: { error: 'insufficient_claims' } })
  })

  test('reads a refusal of Entra ID', () => {
    const body = {
      error: 'invalid_client',
      error_description: 'AADSTS7000215: Invalid client secret provided. Trace ID: x',
      error_codes: [7000215],
    }
    const url = 'https://login.microsoftonline.com/contoso.com/oauth2/v2.0/token'
    const { refusals } = explainRefusal(index, {
      ...{ status: 401, headers: {}, body },
      request: { method: 'POST', url },
    })
    expect(refusals?.[0]).toMatchObject({ service: 'entra', id: 'aadsts/7000215', status: 401 })
  })

  test('reads every refusal of a $batch', () => {
    const responses = [
      { id: '1', status: 403, body: denied },
      { id: '2', status: 200, body: { value: [] } },
      { id: '3', status: 404, body: { error: { code: 'Request_ResourceNotFound', message: 'gone' } } },
    ]
    const { refusals } = explainRefusal(
      index,
      answer({ status: 200, body: { responses }, request: 'POST /$batch' }),
    )
    expect(refusals?.map(({ status }) => status)).toEqual([403, 404])
  })

  test('a status alone is Graph’s where the header says that Graph answered', () => {
    const { refusals } = explainRefusal(index, answer({ body: '' }))
    expect(refusals).toMatchObject([{ service: 'graph', status: 403, requestId }])
  })

  test.each<[string, Partial<Answer>, string]>([
    ['a proxy', { headers: { 'content-type': 'text/html' }, body: '<h1>Forbidden</h1>' }, 'a web page'],
    ['success', { status: 200, body: { value: [] } }, 'status 200 refuses nothing'],
    [
      'another service',
      { headers: {}, body: { error: { code: 'Nope', message: 'no' } }, request: 'GET https://example.com/x' },
      'name the request',
    ],
  ])('of %s nothing is guessed, and it says why', (_name, more, reason) => {
    const { verdict, refusals, notChecked } = explainRefusal(index, answer(more))
    expect({ verdict, refusals }).toEqual({ verdict: 'undetermined', refusals: [] })
    expect(notChecked).toEqual([{ id: 'refusals', missing: [expect.stringContaining(reason)] }])
  })

  test('shows no token and no secret, wherever it stands', () => {
    const token = `eyJhbGciOiJSUzI1NiJ9.${btoa('{"roles":["A"]}').replaceAll('=', '')}.${'c2lnbmF0dXJl'.repeat(8)}`
    const shown = explainRefusal(
      index,
      answer({
        headers: { 'request-id': requestId, authorization: `Bearer ${token}` },
        body: { error: { code: 'InvalidAuthenticationToken', message: `Bearer ${token} is bad` } },
        request: { method: 'GET', url: `/users?access_token=${token}` },
      }),
    )
    expect(JSON.stringify(shown)).not.toContain(token.split('.')[2])
  })
})
