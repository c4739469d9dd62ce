import { describe, expect, test } from 'vitest'
import { hasNoPrincipal } from '../../src/core/broken-link.ts'
import { graphAppId, retiredGraphAppId } from '../../src/core/clouds.ts'
import type { BrokenLink } from '../../src/core/facts.ts'
import { type Case, factsOfCase } from '../../tools/case.ts'
import { asUser, readCase, withClaims } from '../support/cases.ts'
import { index } from './committed-index.ts'

/** An app with User.Read.All in its token asks for sign-ins. The tenant's records are read, and say nothing of them. */
const asked = readCase('consent/not-declared', 'fires')

async function links(input: Case): Promise<(BrokenLink | null)[]> {
  return (await factsOfCase(input, index)).operations.map(({ broken }) => broken)
}

const link = async (input: Case): Promise<BrokenLink | null> => (await links(input))[0]!

const withOperation = (line: string, input: Case = asked): Case => ({ ...input, operations: [line] })

const idOf = (permission: string, scheme: 'application' | 'delegatedWork' = 'application'): string =>
  index.permission(permission)!.schemes[scheme]!.id!

type Named = readonly [permission: string, type: 'Role' | 'Scope']

/** The registration of the case, which declares just these permissions. */
function declaring(declared: readonly Named[], input: Case = asked, api = graphAppId): Case {
  const resourceAccess = declared.map(([permission, type]) => ({
    id: idOf(permission, type === 'Role' ? 'application' : 'delegatedWork'),
    type,
  }))
  const application = { requiredResourceAccess: [{ resourceAppId: api, resourceAccess }] }
  return { ...input, directory: { ...input.directory!, application } }
}

/** The grants of the case, just these. */
function granting(permissions: readonly string[], input: Case = asked): Case {
  const [resource] = input.directory!.resources!
  const appRoleAssignments = permissions.map(permission => ({
    appRoleId: idOf(permission),
    resourceId: resource!.id,
    createdDateTime: '2026-11-10T08:00:00Z',
  }))
  return { ...input, directory: { ...input.directory!, appRoleAssignments } }
}

/** Only what the records name of these is read. */
function reading(records: readonly (keyof NonNullable<Case['directory']>)[], input: Case = asked): Case {
  return {
    ...input,
    directory: Object.fromEntries(
      Object.entries(input.directory!).filter(([name]) => (records as readonly string[]).includes(name)),
    ),
  }
}

const signIns = 'AuditLog.Read.All'

describe('the token', () => {
  test('is for another API', async () => {
    expect(await link(withClaims(asked, { aud: 'https://management.azure.com' }))).toBe('wrong-audience')
  })

  test('is for Graph, and another Graph is called', async () => {
    expect(await link(withOperation('GET https://graph.microsoft.us/v1.0/users'))).toBeNull()
  })

  test('has all that is needed', async () => {
    expect(await link(withOperation('GET /users'))).toBeNull()
  })

  test('is of an app, and the operation is for users only', async () => {
    expect(await links({ ...asked, operations: ['GET /me', 'GET /print/printers'] })).toEqual([
      'delegated-only',
      'delegated-only',
    ])
  })

  test("is a user's: the app's records do not tell what the user lacks", async () => {
    expect(await link(asUser(asked, 'User.Read'))).toBeNull()
    expect(
      await link(
        withOperation('GET /solutions/virtualEvents/webinars/x/registrations', asUser(asked, 'User.Read')),
      ),
    ).toBeNull()
  })

  test('is of nobody knows whom: no link is known to be broken', async () => {
    const unknown = withClaims(asked, { idtyp: undefined, xms_idrel: undefined, roles: undefined, sub: 'x' })
    expect(
      await links({ ...unknown, operations: ['GET /auditLogs/signIns', 'GET /print/printers'] }),
    ).toEqual([null, null])
  })

  test('is not there', async () => {
    const { token: _, ...rest } = asked
    expect(await link(rest)).toBeNull()
  })
})

describe('resource-specific consent', () => {
  test('is all that opens the operation', async () => {
    expect(await link(withOperation('GET /solutions/virtualEvents/webinars/x/registrations'))).toBe(
      'rsc-only',
    )
  })

  test('is one way of several', async () => {
    expect(await link(withOperation('GET /teams/x/channels/y/messages'))).toBeNull()
  })
})

describe('the service principal', () => {
  test('is not there, by the records or by a token without oid', async () => {
    const gone = { ...asked, directory: { ...asked.directory!, servicePrincipal: null } }
    expect(await link(gone)).toBe('no-service-principal')
    const { directory: _, ...noRecords } = withClaims(asked, { oid: undefined })
    expect(await link(noRecords)).toBe('no-service-principal')
    expect(await link(withOperation('GET /users', gone))).toBeNull()
  })

  test('is disabled', async () => {
    const servicePrincipal = { ...asked.directory!.servicePrincipal!, accountEnabled: false }
    expect(await link({ ...asked, directory: { ...asked.directory!, servicePrincipal } })).toBe('disabled')
  })

  test.each<[string, Case, boolean]>([
    ['an app, for Graph, and oid is absent', withClaims(asked, { oid: undefined }), true],
    ['an app, for Graph', asked, false],
    ['an app, for another API', withClaims(asked, { aud: 'api://orders', oid: undefined }), false],
    ['a user', withClaims(asUser(asked, 'User.Read'), { oid: undefined }), false],
  ])('a token of %s', async (_, input, missing) => {
    expect(hasNoPrincipal((await factsOfCase(input, index)).token)).toBe(missing)
  })

  test('no token, or one that cannot be read, tells nothing of it', () => {
    expect(hasNoPrincipal(null)).toBe(false)
    expect(hasNoPrincipal({ form: 'opaque', origin: 'token.txt', kind: 'a word' })).toBe(false)
  })
})

describe('the permission', () => {
  test('is declared nowhere', async () => {
    expect(await link(declaring([]))).toBe('not-declared')
    expect(await link(declaring([['User.Read.All', 'Role']]))).toBe('not-declared')
    expect(await link(reading(['application'], declaring([])))).toBe('not-declared')
  })

  test('is declared for the application, and not granted', async () => {
    expect(await link(declaring([[signIns, 'Role']]))).toBe('not-consented')
    expect(
      await link(
        declaring([
          [signIns, 'Scope'],
          [signIns, 'Role'],
        ]),
      ),
    ).toBe('not-consented')
  })

  test('is declared for users only', async () => {
    expect(await link(declaring([[signIns, 'Scope']]))).toBe('delegated-instead')
    expect(await link(declaring([['User.Read.All', 'Scope']]))).toBe('not-declared')
  })

  test('is declared on the API before Microsoft Graph, or on another', async () => {
    expect(await link(declaring([[signIns, 'Role']], asked, retiredGraphAppId))).toBe('other-resource')
    expect(await link(declaring([[signIns, 'Role']], asked, '00000007-0000-0000-c000-000000000000'))).toBe(
      'not-declared',
    )
  })

  test('was granted after the token was issued, whatever is declared', async () => {
    expect(await link(granting([signIns]))).toBe('consented-later')
    expect(await link(granting(['User.Read.All', signIns], declaring([])))).toBe('consented-later')
    const onAnother = granting([signIns])
    const resources = [{ ...onAnother.directory!.resources![0]!, appId: retiredGraphAppId }]
    expect(await link({ ...onAnother, directory: { ...onAnother.directory!, resources } })).not.toBe(
      'consented-later',
    )
  })

  test('is not granted, and what is declared was not read', async () => {
    expect(await link(reading(['servicePrincipal', 'appRoleAssignments']))).toBe('not-consented')
  })

  test('is declared, and what is granted was not read', async () => {
    expect(await link(reading(['application'], declaring([[signIns, 'Role']])))).toBeNull()
  })

  test('of what nothing was read, nothing is known', async () => {
    expect(await link(reading(['servicePrincipal']))).toBeNull()
    const { directory: _, ...noRecords } = asked
    expect(await link(noRecords)).toBeNull()
  })
})

describe('a companion', () => {
  const half = 'AgentCollection.ReadWrite.All'
  const companion = 'AgentInstance.Read.All'
  const holding = withOperation(
    'POST /agentRegistry/agentCollections/x/members/$ref',
    withClaims(asked, { roles: [half] }),
  )

  test('is missing although its other half is granted: the grant that the token carries is not the late one', async () => {
    expect(await link(granting([half], declaring([[half, 'Role']], holding)))).toBe('not-declared')
    expect(
      await link(
        granting(
          [half],
          declaring(
            [
              [half, 'Role'],
              [companion, 'Role'],
            ],
            holding,
          ),
        ),
      ),
    ).toBe('not-consented')
  })

  test('was granted later', async () => {
    expect(await link(granting([half, companion], holding))).toBe('consented-later')
  })
})
