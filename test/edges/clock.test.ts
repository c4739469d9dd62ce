import { expect, test } from 'vitest'
import { withClock } from '../../src/edges/clock.ts'
import { testIo, testNow } from '../support/io.ts'

async function offset(date: string | undefined, url = 'https://login.example/'): Promise<number | null> {
  const { io } = testIo({
    http: async () => ({ status: 200, headers: date === undefined ? {} : { date }, body: '' }),
  })
  const clock = withClock(io)
  expect(clock.offset()).toBeNull()
  await clock.io.http({ method: 'GET', url, timeoutMs: 1, longest: 1 })
  return clock.offset()
}

const utc = (seconds: number): string => new Date(testNow + seconds * 1000).toUTCString()

test.each([
  [utc(0), 1],
  [utc(600), 601],
  [utc(-600), -599],
  ['yesterday', null],
  [undefined, null],
])('a Date of %j', async (date, seconds) => {
  const told = await offset(date)
  // Date is cut to the second: half of one is added.
  if (seconds === null) expect(told).toBeNull()
  else expect(Math.abs(told! - seconds)).toBeLessThanOrEqual(1)
})

test("a server of this machine has this machine's clock", async () => {
  expect(await offset(utc(600), 'http://127.0.0.1:4030/')).toBeNull()
})
