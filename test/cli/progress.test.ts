import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Stage, stage } from '../emulator/support.ts'
import { loopbackOnly } from '../support/io.ts'
import { settings, why403 } from './support.ts'

let emulator: Stage
beforeAll(async () => {
  emulator = await stage()
})
afterAll(() => emulator.stop())

/** A network that half a second passes in, at each exchange. */
function slow() {
  const waits = new Set<() => void>()
  return {
    sleep: (_ms: number) => new Promise<void>(done => void waits.add(done)),
    http: async (request: Parameters<typeof loopbackOnly>[0]) => {
      for (const done of waits) done()
      waits.clear()
      await Promise.resolve()
      return loopbackOnly(request)
    },
  }
}

test('who waits at a terminal is told for what, and the line goes with the answer', async () => {
  const { err } = await why403(['--anyway', '--records'], {
    env: settings(emulator),
    watched: true,
    ...slow(),
  })
  const told = err.split('\r\u001b[K').filter(line => line !== '')
  expect(told[0]).toBe('Asking Entra ID for a token …')
  expect(told).toContain('Calling GET /users (1 of 2) …')
  expect(told).toContain('Calling GET /auditLogs/signIns (2 of 2) …')
  expect(told).toContain("Reading the tenant's records …")
  expect(err.endsWith('\r\u001b[K')).toBe(true)
})

test('it is gone before a complaint, too', async () => {
  const { code, err } = await why403([], {
    env: settings(emulator),
    watched: true,
    ...slow(),
    http: async () => {
      await Promise.resolve()
      throw new Error('made')
    },
    sleep: async () => {},
  })
  expect(code).toBe(3)
  expect(err).toMatch(/…\r\u001b\[Kwhy403: /)
})

test('a short wait is told to nobody, nor is a long one where nobody watches', async () => {
  expect((await why403([], { env: settings(emulator), watched: true })).err).toBe('')
  expect((await why403([], { env: settings(emulator), ...slow() })).err).toBe('')
})

test('a line fits its terminal', async () => {
  const { err } = await why403([`/users/${'x'.repeat(60)}/messages`, '--anyway'], {
    env: settings(emulator),
    watched: true,
    columns: 40,
    ...slow(),
  })
  for (const line of err.split('\r\u001b[K')) expect(line.length).toBeLessThan(40)
})
