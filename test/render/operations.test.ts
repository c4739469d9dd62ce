import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { settings, why403 } from '../cli/support.ts'
import { type Stage, stage } from '../emulator/support.ts'

let emulator: Stage
beforeAll(async () => {
  emulator = await stage()
})
afterAll(() => emulator.stop())

/** The table, from its heading to the blank line. */
function tableIn(out: string): string {
  const [, rest = ''] = out.split(/\n(?=Operations)/)
  return rest.split('\n\n')[0]!
}

describe('the chain in the terminal', () => {
  test('before consent, by the records: the cross stands under the link that broke', async () => {
    const files = { 'admin.jwt': await emulator.token('admin') }
    const { out } = await why403(['--directory-token-file', 'admin.jwt'], { env: settings(emulator), files })
    expect(tableIn(out)).toBe(
      `
Operations                needed             declared  granted  held  answer
  GET /users              User.Read.All *        ✔        ✖       -   - not sent
  GET /auditLogs/signIns  AuditLog.Read.All      ✔        ✖       -   - not sent
  * or one of 15 others`.slice(1),
    )
  })

  test('without the records: what was not looked at is a question, and what would tell is said', async () => {
    const { out } = await why403(['check', '/users', '/me', '/nowhere'], { env: settings(emulator) })
    expect(tableIn(out)).toBe(
      `
Operations      needed                      declared  granted  held
  GET /users    User.ReadBasic.All *            ?        ?       ✖
  GET /me       ✖ for signed-in users only      -        -       -
  GET /nowhere  ? known to neither source       -        -       ?
  * or one of 15 others
  ? not looked at: what was declared and granted; --records tells
  GET /nowhere: not decided, only Graph can tell`.slice(1),
    )
  })

  test('all clear: only what was looked at', async () => {
    const { out } = await why403(['/users'], { env: settings(emulator, 'reporting') })
    expect(tableIn(out)).toBe(
      `
Operations    held                answer
  GET /users  User.ReadWrite.All  ✔ 200, 13 rows`.slice(1),
    )
  })

  test('a narrow terminal has a block an operation', async () => {
    const { out } = await why403(['check', '/users'], { env: settings(emulator), columns: 50 })
    expect(out).toContain(
      `
  GET /users
    needed         User.ReadBasic.All *
    declared       ?
    granted        ?
    held           ✖
`,
    )
  })

  test('without UTF-8 the cells hold words', async () => {
    const env = { ...settings(emulator), LANG: 'C' }
    const { out } = await why403(['check', '/users'], { env })
    expect(tableIn(out)).toBe(
      `
Operations    needed                declared  granted  held
  GET /users  User.ReadBasic.All *      ?        ?      NO
  * or one of 15 others
  ? not looked at: what was declared and granted; --records tells`.slice(1),
    )
  })

  test('colours repeat the marks, and leave no blanks behind', async () => {
    const run = { env: settings(emulator), colourDepth: 1 as const, terminal: true }
    const { out } = await why403(['check', '/users'], run)
    expect(out).toContain('\u001b[31m✖\u001b[39m')
    expect(out).not.toMatch(/ $/m)
  })
})

test('the conversation is drawn small, with --verbose', async () => {
  const { out } = await why403(['/users', '--verbose'], { env: settings(emulator) })
  expect(out.split(/\n(?=Conversation)/)[1]!.split('\n\n')[0]).toBe(
    `
Conversation
  the app                                Entra ID                Graph
    |-- I am 6f1c…7c11, here is my secret -->|                     |
    |<-- 200: a token, with no roles in it --|                     |
    |  ✖ It shows here: the token lacks it
    |    User.ReadBasic.All: not in roles
    |-- GET /users: not sent -------------------------------------x|
    |    it would be refused: not in roles`.slice(1),
  )
  expect((await why403(['/users'], { env: settings(emulator) })).out).not.toContain('Conversation')
})
