import { describe, expect, test } from 'vitest'
import type { Case } from '../../../tools/case.ts'
import { asUser, found, play, readCase, withClaims } from '../../support/cases.ts'

const missing = readCase('operation/missing-permission', 'fires')
const refused = readCase('operation/refused', 'fires')
const meOnly = readCase('operation/delegated-only', 'fires')
const unknown = readCase('operation/unknown', 'fires')

function answered(input: Case, status: number, body: Record<string, unknown> | string): Case {
  return { ...input, answers: [{ operation: 0, status, headers: { 'request-id': 'abc' }, body }] }
}

const denied = { error: { code: 'Authorization_RequestDenied', message: 'Insufficient privileges.' } }

test('a scp that holds no scope is shown as it is', async () => {
  const [finding] = await found('operation/missing-scope', asUser(missing, '/'))
  expect(finding?.evidence[0]).toMatchObject({ name: 'scp', actual: '/ (no delegated permission)' })
})

test('what a companion would settle leads to that companion', async () => {
  const operations = ['POST /servicePrincipals/11112222-0b7a-4c55-9a0e-2f4f0d9b7c11/appRoleAssignedTo']
  const held = withClaims({ ...missing, operations }, { roles: ['Application.ReadWrite.All'] })
  const [finding] = await found('operation/undecided', held)
  expect(finding?.fix[0]?.label).toMatch(/^If Graph refuses it: add AppRoleAssignment\.ReadWrite\.All,/)
})

test('without roles, what a team or a mailbox may have let in itself is no missing consent', async () => {
  for (const operation of ['GET /chats/1/messages', 'GET /users/a@contoso.example/messages']) {
    const bare = withClaims({ ...missing, operations: [operation] }, { roles: undefined })
    const { findings, headline, verdict } = await play(bare)
    expect(findings.map(({ id }) => id)).not.toContain('consent/missing-admin-consent')
    expect(verdict).toBe('undetermined')
    expect(headline?.text).toMatch(/ needs one of .*; the token holds none\.$/)
  }
})

test('a permission with a twin in other letters is one', async () => {
  const operations = ['POST /communications/calls']
  const twin = withClaims({ ...missing, operations }, { roles: ['Calls.JoinGroupCallasGuest.All'] })
  expect(await found('privilege/more-than-needed', twin)).toEqual([])
})

test('of a union nothing is recommended: it is looked up', async () => {
  const held = withClaims({ ...missing, operations: ['POST /subscriptions'] }, { roles: ['Policy.Read.All'] })
  const [finding] = await found('operation/undecided', held)
  expect(finding?.fix).toMatchObject([
    { command: expect.stringContaining('permissions "POST /subscriptions"') },
  ])
})

describe('operation/missing-permission', () => {
  test("Graph's 403 makes it certain, and stands behind it", async () => {
    const { findings } = await play(answered(missing, 403, denied))
    expect(findings.slice(0, 2)).toMatchObject([
      { id: 'operation/missing-permission', certainty: 'certain', becauseOf: null },
      { id: 'operation/refused', becauseOf: 'operation/missing-permission' },
    ])
    expect(findings[0]).not.toHaveProperty('wouldTell')
  })

  test.each([429, 503, 504])(
    'is not why a call was put off (%i): neither in the headline nor behind it',
    async status => {
      const busy = { error: { code: 'TooManyRequests', message: 'Too many requests.' } }
      const { findings, headline } = await play(answered(missing, status, busy))
      expect(findings.find(({ id }) => id === 'operation/refused')?.becauseOf).toBeNull()
      expect(headline?.text).toMatch(/^Graph would refuse the call: /)
      const held = withClaims(missing, { roles: ['User.Read.All', 'AuditLog.Read.All'] })
      const alone = await play(answered({ ...held, operations: ['GET /users'] }, status, busy))
      expect(alone.headline?.text).toMatch(new RegExp(`^Graph refused GET /users: ${status} TooManyRequests`))
    },
  )

  test('a 403 for another reason does not', async () => {
    const licence = { error: { code: 'Authentication_RequestFromNonPremiumTenantOrB2CTenant', message: '' } }
    const [finding] = await found('operation/missing-permission', answered(missing, 403, licence))
    expect(finding?.certainty).toBe('likely')
  })

  test('a directory role is another door: only Graph can tell', async () => {
    const role = withClaims(missing, { wids: ['62e90394-69f5-4237-9190-012177145e10'] })
    const [open] = await found('operation/undecided', role)
    expect(open).toMatchObject({ severity: 'warning', certainty: 'likely', wouldTell: "Graph's answer" })
    expect(open?.why).toBe(
      'Only Graph can tell: the token carries a directory role (wids), which may allow it.',
    )
    const [shut] = await found('operation/missing-permission', answered(role, 403, denied))
    expect(shut).toMatchObject({ severity: 'error', certainty: 'certain' })
    expect(shut?.why).not.toContain('Only Graph')
    expect(await found('operation/missing-permission', answered(role, 200, { value: [] }))).toEqual([])
    expect(await found('operation/undecided', answered(role, 403, denied))).toEqual([])
  })

  test.each([
    ['GET /users/ada@contoso.example/messages', 'Exchange'],
    ['GET /teams/x/channels/y/messages', 'resource-specific consent'],
  ])('%s: the finding names the door, %s', async (operation, door) => {
    const [finding] = await found('operation/undecided', { ...missing, operations: [operation] })
    expect(finding?.why).toContain(door)
  })

  test('for a delegated token it looks at scp, and offers no admin consent', async () => {
    const user = asUser(missing, 'User.Read')
    const [finding] = await found('operation/missing-scope', user)
    expect(finding).toMatchObject({
      evidence: [{ name: 'scp', expected: 'AuditLog.Read.All', actual: 'User.Read' }],
      fix: [{ command: expect.stringMatching(/^Connect-MgGraph .* -Scopes 'AuditLog\.Read\.All'$/) }],
    })
  })

  test('an operation for apps only is no matter of scopes', async () => {
    const user = asUser(missing, 'User.Read')
    const operations = ['POST /communications/calls']
    expect(await found('operation/missing-scope', { ...user, operations })).toEqual([])
    const [finding] = await found('operation/app-only', { ...user, operations })
    expect(finding?.title).toBe('POST /communications/calls is for apps only: it accepts no scope.')
    expect(finding?.why).toContain('Calls.')
    expect(finding?.evidence).toEqual([{ name: 'scp', expected: null, actual: 'User.Read', source: 'token' }])
  })

  test('with the records, it names the broken link and asks for the rest only', async () => {
    const consent = readCase('consent/missing-admin-consent', 'fires')
    const [finding] = await found('operation/missing-permission', consent)
    expect(finding?.why).toBe(
      'The tenant holds no grant for it: nobody has consented to it as an application permission.',
    )
    expect(JSON.stringify(finding?.fix)).not.toContain('permission add')
  })
})

describe('operation/refused', () => {
  test('what is no error of Graph is shown by its beginning', async () => {
    const [finding] = await found('operation/refused', answered(refused, 502, '<html>\n  Bad gateway</html>'))
    expect(finding?.title).toBe('Graph refused GET /auditLogs/signIns: 502.')
    expect(finding?.evidence).toContainEqual(
      expect.objectContaining({ name: 'message', actual: '<html> Bad gateway</html>' }),
    )
  })

  test('an expired token explains a 401', async () => {
    const late = {
      ...answered(refused, 401, { error: { code: 'InvalidAuthenticationToken' } }),
      at: '2026-11-23T00:00:00Z',
    }
    expect((await found('operation/refused', late))[0]?.becauseOf).toBe('token/expired')
  })
})

describe('operation/delegated-only', () => {
  test('/me is certain, and says what was looked at: the path, for the tables do list permissions', async () => {
    const [finding] = await found('operation/delegated-only', { ...meOnly, operations: ['GET /me/messages'] })
    expect(finding).toMatchObject({
      certainty: 'certain',
      evidence: [{ name: 'path', actual: '/me/messages' }],
      fix: [{ command: 'why403 check "GET /users/{id}/messages"' }],
    })
  })

  test('elsewhere it is certain where both sources know the operation, and likely by one alone', async () => {
    const [both] = await found('operation/delegated-only', { ...meOnly, operations: ['GET /print/printers'] })
    expect(both).toMatchObject({ certainty: 'certain', fix: [] })
    const [finding] = await found('operation/delegated-only', {
      ...meOnly,
      operations: ['GET /agreements/{id}/file/localizations'],
    })
    expect(finding).toMatchObject({
      certainty: 'likely',
      title: expect.stringMatching(/by the (permission tables|documentation) alone\.$/),
      why: expect.stringContaining('If so, no role'),
      wouldTell: "Graph's answer",
      evidence: [{ name: 'application permissions', actual: null }],
      fix: [],
    })
  })

  test('a user may', async () => {
    const user = asUser(meOnly, 'User.Read')
    expect(await found('operation/delegated-only', user)).toEqual([])
  })
})

describe('operation/another-api', () => {
  const asked = readCase('operation/another-api', 'fires')

  test.each([
    ['GET https://api.powerbi.com/v1.0/myorg/groups', 'https://analysis.windows.net/powerbi/api', 'note'],
    ['GET https://api.powerbi.com/v1.0/myorg/groups', '00000009-0000-0000-c000-000000000000', 'note'],
    ['GET https://api.powerbi.com/v1.0/myorg/groups', 'https://management.azure.com/', 'error'],
    ['GET https://contoso.sharepoint.com/_api/web', 'https://contoso.sharepoint.com', 'note'],
    ['GET https://contoso.sharepoint.com/_api/web', 'https://fabrikam.sharepoint.com', 'error'],
    ['GET https://management.azure.com/subscriptions', 'https://management.core.windows.net', 'note'],
  ])('%s with a token for %s: %s', async (operation, aud, severity) => {
    const report = await play(withClaims({ ...asked, operations: [operation] }, { aud }))
    const told = report.findings.filter(({ id }) => id === 'operation/another-api')
    expect(told.map(finding => finding.severity)).toEqual([severity])
    expect(report.findings.map(({ id }) => id)).not.toContain('token/wrong-audience')
    expect(report.verdict).toBe(severity === 'error' ? 'problem' : 'undetermined')
  })

  test.each(['GET https://example.org/x', 'GET /groups', 'GET https://graph.microsoft.com/v1.0/groups'])(
    'not of %s',
    async operation => {
      expect(await found('operation/another-api', { ...asked, operations: [operation] })).toEqual([])
    },
  )
})

describe('operation/unknown', () => {
  test.each([
    [
      'GET /user',
      'path template',
      null,
      'GET /user: neither the permission tables nor the documentation list this path.',
    ],
    [
      'POST /auditLogs/signIns',
      'method',
      'POST',
      'POST /auditLogs/signIns: the path is listed, but not with this method.',
    ],
    [
      'GET https://example.org/v1.0/users',
      'host',
      'https://example.org',
      'GET https://example.org/v1.0/users: this is not a host of Microsoft Graph.',
    ],
    [
      'FETCH /users',
      'operation',
      'FETCH /users',
      'FETCH /users: The method is not one of GET, HEAD, POST, PUT, PATCH, DELETE.',
    ],
  ])('%s is told from its %s', async (operation, name, actual, title) => {
    const [finding] = await found('operation/unknown', { ...unknown, operations: [operation] })
    expect(finding?.evidence).toMatchObject([{ name, actual }])
    expect(finding?.title).toBe(title)
  })

  test("Graph's 2xx settles it", async () => {
    expect(await found('operation/unknown', answered(unknown, 200, {}))).toEqual([])
    expect(await found('operation/unknown', answered(unknown, 404, {}))).toHaveLength(1)
  })
})
