import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { conversationOf, type Step } from '../../src/render/conversation/conversation.ts'
import { report, settings } from '../cli/support.ts'
import { type Stage, stage } from '../emulator/support.ts'

let emulator: Stage
beforeAll(async () => {
  emulator = await stage()
})
afterAll(() => emulator.stop())

const arrows = { app: 'app', entra: 'Entra', graph: 'Graph' } as const

/** The steps, a line each. */
function told(steps: readonly Step[]): string[] {
  return steps.map(step => {
    if (step.kind === 'gap') return `... ${step.says}`
    if (step.kind === 'remark') return `[${arrows[step.at]}] ${step.says}: ${step.lines.join('; ')}`
    return `${arrows[step.from]} ${step.stopped ? '-x' : '->'} ${arrows[step.to]}: ${step.says} (${step.tone})`
  })
}

async function stepsOf(
  argv: readonly string[],
  options: Parameters<typeof report>[1] = {},
): Promise<string[]> {
  return told(conversationOf(await report(argv, options))!.steps)
}

test('before consent the break stands where Entra ID issues the token', async () => {
  const files = { 'admin.jwt': await emulator.token('admin') }
  const env = settings(emulator)
  expect(await stepsOf(['--anyway', '--directory-token-file', 'admin.jwt'], { env, files })).toEqual([
    'app -> Entra: I am 6f1c…7c11, here is my secret (plain)',
    '[Entra] It breaks here: nothing is granted: User.Read.All: not granted; AuditLog.Read.All: not granted',
    'Entra -> app: 200: a token, with no roles in it (plain)',
    'app -> Graph: GET /users (plain)',
    'Graph -> app: 403 Authorization_RequestDenied (bad)',
    'app -> Graph: GET /auditLogs/signIns (plain)',
    'Graph -> app: 403 Authorization_RequestDenied (bad)',
  ])
})

test('what was held back stops halfway, and says why', async () => {
  expect(await stepsOf([], { env: settings(emulator) })).toEqual([
    'app -> Entra: I am 6f1c…7c11, here is my secret (plain)',
    'Entra -> app: 200: a token, with no roles in it (plain)',
    '[app] It shows here: the token lacks it: User.ReadBasic.All: not in roles; AuditLog.Read.All: not in roles',
    'app -x Graph: GET /users: not sent (bad)',
    'app -x Graph: GET /auditLogs/signIns: not sent (bad)',
  ])
})

test('what answered is good', async () => {
  const steps = await stepsOf(['/users'], { env: settings(emulator, 'reporting') })
  expect(steps.slice(-2)).toEqual(['app -> Graph: GET /users (plain)', 'Graph -> app: 200, 13 rows (good)'])
})

test('a token that was handed in took no part of Entra ID', async () => {
  const files = { 'a.jwt': await emulator.token('reporting') }
  const steps = await stepsOf(['check', '/users', '--token-file', 'a.jwt'], {
    files,
    env: settings(emulator),
  })
  expect(steps).toEqual([
    '[app] Handed in: a.jwt: app-only: AuditLog.Read.All, Directory.ReadWrite.All and 2 more',
    'app -x Graph: GET /users: not asked (plain)',
  ])
})

test('equal ends of many operations are drawn once', async () => {
  const many = ['/users', '/groups', '/applications', '/devices', '/domains', '/me', '/nowhere']
  const steps = await stepsOf(['check', ...many], { env: settings(emulator) })
  expect(steps.filter(line => line.startsWith('app -x'))).toHaveLength(3)
  expect(steps).toContain('... and 4 more, likewise')
})

describe('a token that Entra ID refused', () => {
  const wrong = (): Record<string, string> => ({ ...settings(emulator), CLIENT_SECRET: 'MAKE-BELIEVE~wrong' })

  test('ends there', async () => {
    expect(await stepsOf(['/users'], { env: wrong() })).toEqual([
      'app -> Entra: Here I am, here is my secret (plain)',
      'Entra -> app: 401 AADSTS7000215 (bad)',
      'app -x Graph: GET /users: not asked (plain)',
    ])
  })

  test('is told by a text as well', async () => {
    const stdin = 'AADSTS7000215: Invalid client secret provided.'
    expect(await stepsOf(['explain'], { stdin })).toEqual([
      'app -> Entra: A token, please (plain)',
      'Entra -> app: AADSTS7000215 (bad)',
    ])
  })
})

test('where nobody said anything there is nothing to draw', async () => {
  expect(conversationOf(await report(['permissions', '/users']))).toBeNull()
  const stdin = await emulator.token('reporting')
  expect(conversationOf(await report(['inspect'], { stdin, env: settings(emulator) }))).toBeNull()
})
