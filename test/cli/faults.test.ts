import { afterAll, beforeAll, expect, test } from 'vitest'
import { fault } from '../../src/emulator/faults/spelling.ts'
import { type Stage, stage } from '../emulator/support.ts'
import { settings, why403 } from './support.ts'

let emulator: Stage
let env: Record<string, string>
beforeAll(async () => {
  emulator = await stage()
  env = settings(emulator, 'reporting')
})
afterAll(() => emulator.stop())

/** What a fault of the emulator comes to, as why403 tells it; none is taken for Graph's word, or for a permission. */
test.each<[fault: string, code: number, tells: RegExp]>([
  ['/users 429 retry-after=7', 1, /429.*(?:7 s|7 seconds)/],
  ['/users 503', 1, /503/],
  ['/users 401', 1, /401/],
  ['/users reset', 1, /no answer of Graph's: The connection to .* failed \(ECONNRESET\)/],
  ['/users truncate', 1, /no answer of Graph's: The connection to .* failed/],
  ['/users garbage', 1, /no answer of Graph's: status 200 came with .*no request-id/],
  ['token 429 retry-after=7', 1, /AADSTS90055/],
  ['token 503', 1, /AADSTS90033/],
  ['token reset', 3, /The connection to .* failed \(ECONNRESET\)/],
  ['token garbage', 3, /token endpoint|answered/],
  ['token lifetime=1s', 0, /All clear/],
  ['keys 503', 1, /answered no key set \(status 503.*not sent: no key of the built-in tenant proves/],
  ['keys garbage', 1, /not checked: .*not sent: no key of the built-in tenant proves/],
  ['keys rollover', 1, /(?:earlier start|not sent)/],
  ['* clock=20m', 1, /clock/],
])('%s', async (spelling, code, tells) => {
  emulator.setFaults([fault(spelling)])
  const ran = await why403(['/users?$top=1', '--retries', '0'], { env })
  const told = `${ran.out}${ran.err}`.replace(/\s+/g, ' ')
  expect(told).toMatch(tells)
  expect(ran.code).toBe(code)
  expect(told).not.toContain('something went wrong that should not have')
  expect(told).not.toContain('operation/missing-permission')
})

test('what goes by is got over: asked again, after the time that was asked for', async () => {
  emulator.setFaults([fault('/users 429 retry-after=7 times=1'), fault('token 503 retry-after=3 times=1')])
  const waits: number[] = []
  const { code, out } = await why403(['/users?$top=1'], {
    env,
    pause: async ms => {
      waits.push(ms)
    },
  })
  expect(code).toBe(0)
  expect(out).toContain('All clear')
  expect(waits).toEqual(expect.arrayContaining([7000, 3000]))
})
