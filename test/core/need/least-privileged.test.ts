import { describe, expect, test } from 'vitest'
import { schemeRequirement } from '../../../src/core/need/least-privileged.ts'
import { isPartial } from '../../../src/core/need/partial.ts'
import { requirementOf } from '../../../src/core/need/requirement-of.ts'
import { openIndex } from '../../../src/core/tables/permission-index.ts'
import { sampled } from '../../support/property.ts'
import { index, operation, requirement } from '../committed-index.ts'

/** One path with the given operations, and permissions of the given levels. */
function application(operations: string, permissions: Record<string, string>, method = 'GET') {
  const records = Object.entries(permissions).map(([name, words]) => `${name} ${words}`)
  const text = ['# header', '', ...records.sort(), '', `/things ${operations}`, ''].join('\n')
  return requirementOf(openIndex(text), operation(`${method} /things`)).schemes.application
}

const level = (n: number) => `app id=x level=${n} admin opens=9`

test('nothing is recommended of a union over what the request names', () => {
  for (const line of ['POST /subscriptions', 'PATCH /subscriptions/{id}']) {
    const { leastPrivileged, why, accepted } = requirement(line).schemes.application
    expect(leastPrivileged).toBeNull()
    expect(why).toContain('union over all that can be subscribed to')
    expect(accepted.length).toBeGreaterThan(9)
  }
})

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
      why: 'No application permission is listed.',
    })
  })

  test('warns of a write whose recommendation only reads', () => {
    const { leastPrivileged, why } = application('DELETE app *A.Read', { 'A.Read': level(3) }, 'DELETE')
    expect(leastPrivileged).toBe('A.Read')
    expect(why).toContain('only reads')
    expect(requirement('DELETE /groups/x').schemes.application.why).not.toContain('only reads')
    expect(requirement('POST /security/runHuntingQuery').schemes.application.why).not.toContain('only reads')
  })

  test('what a correction withdraws alone stays together with its companion', () => {
    const { accepted, withdrawn } = requirement('DELETE /identity/conditionalAccess/policies/x').schemes
      .application
    expect(accepted.map(({ permission, alsoRequires }) => [permission, ...alsoRequires])).toEqual([
      ['Policy.Read.All', 'Policy.ReadWrite.ConditionalAccess'],
    ])
    expect(withdrawn).toHaveLength(2)
  })
})

describe('why, word by word', () => {
  const mark = 'Microsoft marks it as least privileged.'
  const several = 'Microsoft marks several as least privileged'
  const none = 'Microsoft marks none as least privileged: ranked by our own rules'
  const passedOver = 'Passed over what Microsoft marks:'
  const fits = 'Of those that Microsoft marks, the only one that fits a'
  const rsc = 'rsc app opens=1'

  test.each<[string, string, Record<string, string>, string, string]>([
    ['GET', 'GET app *A.Read B.Read', { 'A.Read': level(4), 'B.Read': level(1) }, 'A.Read', mark],
    ['GET', 'GET app A.Read', { 'A.Read': level(4) }, 'A.Read', `${none}.`],
    [
      'GET',
      'GET app A.Read B.Read C.Read',
      { 'A.Read': level(4), 'B.Read': level(1), 'C.Read': level(2) },
      'B.Read',
      `${none}; of 3 left, it has the lowest privilege level.`,
    ],
    [
      'GET',
      'GET app *A.Read *B.Read',
      { 'A.Read': level(2), 'B.Read': level(1) },
      'B.Read',
      `${several}; of 2 left, it has the lowest privilege level.`,
    ],
    [
      'GET',
      'GET app *A.Read *B.Read *C.Read',
      { 'A.Read': 'app id=x level=2 opens=9', 'B.Read': 'app id=x level=2 opens=3', 'C.Read': level(5) },
      'B.Read',
      `${several}; of 3 left, it opens the fewest operations.`,
    ],
    [
      'GET',
      'GET app *A.Read *B.Read *C.Read',
      { 'A.Read': level(2), 'B.Read': level(2), 'C.Read': level(2) },
      'A.Read',
      `${several}; of 3 left, the first by name.`,
    ],
    [
      'GET',
      'GET app *A.Read *B.Read | POST app *B.Read',
      { 'A.Read': level(5), 'B.Read': level(1) },
      'A.Read',
      'Of those that Microsoft marks, it serves the fewest methods on this path.',
    ],
    [
      'GET',
      'GET app *A.Read *B.ReadWrite',
      { 'A.Read': level(5), 'B.ReadWrite': level(1) },
      'A.Read',
      `${fits} GET.`,
    ],
    [
      'GET',
      'GET app *A.Read *B.Read | POST app *A.Read',
      { 'A.Read': level(5), 'B.Read': rsc },
      'A.Read',
      `${fits} GET.`,
    ],
    [
      'GET',
      'GET app *A.Read.Chat *B.ReadWrite C.Read',
      { 'A.Read.Chat': rsc, 'B.ReadWrite': level(1), 'C.Read': level(3) },
      'C.Read',
      `${passedOver} A.Read.Chat (resource-specific), B.ReadWrite (writes, and a reading one is accepted).`,
    ],
    [
      'POST',
      'POST app *A.Send B.Send',
      { 'A.Send': 'app id=x level=1 hidden opens=1', 'B.Send': level(3) },
      'B.Send',
      `${passedOver} A.Send (cannot be granted to an app registration).`,
    ],
    [
      'GET',
      'GET app *A.Read.Group A.Read.All B.Read.All',
      { 'A.Read.Group': rsc, 'A.Read.All': level(4), 'B.Read.All': level(1) },
      'A.Read.All',
      `${passedOver} A.Read.Group (resource-specific); this is the same in a form that fits.`,
    ],
  ])('%s, %s', (method, operations, permissions, leastPrivileged, why) => {
    expect(application(operations, permissions, method)).toMatchObject({ leastPrivileged, why })
  })

  test('what only reads is doubted where the method changes something, and only there', () => {
    const why = (method: string, entries: string, permissions: Record<string, string>) =>
      application(`${method} app ${entries}`, permissions, method).why
    const doubt = (method: string) =>
      `${mark} By its name it only reads, yet ${method} writes: what is listed may be wrong here.`
    for (const method of ['PATCH', 'PUT', 'DELETE'])
      expect(why(method, '*A.Read', { 'A.Read': level(1) })).toBe(doubt(method))
    for (const method of ['GET', 'POST']) expect(why(method, '*A.Read', { 'A.Read': level(1) })).toBe(mark)
    expect(why('PATCH', '*A.ReadWrite', { 'A.ReadWrite': level(1) })).toBe(mark)
    const pair = { 'A.Read': level(1), 'B.Read': level(1), 'C.ReadWrite': level(1) }
    expect(why('PATCH', '*A.Read+B.Read', pair)).toBe(doubt('PATCH'))
    expect(why('PATCH', '*A.Read+C.ReadWrite', pair)).toBe(mark)
  })
})

describe('of several', () => {
  const choice = (method: string, entries: string, permissions: Record<string, string>) =>
    application(`${method} app ${entries}`, permissions, method).leastPrivileged

  test('what changes an entity is given one that writes by its name, if there is one', () => {
    const permissions = { 'A.Read': level(1), 'A.ReadWrite': level(5) }
    for (const method of ['PATCH', 'PUT', 'DELETE'])
      expect(choice(method, '*A.Read *A.ReadWrite', permissions)).toBe('A.ReadWrite')
    expect(choice('POST', '*A.Read *A.ReadWrite', permissions)).toBe('A.Read')
  })

  test('unmarked ones, too, are held to the fewest methods, and a whole goes before its facet', () => {
    const line = 'GET app A.Read B.Read | PATCH app B.Read'
    expect(application(line, { 'A.Read': level(5), 'B.Read': level(1) }).leastPrivileged).toBe('A.Read')
    const facet = { 'Group-Sync.Read': level(1), 'Group.Read': level(3) }
    expect(choice('GET', 'Group-Sync.Read Group.Read', facet)).toBe('Group.Read')
    expect(choice('GET', 'Group-Sync.Read', { 'Group-Sync.Read': level(1) })).toBe('Group-Sync.Read')
    const later = { 'Group.Read-Sync': level(1), 'Group.Read': level(3) }
    expect(choice('GET', 'Group.Read-Sync Group.Read', later)).toBe('Group.Read-Sync')
  })

  test.each([
    ['A.Read.Group', 'A.Read.All'],
    ['A.Read.Chat', 'A.Read.All'],
    ['A.Read.User', 'A.Read.All'],
    ['A.Read.Chat', 'A.Read'],
    ['A.ReadWrite.Group', 'A.Read.All'],
    ['a.Read.Group', 'A.Read.All'],
  ])('a mark on %s, which cannot be given, leads to %s', (mark, kin) => {
    const permissions = { [mark]: 'rsc app opens=1', [kin]: level(4), 'B.Read.All': level(1) }
    expect(choice('GET', `*${mark} ${kin} B.Read.All`, permissions)).toBe(kin)
  })

  test('what only resembles a mark is no kin of it, but of its family, which goes before others', () => {
    const permissions = {
      'A.Read.Group': 'rsc app opens=1',
      'A.Read.GroupMembers': level(4),
      'B.Read': level(1),
    }
    expect(choice('GET', '*A.Read.Group A.Read.GroupMembers B.Read', permissions)).toBe('A.Read.GroupMembers')
  })

  test('a kin that cannot be given either is passed over', () => {
    const permissions = {
      'A.Read.Group': 'rsc app opens=1',
      'A.Read.All': 'app id=x level=1 hidden opens=1',
      'B.Read': level(5),
    }
    expect(choice('GET', '*A.Read.Group A.Read.All B.Read', permissions)).toBe('B.Read')
  })

  test('the marked ones of the fewest methods cannot be given: the other marked ones come next', () => {
    const line = 'GET app *A.Read *B.Read C.Read | POST app *B.Read'
    const permissions = { 'A.Read': 'rsc app opens=1', 'B.Read': level(5), 'C.Read': level(1) }
    expect(application(line, permissions)).toMatchObject({
      leastPrivileged: 'B.Read',
      why: 'Of those that Microsoft marks, the only one that fits a GET.',
    })
  })

  test('a method counts where it accepts the permission, beside others, under the same scheme', () => {
    const permissions = { 'A.Read': level(5), 'B.Read': level(1), 'C.Read': level(1) }
    const choice = (others: string) =>
      application(`GET app *A.Read *B.Read${others}`, permissions).leastPrivileged
    expect(choice('')).toBe('B.Read')
    expect(choice(' | PATCH app *B.Read C.Read')).toBe('A.Read')
    expect(choice(' | PATCH app *A.Read | POST app B.Read *C.Read')).toBe('B.Read')
    expect(choice(' | PATCH work *B.Read')).toBe('B.Read')
  })

  test('one that only accompanies another is passed over, and the reason is said', () => {
    const permissions = { 'A.ReadWrite': level(5), 'B.ReadWrite': level(1) }
    const { leastPrivileged, why } = application(
      'POST app A.ReadWrite+B.ReadWrite B.ReadWrite',
      permissions,
      'POST',
    )
    expect(leastPrivileged).toBe('A.ReadWrite')
    expect(why).not.toContain('of 2 left')
  })

  test('a reading one that cannot be given does not keep a writing one from a GET', () => {
    const permissions = { 'A.ReadWrite': level(1), 'B.Read.Chat': 'rsc app opens=1' }
    expect(choice('GET', '*A.ReadWrite B.Read.Chat', permissions)).toBe('A.ReadWrite')
  })

  test('no level ranks behind every level', () => {
    expect(choice('GET', 'A.Read B.Read', { 'A.Read': 'app id=x opens=1', 'B.Read': level(5) })).toBe(
      'B.Read',
    )
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

  test('by name in the end, in whatever order the table has them', () => {
    const permissions = { 'A.Read': level(1), 'B.Read': level(1), 'C.Read': level(1) }
    for (const entries of [
      'A.Read B.Read C.Read',
      'B.Read C.Read A.Read',
      'C.Read A.Read B.Read',
      'C.Read B.Read A.Read',
    ]) {
      const { accepted, leastPrivileged } = application(`GET app ${entries}`, permissions)
      expect(accepted.map(({ permission }) => permission)).toEqual(['A.Read', 'B.Read', 'C.Read'])
      expect(leastPrivileged).toBe('A.Read')
    }
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

  test('each with what the tables say of it', () => {
    const permissions = {
      'A.Read': 'app id=x level=2 admin opens=7',
      'B.Read': 'app id=x opens=3',
      'C.Read': 'work id=x level=1 opens=1',
    }
    const { accepted } = application('GET app A.Read B.Read C.Read D.Read', permissions)
    const plain = {
      sources: ['tables'],
      version: null,
      alsoRequires: [],
      marked: false,
      resourceSpecific: false,
      sufficesAlone: true,
    }
    expect(accepted).toEqual([
      { ...plain, permission: 'A.Read', level: 2, adminConsent: true, opens: 7, consentable: true },
      { ...plain, permission: 'C.Read', level: null, adminConsent: false, opens: 0, consentable: false },
      { ...plain, permission: 'D.Read', level: null, adminConsent: false, opens: 0, consentable: false },
      { ...plain, permission: 'B.Read', level: null, adminConsent: false, opens: 3, consentable: true },
    ])
  })

  test('companions stand in order, too', () => {
    const permissions = {
      'A.Read': level(1),
      'B.ReadWrite': level(1),
      'C.Read': level(3),
      'D.Read': level(2),
    }
    const { accepted } = application('GET app A.Read+B.ReadWrite,C.Read,D.Read', permissions)
    expect(accepted[0]!.alsoRequires).toEqual(['D.Read', 'C.Read', 'B.ReadWrite'])
  })

  test('the next one up from a basic permission is named only where it is accepted', () => {
    const next = (entries: string) =>
      application(`GET app ${entries}`, {
        'Mail.Read': level(4),
        'Mail.ReadBasic.All': level(2),
        'User.Read.All': level(4),
        'User.ReadBasic.All': level(2),
      }).next
    expect(next('*User.ReadBasic.All User.Read.All')).toBe('User.Read.All')
    expect(next('*Mail.ReadBasic.All Mail.Read')).toBe('Mail.Read')
    expect(next('*User.ReadBasic.All Mail.Read')).toBeNull()
    expect(next('*User.Read.All')).toBeNull()
  })

  test('none of a scheme is said by its name', () => {
    const { schemes } = requirementOf(
      openIndex(['# header', '', `A.Read ${level(1)}`, '', '/things GET app *A.Read', ''].join('\n')),
      operation('GET /things'),
    )
    const nothing = {
      ...{ leastPrivileged: null, next: null, marked: [], accepted: [], withdrawn: [] },
      ...{ tooNarrow: [], ofParent: [] },
    }
    expect(schemes.delegatedWork).toEqual({ ...nothing, why: 'No delegated permission is listed.' })
    expect(schemes.delegatedPersonal).toEqual(schemes.delegatedWork)
  })
})

describe('with both witnesses', () => {
  const least = (line: string) => requirement(line).schemes.application

  test.each([
    ['POST /directory/administrativeUnits/x/members', 'AdministrativeUnit.ReadWrite.All', 'for users'],
    [
      'POST /directory/administrativeUnits/x/members/$ref',
      'AdministrativeUnit.ReadWrite.All',
      'the path names',
    ],
    ['POST /users/x/calendar/getSchedule', 'Calendars.Read', 'cannot be granted'],
    ['GET /chats/x/messages', 'Chat.Read.All', 'resource-specific'],
    ['GET /chats/x/messages/y', 'Chat.Read.All', 'the path names'],
    ['GET /teams/x/channels/y/messages', 'ChannelMessage.Read.All', 'in a form that fits'],
    ['GET /organization', 'Organization.Read.All', "Intune's"],
    ['GET /organization/x', 'Organization.Read.All', 'The tables do not list it here'],
    ['GET /users', 'User.ReadBasic.All', 'The documentation does not list it here'],
    ['PATCH /applications/x', 'Application.ReadWrite.All', 'opens a part only'],
    ['POST /applications', 'AppRegistration.Create', 'fewest methods'],
    ['POST /groups/x/members/$ref', 'GroupMember.ReadWrite.All', 'the path names'],
    ['POST /app/calls/x/lowerHand', 'Calls.JoinGroupCallAsGuest.All', 'Microsoft marks it'],
  ])('%s: %s, and says why', (line, permission, reason) => {
    const { leastPrivileged, why } = least(line)
    expect(leastPrivileged).toBe(permission)
    expect(why).toContain(reason)
  })

  test("Intune's permissions stand last where Intune shares a path", () => {
    const names = least('GET /users').accepted.map(({ permission }) => permission)
    const first = names.findIndex(name => name.startsWith('DeviceManagement'))
    expect(first).toBeGreaterThan(0)
    expect(names.slice(first).every(name => name.startsWith('DeviceManagement'))).toBe(true)
    const [own] = least('GET /deviceManagement/managedDevices').accepted
    expect(own?.permission).toBe('DeviceManagementManagedDevices.Read.All')
  })

  test('a permission for a part is never the recommendation where one for all is there, but to create', () => {
    const partial: string[] = []
    for (const template of sampled(index.templates())) {
      for (const method of index.path(template)!.operations.keys()) {
        if (method === 'POST' && index.hasNode(`${template}/{id}`)) continue
        const { leastPrivileged, accepted } = schemeRequirement(
          index,
          index.path(template)!,
          method,
          'application',
        )
        const isWhole = accepted.some(
          ({ permission, consentable, sufficesAlone }) =>
            consentable && sufficesAlone && !isPartial(permission),
        )
        if (isWhole && leastPrivileged !== null && isPartial(leastPrivileged))
          partial.push(`${method} ${template}: ${leastPrivileged}`)
      }
    }
    expect(partial).toEqual([])
  })
})

test('of an operation that both sources know, what one alone lists is told so', { timeout: 60_000 }, () => {
  const silent: string[] = []
  for (const template of index.templates()) {
    for (const [method, { sources }] of index.path(template)?.operations ?? []) {
      if (sources.length < 2) continue
      const { leastPrivileged, accepted, why } = requirement(`${method} ${template}`).schemes.application
      const listed = accepted.filter(({ permission }) => permission === leastPrivileged)
      const isAlone = listed.every(({ sources }) => sources.length === 1 && sources[0] !== 'correction')
      if (
        leastPrivileged !== null &&
        isAlone &&
        !/The (documentation|tables) (does not|do not|lists?) /.test(why)
      )
        silent.push(`${method} ${template}: ${why}`)
    }
  }
  expect(silent).toEqual([])
})

test('a narrower permission that the documentation alone lists is named, and not recommended', () => {
  const { leastPrivileged, why } = requirement('POST /users').schemes.application
  expect(leastPrivileged).toBe('User.ReadWrite.All')
  expect(why).toContain('The documentation alone also lists User.Create, which opens less')
})
