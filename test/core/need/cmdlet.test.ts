import { describe, expect, test } from 'vitest'
import { judge } from '../../../src/core/judge/judge.ts'
import { heldBackBecause } from '../../../src/core/judge/send.ts'
import { cmdletRequirement } from '../../../src/core/need/cmdlet.ts'
import { minimalSet } from '../../../src/core/need/minimal.ts'
import { requirementOf } from '../../../src/core/need/requirement-of.ts'
import { cmdletIn, cmdletOperation } from '../../../src/core/operation/cmdlet.ts'
import { operationFromLine } from '../../../src/core/operation/list.ts'
import { vocabularyOf } from '../../../src/core/operation/vocabulary.ts'
import { operationsFromWords } from '../../../src/core/operation/words.ts'
import { openIndex } from '../../../src/core/tables/permission-index.ts'
import { index } from '../committed-index.ts'

const messages = requirementOf(index, cmdletOperation('Get-MgUserMessage'))

function app(...permissions: string[]) {
  return { access: 'app-only' as const, permissions, personal: false, directoryRoles: [] }
}

describe('a cmdlet', () => {
  test('is known by its page alone, and nothing is recommended of a union', () => {
    expect(messages).toMatchObject({ status: 'known', template: null, sources: ['documentation'] })
    const { leastPrivileged, accepted, why } = messages.schemes.application
    expect(leastPrivileged).toBeNull()
    expect(why).toContain('all its forms')
    expect(accepted.map(({ permission }) => permission)).toContain('Mail.ReadBasic.All')
  })

  test('what is listed may do, and what is not is a likely refusal', () => {
    expect(judge(messages, app('Mail.Read'))).toMatchObject({
      verdict: 'undecided',
      doubts: [{ permission: 'Mail.Read', reason: 'documentation-alone' }],
    })
    expect(judge(messages, app('AuditLog.Read.All'))).toMatchObject({
      verdict: 'missing-permission',
      certain: false,
    })
  })

  test('is never sent, and has no part in a set', () => {
    const operation = cmdletOperation('Get-MgUserMessage')
    expect(heldBackBecause(operation, 'undecided', { anyway: true, certain: false })).not.toBeNull()
    expect(minimalSet(index, [messages])).toMatchObject({
      application: [],
      leaves: [{ operation: 0, because: 'several-forms' }],
    })
  })

  test('that the documentation lacks is unknown', () => {
    expect(requirementOf(index, cmdletOperation('Get-MgNothing')).status).toBe('unknown-path')
  })
})

describe('by a small page', () => {
  const pages = openIndex(
    [
      ...['# header', ''],
      'A.Read app id=1 level=2 opens=2 work id=2 level=1 opens=1',
      'B.ReadWrite app id=3 level=1 opens=1',
      'DeviceManagementApps.Read.All app id=4 level=3 opens=1',
      ...['', '/a GET app A.Read', ''],
      'app A.Read B.ReadWrite : Get-MgThing',
      'app B.ReadWrite DeviceManagementApps.Read.All : Get-Mg[Beta]DeviceAppManagementX Get-Mg[Beta]DeviceManagementX Get-MgUserX',
      'app,work A.Read : Get-MgBoth',
      'work A.Read : Get-MgOther',
      '',
    ].join('\n'),
  )
  const of = (name: string) => cmdletRequirement(pages, name)!
  const namesOf = (name: string, scheme: 'application' | 'delegatedWork' = 'application') =>
    of(name).schemes[scheme].accepted.map(({ permission }) => permission)

  test('the whole of it', () => {
    const { schemes, ...rest } = of('Get-MgThing')
    expect(rest).toEqual({
      ...{ status: 'known', template: null, matched: null, inferredFrom: null, methods: [], nearest: [] },
      ...{ sources: ['documentation'], versions: [], page: null, corrections: [], isCollection: false },
      signedInUser: false,
    })
    const listed = { alsoRequires: [], sources: ['documentation'], version: null, marked: false }
    const given = { adminConsent: false, consentable: true, resourceSpecific: false, sufficesAlone: true }
    expect(schemes.application).toEqual({
      ...{ leastPrivileged: null, next: null, marked: [], withdrawn: [], tooNarrow: [], ofParent: [] },
      why: expect.stringContaining('all its forms'),
      accepted: [
        { permission: 'A.Read', level: 2, opens: 2, ...listed, ...given },
        { permission: 'B.ReadWrite', level: 1, opens: 1, ...listed, ...given },
      ],
    })
    for (const scheme of ['delegatedWork', 'delegatedPersonal'] as const)
      expect(schemes[scheme]).toMatchObject({
        accepted: [],
        why: "The cmdlet's page lists no permission of this kind.",
      })
  })

  test('of apps, of users, or both', () => {
    expect([namesOf('Get-MgBoth'), namesOf('Get-MgBoth', 'delegatedWork')]).toEqual([['A.Read'], ['A.Read']])
    expect([namesOf('Get-MgOther'), namesOf('Get-MgOther', 'delegatedWork')]).toEqual([[], ['A.Read']])
  })

  test("Intune's permissions stand behind all others, but for Intune's own cmdlets", () => {
    const [own, other] = ['DeviceManagementApps.Read.All', 'B.ReadWrite']
    expect(namesOf('Get-MgUserX')).toEqual([other, own])
    for (const name of ['DeviceManagementX', 'BetaDeviceManagementX', 'DeviceAppManagementX'])
      expect(namesOf(`Get-Mg${name}`)).toEqual([own, other])
  })
})

describe('in words and lists', () => {
  const vocabulary = vocabularyOf(index)

  test.each([
    ['Get-MgUserMessage', 'Get-MgUserMessage'],
    ['  get-mgusermessage -UserId x -Top 5', 'get-mgusermessage'],
    ['Get-MgUserMessage|Select Subject', null],
    ['Get-AzureADUser', null],
    ['GET /users', null],
  ])('%j: %s', (line, name) => expect(cmdletIn(line)).toBe(name))

  test('under its own spelling, between operations, with its line', () => {
    const read = operationsFromWords(['get-mguser', 'GET', '/users'], vocabulary)
    expect(read.map(({ method, path }) => `${method} ${path}`)).toEqual(['CMDLET Get-MgUser', 'GET /users'])
    expect(operationFromLine('Get-MgUser -All', { file: 'a', line: 3 }, vocabulary)).toMatchObject({
      path: 'Get-MgUser',
      source: { line: 3 },
    })
  })

  test('one that nobody documents is said to be one', () => {
    expect(() => operationsFromWords(['Get-MgNothing'], vocabulary)).toThrow('a PowerShell cmdlet that')
    expect(operationFromLine('Get-MgNothing', undefined, vocabulary)).toMatchObject({
      unreadable: 'The documentation lists no such PowerShell cmdlet.',
    })
  })
})
