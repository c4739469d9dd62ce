import { describe, expect, test } from 'vitest'
import { NetworkFailure } from '../../src/edges/network-failure.ts'
import { inTries, retryAfter, type Wait, withRetries } from '../../src/edges/retries.ts'
import type { HttpResponse } from '../../src/io.ts'
import { testIo, testNow } from '../support/io.ts'

const url = 'https://graph.example/v1.0/users'

const answered = (status: number, headers: Record<string, string> = {}): HttpResponse => ({
  status,
  headers,
  body: '',
})

/** Answers in turn; what is an error is thrown. Chance is what the test says. */
async function tried(
  answers: readonly (HttpResponse | NetworkFailure)[],
  { retries = 2, idempotent = true, chance = 255 } = {},
) {
  const left = [...answers]
  const told: Wait[] = []
  const pauses: number[] = []
  const { io } = testIo({ pause: async ms => void pauses.push(ms) })
  const run = async (): Promise<HttpResponse> => {
    const next = left.shift()
    if (next === undefined) throw new Error('nobody was to ask again')
    if (next instanceof NetworkFailure) throw next
    return next
  }
  const outcome = await inTries(
    run,
    { url, idempotent, responseOf: (response: HttpResponse) => response },
    { retries, timeoutMs: null },
    { ...io, randomBytes: () => Uint8Array.of(chance) },
    wait => told.push(wait),
  ).catch((error: unknown) => error as NetworkFailure)
  return { outcome, pauses, told, left: left.length }
}

const lost = (again: 'always' | 'idempotent' | 'never'): NetworkFailure =>
  new NetworkFailure('unreachable', again, 'The connection to graph.example failed (ECONNRESET).', ['Hint.'])

describe('Retry-After', () => {
  const inTwoMinutes = new Date(testNow + 120_000).toUTCString()
  test.each([
    ['7', {}, 7000],
    [' 0 ', {}, 0],
    [inTwoMinutes, {}, 120_000],
    // A date is one of the server's clock, which is half a minute ahead here.
    [inTwoMinutes, { date: new Date(testNow + 30_000).toUTCString() }, 90_000],
    [new Date(testNow - 5000).toUTCString(), {}, 0],
    ['-5', {}, null],
    ['1.5', {}, null],
    ['soon', {}, null],
    ['', {}, null],
    ['99999999999999', {}, null],
  ])('%j', (value, more, ms) => {
    expect(retryAfter({ 'retry-after': value, ...more }, testNow)).toBe(ms)
  })
})

describe('what is put off is asked for again', () => {
  test.each([429, 503, 504])('%i, after the time that it names', async status => {
    const { outcome, pauses, told } = await tried([answered(status, { 'retry-after': '7' }), answered(200)])
    expect(outcome).toMatchObject({ result: { status: 200 }, attempts: 2 })
    expect(pauses).toEqual([7000])
    expect(told).toEqual([{ host: 'graph.example', because: String(status), ms: 7000, nth: 2, of: 3 }])
  })

  test('after a time of its own, which doubles; half of it is chance', async () => {
    const all = [answered(429), answered(429), answered(429), answered(429), answered(200)]
    expect((await tried(all, { retries: 4, chance: 255 })).pauses).toEqual([1000, 2000, 4000, 8000])
    expect((await tried(all, { retries: 4, chance: 0 })).pauses).toEqual([500, 1000, 2000, 4000])
    const many = Array.from({ length: 9 }, () => answered(503))
    expect(Math.max(...(await tried(many, { retries: 8 })).pauses)).toBe(20_000)
  })

  test('as often as was asked for, and no more: the last answer stands', async () => {
    const { outcome, pauses, left } = await tried([
      answered(503),
      answered(503),
      answered(503),
      answered(200),
    ])
    expect(outcome).toMatchObject({ result: { status: 503 }, attempts: 3 })
    expect({ waits: pauses.length, left }).toEqual({ waits: 2, left: 1 })
    expect((await tried([answered(503), answered(200)], { retries: 0 })).outcome).toMatchObject({
      attempts: 1,
    })
  })

  test('not where more than a minute is asked for: a person waits', async () => {
    const { outcome, pauses } = await tried([answered(429, { 'retry-after': '61' }), answered(200)])
    expect(outcome).toMatchObject({ result: { status: 429 }, attempts: 1 })
    expect(pauses).toEqual([])
  })

  test.each([200, 302, 400, 401, 403, 404, 500, 501, 502])('%i stands', async status => {
    const { outcome } = await tried([answered(status, { 'retry-after': '1' }), answered(200)])
    expect(outcome).toMatchObject({ result: { status }, attempts: 1 })
  })
})

describe('what may have been carried out is repeated only where that does no harm', () => {
  test.each([
    [429, 2],
    [503, 2],
    [504, 1],
  ])('a POST that was answered %i: asked %i times', async (status, attempts) => {
    const { outcome } = await tried([answered(status), answered(200)], { idempotent: false })
    expect(outcome).toMatchObject({ attempts })
  })

  test.each([
    ['always', true, 2],
    ['always', false, 2],
    ['idempotent', true, 2],
    ['idempotent', false, 1],
    ['never', true, 1],
  ] as const)(
    'a failure after which it may be sent %s, idempotent %s: %i',
    async (again, idempotent, times) => {
      const { outcome, pauses } = await tried([lost(again), answered(200)], { idempotent })
      if (times === 1) expect(outcome).toMatchObject({ message: expect.stringMatching(/\(ECONNRESET\)\.$/) })
      else expect(outcome).toMatchObject({ result: { status: 200 }, attempts: 2 })
      expect(pauses).toHaveLength(times - 1)
    },
  )

  test('a failure that stays says how often it was tried', async () => {
    const { outcome, told } = await tried([lost('always'), lost('always'), lost('always')])
    expect(outcome).toMatchObject({
      message: expect.stringMatching(/ It was tried 3 times\.$/),
      hints: ['Hint.'],
    })
    expect(told.map(({ because }) => because)).toEqual(['ECONNRESET', 'ECONNRESET'])
  })
})

describe('an Io that tries again', () => {
  async function sent(method: string, timeoutMs: number | null = null) {
    const asked: number[] = []
    const { io } = testIo({
      http: async request => {
        asked.push(request.timeoutMs)
        return answered(asked.length === 1 ? 503 : 200)
      },
    })
    const patient = withRetries(io, { retries: 2, timeoutMs }, () => {})
    const response = await patient.http({ method, url, timeoutMs: 60_000, longest: 1 })
    return { response, asked }
  }

  test.each(['GET', 'HEAD'])('%s: and the answer says how often', async method => {
    const { response, asked } = await sent(method)
    expect({ status: response.status, attempts: response.attempts, asked }).toEqual({
      status: 200,
      attempts: 2,
      asked: [60_000, 60_000],
    })
  })

  test('no POST: whoever sends one decides', async () => {
    expect((await sent('POST')).response.status).toBe(503)
  })

  test('--timeout holds for each', async () => {
    expect((await sent('GET', 1500)).asked).toEqual([1500, 1500])
    expect((await sent('POST', 1500)).asked).toEqual([1500])
  })
})
