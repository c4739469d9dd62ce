import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Chain, chainOf, seenColumns } from '../../../src/core/report/chain.ts'
import type { Report } from '../../../src/core/report/report.ts'
import { answering, report, settings } from '../../cli/support.ts'
import { type Stage, stage } from '../../emulator/support.ts'

const headers = { 'request-id': 'b7cb581e-8a8b-4960-8ea2-d2a970269cb7', 'content-type': 'application/json' }
const refusal = JSON.stringify({
  error: { code: 'Authorization_RequestDenied', message: 'Insufficient privileges.' },
})

let emulator: Stage
beforeAll(async () => {
  emulator = await stage()
})
afterAll(() => emulator.stop())

/** A row as a line of states, `.` for what nobody looked at. */
const signs = { start: 'o', holds: '+', broken: 'X', beside: '-', unseen: '.' } as const

function lines(chain: Chain | null): string[] {
  return chain!.rows.map(({ links }) => links.map(({ state }) => signs[state]).join(''))
}

async function withRecords(argv: readonly string[], app = 'lab'): Promise<Report> {
  const env = settings(emulator, app)
  const admin = await emulator.token('admin')
  return report([...argv, '--directory-token-file', 'admin.jwt'], { env, files: { 'admin.jwt': admin } })
}

describe('the first broken link', () => {
  test('is the grant, where the records show a declaration without one', async () => {
    const chain = chainOf(await withRecords([]))!
    expect(chain.columns).toEqual(['needed', 'declared', 'granted', 'held', 'answer'])
    expect(lines(chain)).toEqual(['o+X--', 'o+X--'])
    expect(chain.rows.map(({ broken }) => broken)).toEqual(['granted', 'granted'])
    expect(chain.rows.map(({ needed }) => needed)).toEqual([
      { permission: 'User.Read.All', phrase: 'User.Read.All', others: 15 },
      { permission: 'AuditLog.Read.All', phrase: 'AuditLog.Read.All', others: 0 },
    ])
    expect(chain.rows[0]!.links[4]).toEqual({ state: 'beside', says: 'Not sent', note: 'follows from it' })
  })

  test('is the declaration, where nothing of the kind is declared', async () => {
    const chain = chainOf(await withRecords(['/groups']))!
    expect(lines(chain)).toEqual(['oX---'])
    expect(chain.rows[0]!.links[1]!.says).toBe('Not declared')
  })

  test('is what the token holds, where nobody read the records', async () => {
    const chain = chainOf(await report([], { env: settings(emulator) }))!
    expect(lines(chain)).toEqual(['o..X-', 'o..X-'])
    expect(chain.rows[0]!.needed!.permission).toBe('User.ReadBasic.All')
  })

  test('is the need itself, where no app may have it', async () => {
    const chain = chainOf(await report(['check', '/me'], { env: settings(emulator) }))!
    expect(lines(chain)).toEqual(['X----'])
  })

  test("is Graph's answer, where all the others hold", async () => {
    const http = answering(/\/v1\.0\/users/, { status: 403, headers, body: refusal })
    const one = await report(['/users'], { env: settings(emulator, 'reporting'), http })
    expect(lines(chainOf(one))).toEqual(['o..+X'])
  })

  test('is the token, once it has ended', async () => {
    const token = await emulator.token('reporting')
    const one = await report(['check', '/users', '--token-file', 'a.jwt'], {
      files: { 'a.jwt': token },
      env: settings(emulator),
      now: () => Date.UTC(2027, 0, 1),
    })
    expect(lines(chainOf(one))).toEqual(['o..X-'])
    expect(chainOf(one)!.rows[0]!.links[3]!.says).toBe('Expired')
  })
})

describe('what holds, and what is not known', () => {
  test('of a clear report only what somebody looked at is seen', async () => {
    const env = settings(emulator, 'reporting')
    const called = chainOf(await report(['/users'], { env }))!
    expect(lines(called)).toEqual(['o..++'])
    expect(seenColumns(called)).toEqual(['needed', 'held', 'answer'])
    const checked = chainOf(await report(['check', '/users'], { env }))!
    expect(seenColumns(checked)).toEqual(['needed', 'held'])
    const [row] = chainOf(await withRecords(['/users'], 'reporting'))!.rows
    expect(row!.links.map(({ says }) => says)).toEqual([
      'User.ReadWrite.All',
      'Declared',
      'Granted',
      'In roles',
      '200',
    ])
  })

  test('an operation that neither source knows stays open', async () => {
    const chain = chainOf(await report(['check', '/nowhere'], { env: settings(emulator) }))!
    expect(lines(chain)).toEqual(['.--..'])
    expect(chain.rows[0]!.broken).toBeNull()
  })

  test('what cannot be read breaks before anything is asked', async () => {
    const files = { 'list.txt': 'GET /users\n/x/../y\n' }
    const chain = chainOf(await report(['check', '--from', 'list.txt'], { env: settings(emulator), files }))!
    expect(lines(chain)[1]).toBe('X----')
  })

  test('without a token there is nothing to compare', async () => {
    expect(chainOf(await report(['permissions', '/users']))).toBeNull()
    expect(chainOf(await report(['explain', 'AADSTS7000215']))).toBeNull()
  })

  test('without a token that Entra ID refused, what is needed stays', async () => {
    const env = { ...settings(emulator), CLIENT_SECRET: 'MAKE-BELIEVE~wrong' }
    expect(lines(chainOf(await report(['/users'], { env })))).toEqual(['o..--'])
  })
})

describe('a token with a user behind it', () => {
  const delegated = (scp: string): Promise<string> =>
    emulator.sign({
      ...{ aud: 'https://graph.microsoft.com', idtyp: 'user', scp, ver: '1.0', upn: 'ada@contoso.example' },
      ...{ tid: emulator.tenantId, iss: `https://sts.windows.net/${emulator.tenantId}/` },
      ...{
        appid: emulator.apps.lab!.clientId,
        oid: '0f0e0d0c-0b0a-4908-8706-050403020100',
        sub: 'x',
        xms_idrel: '1 2',
      },
    })

  test('has two locks: the scope, and what that user may do', async () => {
    const files = { 'user.jwt': await delegated('Mail.Read') }
    const argv = ['check', '--token-file', 'user.jwt', '/users', '/me/messages']
    const chain = chainOf(await report(argv, { env: settings(emulator), files }))!
    expect(chain.columns).toEqual(['needed', 'held', 'rights', 'answer'])
    expect(lines(chain)).toEqual(['oX.-', 'o+..'])
    expect(chain.rows[0]!.links[1]!.says).toBe('Not in scp')
  })
})
