import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { formatPath, parsePath } from '../../../src/core/tables/format.ts'
import { openIndex } from '../../../src/core/tables/permission-index.ts'
import { index, indexText, source } from '../committed-index.ts'

describe('the committed index', () => {
  test('holds what SOURCE.json and the source itself count', () => {
    const records = [...index.permissionNames()].map(name => index.permission(name)!)
    const operations = [...index.templates()].map(template => index.path(template)!.operations)
    expect(records).toHaveLength(source.counts.permissions)
    expect(records.filter(({ resourceSpecific }) => resourceSpecific)).toHaveLength(41)
    expect(source.tables.counts).toMatchObject({ permissions: 917, keys: 7343 })
    expect(source.documentation.counts).toMatchObject({
      operations: 13128,
      permissions: 1039,
      cmdlets: 6172,
    })
    expect(operations).toHaveLength(source.counts.templates)
    expect(operations.flatMap(methods => [...methods.keys()])).toHaveLength(source.counts.operations)
    expect(
      operations
        .flatMap(methods => [...methods.values()])
        .filter(({ schemes }) => schemes.application !== undefined),
    ).toHaveLength(source.counts.applicationOperations)
  })

  test('names the sources that SOURCE.json names', () => {
    const named = ({ source, commit, date }: typeof index.source) => ({ source, commit, date })
    expect(index.source).toEqual({
      ...named(source.tables),
      documentation: named(source.documentation),
    })
  })

  test('has every key of the tables, as it is or moved to a template that exists', () => {
    const moved = [
      ...Object.entries(source.tables.merged),
      ...Object.entries(source.tables.renamed),
      ...Object.entries<{ template: string }>(source.tables.repaired).map(([key, { template }]) => [
        key,
        template,
      ]),
    ] as [string, string][]
    expect(new Set(moved.map(([key]) => key)).size + source.tables.counts.verbatimKeys).toBe(7343)
    const templates = new Set(index.templates())
    expect(moved.filter(([key, template]) => templates.has(key) || !templates.has(template))).toEqual([])
  })

  test('names every operation that its paths have', () => {
    const read = [...index.templates()].flatMap(template =>
      [...index.path(template)!.operations.keys()].map(method => `${method} ${template}`),
    )
    expect([...index.operations()].sort()).toEqual(read.sort())
  })

  test('is sorted for its own search: every key finds itself, in any letter case', () => {
    const lost = [...index.templates()].filter(key => index.path(key.toUpperCase())?.template !== key)
    const unknown = [...index.permissionNames()].filter(name => index.permission(name)?.name !== name)
    expect([...lost, ...unknown]).toEqual([])
  })

  test('names in its paths only permissions that it knows, under schemes that they have', () => {
    const unknown = new Set<string>()
    for (const template of index.templates()) {
      for (const row of index.path(template)!.operations.values()) {
        for (const [scheme, entries] of Object.entries(row.schemes)) {
          for (const { permission, alsoRequires } of entries) {
            const record = index.permission(permission)
            if (record?.schemes[scheme as keyof typeof row.schemes] === undefined) unknown.add(permission)
            for (const other of alsoRequires) if (index.permission(other) === null) unknown.add(other)
          }
        }
      }
    }
    expect([...unknown]).toEqual([])
  })

  test('stays small, and is plain ASCII with a line for each key', () => {
    expect(Buffer.byteLength(indexText)).toBeLessThanOrEqual(2_400_000)
    expect(gzipSync(indexText, { level: 9 }).length).toBeLessThanOrEqual(235_000)
    expect(/^[\x0a\x20-\x7e]*$/.test(indexText)).toBe(true)
    expect(indexText.endsWith('\n')).toBe(true)
  })

  test('has the id that two of three files give', () => {
    const settled = source.tables.settledIds as string[]
    expect(settled).toContain('Contacts-OnPremisesSyncBehavior.ReadWrite.All application')
    for (const each of settled) {
      const [name = '', scheme = ''] = each.split(' ')
      expect(index.permission(name)?.schemes[scheme as 'application']?.id, each).toMatch(/^[0-9a-f-]{36}$/)
    }
  })

  test('is read as it is written: every line gives itself', () => {
    const text = indexText.split('\n\n')[2]!
    const changed = text.split('\n').filter(line => {
      const { template, operations } = parsePath(line)
      return formatPath(template, operations) !== line
    })
    expect(changed).toEqual([])
  })
})

describe('a permission', () => {
  test('by name, whatever its letter case', () => {
    expect(index.permission('user.read.all')).toMatchObject({
      name: 'User.Read.All',
      resourceSpecific: false,
      schemes: {
        application: {
          id: 'df021288-bdef-4463-88db-98f22de89214',
          adminConsent: true,
          hidden: false,
          enabled: true,
        },
        delegatedWork: { id: 'a154be20-db9c-4678-8ab7-66f6cc099a59' },
      },
    })
  })

  test('two spellings of one name are one permission', () => {
    expect(index.permission('Calls.JoinGroupCallasGuest.All')?.name).toBe('Calls.JoinGroupCallAsGuest.All')
    expect(source.tables.twins).toEqual({
      'Calls.JoinGroupCallasGuest.All': 'Calls.JoinGroupCallAsGuest.All',
    })
  })

  test('says which source knows which form of it', () => {
    const sources = (name: string) => index.permission(name)?.schemes.application?.sources
    expect(sources('User.Read.All')).toEqual(['tables', 'documentation'])
    expect(sources('User.Create')).toEqual(['documentation'])
    expect(sources('RoleManagementPolicy.ReadWrite.Directory')).toContain('documentation')
    expect(sources('DeviceManagementConfiguration.ReadWrite.All')).toEqual(['tables'])
  })

  test.each(['User.Read', 'User.Read.All'])('%s is found whole, not by its beginning', name => {
    expect(index.permission(name)?.name).toBe(name)
  })

  test.each(['User.Rea', 'User.Read.All ', 'User.Read.All\nx', '', '/users'])('%j is none', name => {
    expect(index.permission(name)).toBeNull()
  })

  test('by id, and which kind the id is', () => {
    expect(index.permissionById('DF021288-bdef-4463-88db-98f22de89214')).toEqual({
      name: 'User.Read.All',
      kind: 'application',
    })
    expect(index.permissionById('a154be20-db9c-4678-8ab7-66f6cc099a59')).toEqual({
      name: 'User.Read.All',
      kind: 'delegated',
    })
  })

  test.each(['00000000-0000-0000-0000-000000000000', 'df021288', '', 'level=3'])('%j is no id of one', id => {
    expect(index.permissionById(id)).toBeNull()
  })

  test('counts the operations that it opens', () => {
    let opened = 0
    for (const template of index.templates()) {
      for (const { schemes } of index.path(template)!.operations.values()) {
        if (schemes.application?.some(({ permission }) => permission === 'AuditLog.Read.All')) opened++
      }
    }
    expect(index.permission('AuditLog.Read.All')?.schemes.application?.opens).toBe(opened)
  })
})

describe('the search in place', () => {
  const small = openIndex(
    [
      '# header',
      '',
      'A.Read app level=1 opens=1',
      '',
      '/a GET app A.Read',
      '/a/b GET app A.Read',
      '/a/b/c GET app A.Read',
      '/a(x={value}) GET app A.Read',
      '/a(x={value})/b GET app A.Read',
      '/ab GET app A.Read',
      '',
    ].join('\n'),
  )

  test('tells a node from the beginning of a word', () => {
    expect(['/a', '/a/b', '/a(x={value})', '/ab'].map(small.hasNode)).toEqual([true, true, true, true])
    expect(['/b', '/a/', '/a/bb', '/a(', '/abc', '/'].map(small.hasNode)).toEqual([
      false,
      false,
      false,
      false,
      false,
      false,
    ])
  })

  test('lists the segments below a prefix once each', () => {
    expect(small.segments('')).toEqual(['a', 'a(x={value})', 'ab'])
    expect(small.segments('', 'A(')).toEqual(['a(x={value})'])
    expect(small.segments('/a')).toEqual(['b'])
    expect(small.segments('/ab')).toEqual([])
  })

  test('knows its source only where the header names it', () => {
    expect(small.source).toEqual({ source: 'unknown', commit: 'unknown', date: 'unknown' })
  })

  test('refuses a text that is no index', () => {
    expect(() => openIndex('{"permissions":{}}')).toThrow('not a permission index')
  })
})

describe('what both sources say', () => {
  const users = index.path('/users')!.operations

  test('who knows an operation, for which versions, and on which page', () => {
    expect(users.get('GET')).toMatchObject({
      sources: ['tables', 'documentation'],
      versions: ['v1.0', 'beta'],
      page: 'user-list',
    })
    expect(index.path('/subscriptions')!.operations.get('POST')).toMatchObject({
      sources: ['documentation'],
      page: 'subscription-post-subscriptions',
    })
  })

  test('who lists a permission', () => {
    const entries = users.get('POST')!.schemes.application!
    const sources = (name: string) => entries.find(({ permission }) => permission === name)?.sources
    expect(sources('User.ReadWrite.All')).toEqual(['tables', 'documentation'])
    expect(sources('User.Create')).toEqual(['documentation'])
  })

  test('what a correction changes', () => {
    const members = index.path('/groups/{id}/members/$ref')!.operations.get('POST')!
    expect(members.corrections).toEqual([
      { since: expect.stringMatching(/^\d{4}-/), source: 'group-post-members' },
    ])
    expect(members.schemes.application).toContainEqual(
      expect.objectContaining({
        permission: 'GroupMember.ReadWrite.All',
        alsoRequires: [],
        sources: ['correction'],
      }),
    )
    const scripts = index.path('/deviceManagement/deviceHealthScripts')!.operations.get('GET')!
    const withdrawn = scripts.schemes.application!.filter(entry => entry.withdrawn)
    expect(withdrawn.map(({ permission }) => permission)).toEqual([
      'DeviceManagementConfiguration.Read.All',
      'DeviceManagementConfiguration.ReadWrite.All',
    ])
  })
})

describe('a cmdlet', () => {
  test('in any letter case, with what its page lists', () => {
    expect(index.cmdlet('get-mgusermessage')).toEqual({
      name: 'Get-MgUserMessage',
      application: expect.arrayContaining(['Mail.Read', 'Mail.ReadBasic.All', 'Mail.ReadWrite']),
      delegated: expect.arrayContaining(['Mail.Read', 'Mail.ReadBasic', 'Mail.ReadWrite']),
    })
  })

  test('of the beta module under its own name', () => {
    expect(index.cmdlet('Get-MgBetaUserMessage')?.name).toBe('Get-MgBetaUserMessage')
  })

  test.each(['Get-MgUserMessag', 'MgUserMessage', 'Get-Mg', 'Get-MgNothing', '', 'Get-Mg[Beta]User'])(
    '%j is none',
    name => expect(index.cmdlet(name)).toBeNull(),
  )
})
