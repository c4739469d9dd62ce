import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { HttpClient } from '../../src/io.ts'
import { main } from '../../src/main.ts'
import { type Stage, stage, start } from '../emulator/support.ts'
import { loopbackOnly, type TestIoOptions, testIo } from '../support/io.ts'
import { settings } from './support.ts'

const schema = JSON.parse(readFileSync(new URL('../../docs/report.schema.json', import.meta.url), 'utf8'))
const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(schema)

/** One clock for all: ours, MSAL's, which reads it itself, and the emulator's. Only pauses move it. */
let emulator: Stage
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: start })
  emulator = await stage()
})
afterEach(async () => {
  vi.useRealTimers()
  await emulator.stop()
})

interface Played {
  readonly code: number
  readonly out: string
  readonly err: string
  readonly files: Readonly<Record<string, string>>
  readonly pauses: readonly number[]
}

/** What happens between rounds: before the second, the third … A `stop` interrupts. */
type Between = Readonly<Record<number, () => unknown>>

async function play(
  argv: readonly string[],
  between: Between = {},
  options: TestIoOptions = {},
): Promise<Played> {
  const pauses: number[] = []
  let interrupt: () => void = () => {}
  const interrupted = new Promise<void>(done => {
    interrupt = done
  })
  const { io, out, err, files } = testIo({
    env: settings(emulator, 'lab'),
    now: () => Date.now(),
    interrupted,
    pause: async ms => {
      pauses.push(ms)
      vi.setSystemTime(Date.now() + ms)
      emulator.pass(ms / 1000)
      if ((await between[pauses.length + 1]?.()) === 'stop') interrupt()
      // Who is interrupted hears of it in a later turn.
      await new Promise(done => setImmediate(done))
    },
    ...options,
  })
  const code = await main(argv, io)
  return { code, out: out(), err: err(), files, pauses }
}

async function consent(): Promise<void> {
  const { tenantId, apps } = emulator
  await emulator.send('POST', `/${tenantId}/adminconsent?client_id=${apps.lab!.clientId}`)
}

const reporting = (): TestIoOptions => ({ env: settings(emulator, 'reporting') })

const lines = (out: string): string[] => out.split('\n').filter(line => line.startsWith('Round '))

/** With its lines put together. */
const flat = (text: string): string => text.replaceAll(/\s+/g, ' ')

// biome-ignore lint/suspicious/noExplicitAny: tests look into parts of many shapes
const reports = (out: string): any[] =>
  out
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line))

describe('--every', () => {
  test('the token is kept, told how long, and renewed when it nears its end', async () => {
    const { code, out, err, pauses } = await play(
      ['/users', '--every', '20m', '--max-rounds', '4'],
      {},
      reporting(),
    )
    expect(code).toBe(0)
    expect(pauses).toEqual([1_200_000, 1_200_000, 1_200_000])
    const said = flat(out)
    expect(said).toMatch(/^Round 1, 2026-11-22T19:31:07Z\. Token acquired, 59 min left\. ✔ All clear/)
    expect(said).toContain('Round 2, 2026-11-22T19:51:07Z: as before, clear. Token reused, 39 min left.')
    expect(said).toContain('Round 3, 2026-11-22T20:11:07Z: as before, clear. Token reused, 19 min left.')
    expect(said).toMatch(
      /Round 4, 2026-11-22T20:31:07Z: as before, clear\. Token renewed, 59 min left: the last one (had ended|neared its end)\. This flow has no refresh token, so the credential was sent again\./,
    )
    expect(flat(err)).toContain(
      'Ended after 4 rounds in 60 min, as --max-rounds says. Rounds: 4 clear. Tokens: 2 acquired, 2 times reused. 0 changes.',
    )
  })

  test('a consent that is granted meanwhile shows in the next token, and is told as what changed', async () => {
    const { code, out } = await play(['/users', '--every', '28m', '--max-rounds', '4'], { 2: consent })
    expect(code).toBe(0)
    expect(lines(out)[1]).toContain('as before, problem. Token reused')
    expect(flat(out)).toContain('What was granted meanwhile shows in the next one.')
    const last = flat(out.slice(out.indexOf('Round 3')))
    expect(last).toMatch(
      /^Round 3, \S+: a change\. Token renewed, 59 min left: the last one neared its end\./,
    )
    expect(last).toContain('✔ The token gained User.Read.All.')
    expect(last).toContain('✔ GET /users: Graph answers it now (not sent before, 200 now).')
    expect(last).toContain('✔ All clear: the call was answered.')
    expect(lines(out)[3]).toContain('Round 4')
  })

  test('an endpoint that begins to refuse, and one that is out of reach, and back', async () => {
    let answer: 'refuse' | 'hang up' | 'pass' = 'pass'
    const http: HttpClient = async request => {
      if (!request.url.includes('/v1.0/users') || answer === 'pass') return loopbackOnly(request)
      if (answer === 'hang up') return loopbackOnly({ ...request, url: 'http://127.0.0.1:1/' })
      const error = {
        code: 'Authorization_RequestDenied',
        message: 'Insufficient privileges to complete the operation.',
      }
      const headers = {
        'content-type': 'application/json',
        'request-id': '0f8fad5b-d9cb-469f-a165-70867728950e',
      }
      return { status: 403, headers, body: JSON.stringify({ error }) }
    }
    const { code, out } = await play(
      ['/users', '--every', '5m', '--max-rounds', '4', '--format', 'json'],
      {
        2: () => {
          answer = 'refuse'
        },
        3: () => {
          answer = 'hang up'
        },
        4: () => {
          answer = 'pass'
        },
      },
      { ...reporting(), http },
    )
    expect(code).toBe(0)
    const all = reports(out)
    expect(all.map(({ round }) => round.changes)).toEqual([
      null,
      [{ kind: 'began-to-refuse', operation: 0, before: '200', after: '403' }],
      [{ kind: 'out-of-reach', operation: 0, before: '403', after: 'no answer' }],
      [{ kind: 'began-to-answer', operation: 0, before: 'no answer', after: '200' }],
    ])
    expect(all.map(({ verdict }) => verdict)).toEqual(['clear', 'problem', 'undetermined', 'clear'])
  })

  test('a round without an answer does not end it: --format json gives a report a line all the same', async () => {
    let isDown = true
    const http: HttpClient = request =>
      loopbackOnly(
        isDown && request.url.includes('/token') ? { ...request, url: 'http://127.0.0.1:1/' } : request,
      )
    const argv = ['/users', '--every', '5m', '--max-rounds', '4', '--format', 'json']
    const { code, out, err } = await play(
      argv,
      {
        2: () => {
          isDown = false
        },
      },
      { ...reporting(), http },
    )
    expect(code).toBe(0)
    const all = reports(out)
    for (const one of all) {
      validate(one)
      expect(validate.errors).toBeNull()
    }
    expect(all[0]).toMatchObject({
      verdict: 'undetermined',
      round: { nth: 1, changes: null, failed: { code: 'unreachable' } },
    })
    expect(all.slice(1).map(({ round }) => [round.nth, round.token.how])).toEqual([
      [2, 'acquired'],
      [3, 'reused'],
      [4, 'reused'],
    ])
    expect(flat(err)).toContain('Rounds: 3 clear, 1 without an answer.')
    expect(out).not.toContain(settings(emulator, 'reporting').CLIENT_SECRET)
  })

  test('the last round decides the exit code: 3 where it came to no answer', async () => {
    let isDown = false
    const http: HttpClient = request =>
      loopbackOnly(
        isDown && request.url.includes('/token') ? { ...request, url: 'http://127.0.0.1:1/' } : request,
      )
    const down = (): void => {
      isDown = true
    }
    const { code, out } = await play(
      ['/users', '--every', '1h', '--max-rounds', '2'],
      { 2: down },
      { ...reporting(), http },
    )
    expect(code).toBe(3)
    expect(flat(out)).toMatch(/Round 2, \S+: no answer\. \S+ refuses connections \(ECONNREFUSED\)\./)
  })

  test('a signal ends it with a summary, and the last round stands', async () => {
    const { code, out, err } = await play(['/users', '--every', '5m'], { 3: () => 'stop' }, reporting())
    expect(code).toBe(0)
    expect(lines(out)).toHaveLength(2)
    expect(flat(err)).toContain(
      'Interrupted after 2 rounds in 10 min. Rounds: 2 clear. Tokens: 1 acquired, 1 time reused.',
    )
    expect((await play(['/users', '--every', '5m'], { 2: () => 'stop' })).code).toBe(1)
  })

  test('a signal in the middle of a round does not wait for it', async () => {
    const http: HttpClient = request =>
      request.url.includes('/token')
        ? new Promise((_, fail) => request.signal?.addEventListener('abort', () => fail(new Error('let go'))))
        : loopbackOnly(request)
    const soon = new Promise<void>(done => setImmediate(done))
    const { code, out, err } = await play(
      ['/users', '--every', '5m'],
      {},
      { ...reporting(), http, interrupted: soon },
    )
    expect({ code, out }).toEqual({ code: 3, out: '' })
    expect(err).toContain('Interrupted after 0 rounds')
  })

  test('--output holds the latest report', async () => {
    const { out, files } = await play(
      ['/users', '--every', '28m', '--max-rounds', '3', '--output', 'latest.json', '--format', 'json'],
      { 2: consent },
    )
    expect(out).toBe('')
    expect(JSON.parse(files['latest.json']!)).toMatchObject({ verdict: 'clear', round: { nth: 3 } })
  })

  test('--save-token writes each new one', async () => {
    const { files } = await play(
      ['/users', '--every', '30m', '--max-rounds', '3', '--save-token', 't', '--output', 'o'],
      {},
      reporting(),
    )
    const claims = JSON.parse(Buffer.from(files.t!.split('.')[1]!, 'base64url').toString())
    expect(claims.exp).toBeGreaterThan((start + 3_600_000) / 1000 + 1000)
  })

  test('settings that have to change end it: they are read once', async () => {
    const env = { ...settings(emulator, 'lab'), CLIENT_SECRET: emulator.apps.lab!.secretId }
    const { code, out, err, pauses } = await play(
      ['/users', '--every', '5m', '--format', 'json'],
      {},
      { env },
    )
    expect({ code, pauses }).toEqual({ code: 1, pauses: [] })
    expect(reports(out)[0].round).toEqual({ nth: 1, startedAt: '2026-11-22T19:31:07Z', changes: null })
    expect(flat(err)).toContain('waiting cures nothing here: the settings have to change first.')
  })

  test('check asks nobody but for tokens', async () => {
    const { code, out } = await play(
      ['check', '/users', '--every', '28m', '--max-rounds', '3', '--format', 'json'],
      {
        2: consent,
      },
    )
    expect(code).toBe(0)
    const [, , { round }] = reports(out)
    expect(round.changes).toContainEqual({
      kind: 'verdict-changed',
      operation: 0,
      before: 'missing-permission',
      after: 'allowed',
    })
  })

  test('a token that was handed in is asked with as it is', async () => {
    const files = { 't.txt': await emulator.token('reporting') }
    const argv = ['/users', '--every', '30m', '--max-rounds', '3', '--token-file', 't.txt']
    const { code, out } = await play(argv, {}, { files, env: { WHY403_EMULATOR: emulator.url } })
    expect(code).toBe(1)
    expect(out).not.toContain('Token re')
    expect(flat(out.slice(out.indexOf('Round 3')))).toContain('Graph refuses it now (200 before, 401 now)')
  })
})

describe('tokens of three seconds, asked with every second', () => {
  const lifetime = (seconds: number): void =>
    emulator.setFaults([{ where: { place: 'token' }, after: 0, times: null, effects: { lifetime: seconds } }])

  test('are reused and renewed, a consent arrives with the next, and a signal ends it', async () => {
    lifetime(3)
    const argv = ['/users', '--every', '1s', '--format', 'json']
    const { code, out, err } = await play(argv, { 4: consent, 9: () => 'stop' })
    expect(code).toBe(0)
    const rounds = reports(out).map(({ round }) => round)
    expect(
      rounds.map(({ token: { how, because } }) => (because === undefined ? how : `${how}: ${because}`)),
    ).toEqual([
      'acquired',
      'reused',
      'renewed: ended',
      'reused',
      'renewed: ended',
      'reused',
      'renewed: ended',
      'reused',
    ])
    expect(rounds.map(({ changes }) => (changes === null ? null : changes.length))).toEqual([
      null,
      0,
      0,
      0,
      3,
      0,
      0,
      0,
    ])
    expect(rounds[4].changes).toEqual([
      { kind: 'permission-gained', permission: 'AuditLog.Read.All' },
      { kind: 'permission-gained', permission: 'User.Read.All' },
      { kind: 'began-to-answer', operation: 0, before: 'not sent', after: '200' },
    ])
    expect(flat(err)).toContain(
      'Interrupted after 8 rounds in 8 s. Rounds: 4 clear, 4 with a problem. Tokens: 4 acquired, 4 times reused. 3 changes.',
    )
  })

  test('asked with more slowly than they live, are each one of its own', async () => {
    lifetime(2)
    const argv = ['/users', '--every', '4s', '--max-rounds', '3', '--format', 'json']
    const { out } = await play(argv, {}, reporting())
    expect(reports(out).map(({ round }) => round.token.because ?? round.token.how)).toEqual([
      'acquired',
      'ended',
      'ended',
    ])
  })

  test('the emulator busy for a round: put off, asked again, and then it passes', async () => {
    emulator.setFaults([
      {
        where: { place: 'graph' },
        after: 1,
        times: 2,
        effects: { status: 429, retryAfter: { seconds: 7, isDate: true } },
      },
    ])
    const argv = ['/users', '--every', '60s', '--max-rounds', '2', '--format', 'json']
    const { code, out, pauses } = await play(argv, {}, reporting())
    expect(code).toBe(0)
    expect(reports(out)[1].calls[0]).toMatchObject({ status: 200, attempts: 3 })
    expect(pauses).toEqual([60_000, 7000, 7000])
  })
})

describe('--until-allowed', () => {
  test('ends when the grant has arrived: what came, and after how long', async () => {
    const { code, out, err, pauses } = await play(['/users', '--until-allowed'], { 4: consent })
    expect(code).toBe(0)
    expect(pauses).toEqual([15_000, 15_000, 15_000])
    // Rounds in which nothing came are not told.
    expect(lines(out).map(line => line.slice(0, 8))).toEqual(['Round 1,', 'Round 4,'])
    expect(flat(err)).toContain(
      'Allowed after 45 s, when the token gained AuditLog.Read.All and User.Read.All. Rounds: 1 clear, 3 with a problem. Tokens: 4 acquired.',
    )
  })

  test('at once, where nothing has to come', async () => {
    const { code, err } = await play(['/users', '--until-allowed'], {}, reporting())
    expect({ code, says: err.includes('Allowed at once') }).toEqual({ code: 0, says: true })
  })

  test('gives up after --max-wait, and says what would look', async () => {
    const { code, err, pauses } = await play(['/users', '--until-allowed', '--max-wait', '40s'])
    expect(code).toBe(1)
    expect(pauses).toEqual([15_000, 15_000, 10_000])
    expect(flat(err)).toContain('Not allowed after 4 rounds in 40 s.')
    expect(flat(err)).toContain('why403 /users --until-allowed --max-wait 40s --records')
  })

  test.each([
    ['no app is let in', ['/me'], 'lab', 'no app is let in there, whatever is granted'],
    ['the path cannot be read', ['--from', 'list'], 'lab', 'not everything that was asked for can be sent'],
  ])('does not wait in vain: %s', async (_, argv, app, because) => {
    const env = settings(emulator, app)
    const { code, err, pauses } = await play(
      [...argv, '--until-allowed'],
      {},
      { env, files: { list: 'GET /x/../y\n' } },
    )
    expect({ code, pauses }).toEqual({ code: 1, pauses: [] })
    expect(flat(err)).toContain(`waiting cures nothing here: ${because}.`)
  })

  test('nor for a credential that is refused for good', async () => {
    const http: HttpClient = async request => {
      if (!request.url.includes('/token')) return loopbackOnly(request)
      const error_description = 'AADSTS7000222: The provided client secret keys for app are expired.'
      const body = JSON.stringify({ error: 'invalid_client', error_description, error_codes: [7000222] })
      return { status: 401, headers: { 'content-type': 'application/json' }, body }
    }
    const { code, err } = await play(
      ['/users', '--until-allowed'],
      {},
      { http, env: settings(emulator, 'lab') },
    )
    expect(code).toBe(1)
    expect(flat(err)).toContain('Entra ID refuses with AADSTS7000222, and will tomorrow.')
  })
})

test.each([
  [['--every', '0'], /--every takes a time between 1 s and a week/],
  [['--every', 'soon'], /--every takes a time/],
  [['--every', '8h', '--max-rounds', '0'], /--max-rounds takes a whole number from 1/],
  [['--max-rounds', '3'], /--max-rounds ends what --every or --until-allowed begins/],
  [['--max-wait', '3m'], /--max-wait ends what/],
  [['--every', '5m', '--max-wait', '3m'], /--max-wait ends --until-allowed/],
  [['--every', '5m', '--case', 'x'], /--case is for one answer/],
  [['--every', '5m', '--rows', 'csv'], /--rows is for one answer/],
  [['--every', '5m', '--open'], /--open is for one answer/],
  [['--every', '5m', '--format', 'markdown'], /--every prints text, or with --format json a report a line/],
  [
    ['--until-allowed', '--token-file', 't'],
    /--until-allowed asks for new tokens, and this one was handed in/,
  ],
  [['--retries', '99'], /--retries takes a whole number from 0 to 10/],
  [['--timeout', '1 day'], /--timeout takes a time between 0.1 s and a week/],
])('%j: exit 2', async (flags, says) => {
  const { code, out, err } = await play(
    ['/users', ...flags],
    {},
    { files: { t: await emulator.token('lab') } },
  )
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).toMatch(says)
})
