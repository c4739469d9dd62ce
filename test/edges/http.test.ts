import dns from 'node:dns'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { Why403Error } from '../../src/core/error.ts'
import { httpClient } from '../../src/edges/http.ts'
import { NetworkFailure } from '../../src/edges/network-failure.ts'
import type { HttpRequest } from '../../src/io.ts'
import { answer, type Play, plays, startHostile } from '../support/hostile-servers.ts'
import { deadAddress, type Reply, type Server, serve } from '../support/server.ts'

const open: Pick<Server, 'stop'>[] = []
afterEach(() => Promise.all(open.splice(0).map(server => server.stop())))

async function server(reply: Reply = {}): Promise<Server> {
  const started = await serve(() => reply)
  open.push(started)
  return started
}

/** For what does not run out of time: a busy machine is slow, and no fault of a server. */
const ample = 5000

const get = (url: string, more: Partial<HttpRequest> = {}) =>
  httpClient({ method: 'GET', url, timeoutMs: ample, longest: 16 * 1024 * 1024, ...more })

/** The Why403Error that a request ends with. */
async function failure(request: Promise<unknown>): Promise<Why403Error> {
  const error = await request.then(
    () => null,
    (error: unknown) => error,
  )
  expect(error).toBeInstanceOf(Why403Error)
  return error as Why403Error
}

test('one exchange: status, headers in lower case, the body as UTF-8', async () => {
  const { url, asked } = await server({
    status: 418,
    headers: { 'Request-Id': 'abc', 'content-type': 'text/plain; charset=utf-8' },
    body: 'façade ☂',
  })
  const answer = await get(`${url}/a?b=c`, { method: 'POST', body: 'ç', headers: { 'x-mine': '1' } })
  expect(answer).toMatchObject({ status: 418, body: 'façade ☂' })
  expect(answer.headers).toMatchObject({ 'request-id': 'abc' })
  expect(asked).toHaveLength(1)
  expect(asked[0]).toMatchObject({ method: 'POST', path: '/a?b=c', body: 'ç' })
  expect(asked[0]!.headers).toMatchObject({ 'x-mine': '1', 'content-length': '2' })
})

test.each([301, 302, 303, 307, 308])('a %i is an answer: the bearer does not follow it', async status => {
  const elsewhere = await server({ body: 'caught' })
  const { url, asked } = await server({ status, headers: { location: `${elsewhere.url}/steal` } })
  const answer = await get(url, { headers: { authorization: 'Bearer it' } })
  expect(answer.status).toBe(status)
  expect(answer.headers.location).toBe(`${elsewhere.url}/steal`)
  expect(asked).toHaveLength(1)
  expect(elsewhere.asked).toEqual([])
})

test('a large body arrives whole', async () => {
  const body = 'é'.repeat(2_000_000)
  const { url } = await server({ body })
  expect((await get(url)).body).toBe(body)
})

describe('a server out of reach is told as such, with the host and no path', () => {
  test('nobody listens', async () => {
    const url = await deadAddress()
    const { code, message, hints } = await failure(get(`${url}/secret-path?token=1`))
    expect(code).toBe('unreachable')
    expect(message).toMatch(/^127\.0\.0\.1:\d+ .*\(ECONN(REFUSED|RESET)\)\.$/)
    expect(hints).toEqual(['Is the emulator running? Start it with: why403 emulator'])
  })

  test.each(['ENOTFOUND', 'EAI_AGAIN'])('the host has no address: %s', async reason => {
    const lookup = (_host: string, _options: object, answer: (error: Error) => void): void =>
      answer(Object.assign(new Error('no'), { code: reason }))
    const spy = vi.spyOn(dns, 'lookup').mockImplementation(lookup as unknown as typeof dns.lookup)
    const { code, message } = await failure(get('https://nowhere.invalid/secret-path'))
    spy.mockRestore()
    expect(code).toBe('unreachable')
    expect(message).toBe(`nowhere.invalid cannot be found (${reason}, no proxy set).`)
  })

  test('the server is silent', async () => {
    const { url } = await server({ ending: 'fall silent' })
    const { code, message } = await failure(get(url, { timeoutMs: 60 }))
    expect(code).toBe('unreachable')
    expect(message).toMatch(/^127\.0\.0\.1:\d+ did not answer within 0\.06 s \(ETIMEDOUT\)\.$/)
  })

  test('the server falls silent in the middle of its answer', async () => {
    const { url } = await server({
      headers: { 'content-length': '100' },
      body: 'half',
      ending: 'fall silent',
    })
    const { message } = await failure(get(url, { timeoutMs: 200 }))
    expect(message).toMatch(/^127\.0\.0\.1:\d+ did not answer within 0\.2 s \(ETIMEDOUT\)\.$/)
  })

  test('the server hangs up in the middle of its answer', async () => {
    const { url } = await server({ headers: { 'content-length': '100' }, body: 'half', ending: 'hang up' })
    const { code, message } = await failure(get(url))
    expect(code).toBe('unreachable')
    expect(message).toMatch(/^The connection to 127\.0\.0\.1:\d+ failed \(ECONNRESET\)\.$/)
  })

  test('the server speaks TLS and we do not, or the other way round', async () => {
    const { url } = await server()
    const { code, message } = await failure(get(url.replace('http:', 'https:')))
    expect(code).toBe('unreachable')
    expect(message).toMatch(/^127\.0\.0\.1:\d+ does not speak TLS as this program does \(\w+\)\.$/)
  })

  test('no connection comes to stand: told apart from a slow answer, and sooner', async () => {
    // It accepts, and never says a word of TLS.
    const mute = await startHostile(() => {})
    open.push(mute)
    const url = mute.url.replace('http:', 'https:')
    const { again, message } = await networkFailure(get(url, { connectMs: 50 }))
    expect(again).toBe('always')
    expect(message).toMatch(/^No connection to 127\.0\.0\.1:\d+ within 0\.05 s \(ETIMEDOUT\)\.$/)
    const slow = await server({ ending: 'fall silent' })
    expect((await failure(get(slow.url, { connectMs: 300, timeoutMs: 600 }))).message).toContain(
      'did not answer',
    )
  })
})

async function networkFailure(request: Promise<unknown>): Promise<NetworkFailure> {
  const error = await failure(request)
  expect(error).toBeInstanceOf(NetworkFailure)
  return error as NetworkFailure
}

describe('whether it may be sent again', () => {
  test.each(['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'EHOSTUNREACH', 'ECONNRESET'])(
    '%s before a connection stood: it never arrived',
    async reason => {
      const lookup = (_host: string, _options: object, answer: (error: Error) => void): void =>
        answer(Object.assign(new Error('no'), { code: reason }))
      const spy = vi.spyOn(dns, 'lookup').mockImplementation(lookup as unknown as typeof dns.lookup)
      const { again, message } = await networkFailure(get('https://nowhere.invalid/'))
      spy.mockRestore()
      // That a name is not there will be true in a minute.
      expect(again).toBe(reason === 'ENOTFOUND' ? 'never' : 'always')
      expect(message).toContain('no proxy set')
    },
  )

  test.each([
    ['resets at once', 'idempotent'],
    ['hangs up in the body', 'idempotent'],
    ['never answers', 'never'],
    ['does not speak HTTP', 'never'],
    ['sends a body without end', 'never'],
  ] as const)('it %s: %s', async (name, expected) => {
    const hostile = await startHostile(plays[name])
    open.push(hostile)
    const timeoutMs = name === 'never answers' ? 200 : ample
    const request = get(hostile.url, { timeoutMs, longest: 256 * 1024 })
    expect((await networkFailure(request)).again).toBe(expected)
  })
})

describe('whatever a server does, one end comes within the time', () => {
  const answers: Record<string, number> = {
    'redirects (302)': 302,
    'redirects for good (308)': 308,
    'redirects to nowhere': 307,
    'is a captive portal (511)': 511,
    'is a proxy that refuses (403)': 403,
    'is a proxy that fails (502)': 502,
    'is a proxy that asks for a password (407)': 407,
    'echoes in an error page': 502,
    'echoes in its headers': 400,
    'says nothing (204)': 204,
  }
  const failures: Record<string, string> = {
    'switches protocols (101)': 'wants to speak another protocol',
    'switches protocols, open': 'wants to speak another protocol',
    'switches to nothing (101)': 'wants to speak another protocol',
    'says 102 without end': 'ETIMEDOUT',
    'never answers': 'ETIMEDOUT',
    'drips its headers': 'ETIMEDOUT',
    'drips its body': 'ETIMEDOUT',
    'falls silent in the body': 'ETIMEDOUT',
    'sends a body without end': 'sent an answer longer than 256 KiB',
    'announces a huge body': 'sent an answer longer than 256 KiB',
    'floods the headers': 'HPE_HEADER_OVERFLOW',
    'sends a gzip bomb': 'compressed',
    'hangs up in the body': 'ECONNRESET',
    'hangs up in the headers': 'ECONNRESET',
    'hangs up at once': 'ECONNRESET',
    'resets at once': 'ECONNRESET',
    'resets in the headers': 'ECONNRESET',
    'resets in the body': 'ECONNRESET',
    'does not speak HTTP': 'not in HTTP (HPE_',
  }
  test.each(Object.entries(plays))('it %s', async (name, play) => {
    const hostile = await startHostile(play)
    open.push(hostile)
    const timeoutMs = failures[name] === 'ETIMEDOUT' ? 400 : ample
    const request = get(hostile.url, { timeoutMs, longest: 256 * 1024 })
    if (name in failures) expect((await failure(request)).message).toContain(failures[name])
    else expect((await request).status).toBe(answers[name] ?? 200)
    expect(hostile.asked).toHaveLength(1)
  })
})

describe('a kept connection', () => {
  /** Answers the first request of the first connection, and plays after that. */
  async function keeping(play: Play) {
    let connections = 0
    const hostile = await startHostile((socket, request) => {
      const isFirst = !seen.has(socket)
      seen.add(socket)
      if (isFirst) connections++
      if (isFirst && connections === 1)
        socket.write('HTTP/1.1 200 OK\r\nconnection: keep-alive\r\ncontent-length: 2\r\n\r\nok')
      else play(socket, request)
    })
    open.push(hostile)
    expect((await get(hostile.url)).body).toBe('ok')
    return { ...hostile, connections: () => connections }
  }
  const seen = new WeakSet<object>()

  test('that the server has closed meanwhile is no failure', async () => {
    let resets = 0
    const { url, asked, connections } = await keeping((socket, request) => {
      if (resets++ === 0) socket.resetAndDestroy()
      else answer(200, {}, 'again')(socket, request)
    })
    expect((await get(url, { method: 'POST', body: 'same' })).body).toBe('again')
    expect(connections()).toBe(2)
    expect(asked.map(text => text.slice(-4))).toEqual([expect.any(String), 'same', 'same'])
  })

  test('is tried once more, and not again', async () => {
    const { url, asked } = await keeping(plays['resets at once'])
    expect((await failure(get(url))).message).toContain('ECONNRESET')
    expect(asked).toHaveLength(3)
  })

  test.each(['resets in the headers', 'resets in the body', 'hangs up in the headers'] as const)(
    'that %s has answered: nothing is sent again',
    async name => {
      const { url, asked } = await keeping(plays[name])
      expect((await failure(get(url))).message).toContain('ECONNRESET')
      expect(asked).toHaveLength(2)
    },
  )

  test('that is silent is not tried again, and the second try has no time of its own', async () => {
    const silent = await keeping(plays['never answers'])
    expect((await failure(get(silent.url, { timeoutMs: 60 }))).message).toContain('within 0.06 s')
    expect(silent.asked).toHaveLength(2)

    let resets = 0
    const then = await keeping(socket => {
      if (resets++ === 0) socket.resetAndDestroy()
    })
    expect((await failure(get(then.url, { timeoutMs: 120 }))).message).toContain('within 0.12 s')
    expect(then.asked).toHaveLength(3)
  })
})
