import { describe, expect, test } from 'vitest'
import { check, explainText, type Report } from '../../../src/index.ts'
import { bodyOf, type Failure, forms } from '../../support/forms.ts'
import { index } from '../committed-index.ts'

const failures: Readonly<Record<string, Failure>> = {
  'the directory': of(
    'GET /users',
    403,
    'Authorization_RequestDenied',
    'Insufficient privileges to complete the operation.',
  ),
  'an audience': of(
    'GET /users',
    401,
    'InvalidAuthenticationToken',
    'Access token validation failure. Invalid audience.',
  ),
  'a lifetime': of(
    'GET /groups',
    401,
    'InvalidAuthenticationToken',
    'Lifetime validation failed, the token is expired.',
  ),
  'a licence': of(
    'GET /auditLogs/signIns',
    403,
    'Authentication_RequestFromNonPremiumTenantOrB2CTenant',
    "Neither tenant is B2C or tenant doesn't have premium license",
  ),
  'a named permission': of(
    'GET /auditLogs/directoryAudits',
    403,
    'Authentication_MSGraphPermissionMissing',
    'Calling principal does not have required MSGraph permissions AuditLog.Read.All',
  ),
  'a mailbox': of(
    'GET /users/a@contoso.example/messages',
    404,
    'MailboxNotEnabledForRESTAPI',
    'The mailbox is either inactive, soft-deleted, or is hosted on-premise.',
  ),
  'a policy of Exchange': of(
    'GET /users/a@contoso.example/messages',
    403,
    'ErrorAccessDenied',
    'Access to OData is disabled: [RAOP] : Blocked by tenant configured AppOnly AccessPolicy settings.',
  ),
  'a user that is none': of(
    'GET /me',
    400,
    'BadRequest',
    '/me request is only valid with delegated authentication flow.',
  ),
  Teams: of(
    'GET /teams/11111111-2222-3333-4444-555555555555/channels',
    403,
    'Forbidden',
    "Missing role permissions on the request. API requires one of 'Channel.ReadBasic.All, ChannelSettings.Read.All'. Roles on the request 'User.Read.All'.",
  ),
  SharePoint: of('GET /sites/root/lists', 403, 'accessDenied', 'Access denied'),
  'too many': of('GET /users', 429, 'TooManyRequests', 'Too many requests. Please try again later.'),
  'a query': of(
    'GET /users',
    400,
    'Request_UnsupportedQuery',
    "Operator 'endsWith' is not supported because the 'ConsistencyLevel:eventual' header is missing.",
  ),
  'what nobody knows': of('GET /groups', 403, 'SomethingNobodyWroteAbout', 'It is not to be.'),
}

function of(request: string, status: number, code: string, message: string): Failure {
  const [method = '', path = ''] = request.split(' ')
  return { method, path, status, code, message }
}

type Finding = Report['findings'][number]

/** What was found, and how sure it is; and what the refusal is known as. */
function answerOf({ refusals = [], findings, verdict }: Report): unknown {
  return {
    verdict,
    refusals: refusals.map(({ id, service }) => ({ id, service })),
    errors: findings
      .filter(({ severity }) => severity === 'error')
      .map(({ id, certainty, becauseOf }) => ({ id, certainty, becauseOf })),
  }
}

function isOfAnswer({ id }: Finding): boolean {
  return id !== 'operation/delegated-only'
}

function asRoot(finding: Finding): Finding {
  return finding.becauseOf === 'operation/delegated-only' ? { ...finding, becauseOf: null } : finding
}

describe.each(Object.entries(failures))('the same refusal is the same answer: %s', (_, failure) => {
  const answer = answerOf(explainText(index, forms['a body']!(failure)))

  test.each(Object.keys(forms))('as %s', form => {
    expect(answerOf(explainText(index, forms[form]!(failure)))).toEqual(answer)
  })

  test('without what was asked for', () => {
    const alone = explainText(index, `HTTP/1.1 ${failure.status}\n${bodyOf(failure)}`)
    // What the path alone tells is not there; all that the service says is.
    const whole = explainText(index, forms['a body']!(failure))
    expect(answerOf(alone)).toEqual(
      answerOf({ ...whole, findings: whole.findings.filter(isOfAnswer).map(asRoot) }),
    )
  })
})

describe('with the token, each form has the verdict of check', () => {
  const failure = failures['the directory']!
  const claims = {
    ...{ aud: 'https://graph.microsoft.com', idtyp: 'app', ver: '1.0', roles: ['Mail.Read'] },
    ...{ iat: 1_795_376_100, nbf: 1_795_376_100, exp: 1_795_380_000 },
    ...{ appid: '6f1c2d9e-0b7a-4c55-9a0e-2f4f0d9b7c11', oid: 'aa11bb22-cc33-4d44-8e55-ff6677889900' },
    tid: '0c5b8f17-7d64-4a93-9a0e-b1d2c3e4f5a6',
    iss: 'https://sts.windows.net/0c5b8f17-7d64-4a93-9a0e-b1d2c3e4f5a6/',
  }
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const token = `${part({ typ: 'JWT', alg: 'RS256', kid: 'made' })}.${part(claims)}.${'c2ln'.repeat(85)}`
  const [checked] = check(index, claims, ['GET /users']).operations

  test.each(Object.keys(forms))('as %s', form => {
    const report = explainText(index, `Authorization: Bearer ${token}\n\n${forms[form]!(failure)}`)
    expect(report.operations.map(({ verdict, certain }) => ({ verdict, certain }))).toEqual([
      { verdict: checked?.verdict, certain: checked?.certain },
    ])
    expect(report.headline?.text).toContain('needs one of User.ReadBasic.All')
  })
})
