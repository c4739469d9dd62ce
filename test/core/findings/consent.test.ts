import { describe, expect, test } from 'vitest'
import type { Case } from '../../../tools/case.ts'
import { asUser, found, play, readCase, withClaims } from '../../support/cases.ts'

const missing = readCase('consent/missing-admin-consent', 'fires')
const stale = readCase('consent/stale-token', 'fires')
const delegated = readCase('consent/delegated-instead-of-application', 'fires')

const headlines = async (input: Case) =>
  (await play(input)).findings.filter(({ becauseOf }) => becauseOf === null).map(({ id }) => id)

describe('consent/missing-admin-consent', () => {
  const { directory, ...unread } = missing

  test('without records: likely when there are no roles at all, silent when there is one', async () => {
    const [finding] = await found('consent/missing-admin-consent', withClaims(unread, { roles: undefined }))
    expect(finding).toMatchObject({
      certainty: 'likely',
      wouldTell: "the tenant's records",
      wouldTellBy: 'why403 --records',
      evidence: [{ name: 'roles', actual: null }],
    })
    expect(await found('consent/missing-admin-consent', unread)).toEqual([])
  })

  test('is the headline of every operation of a token without roles', async () => {
    expect(await headlines(withClaims(unread, { roles: undefined }))).toEqual([
      'consent/missing-admin-consent',
    ])
  })

  test('records that hold no registration do not make it certain, and are not asked for again', async () => {
    const tenant = { ...missing, directory: { ...directory, application: null } }
    const [finding] = await found('consent/missing-admin-consent', withClaims(tenant, { roles: [] }))
    expect(finding).toMatchObject({ certainty: 'likely', wouldTell: expect.stringContaining('not be read') })
  })

  test('says nothing about a delegated token, nor about the roles of another API', async () => {
    const user = asUser(missing, 'User.Read')
    expect(await found('consent/missing-admin-consent', user)).toEqual([])
    const other = withClaims(missing, { aud: 'https://management.azure.com' })
    expect(await found('consent/missing-admin-consent', other)).toEqual([])
  })

  test('speaks of several in the plural', async () => {
    const none = { ...missing, directory: { ...directory, appRoleAssignments: [] } }
    const [finding] = await found('consent/missing-admin-consent', none)
    expect(finding?.title).toBe('Nobody has granted admin consent for User.Read.All, AuditLog.Read.All.')
    expect(finding?.why).toContain('declares them as application permissions')
  })
})

describe('consent/stale-token', () => {
  const granted = (createdDateTime: string): Case => {
    const [first, second] = stale.directory!.appRoleAssignments!
    return {
      ...stale,
      directory: { ...stale.directory, appRoleAssignments: [first!, { ...second, createdDateTime }] },
    }
  }

  test('is certain 300 s after iat, since Entra ID dates iat that far back, and likely before', async () => {
    const [close] = await found('consent/stale-token', granted('2026-11-22T19:36:07Z'))
    expect(close?.certainty).toBe('likely')
    const [far] = await found('consent/stale-token', granted('2026-11-22T19:36:08Z'))
    expect(far?.certainty).toBe('certain')
  })

  test('our own acquisition tells more than iat', async () => {
    const acquired = { ...granted('2026-11-22T19:40:00Z'), tokenEndpoint: { status: 200 } }
    const at = (time: string) => found('consent/stale-token', { ...acquired, at: time })
    expect((await at('2026-11-22T19:39:59Z'))[0]?.certainty).toBe('certain')
    expect((await at('2026-11-22T19:40:00Z'))[0]?.certainty).toBe('likely')
  })

  test('a record without a time, or a grant on another API, proves nothing', async () => {
    expect(await found('consent/stale-token', granted('soon'))).toEqual([])
    const { directory } = stale
    const resources = [{ id: directory!.resources![0]!.id, appId: '797f4846-ba00-4fd7-ba43-dac1f8f63013' }]
    const other = { ...stale, directory: { ...directory, resources } }
    expect(await found('consent/stale-token', other)).toEqual([])
  })

  test('is the headline', async () => {
    expect(await headlines({ ...stale, operations: ['GET /auditLogs/signIns'] })).toContain(
      'consent/stale-token',
    )
    const { findings } = await play(stale)
    expect(findings.find(({ id }) => id === 'operation/missing-permission')).toMatchObject({
      becauseOf: 'consent/stale-token',
      why: 'The tenant holds a grant for it, and this token does not carry it.',
      fix: [{ command: 'why403' }],
    })
  })
})

describe('consent/delegated-instead-of-application', () => {
  test('needs the registration, and says so where it was not read', async () => {
    const { directory: _, ...unread } = delegated
    const report = await play(unread)
    expect(report.notChecked).toContainEqual({
      id: 'consent/delegated-instead-of-application',
      missing: ['declared'],
    })
  })

  test('declared as both is no mistake', async () => {
    expect(
      await found(
        'consent/delegated-instead-of-application',
        readCase('consent/delegated-instead-of-application', 'near-miss'),
      ),
    ).toEqual([])
  })

  test('it explains the operation that it concerns, and no other', async () => {
    const { findings } = await play({
      ...delegated,
      operations: [...delegated.operations!, 'GET /groups'],
    })
    const causes = findings
      .filter(({ id }) => id === 'operation/missing-permission')
      .map(({ about, becauseOf }) => [about, becauseOf])
    expect(causes).toEqual([
      [0, 'consent/delegated-instead-of-application'],
      [1, 'consent/not-declared'],
    ])
  })
})
