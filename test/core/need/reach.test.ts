import { describe, expect, test } from 'vitest'
import { powers, powersOfUsers } from '../../../src/core/knowledge/powers.ts'
import { countReach, reachOf } from '../../../src/core/need/reach.ts'
import { openIndex } from '../../../src/core/tables/permission-index.ts'
import { index, indexText } from '../committed-index.ts'

const small = openIndex(
  [
    '# made for this test',
    '',
    'A.Read app level=2 opens=3 work level=1 opens=2',
    'A.ReadWrite app level=4 opens=4 writes=2',
    'B.Read app level=3 opens=1',
    '',
    '/a GET app A.Read A.ReadWrite work A.Read | POST app A.ReadWrite',
    '/a/{id} GET app,work A.Read | DELETE app A.ReadWrite',
    '/b GET app A.ReadWrite+B.Read',
    '/me/a GET app A.Read',
    '',
  ].join('\n'),
)

describe('the bound', () => {
  test('adds up what each permission opens', () => {
    expect(reachOf(small, ['A.Read', 'A.ReadWrite', 'a.read'], 'application')).toEqual({
      operationsAtMost: 7,
      writesAtMost: 2,
      highestPrivilegeLevel: 4,
      powers: [],
      unknown: [],
    })
  })

  test('is of the scheme, and names what the tables do not know', () => {
    expect(reachOf(small, ['A.Read', 'A.ReadWrite', 'My.Own'], 'delegatedWork')).toMatchObject({
      operationsAtMost: 2,
      highestPrivilegeLevel: 1,
      unknown: ['My.Own'],
    })
    expect(reachOf(small, [], 'application')).toMatchObject({
      operationsAtMost: 0,
      highestPrivilegeLevel: null,
    })
  })
})

describe('the count', () => {
  test('takes each operation once, without /me, and needs the companion', () => {
    expect(countReach(small, ['A.Read', 'A.ReadWrite'], 'application')).toMatchObject({
      operations: 4,
      writes: 2,
      areas: [{ area: '/a', operations: 4, writes: 2 }],
      permissions: [{ permission: 'A.ReadWrite' }, { permission: 'A.Read' }],
    })
    expect(countReach(small, ['A.ReadWrite', 'B.Read'], 'application')).toMatchObject({
      operations: 4,
      areas: [{ area: '/a' }, { area: '/b', operations: 1, writes: 0 }],
    })
  })

  test('leaves out what a correction withdrew, and /me for an app alone', () => {
    const tables = openIndex(
      [
        ...['# header', '', 'A.Read app level=2 opens=9 work level=1 opens=9', ''],
        '/functions(x={value}) GET app A.Read',
        '/me GET app,work A.Read',
        '/me(x={value}) GET app A.Read',
        '/meetings GET app A.Read | POST app A.Read | PATCH app A.Read',
        '/old GET #2026-01-01:page app -A.Read',
        '/users GET app A.Read | POST app A.Read | PATCH app A.Read | DELETE app A.Read',
        '',
      ].join('\n'),
    )
    expect(countReach(tables, ['A.Read'], 'application').areas).toEqual([
      { area: '/users', operations: 4, writes: 2 },
      { area: '/meetings', operations: 3, writes: 1 },
      { area: '/functions', operations: 1, writes: 0 },
    ])
    expect(countReach(tables, ['A.Read'], 'delegatedWork').areas).toEqual([
      { area: '/me', operations: 1, writes: 0 },
    ])
    expect(countReach(tables, [], 'application')).toMatchObject({ operations: 0, writes: 0, areas: [] })
  })

  test('what has powers first, then by level, by what it opens, and by name', () => {
    const names = [
      ...['B.Read', 'A.Read', 'Wide.Read', 'Narrow.Level', 'None.Read'],
      ...['Directory.ReadWrite.All', 'RoleManagement.ReadWrite.Directory'],
    ]
    const records = [
      ...[
        'A.Read app level=2 opens=3',
        'B.Read app level=2 opens=3',
        'Wide.Read app level=2 opens=9 writes=1',
      ],
      ...['Narrow.Level app level=3 opens=1', 'None.Read app opens=99'],
      ...names.slice(-2).map(name => `${name} app level=1 opens=1`),
    ]
    const tables = openIndex(
      ['# header', '', ...records.sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)), '', ''].join(
        '\n',
      ),
    )
    const { permissions, powers: known } = countReach(tables, names, 'application')
    const ranked = powers()
      .map(({ permission }) => permission)
      .filter(permission => names.includes(permission))
    expect(known.map(({ permission }) => permission)).toEqual(ranked)
    expect(permissions.map(({ permission }) => permission)).toEqual([
      ...ranked,
      ...['Narrow.Level', 'Wide.Read', 'A.Read', 'B.Read', 'None.Read'],
    ])
    expect(permissions.find(({ permission }) => permission === 'Wide.Read')).toEqual({
      ...{ permission: 'Wide.Read', level: 2, operations: 9, writes: 1 },
    })
  })

  test('is the same whether the paths of few permissions are sought, or all are looked at for many', () => {
    const some = [
      'User.Read.All',
      'AppRoleAssignment.ReadWrite.All',
      'Application.Read.All',
      'Group.ReadWrite.All',
    ]
    // Known, and listed at no path.
    const idle = Array.from({ length: 40 }, (_, i) => `Zz${String(i).padStart(2, '0')}.Read`)
    const text = indexText.replace('\n\n/', `\n${idle.map(name => `${name} app level=1`).join('\n')}\n\n/`)
    const tables = openIndex(text)
    const few = countReach(tables, some, 'application')
    const many = countReach(tables, [...some, ...idle], 'application')
    expect(many.permissions).toHaveLength(some.length + idle.length)
    const { operations, writes, areas } = few
    expect(operations).toBeGreaterThan(400)
    expect(many).toMatchObject({ operations, writes, areas })
  })

  test('is never above the bound', () => {
    for (const names of [
      ['User.Read.All'],
      ['Directory.ReadWrite.All', 'Mail.Send'],
      [...index.permissionNames()],
    ]) {
      const { operations, operationsAtMost, writes, writesAtMost } = countReach(index, names, 'application')
      expect(operations).toBeLessThanOrEqual(operationsAtMost)
      expect(writes).toBeLessThanOrEqual(writesAtMost)
    }
  })
})

test('every power is an application permission of the tables, and stands once', () => {
  const names = powers().map(({ permission }) => permission)
  expect(new Set(names).size).toBe(names.length)
  expect(names.filter(name => index.permission(name)?.schemes.application === undefined)).toEqual([])
})

describe('as a delegated permission', () => {
  const allows = (name: string) => reachOf(index, [name], 'delegatedWork').powers.map(({ allows }) => allows)

  test('it does no more than its user may, and is told so', () => {
    expect(allows('Mail.Read')).toEqual(['read the mail of its user'])
    expect(allows('Files.Read.All')).toEqual(['read the files that its user can open'])
    expect(allows('RoleManagement.ReadWrite.Directory')).toEqual([
      'where its user may: make itself, or anybody, Global Administrator',
    ])
    expect(allows('Directory.AccessAsUser.All')).toHaveLength(1)
    for (const { allows } of powersOfUsers()) expect(allows).toMatch(/its user|this user/)
    expect(reachOf(index, ['Mail.Read'], 'application').powers[0]?.allows).toContain('every mailbox')
  })

  test('it stands once, and is one of the tables', () => {
    const names = powersOfUsers().map(({ permission }) => permission)
    expect(new Set(names).size).toBe(names.length)
    const own = names.slice(0).filter(name => !powers().some(({ permission }) => permission === name))
    expect(own.filter(name => index.permission(name)?.schemes.delegatedWork === undefined)).toEqual([])
  })

  test('its level is that of its scheme', () => {
    for (const scheme of ['application', 'delegatedWork'] as const)
      expect(reachOf(index, ['Mail.Read'], scheme).highestPrivilegeLevel).toBe(
        index.permission('Mail.Read')?.schemes[scheme]?.level,
      )
  })
})

test('a permission that only reads opens next to no writes; one that writes does', () => {
  const writes = (name: string): number => index.permission(name)!.schemes.application!.writes
  expect(writes('AuditLog.Read.All')).toBe(0)
  expect(writes('User.Read.All')).toBeLessThan(10)
  expect(writes('User.ReadWrite.All')).toBeGreaterThan(50)
})

describe('what public lists call tier 0', () => {
  test.each([
    'AdministrativeUnit.ReadWrite.All',
    'Application.ReadWrite.All',
    'Application.ReadWrite.OwnedBy',
    'AppRoleAssignment.ReadWrite.All',
    'DelegatedAdminRelationship.ReadWrite.All',
    'Directory.ReadWrite.All',
    'Domain.ReadWrite.All',
    'EntitlementManagement.ReadWrite.All',
    'Group.ReadWrite.All',
    'GroupMember.ReadWrite.All',
    'OnPremDirectorySynchronization.ReadWrite.All',
    'Organization.ReadWrite.All',
    'Policy.ReadWrite.AuthenticationMethod',
    'Policy.ReadWrite.PermissionGrant',
    'PrivilegedAccess.ReadWrite.AzureAD',
    'PrivilegedAccess.ReadWrite.AzureADGroup',
    'PrivilegedAccess.ReadWrite.AzureResources',
    'PrivilegedAssignmentSchedule.ReadWrite.AzureADGroup',
    'PrivilegedEligibilitySchedule.ReadWrite.AzureADGroup',
    'RoleAssignmentSchedule.ReadWrite.Directory',
    'RoleEligibilitySchedule.ReadWrite.Directory',
    'RoleManagement.ReadWrite.Directory',
    'RoleManagementPolicy.ReadWrite.AzureADGroup',
    'RoleManagementPolicy.ReadWrite.Directory',
    'User-PasswordProfile.ReadWrite.All',
    'UserAuthenticationMethod.ReadWrite.All',
  ])('%s never reads as harmless', name => {
    expect(reachOf(index, [name], 'application').powers).toMatchObject([
      { permission: name, escalates: true },
    ])
  })

  test('also where the tables do not know it', () => {
    const [name] = ['RoleManagement.ReadWrite.Directory']
    expect(reachOf(small, [name], 'application')).toMatchObject({
      powers: [{ permission: name }],
      unknown: [name],
    })
  })
})
