import { describe, expect, test } from 'vitest'
import { minimalSet } from '../../../src/core/need/minimal.ts'
import { requirementOf } from '../../../src/core/need/requirement-of.ts'
import { openIndex } from '../../../src/core/tables/permission-index.ts'
import { index, operation, requirement } from '../committed-index.ts'

function minimal(...lines: string[]) {
  return minimalSet(index, lines.map(requirement))
}

describe('by the tables', () => {
  test.each([
    [['GET /users/x/memberOf', 'GET /groups/x/members'], ['GroupMember.ReadBasic.All']],
    [
      ['GET /users', 'GET /auditLogs/signIns'],
      ['AuditLog.Read.All', 'User.ReadBasic.All'],
    ],
    [['GET /users', 'PATCH /users/x'], ['User.ReadWrite.All']],
    [
      ['POST /servicePrincipals/x/appRoleAssignments', 'GET /applications'],
      ['AppRoleAssignment.ReadWrite.All', 'Application.Read.All'],
    ],
    [['GET /users', 'GET /me', 'GET /print/printers'], ['User.ReadBasic.All']],
  ])('%j need %j', (lines, application) => {
    const found = minimal(...lines)
    expect(found.application).toEqual(application)
    // Proven only where it is for all of them.
    expect(found.proven).toBe(found.leaves.length === 0)
    expect(found.opens + found.leaves.length).toBe(lines.length)
  })

  test('a single operation needs its recommendation', () => {
    for (const line of ['GET /users', 'GET /organization', 'DELETE /groups/x', 'POST /groups'])
      expect(minimal(line).application).toEqual([requirement(line).schemes.application.leastPrivileged])
  })

  test('empty only where an app can be given nothing', () => {
    expect(minimal('GET /me', 'GET /print/printers')).toEqual({
      ...{ application: [], opens: 0, proven: false },
      leaves: [
        { operation: 0, because: 'delegated-only' },
        { operation: 1, because: 'delegated-only' },
      ],
    })
    expect(minimal()).toEqual({ application: [], opens: 0, leaves: [], proven: true })
  })

  test.each([
    ['GET /userz', 'unknown'],
    ['PUT /auditLogs/signIns', 'unknown'],
    ['GET https://example.com/users', 'no-operation'],
    ['GET /me/messages', 'delegated-only'],
  ])('is not for %s: %s', (line, because) => {
    expect(minimal('GET /users', line)).toMatchObject({ opens: 1, leaves: [{ operation: 1, because }] })
  })

  test.each(['GET /$metadata', 'POST /$batch'])('%s is opened by any set', line => {
    expect(minimal('GET /users', line)).toMatchObject({ opens: 2, leaves: [], proven: true })
  })

  test('of hundreds of operations the best found, and it says so', () => {
    const lines = [...index.templates()]
      .filter((_, i) => i % 40 === 0)
      .flatMap(template =>
        [...index.path(template)!.operations.keys()].map(method => `${method} ${template}`),
      )
    const { application, proven } = minimal(...lines)
    expect(proven).toBe(false)
    for (const line of lines) {
      const { schemes, signedInUser } = requirement(line)
      if (signedInUser || schemes.application.leastPrivileged === null) continue
      const opened = schemes.application.accepted.some(
        ({ permission, alsoRequires }) =>
          application.includes(permission) &&
          (alsoRequires.length === 0 || alsoRequires.some(other => application.includes(other))),
      )
      expect(opened, line).toBe(true)
    }
  })
})

describe('by small tables', () => {
  /** Operations /10, /11 … by what each accepts; reach by permission. */
  function solve(reach: Record<string, number>, ...accepted: string[]) {
    const small = openIndex(
      [
        '# header',
        '',
        ...Object.entries(reach)
          .map(([name, opens]) => `${name} app id=x level=3 admin opens=${opens}`)
          .sort(),
        '',
        ...accepted.map((entries, i) => `/${i + 10} GET app ${entries}`),
        '',
      ].join('\n'),
    )
    return minimalSet(
      small,
      accepted.map((_, i) => requirementOf(small, operation(`GET /${i + 10}`))),
    ).application
  }

  test('least reach first: two narrow permissions before one wide', () => {
    const reach = { 'A.Read': 10, 'B.Read': 10, 'W.Read': 30 }
    expect(solve(reach, '*A.Read W.Read', '*B.Read W.Read')).toEqual(['A.Read', 'B.Read'])
    expect(solve({ ...reach, 'W.Read': 15 }, '*A.Read W.Read', '*B.Read W.Read')).toEqual(['W.Read'])
  })

  test('then the fewest', () => {
    const reach = { 'A.Read': 10, 'B.Read': 10, 'W.Read': 20 }
    expect(solve(reach, '*A.Read W.Read', '*B.Read W.Read')).toEqual(['W.Read'])
  })

  test('a companion that is there anyway costs nothing more', () => {
    const reach = { 'A.Read': 5, 'B.Read': 40, 'C.Read': 20 }
    expect(solve(reach, '*A.Read+B.Read,C.Read', '*B.Read')).toEqual(['A.Read', 'B.Read'])
    expect(solve(reach, '*A.Read+B.Read,C.Read')).toEqual(['A.Read', 'C.Read'])
  })

  test('what cheaper choices make superfluous is left out', () => {
    const reach = { 'A.Read': 10, 'B.Read': 10, 'C.Read': 10, 'W.Read': 25 }
    expect(solve(reach, '*A.Read W.Read', '*B.Read W.Read', '*C.Read W.Read')).toEqual(['W.Read'])
  })

  test('what writes is no alternative to a recommendation that reads', () => {
    const reach = { 'A.Read': 10, 'B.Read': 10, 'W.ReadWrite': 1 }
    expect(solve(reach, '*A.Read W.ReadWrite', '*B.Read W.ReadWrite')).toEqual(['A.Read', 'B.Read'])
  })

  test('first by name where nothing else tells', () => {
    expect(solve({ 'A.Read': 10, 'B.Read': 10 }, '*B.Read A.Read', 'A.Read *B.Read')).toEqual(['A.Read'])
    expect(solve({ 'A.Read': 10, 'B.Read': 9 }, '*B.Read A.Read', 'A.Read *B.Read')).toEqual(['B.Read'])
  })

  test('what one operation alone accepts is no alternative to its recommendation, whatever it costs', () => {
    expect(solve({ 'A.Read': 50, 'B.Read': 1 }, '*A.Read B.Read')).toEqual(['A.Read'])
    // What Microsoft marks is one for several, also where it writes.
    const reach = { 'A.Read': 50, 'B.Read': 50, 'W.ReadWrite': 1 }
    expect(solve(reach, '*A.Read *W.ReadWrite', '*B.Read *W.ReadWrite')).toEqual(['W.ReadWrite'])
    expect(solve(reach, '*A.Read *W.ReadWrite', '*B.Read W.ReadWrite')).toEqual(['A.Read', 'B.Read'])
  })

  test('one that stands there twice serves once', () => {
    const reach = { 'A.Read': 50, 'B.Read': 1, 'C.Read': 1 }
    expect(solve(reach, '*A.Read B.Read+C.Read B.Read+C.Read')).toEqual(['A.Read'])
  })

  test('what needs a companion opens nothing without it', () => {
    const reach = { 'A.Read': 10, 'B.Read': 10, 'C.Read': 10, 'D.Read': 25 }
    expect(solve(reach, '*A.Read+B.Read D.Read', '*A.Read')).toEqual(['A.Read', 'B.Read'])
    expect(solve(reach, '*A.Read+B.Read,C.Read', '*C.Read')).toEqual(['A.Read', 'C.Read'])
    expect(solve(reach, '*A.Read+B.Read', '*B.Read+C.Read')).toEqual(['A.Read', 'B.Read', 'C.Read'])
  })

  test('what is there as a part of another costs nothing more, though something cheaper would do alone', () => {
    const reach = { 'A.Read': 10, 'B.Read': 12, 'C.Read': 1 }
    expect(solve(reach, '*A.Read B.Read', '*B.Read+C.Read', '*C.Read')).toEqual(['B.Read', 'C.Read'])
    expect(solve(reach, '*A.Read B.Read', '*C.Read')).toEqual(['A.Read', 'C.Read'])
  })

  describe('of more than can be tried', () => {
    /** 25 operations with a permission each, of which the first ones may share another. */
    function many(reach: Record<string, number>, ...first: string[]) {
      const others = Array.from({ length: 25 }, (_, i) => `P${String(i).padStart(2, '0')}.Read`)
      const names = { ...reach, ...Object.fromEntries(others.map(name => [name, 10])) }
      return solve(names, ...first, ...others.map(name => `*${name}`)).filter(name => !name.startsWith('P'))
    }

    test('what opens most for its reach', () => {
      const three = ['*A.Read W.Read', '*B.Read W.Read', '*C.Read W.Read']
      expect(many({ 'A.Read': 10, 'B.Read': 10, 'C.Read': 10, 'W.Read': 15 }, ...three)).toEqual(['W.Read'])
      expect(many({ 'A.Read': 10, 'B.Read': 10, 'C.Read': 10, 'W.Read': 90 }, ...three)).toEqual([
        ...['A.Read', 'B.Read', 'C.Read'],
      ])
    })

    test('and nothing that turned out to be superfluous', () => {
      const reach = { 'A.Read': 1, 'B.Read': 12, 'W.Read': 10 }
      expect(many(reach, '*A.Read W.Read', '*B.Read W.Read')).toEqual(['W.Read'])
    })

    test('a companion that is there is paid for once', () => {
      const reach = { 'A.Read': 1, 'B.Read': 30, 'C.Read': 20 }
      expect(many(reach, '*B.Read', '*A.Read+B.Read A.Read+C.Read')).toEqual(['A.Read', 'B.Read'])
    })
  })
})

test.each([
  ['GET /things app A.Read.Group', 'A.Read.Group rsc app opens=1', 'not-consentable'],
  ['GET /things work A.Read', 'A.Read work id=x level=1 opens=1', 'delegated-only'],
])('%s: not for an app, since %s is %s', (line, record, because) => {
  const [method, path, ...accepted] = line.split(' ')
  const text = ['# header', '', record, '', `${path} ${method} ${accepted.join(' ')}`, ''].join('\n')
  const small = openIndex(text)
  expect(minimalSet(small, [requirementOf(small, operation('GET /things'))])).toEqual({
    ...{ application: [], opens: 0, proven: false },
    leaves: [{ operation: 0, because }],
  })
})
