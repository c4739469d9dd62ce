import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { openIndex } from '../../../src/core/tables/permission-index.ts'
import { index, indexText, source } from '../committed-index.ts'

describe('the committed index', () => {
  test('holds what SOURCE.json and the source itself count', () => {
    const records = [...index.permissionNames()].map(name => index.permission(name)!)
    const operations = [...index.templates()].map(template => index.path(template)!.operations)
    expect(records).toHaveLength(917)
    expect(records.filter(({ resourceSpecific }) => resourceSpecific)).toHaveLength(41)
    expect(source.counts).toMatchObject({ permissions: 917, resourceSpecific: 41, sourceKeys: 7343 })
    expect(operations).toHaveLength(source.counts.templates)
    expect(operations.flatMap(methods => [...methods.keys()])).toHaveLength(source.counts.operations)
    expect(
      operations
        .flatMap(methods => [...methods.values()])
        .filter(({ application }) => application !== undefined),
    ).toHaveLength(source.counts.applicationOperations)
  })

  test('names the source that SOURCE.json names', () => {
    expect(index.source).toEqual({ source: source.source, commit: source.commit, date: source.date })
  })

  test('has every source key, as it is or moved to a template that exists', () => {
    const moved = [
      ...Object.entries(source.merged),
      ...Object.entries(source.renamed),
      ...Object.entries<{ template: string }>(source.repaired).map(([key, { template }]) => [key, template]),
    ] as [string, string][]
    expect(new Set(moved.map(([key]) => key)).size + source.counts.verbatimKeys).toBe(7343)
    const templates = new Set(index.templates())
    expect(moved.filter(([key, template]) => templates.has(key) || !templates.has(template))).toEqual([])
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
        for (const [scheme, entries] of Object.entries(row)) {
          for (const { permission, alsoRequires } of entries) {
            const record = index.permission(permission)
            if (record?.schemes[scheme as keyof typeof row] === undefined) unknown.add(permission)
            for (const other of alsoRequires) if (index.permission(other) === null) unknown.add(other)
          }
        }
      }
    }
    expect([...unknown]).toEqual([])
  })

  test('stays small, and is plain ASCII with a line for each key', () => {
    expect(Buffer.byteLength(indexText)).toBeLessThanOrEqual(2_000_000)
    expect(gzipSync(indexText).length).toBeLessThanOrEqual(150_000)
    expect(/^[\x0a\x20-\x7e]*$/.test(indexText)).toBe(true)
    expect(indexText.endsWith('\n')).toBe(true)
  })

  test('prints no id on which the two sources disagree', () => {
    for (const disputed of source.disputedIds as string[]) {
      const [name = '', scheme = ''] = disputed.split(' ')
      expect(index.permission(name)?.schemes[scheme as 'application']?.id, disputed).toBeNull()
    }
    expect(source.disputedIds).toContain('Contacts-OnPremisesSyncBehavior.ReadWrite.All application')
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

  test('two names that differ by letter case only are kept apart', () => {
    expect(index.permission('Calls.JoinGroupCallAsGuest.All')?.schemes.application?.enabled).toBe(true)
    expect(index.permission('Calls.JoinGroupCallasGuest.All')?.schemes.application?.enabled).toBe(false)
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
      for (const { application } of index.path(template)!.operations.values()) {
        if (application?.some(({ permission }) => permission === 'AuditLog.Read.All')) opened++
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
