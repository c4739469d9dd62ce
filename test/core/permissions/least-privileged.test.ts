import { describe, expect, test } from 'vitest'
import { requirementOf } from '../../../src/core/permissions/match.ts'
import { openPermissionIndex } from '../../../src/core/permissions/permission-index.ts'
import { operation, requirement } from './committed-index.ts'

/** One path with the given operations, and permissions of the given levels. */
function application(operations: string, permissions: Record<string, string>, method = 'GET') {
  const records = Object.entries(permissions).map(([name, words]) => `${name} ${words}`)
  const text = ['# header', '', ...records.sort(), '', `/things ${operations}`, ''].join('\n')
  return requirementOf(openPermissionIndex(text), operation(`${method} /things`)).schemes.application
}

const level = (n: number) => `app id=x level=${n} admin opens=9`

describe('the recommendation', () => {
  test('is the mark, when there is one', () => {
    const { leastPrivileged, why } = application('GET app *A.Read B.Read', {
      'A.Read': level(4),
      'B.Read': level(1),
    })
    expect(leastPrivileged).toBe('A.Read')
    expect(why).toContain('Microsoft marks it')
  })

  test('of several marks, the one that serves the fewest methods, before any level', () => {
    const line = 'GET app *A.Read *B.Read | POST app *B.Read'
    const { leastPrivileged, why, marked } = application(line, { 'A.Read': level(5), 'B.Read': level(1) })
    expect(leastPrivileged).toBe('A.Read')
    expect(why).toContain('fewest methods')
    expect(marked).toEqual(['A.Read', 'B.Read'])
  })

  test('ties: level, then operations opened, then name', () => {
    const tie = (a: string, b: string) =>
      application('GET app *A.Read *B.Read', { 'A.Read': `app id=x ${a}`, 'B.Read': `app id=x ${b}` })
    expect(tie('level=3 opens=1', 'level=2 opens=9')).toMatchObject({
      leastPrivileged: 'B.Read',
      why: expect.stringContaining('level'),
    })
    expect(tie('opens=1', 'level=5 opens=9').leastPrivileged).toBe('B.Read')
    expect(tie('level=3 opens=9', 'level=3 opens=1')).toMatchObject({
      leastPrivileged: 'B.Read',
      why: expect.stringContaining('fewest operations'),
    })
    expect(tie('level=3 opens=9', 'level=3 opens=9')).toMatchObject({
      leastPrivileged: 'A.Read',
      why: expect.stringContaining('by name'),
    })
  })

  test.each([
    ['rsc app opens=1', 'resource-specific'],
    ['app id=x level=1 hidden opens=1', 'cannot be granted'],
    ['app level=1 disabled opens=1', 'cannot be granted'],
  ])('passes over a mark that is %s', (words, reason) => {
    const { leastPrivileged, why } = application('GET app *A.Read B.Read', {
      'A.Read': words,
      'B.Read': level(3),
    })
    expect(leastPrivileged).toBe('B.Read')
    expect(why).toContain(reason)
  })

  test('passes over a mark that writes, for a GET that accepts a reading one, and only then', () => {
    const permissions = { 'A.ReadWrite': level(1), 'B.Read': level(3) }
    expect(application('GET app *A.ReadWrite B.Read', permissions).leastPrivileged).toBe('B.Read')
    expect(application('GET app *A.ReadWrite', permissions).leastPrivileged).toBe('A.ReadWrite')
    expect(application('POST app *A.ReadWrite B.Read', permissions, 'POST').leastPrivileged).toBe(
      'A.ReadWrite',
    )
  })

  test('prefers the same permission in a form that fits', () => {
    const permissions = { 'A.Read.Group': 'rsc app opens=1', 'A.Read.All': level(4), 'B.Read.All': level(1) }
    expect(application('GET app *A.Read.Group A.Read.All B.Read.All', permissions).leastPrivileged).toBe(
      'A.Read.All',
    )
    expect(application('GET app *A.Read.Group B.Read.All', permissions).leastPrivileged).toBe('B.Read.All')
  })

  test('says when Microsoft marks none, and when there is nothing to recommend', () => {
    expect(application('GET app A.Read', { 'A.Read': level(1) }).why).toContain('marks none')
    expect(application('GET app *A.Read', { 'A.Read': 'rsc app opens=1' })).toMatchObject({
      leastPrivileged: null,
      why: expect.stringContaining('consented'),
    })
    expect(application('GET work *A.Read', { 'A.Read': 'work level=1 opens=1' })).toMatchObject({
      leastPrivileged: null,
      accepted: [],
      why: 'The tables list no application permission.',
    })
  })

  test('warns of a write whose recommendation only reads', () => {
    expect(requirement('DELETE /identity/conditionalAccess/policies/x').schemes.application).toMatchObject({
      leastPrivileged: 'Policy.Read.All',
      why: expect.stringContaining('only reads'),
    })
    expect(requirement('DELETE /groups/x').schemes.application.why).not.toContain('only reads')
    expect(requirement('POST /security/runHuntingQuery').schemes.application.why).not.toContain('only reads')
  })
})

describe('what is accepted', () => {
  test('stands in order: reads, level, operations opened, name', () => {
    const permissions = {
      'D.Read': 'app id=x level=2 opens=1',
      'C.Read': 'app id=x level=2 opens=1',
      'B.Read': 'app id=x level=1 opens=9',
      'A.ReadWrite': 'app id=x level=1 opens=1',
      'E.Read': 'app id=x opens=1',
    }
    const { accepted } = application('GET app A.ReadWrite B.Read C.Read D.Read E.Read', permissions)
    expect(accepted.map(({ permission }) => permission)).toEqual([
      'B.Read',
      'C.Read',
      'D.Read',
      'E.Read',
      'A.ReadWrite',
    ])
  })

  test('users: the basic permission, the next one up, and both marks', () => {
    expect(requirement('GET /users').schemes.application).toMatchObject({
      leastPrivileged: 'User.ReadBasic.All',
      next: 'User.Read.All',
      marked: ['User.ReadBasic.All', 'User.ReadWrite.All'],
    })
    expect(requirement('GET /users/x/messages').schemes.application.next).toBe('Mail.Read')
    expect(requirement('GET /auditLogs/signIns').schemes.application).toMatchObject({
      leastPrivileged: 'AuditLog.Read.All',
      next: null,
      accepted: [
        {
          permission: 'AuditLog.Read.All',
          alsoRequires: [],
          level: 3,
          consentable: true,
          sufficesAlone: true,
        },
      ],
    })
  })

  test('companions: what needs one names it, and what only accompanies does not suffice', () => {
    const { accepted } = requirement('POST /servicePrincipals/x/appRoleAssignments').schemes.application
    const by = (name: string) => accepted.find(({ permission }) => permission === name)
    expect(by('AppRoleAssignment.ReadWrite.All')).toMatchObject({
      alsoRequires: ['Application.Read.All', 'Directory.Read.All'],
      marked: true,
    })
    expect(by('Directory.Read.All')).toMatchObject({ alsoRequires: [], sufficesAlone: false })
    expect(by('Application.ReadWrite.All')).toMatchObject({ alsoRequires: [], sufficesAlone: true })
  })

  test('a companion suffices alone where Microsoft marks it so', () => {
    const { accepted } = requirement('GET /policies/identitySecurityDefaultsEnforcementPolicy').schemes
      .application
    expect(accepted.find(({ permission }) => permission === 'Policy.Read.All')?.sufficesAlone).toBe(true)
  })

  test('resource-specific permissions are told apart', () => {
    const { accepted } = requirement('GET /teams/x/channels/y/messages').schemes.application
    expect(accepted.find(({ permission }) => permission === 'ChannelMessage.Read.Group')).toMatchObject({
      resourceSpecific: true,
      consentable: false,
    })
  })
})
