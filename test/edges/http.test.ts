import dns from 'node:dns'
import net from 'node:net'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { Why403Error } from '../../src/core/error.ts'
import { httpClient } from '../../src/edges/http.ts'
import type { HttpRequest } from '../../src/io.ts'
import { deadAddress, type Reply, type Server, serve } from '../support/server.ts'

const open: Server[] = []
afterEach(() => Promise.all(open.splice(0).map(server => server.stop())))

async function server(reply: Reply = {}): Promise<Server> {
  const started = await serve(() => reply)
  open.push(started)
  return started
}

const get = (url: string, more: Partial<HttpRequest> = {}) =>
  httpClient({ method: 'GET', url, timeoutMs: 5000, ...more })

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
    expect(message).toBe(`nowhere.invalid cannot be found (${reason}).`)
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
    expect(message).toMatch(/^The connection to 127\.0\.0\.1:\d+ failed \(\w+\)\.$/)
  })
})

test('a kept connection that the server has closed meanwhile is no failure', async () => {
  let connections = 0
  const listener = net.createServer(socket => {
    connections++
    let answered = false
    socket.on('error', () => {})
    socket.on('data', () => {
      if (answered) socket.resetAndDestroy()
      else socket.write('HTTP/1.1 200 OK\r\nconnection: keep-alive\r\ncontent-length: 2\r\n\r\nok')
      answered = true
    })
  })
  await new Promise<void>(done => listener.listen(0, '127.0.0.1', done))
  const url = `http://127.0.0.1:${(listener.address() as net.AddressInfo).port}/`
  expect((await get(url)).body).toBe('ok')
  expect((await get(url)).body).toBe('ok')
  expect(connections).toBe(2)
  listener.close()
})
