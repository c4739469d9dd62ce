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

const allowed = { verdict: 'allowed', missing: [], doors: [] }

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
      held: [],
      missing: ['AuditLog.Read.All'],
      doors: [],
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
      held: ['AppRoleAssignment.ReadWrite.All'],
      missing: ['Application.Read.All'],
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
      doors: ['uncertain-companion'],
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
      held: ['A.Read'],
      missing: ['B.Read', 'C.Read'],
      doors: ['uncertain-companion'],
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

  test('nothing is asked for where nothing can be given', () => {
    expect(judge(things('A.Read.Group', 'A.Read.Group'), app())).toEqual({
      verdict: 'undecided',
      held: [],
      missing: [],
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
    expect(judge(messages, app('Mail.Read')).verdict).toBe('delegated-only')
    expect(judge(messages, user('Mail.Read')).verdict).toBe('allowed')
    expect(judge(requirement('GET /me/no/such/path'), app('Mail.Read')).verdict).toBe('delegated-only')
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

  describe('a grant on a single site, list or file', () => {
    const drive = requirement('PATCH /drives/x/items/y')

    test.each(['Sites.Selected', 'Lists.SelectedOperations.Selected', 'files.selecteditem.selected'])(
      'may stand behind %s, where SharePoint looks for it',
      held => {
        const opened = { verdict: 'undecided', doors: ['selected-resources'] }
        expect(judge(drive, app(held), { selected: true })).toMatchObject(opened)
        expect(judge(drive, user('User.Read', held), { selected: true })).toMatchObject(opened)
        expect(judge(drive, app(held), { selected: false }).doors).toEqual([])
        expect(judge(drive, app(held)).verdict).toBe('missing-permission')
      },
    )

    test.each(['User.Read.All', 'Sites.Selected.All', 'SitesSelected', 'Sites-Selected'])(
      'stands behind no %s',
      held => {
        expect(judge(drive, app(held), { selected: true }).verdict).toBe('missing-permission')
      },
    )
  })

  test('several are named, in order', () => {
    const holder = { ...app('Sites.Selected'), directoryRoles: [role] }
    expect(
      judge(requirement('GET /users/x/messages'), holder, { exchange: true, selected: true }).doors,
    ).toEqual(['directory-role', 'exchange-rbac', 'selected-resources'])
  })
})

describe('what the tables do not decide', () => {
  test.each([
    ['GET /no/such/path', 'unknown-path'],
    ['POST /groups/x/members/$ref', 'unknown-method'],
    ['GET /$metadata', 'allowed'],
    ['POST /$batch', null],
    ['GET https://example.org/v1.0/users', null],
  ])('%s: %s', (line, verdict) => {
    expect(judge(requirement(line), app('User.Read.All'))).toEqual({
      verdict,
      held: [],
      missing: [],
      doors: [],
    })
  })

  test('what is no operation has no verdict', () => {
    expect(judge(unreadableRequirement(), app()).verdict).toBeNull()
  })
})
