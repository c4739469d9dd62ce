import { describe, expect, test } from 'vitest'
import { type Holder, judge } from '../../../src/core/judge/judge.ts'
import type { Requirement } from '../../../src/core/need/requirement.ts'
import { requirementOf, unreadableRequirement } from '../../../src/core/need/requirement-of.ts'
import { openIndex } from '../../../src/core/tables/permission-index.ts'
import { operation, requirement } from '../committed-index.ts'

function app(...permissions: string[]): Holder {
  return { access: 'app-only', permissions, personal: false, directoryRoles: [] }
}

function user(...permissions: string[]): Holder {
  return { ...app(...permissions), access: 'delegated' }
}

const allowed = { verdict: 'allowed', certain: false, missing: [], doubts: [], doors: [] }

describe('one permission', () => {
  test.each([
    ['GET /users', 'User.ReadBasic.All'],
    ['GET /users', 'Directory.ReadWrite.All'],
    ['GET /users', 'user.read.all'],
    ['HEAD /users', 'User.Read.All'],
  ])('%s with %s is allowed', (line, held) => {
    expect(judge(requirement(line), app(held))).toMatchObject(allowed)
  })

  test('without it, the recommendation is missing', () => {
    expect(judge(requirement('GET /auditLogs/signIns'), app('User.Read.All'))).toEqual({
      verdict: 'missing-permission',
      certain: true,
      held: [],
      missing: ['AuditLog.Read.All'],
      doubts: [],
      doors: [],
    })
  })

  test.each([
    ['GET /auditLogs/signIns', true],
    ['GET /users/microsoft.graph.delta', true],
    // A step that no source took.
    ['GET /users/$count', false],
    ['GET /drives/x/root/children', false],
  ])('%s is refused for certain where both sources know just this path: %s', (line, certain) => {
    expect(judge(requirement(line), app('Device.Read.All'))).toMatchObject({
      verdict: 'missing-permission',
      certain,
    })
  })

  test('a name that sounds higher does not count unless it is accepted', () => {
    expect(judge(requirement('GET /users/x/messages/y'), app('Mail.ReadWrite')).verdict).toBe(
      'missing-permission',
    )
  })
})

describe('companions', () => {
  const assign = requirement('POST /servicePrincipals/x/appRoleAssignments')

  test('both halves are enough, whichever companion it is', () => {
    const half = 'AppRoleAssignment.ReadWrite.All'
    expect(judge(assign, app(half, 'Application.Read.All'))).toMatchObject(allowed)
    expect(judge(assign, app(half, 'Directory.Read.All'))).toMatchObject(allowed)
  })

  test('one half asks for one companion', () => {
    expect(judge(assign, app('AppRoleAssignment.ReadWrite.All'))).toEqual({
      verdict: 'missing-permission',
      certain: true,
      held: ['AppRoleAssignment.ReadWrite.All'],
      missing: ['Application.Read.All'],
      doubts: [],
      doors: [],
    })
  })

  test('neither asks for both', () => {
    expect(judge(assign, app()).missing).toEqual(['AppRoleAssignment.ReadWrite.All', 'Application.Read.All'])
  })

  test('a companion alone is not enough, though the tables list it bare', () => {
    expect(judge(assign, app('Directory.Read.All'))).toMatchObject({
      verdict: 'missing-permission',
      held: ['Directory.Read.All'],
      missing: ['AppRoleAssignment.ReadWrite.All'],
    })
  })

  test('another bare permission beside a pair is undecided', () => {
    expect(judge(assign, app('Application.ReadWrite.All'))).toMatchObject({
      verdict: 'undecided',
      held: ['Application.ReadWrite.All'],
      doubts: [{ permission: 'Application.ReadWrite.All', reason: 'uncertain-companion' }],
      doors: [],
    })
  })
})

describe('pairs and bare permissions, by small tables', () => {
  /** GET /things, by what it accepts. */
  function things(accepted: string, ...resourceSpecific: string[]): Requirement {
    const names = [...new Set(accepted.split(/[ +,]/).map(name => name.replace('*', '')))].sort()
    const lines = names.map(name =>
      resourceSpecific.includes(name) ? `${name} rsc app opens=1` : `${name} app id=x level=3 opens=1`,
    )
    const text = ['# header', '', ...lines, '', `/things GET app ${accepted}`, ''].join('\n')
    return requirementOf(openIndex(text), operation('GET /things'))
  }

  test('a bare one beside a pair is certain where Microsoft marks it', () => {
    expect(judge(things('*A.Read B.Read+C.Read'), app('A.Read'))).toMatchObject(allowed)
    expect(judge(things('A.Read *B.Read+C.Read'), app('A.Read'))).toEqual({
      verdict: 'undecided',
      certain: false,
      held: ['A.Read'],
      missing: ['B.Read', 'C.Read'],
      doubts: [{ permission: 'A.Read', reason: 'uncertain-companion' }],
      doors: [],
    })
    expect(judge(things('A.Read B.Read'), app('A.Read'))).toMatchObject(allowed)
  })

  test('a whole pair is certain beside anything, in any letter case', () => {
    expect(judge(things('*A.Read B.Read+C.Read'), app('b.read', 'c.READ'))).toEqual({
      ...allowed,
      held: ['B.Read'],
    })
  })

  test('what is held is asked for no second time', () => {
    const pair = things('*B.Read+C.Read,D.Read')
    expect(judge(pair, app('d.read')).missing).toEqual(['B.Read'])
    expect(judge(pair, app('B.Read')).missing).toEqual(['C.Read'])
    expect(judge(pair, app())).toMatchObject({ verdict: 'missing-permission', missing: ['B.Read', 'C.Read'] })
  })

  test('half a pair is completed, rather than another permission asked for', () => {
    expect(judge(things('*A.Read B.Read+C.Read'), app('B.Read')).missing).toEqual(['C.Read'])
    expect(judge(things('A.Read *B.Read+C.Read D.Read+E.Read'), app('D.Read'))).toMatchObject({
      verdict: 'missing-permission',
      missing: ['E.Read'],
    })
  })

  test('one that stands in the tables bare and in a pair is held once', () => {
    expect(judge(things('*A.Read A.Read+B.Read'), app('A.Read', 'B.Read')).held).toEqual(['A.Read'])
  })

  test('one that opens a part, and stands there both ways, is doubted for the part', () => {
    const both = things('A.Read.OwnedBy A.Read.OwnedBy+B.Read')
    expect(judge(both, app('A.Read.OwnedBy', 'B.Read')).doubts).toContainEqual({
      permission: 'A.Read.OwnedBy',
      reason: 'partial',
    })
  })

  test('nothing is asked for where nothing can be given', () => {
    expect(judge(things('A.Read.Group', 'A.Read.Group'), app())).toEqual({
      verdict: 'undecided',
      certain: false,
      held: [],
      missing: [],
      doubts: [],
      doors: ['resource-specific-consent'],
    })
  })
})

describe('app-only and delegated', () => {
  test('no application permission: no role will cure it', () => {
    expect(judge(requirement('GET /print/printers'), app('Printer.Read.All')).verdict).toBe('delegated-only')
    expect(judge(requirement('GET /print/printers'), user('Printer.Read.All')).verdict).toBe('allowed')
  })

  test('/me is no place for an app, whatever the tables list and even where they list nothing', () => {
    const messages = requirement('GET /me/messages')
    expect(messages.schemes.application.accepted).not.toEqual([])
    expect(judge(messages, app('Mail.Read'))).toMatchObject({ verdict: 'delegated-only', certain: true })
    expect(judge(messages, user('Mail.Read')).verdict).toBe('allowed')
    expect(judge(requirement('GET /me/no/such/path'), app('Mail.Read'))).toMatchObject({
      verdict: 'delegated-only',
      certain: true,
    })
    expect(judge(requirement('GET /me/no/such/path'), user('Mail.Read')).verdict).toBe('unknown-path')
  })

  test('each is judged by its own scheme', () => {
    expect(judge(requirement('GET /users/x/sendMail'), app()).verdict).toBe('unknown-method')
    const chats = requirement('GET /chats/x/messages')
    expect(judge(chats, user('Chat.Read')).verdict).toBe('allowed')
    expect(judge(chats, app('Chat.Read')).verdict).not.toBe('allowed')
  })

  test('a personal account is judged by the personal scheme', () => {
    const users = requirement('GET /users')
    expect(judge(users, user('User.Read.All')).verdict).toBe('allowed')
    expect(judge(users, { ...user('User.Read.All'), personal: true }).verdict).toBe('missing-permission')
  })

  test('a token of unknown access is undecided', () => {
    expect(judge(requirement('GET /users'), { ...app('User.Read.All'), access: 'unknown' }).verdict).toBe(
      'undecided',
    )
  })
})

describe('other doors', () => {
  const role = '62e90394-69f5-4237-9190-012177145e10'

  test('a directory role opens one only where the permission is missing, and only for an app', () => {
    const users = requirement('GET /users')
    expect(judge(users, { ...app(), directoryRoles: [role] })).toMatchObject({
      verdict: 'undecided',
      doors: ['directory-role'],
      missing: ['User.ReadBasic.All'],
    })
    expect(judge(users, { ...app('User.Read.All'), directoryRoles: [role] })).toMatchObject(allowed)
    expect(judge(users, { ...user(), directoryRoles: [role] }).verdict).toBe('missing-permission')
  })

  test('so does Exchange, and resource-specific consent', () => {
    const messages = requirement('GET /users/x/messages')
    expect(judge(messages, app(), { exchange: true }).doors).toEqual(['exchange-rbac'])
    expect(judge(messages, app()).verdict).toBe('missing-permission')
    expect(judge(requirement('GET /teams/x/channels/y/messages'), app())).toMatchObject({
      verdict: 'undecided',
      doors: ['resource-specific-consent'],
      missing: ['ChannelMessage.Read.All'],
    })
  })

  test('none of these is for a user', () => {
    const holder = { ...user(), directoryRoles: [role] }
    expect(judge(requirement('GET /users/x/messages'), holder, { exchange: true })).toMatchObject({
      verdict: 'missing-permission',
      doors: [],
    })
    expect(judge(requirement('GET /teams/x/channels/y/messages'), holder).doors).toEqual([])
  })

  test('several are named, in order', () => {
    const holder = { ...app(), directoryRoles: [role] }
    expect(judge(requirement('GET /users/x/messages'), holder, { exchange: true }).doors).toEqual([
      'directory-role',
      'exchange-rbac',
    ])
  })
})

describe('what bears on an operation without settling it', () => {
  test('a permission for another subject than the path names bears on nothing there', () => {
    const exchange = requirement('GET /roleManagement/exchange/roleDefinitions')
    expect(judge(exchange, app('RoleManagement.Read.Directory')).verdict).toBe('missing-permission')
  })

  const undecided = (permission: string, reason: string) => ({
    verdict: 'undecided',
    certain: false,
    doubts: [{ permission, reason }],
    doors: [],
  })

  test('what the documentation alone lists', () => {
    expect(judge(requirement('POST /users'), app('User.Create'))).toMatchObject(
      undecided('User.Create', 'documentation-alone'),
    )
    expect(judge(requirement('GET /organization/x'), app('Organization.Read.All'))).toMatchObject(
      undecided('Organization.Read.All', 'documentation-alone'),
    )
  })

  test('no more so beside one that settles it', () => {
    expect(judge(requirement('POST /users'), app('User.Create', 'User.ReadWrite.All'))).toMatchObject(allowed)
  })

  describe('a grant on a single site, list or file', () => {
    const drive = requirement('PATCH /drives/x/items/y')

    test.each(['Sites.Selected', 'Lists.SelectedOperations.Selected', 'files.selecteditem.selected'])(
      'may stand behind %s, where SharePoint looks for it',
      held => {
        const opened = undecided(held, 'partial')
        expect(judge(drive, app(held), { selected: true })).toMatchObject(opened)
        expect(judge(drive, user('User.Read', held), { selected: true })).toMatchObject(opened)
      },
    )

    test('stands behind nothing of another name', () => {
      expect(judge(drive, app('User.Read.All'), { selected: true }).verdict).toBe('missing-permission')
      expect(judge(requirement('GET /users'), app('Sites.Selected')).verdict).toBe('missing-permission')
    })
  })

  test('what is owned, where nothing is created', () => {
    const owned = 'Application.ReadWrite.OwnedBy'
    for (const line of ['PATCH /applications/x', 'GET /applications', 'POST /applications/x/addPassword'])
      expect(judge(requirement(line), app(owned))).toMatchObject(undecided(owned, 'partial'))
    expect(judge(requirement('POST /applications'), app(owned))).toMatchObject({ ...allowed, held: [owned] })
  })

  test('a name that no source knows, or that opens nothing in any, of the family', () => {
    const holder = { ...app('User.Invent.All'), opensNothing: ['User.Invent.All'] }
    expect(judge(requirement('GET /users'), holder)).toMatchObject(
      undecided('User.Invent.All', 'unknown-of-the-family'),
    )
    expect(judge(requirement('GET /auditLogs/signIns'), holder).verdict).toBe('missing-permission')
    expect(judge(requirement('GET /users'), app('User.Invent.All')).verdict).toBe('missing-permission')
    // Of the family of what is accepted, whatever the path is about.
    const directory = { ...app('Directory.Invent.All'), opensNothing: ['Directory.Invent.All'] }
    expect(judge(requirement('GET /users'), directory)).toMatchObject(
      undecided('Directory.Invent.All', 'unknown-of-the-family'),
    )
  })

  test('one subject of several on a path that they share, unless the query names it', () => {
    const held = 'RoleManagementPolicy.Read.Directory'
    const policies = requirementOf(
      openIndex(
        [
          ...['# header', '', 'A.Read app opens=1', ''],
          `/policies GET app ${held} RoleManagementPolicy.Read.AzureADGroup`,
          '',
        ].join('\n'),
      ),
      operation('GET /policies'),
    )
    expect(judge(policies, app(held))).toMatchObject(undecided(held, 'one-subject'))
    expect(judge(requirement('GET /policies/roleManagementPolicies'), app(held))).toMatchObject(
      undecided(held, 'one-subject'),
    )
    for (const query of [
      "$filter=scopeId eq '/' and scopeType eq 'DirectoryRole'",
      "$filter=scopeType eq 'Directory'",
      '$filter=scopeType%20eq%20%27Directory%27',
    ])
      expect(judge(policies, app(held), { query })).toMatchObject(allowed)
    const group = 'RoleManagementPolicy.Read.AzureADGroup'
    expect(judge(policies, app(group), { query: "$filter=scopeType eq 'Group'" })).toMatchObject(allowed)
    expect(judge(policies, app(group), { query: "$filter=scopeType eq 'Directory'" })).toMatchObject(
      undecided(group, 'one-subject'),
    )
  })

  test('a subject that no query names', () => {
    const roles = requirementOf(
      openIndex(
        [
          ...['# header', '', 'A.Read app opens=1', ''],
          '/roles GET app RoleManagement.Read.Directory RoleManagement.Read.Exchange',
          '',
        ].join('\n'),
      ),
      operation('GET /roles'),
    )
    const held = 'RoleManagement.Read.Exchange'
    expect(judge(roles, app(held), { query: "$filter=scopeType eq 'Directory'" })).toMatchObject(
      undecided(held, 'one-subject'),
    )
  })
})

describe('where one source alone knows the operation', () => {
  function things(...paths: string[]): Requirement {
    const names = ['A.Read.All', 'A.ReadWrite.All', 'B.Read.All', 'C.Read.All']
    const lines = names.map(name => `${name} app id=x level=3 opens=1`)
    return requirementOf(
      openIndex(['# header', '', ...lines, '', ...paths, ''].join('\n')),
      operation('GET /things/x/parts'),
    )
  }
  const parts = '/things/{id}/parts GET'
  const parent = '/things/{id} GET @thing-get app B.Read.All C.Read.All'

  test('the ReadWrite sibling of a Read is doubted, and nothing else', () => {
    const alone = things(`${parts} app A.Read.All`)
    expect(judge(alone, app('A.ReadWrite.All'))).toMatchObject({
      verdict: 'undecided',
      doubts: [{ permission: 'A.ReadWrite.All', reason: 'writes-what-is-read' }],
    })
    expect(judge(alone, app('C.Read.All'))).toMatchObject({ verdict: 'missing-permission', certain: false })
    const several = things(`${parts} app A.Read.All B.Read.All`)
    expect(judge(several, app('A.ReadWrite.All')).doubts).toEqual(judge(alone, app('A.ReadWrite.All')).doubts)
    const both = things(`${parts} @parts-list app A.Read.All`)
    expect(judge(both, app('A.ReadWrite.All'))).toMatchObject({
      verdict: 'missing-permission',
      certain: true,
    })
  })

  test('what opens the parent is doubted where the two share a permission', () => {
    expect(judge(things(parent, `${parts} app B.Read.All`), app('C.Read.All'))).toMatchObject({
      verdict: 'undecided',
      doubts: [{ permission: 'C.Read.All', reason: 'opens-the-parent' }],
    })
    expect(judge(things(parent, `${parts} app B.Read.All`), app('A.Read.All')).doubts).toEqual([])
    for (const apart of [`${parts} app A.Read.All`, `${parts} @parts-list app B.Read.All`])
      expect(judge(things(parent, apart), app('C.Read.All')).verdict).toBe('missing-permission')
  })

  test('delegated-only is likely, certain where both know it, and likely where a correction says so', () => {
    const certainOf = (line: string) => judge(things(line), app('A.Read.All'))
    expect(certainOf(`${parts} work A.Read.All`)).toMatchObject({ verdict: 'delegated-only', certain: false })
    expect(certainOf(`${parts} @parts-list work A.Read.All`)).toMatchObject({ certain: true })
    expect(certainOf(`${parts} @parts-list #2026-01-01:page app -A.Read.All`)).toMatchObject({
      verdict: 'delegated-only',
      certain: false,
    })
  })

  test('a refusal of what a correction withdrew is likely, and of anything else certain', () => {
    const corrected = things(`${parts} @parts-list #2026-01-01:page app -A.Read.All B.Read.All`)
    const refusal = { verdict: 'missing-permission', missing: ['B.Read.All'] }
    expect(judge(corrected, app('A.Read.All'))).toMatchObject({ ...refusal, certain: false })
    expect(judge(corrected, app('C.Read.All'))).toMatchObject({ ...refusal, certain: true })
  })

  test('what a correction adds settles it', () => {
    expect(judge(things(`${parts} @parts-list docs app !A.Read.All`), app('A.Read.All'))).toMatchObject({
      verdict: 'allowed',
    })
  })
})

describe('what the tables do not decide', () => {
  test.each([
    ['GET /no/such/path', 'unknown-path'],
    ['POST /devices/x/memberOf/$ref', 'unknown-method'],
    ['GET /$metadata', 'allowed'],
    ['POST /$batch', null],
    ['GET https://example.org/v1.0/users', null],
  ])('%s: %s', (line, verdict) => {
    expect(judge(requirement(line), app('User.Read.All'))).toEqual({
      verdict,
      certain: false,
      held: [],
      missing: [],
      doubts: [],
      doors: [],
    })
  })

  test('what is no operation has no verdict', () => {
    expect(judge(unreadableRequirement(), app()).verdict).toBeNull()
  })
})
