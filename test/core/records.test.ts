import { describe, expect, test } from 'vitest'
import { graphAppId } from '../../src/core/clouds.ts'
import { readRecords } from '../../src/core/records.ts'
import { index } from './committed-index.ts'

const graph = '4ab49505-ddc6-483e-bf94-2aac44ddd096'
const userReadAll = 'df021288-bdef-4463-88db-98f22de89214'
const userReadAllScope = 'a154be20-db9c-4678-8ab7-66f6cc099a59'
const arm = '797f4846-ba00-4fd7-ba43-dac1f8f63013'

const application = (resourceAppId: string, ...resourceAccess: unknown[]) => ({
  requiredResourceAccess: [{ resourceAppId, resourceAccess }],
})

describe('declared', () => {
  test('ids become names, with their kind', () => {
    const { declared } = readRecords(
      {
        application: application(
          graphAppId,
          { id: userReadAll, type: 'Role' },
          { id: userReadAllScope, type: 'Scope' },
        ),
        refusals: [],
      },
      index,
    )
    expect(declared).toEqual([
      { permission: 'User.Read.All', kind: 'application', api: graphAppId },
      { permission: 'User.Read.All', kind: 'delegated', api: graphAppId },
    ])
  })

  test("an id that the tables do not know stays an id, and so does one of another API's", () => {
    const unknown = '11111111-2222-4333-8444-555555555555'
    const of = (api: string, id: string) =>
      readRecords({ application: application(api, { id, type: 'Role' }), refusals: [] }, index).declared
    expect(of(graphAppId, unknown)).toMatchObject([{ permission: unknown }])
    expect(of(arm, userReadAll)).toEqual([{ permission: userReadAll, kind: 'application', api: arm }])
  })

  test('a tenant without the registration says nothing; a registration without permissions says none', () => {
    expect(readRecords({ application: null, refusals: [] }, index).declared).toBeUndefined()
    expect(readRecords({ refusals: [] }, index).declared).toBeUndefined()
    expect(readRecords({ application: {}, refusals: [] }, index).declared).toEqual([])
  })

  test.each([null, 'x', 5, [null, 5], [{ resourceAppId: graphAppId }], [{ resourceAccess: [null] }]])(
    'damage is read as nothing: %j',
    requiredResourceAccess => {
      expect(readRecords({ application: { requiredResourceAccess }, refusals: [] }, index).declared).toEqual(
        [],
      )
    },
  )
})

describe('granted', () => {
  const assignment = { appRoleId: userReadAll, resourceId: graph, createdDateTime: '2026-11-10T08:00:00Z' }

  test('an assignment is named by the API that it is on', () => {
    const resources = [{ id: graph, appId: graphAppId }]
    expect(readRecords({ appRoleAssignments: [assignment], resources, refusals: [] }, index).granted).toEqual(
      [{ permission: 'User.Read.All', since: '2026-11-10T08:00:00Z', api: graphAppId }],
    )
  })

  test('where that API was not read, the id is all there is', () => {
    expect(readRecords({ appRoleAssignments: [assignment], refusals: [] }, index).granted).toEqual([
      { permission: userReadAll, since: '2026-11-10T08:00:00Z', api: null },
    ])
  })

  test('not read is not the same as none', () => {
    expect(readRecords({ refusals: [] }, index).granted).toBeUndefined()
    expect(readRecords({ appRoleAssignments: [], refusals: [] }, index).granted).toEqual([])
  })
})

describe('service principal', () => {
  const read = (servicePrincipal: Record<string, unknown> | null) =>
    readRecords({ servicePrincipal, refusals: [] }, index).servicePrincipal

  test('enabled, unless the record says otherwise', () => {
    expect(read({ id: 'x' })).toEqual({ id: 'x', enabled: true, kind: null, isBlueprint: false })
    expect(read({ id: 'x', accountEnabled: false })).toEqual({
      id: 'x',
      enabled: false,
      kind: null,
      isBlueprint: false,
    })
  })

  test('not there is not the same as not read', () => {
    expect(read(null)).toBeNull()
    expect(readRecords({ refusals: [] }, index).servicePrincipal).toBeUndefined()
  })
})
