import { expect, test, vi } from 'vitest'
import contoso from '../../fixtures/tenants/contoso.json' with { type: 'json' }
import { lessons } from '../../src/lessons/index.ts'
import { why403 } from '../cli/support.ts'
import { testIo } from '../support/io.ts'

test.each(lessons.map(({ id, steps }) => [id, steps.length] as const))(
  'demo %s plays to its end',
  async (id, steps) => {
    const { code, out, err } = await why403(['demo', id])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    const headings = out.match(/^\d+\/\d+ {2}/gm)
    expect(headings).toEqual(Array.from({ length: steps }, (_, at) => `${at + 1}/${steps}  `))
    expect(out).toMatch(/^✔ as expected: /m)
    expect(out).not.toContain('NOT as expected')
  },
)

test('demo plays the lab: 403, consent, a token that is too old, and a new one', async () => {
  const { code, out } = await why403(['demo'])
  expect(code).toBe(0)
  const story = [
    'Access token acquired with the client secret',
    'declares, for these operations: User.Read.All, AuditLog.Read.All.',
    'consent/missing-admin-consent',
    'GET answered 403 Authorization_RequestDenied: "Insufficient privileges to complete',
    'answered 201: User.Read.All, granted at 2026-11-22T19:41:07',
    'consent/stale-token',
    '✔ All clear: 2 of 2 calls answered.',
    '| userPrincipalName',
    'why403 emulator',
  ]
  const told = out.replace(/\s+/g, ' ')
  const places = story.map(words => told.indexOf(words))
  expect(places).not.toContain(-1)
  expect(places).toEqual([...places].sort((a, b) => a - b))
})

test('demo --list names every scenario', async () => {
  const { code, out } = await why403(['demo', '--list'])
  expect(code).toBe(0)
  for (const { id, title } of lessons) expect(out.replace(/\s+/g, ' ')).toContain(`${id} ${title}`)
})

test('demo --output keeps the whole story in a file', async () => {
  const { code, out, files } = await why403(['demo', 'secret-id', '--output', 'story.txt'])
  expect({ code, out }).toEqual({ code: 0, out: '' })
  expect(files['story.txt']).toContain('1/3  ')
  expect(files['story.txt']).toContain('3/3  ')
})

test.each([
  ['lag', '  Did you mean: why403 demo lab\n'],
  ['something else', '  All of them: why403 demo --list\n'],
])('there is no scenario %s', async (id, hint) => {
  const { code, out, err } = await why403(['demo', id])
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).toContain(hint)
})

/** Plays the lab on a tenant in which one app is different. */
async function labWith(key: string, change: { granted: string[] }) {
  const apps = contoso.apps.map(app => (app.key === key ? { ...app, ...change } : app))
  vi.resetModules()
  vi.doMock('../../fixtures/tenants/contoso.json', () => ({ default: { ...contoso, apps } }))
  const { main } = await import('../../src/main.ts')
  const { io, out } = testIo()
  const code = await main(['demo'], io)
  vi.doUnmock('../../fixtures/tenants/contoso.json')
  return { code, unmet: out().match(/(?<=NOT as expected: ).*/g) ?? [], out: out() }
}

test('a tenant in which consent exists already does not show what the lab shows', async () => {
  const { code, unmet, out } = await labWith('lab', { granted: ['User.Read.All', 'AuditLog.Read.All'] })
  expect(code).toBe(1)
  expect(unmet).toContain('the token is app-only and holds no roles')
  expect(unmet).toContain('Graph refuses both with 403')
  expect(out).toMatch(/\d+ expectations were not met\.\n$/)
})

test('nor does one in which the grant is refused', async () => {
  const { code, unmet } = await labWith('admin', { granted: ['Application.Read.All'] })
  expect(code).toBe(1)
  expect(unmet).toContain('the grants are written')
  expect(unmet).toContain('both endpoints answer')
})
