import { describe, expect, test } from 'vitest'
import { judge } from '../../../src/core/judge/judge.ts'
import { heldBackBecause } from '../../../src/core/judge/send.ts'
import { minimalSet } from '../../../src/core/need/minimal.ts'
import { requirementOf } from '../../../src/core/need/requirement-of.ts'
import { cmdletIn, cmdletOperation } from '../../../src/core/operation/cmdlet.ts'
import { operationFromLine } from '../../../src/core/operation/list.ts'
import { vocabularyOf } from '../../../src/core/operation/vocabulary.ts'
import { operationsFromWords } from '../../../src/core/operation/words.ts'
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
