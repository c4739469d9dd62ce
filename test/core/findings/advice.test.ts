import { describe, expect, test } from 'vitest'
import { diagnose } from '../../../src/core/diagnose.ts'
import { findings } from '../../../src/core/findings/index.ts'
import { type Case, factsOfCase } from '../../../tools/case.ts'
import { readCase, withClaims } from '../../support/cases.ts'
import { index } from '../committed-index.ts'

const input = readCase('operation/basic-properties', 'near-miss')

/** Ids of what is said about one operation, by a token with these roles. */
async function said(
  operation: string,
  roles: readonly string[] = ['User.Read.All'],
  change: Partial<Case> = {},
) {
  const facts = await factsOfCase(
    { ...withClaims(input, { roles }), operations: [operation], ...change },
    index,
  )
  return diagnose(facts, index, findings)
    .findings.filter(({ about }) => about === 0)
    .map(({ id }) => id)
}

describe('properties that need more', () => {
  const id = 'operation/property-needs-more'

  test.each([
    'GET /users?$select=displayName,signInActivity',
    'GET /users?$SELECT=SigninActivity',
    'GET /users?$filter=signInActivity/lastSignInDateTime%20le%202026-01-01T00:00:00Z',
    'GET /users/x?select=id,mailboxSettings',
    'GET /users?$orderby=employeeLeaveDateTime',
    'GET /servicePrincipals/x?$select=customSecurityAttributes',
  ])('%s', async operation => {
    expect(await said(operation, ['User.Read.All', 'Application.Read.All'])).toContain(id)
  })

  test.each([
    ['GET /users', ['User.Read.All']],
    ['GET /users?$select=signInActivityX', ['User.Read.All']],
    ['GET /groups?$select=signInActivity', ['Group.Read.All']],
    ['GET /users?$select=signInActivity', ['User.Read.All', 'AuditLog.Read.All']],
  ])('%s with %j is silent', async (operation, roles) => {
    expect(await said(operation, roles)).not.toContain(id)
  })

  test("Graph's 2xx settles it", async () => {
    const answers = [{ operation: 0, status: 200, headers: {}, body: { value: [] } }]
    expect(await said('GET /users?$select=signInActivity', ['User.Read.All'], { answers })).not.toContain(id)
  })
})

describe('advanced queries', () => {
  const id = 'operation/advanced-query-without-header'

  test.each([
    'GET /users?$search="displayName:adele"',
    'GET /users/$count',
    'GET /groups?$count=true',
    "GET /users?$filter=endsWith(mail,'@contoso.com')",
    "GET /users?$filter=companyName ne 'Contoso'",
    "GET /users?$filter=NOT(startsWith(displayName,'a'))",
    "GET /groups?$filter=startsWith(displayName,'a')&$orderby=displayName",
    'GET /groups/x/members/microsoft.graph.user?$count=true',
  ])('%s', async operation => {
    expect(await said(operation, ['Directory.Read.All'])).toContain(id)
  })

  test.each([
    "GET /users?$filter=startsWith(displayName,'a')",
    "GET /users?$filter=displayName eq 'a ne b'",
    "GET /users?$filter=displayName eq 'not (endsWith('",
    'GET /users?$orderby=displayName',
    'GET /users?$count=false',
    'GET /users/x/messages?$count=true',
    'GET /sites/x/lists?$search=a',
  ])('%s is an ordinary one', async operation => {
    expect(await said(operation, ['Directory.Read.All', 'Mail.Read', 'Sites.Read.All'])).not.toContain(id)
  })
})

describe('Basic permissions', () => {
  const id = 'operation/basic-properties'

  test('held, and nothing fuller', async () => {
    expect(await said('GET /users', ['User.ReadBasic.All'])).toContain(id)
    expect(await said('GET /users', ['User.ReadBasic.All', 'User.Read.All'])).not.toContain(id)
    expect(await said('GET /groups', ['User.ReadBasic.All'])).not.toContain(id)
  })

  test('recommended, where there is no token', async () => {
    const { token: _, ...without } = input
    const facts = await factsOfCase(
      { ...without, operations: ['GET /users', 'GET /groups/x/owners', 'GET /me'] },
      index,
    )
    const found = diagnose(facts, index, findings).findings.filter(finding => finding.id === id)
    expect(found.map(({ about }) => about)).toContain(0)
    expect(found.map(({ about }) => about)).not.toContain(2)
  })
})

describe('gates behind a permission', () => {
  const id = 'operation/permission-is-not-enough'

  test('are named where the permission would let the call through', async () => {
    expect(await said('GET /users/x/onlineMeetings/y', ['OnlineMeetings.Read.All'])).toContain(id)
    expect(await said('GET /identityProtection/riskyUsers', ['IdentityRiskyUser.Read.All'])).toContain(id)
    expect(await said('GET /identityProtection/riskyUsers', ['User.Read.All'])).not.toContain(id)
    expect(await said('GET /users', ['User.Read.All'])).not.toContain(id)
  })
})

describe('Selected permissions', () => {
  test.each(['GET /sites/x/lists', 'GET /drives/x/items/y', 'GET /sites/x/drive/root:/a:/content'])(
    '%s may be open to a holder: only Graph can tell',
    async operation => {
      const open = await factsOfCase(
        { ...withClaims(input, { roles: ['Sites.Selected'] }), operations: [operation] },
        index,
      )
      expect(open.operations[0]).toMatchObject({
        verdict: 'undecided',
        doubts: [{ permission: 'Sites.Selected', reason: 'partial' }],
      })
    },
  )

  test('the first step is the grant on the site, never a permission for all sites', async () => {
    const facts = await factsOfCase(
      { ...withClaims(input, { roles: ['Sites.Selected'] }), operations: ['GET /sites/x/lists'] },
      index,
    )
    const [finding] = diagnose(facts, index, findings).findings.filter(({ about }) => about === 0)
    expect(finding?.id).toBe('operation/undecided')
    expect(finding?.severity).toBe('warning')
    expect(finding?.headline).toContain('Sites.Selected')
    expect(JSON.stringify(finding?.fix)).toContain('SitePermission')
    expect(JSON.stringify(finding?.fix)).not.toContain('Sites.Read.All')
  })

  test('nothing else is', async () => {
    const facts = await factsOfCase(
      {
        ...withClaims(input, { roles: ['Sites.Selected'] }),
        operations: ['GET /users', 'GET /groups/x/members'],
      },
      index,
    )
    expect(facts.operations.map(({ verdict }) => verdict)).toEqual([
      'missing-permission',
      'missing-permission',
    ])
  })
})
