import tls from 'node:tls'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  bytes,
  companyProxy,
  graphHost,
  realHost,
  rest,
  secured,
  tunnel,
  type Watched,
  watching,
} from './support.ts'

/** What the server is to answer, connection by connection, and what it got. */
const script: { answer: Buffer; got: Buffer }[] = []
let server: Awaited<ReturnType<typeof realHost>>
let company: Awaited<ReturnType<typeof companyProxy>>
let proxy: Watched

beforeAll(async () => {
  server = await realHost(graphHost, async socket => {
    const got = await rest(socket).catch(() => Buffer.alloc(0))
    if (got.length < 2) {
      socket.end()
      return
    }
    const at = got.readUInt16BE(0)
    script[at]!.got = got.subarray(2)
    socket.end(script[at]!.answer)
  })
  company = await companyProxy({ [graphHost]: server.port, 'other.example': server.port })
  proxy = await watching(company.url)
})
afterAll(async () => {
  await proxy.stop()
  company.stop()
  server.stop()
})

const pick = <T>(seed: string, from: readonly T[]): T => from[bytes(seed, 1)[0]! % from.length]!

/** Requests as programs send them, as they should not, and what is none at all. */
function oddRequest(seed: string): Buffer {
  const body = bytes(`${seed} body`, bytes(`${seed} length`, 1)[0]! * 7)
  const chunked = Buffer.concat([
    Buffer.from(`${body.length.toString(16)};name="a;b"\r\n`),
    body,
    Buffer.from('\r\n0\r\nX-Trailer: yes\r\n\r\n'),
  ])
  const head = (line: string, ...headers: string[]): Buffer =>
    Buffer.from([line, ...headers, '', ''].join('\r\n'), 'latin1')
  const host = `HoSt:  ${graphHost}`
  return pick(`${seed} shape`, [
    () => head('GET /v1.0/users?$top=10 HTTP/1.1', host),
    () => Buffer.concat([head('POST /v1.0/$batch HTTP/1.1', host, `content-length:${body.length}`), body]),
    () => Buffer.concat([head('PATCH /v1.0/users/1 HTTP/1.1', host, 'Transfer-Encoding: chunked'), chunked]),
    () =>
      Buffer.concat([
        head('PUT /x HTTP/1.1', host, 'Expect: 100-continue', `Content-Length: ${body.length}`),
        body,
      ]),
    () => Buffer.concat([1, 2, 3].map(n => head(`GET /v1.0/users/${n} HTTP/1.1`, host))),
    () => head('HEAD /v1.0/users HTTP/1.1', host, 'X-Two: 1', 'X-Two: 2', 'X-Latin: caf\u00e9'),
    () => head('GET / HTTP/1.0', 'Connection: Keep-Alive'),
    () =>
      Buffer.concat([head('POST /v1.0/x HTTP/1.1', host, 'Content-Length: 12', 'Content-Length: 900'), body]),
    () => head('NOT A REQUEST', 'no colon here', ' folded: header'),
    () => Buffer.concat([Buffer.from('\r\n\r\n'), head('GET /v1.0 HTTP/1.1', host)]),
    () => body,
    () => Buffer.from('GET /v1.0/users HTTP/1.1\nHost: graph.microsoft.com\n\n'),
  ])()
}

function oddAnswer(seed: string): Buffer {
  const body = bytes(`${seed} answer`, bytes(`${seed} size`, 1)[0]! * 11)
  const zipped = gzipSync(body)
  const of = (head: string, rest: Buffer = Buffer.alloc(0)): Buffer =>
    Buffer.concat([Buffer.from(head), rest])
  return pick(`${seed} answer shape`, [
    () => of(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n`, body),
    () => of('HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n'),
    () => of(`HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: ${zipped.length}\r\n\r\n`, zipped),
    () => of('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\n\r\n'),
    () => of('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnot a size\r\n', body),
    () => of('HTTP/1.1 403 Forbidden\r\n\r\n', body),
    () => of('HTTP/1.1 204 No Content\r\n\r\n'),
    () => of('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n', body),
    () => of('', body),
    () => of(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length + 100}\r\n\r\n`, body),
  ])()
}

/** In pieces of any size. */
function pieces(seed: string, whole: Buffer): Buffer[] {
  const cuts = [...bytes(`${seed} cuts`, 4)]
    .map(at => Math.floor((at / 256) * whole.length))
    .sort((a, b) => a - b)
  return [0, ...cuts].map((from, at) => whole.subarray(from, cuts[at] ?? whole.length))
}

test('200 conversations of odd shapes arrive byte for byte, both ways', async () => {
  for (let at = 0; at < 200; at++) script.push({ answer: oddAnswer(`${at}`), got: Buffer.alloc(0) })
  const talk = async (at: number): Promise<void> => {
    const socket = await secured(proxy.url, graphHost)
    const request = oddRequest(`${at}`)
    const number = Buffer.from([at >> 8, at & 255])
    for (const piece of pieces(`${at}`, Buffer.concat([number, request]))) socket.write(piece)
    socket.end()
    const answer = await rest(socket)
    expect({ at, same: answer.equals(script[at]!.answer) }).toEqual({ at, same: true })
    expect({ at, same: script[at]!.got.equals(request) }).toEqual({ at, same: true })
  }
  for (let at = 0; at < 200; at += 20) await Promise.all(Array.from({ length: 20 }, (_, n) => talk(at + n)))
  expect(company.asked).toHaveLength(200)
  expect(proxy.told.filter(words => words !== 'lost')).toEqual([])
}, 60_000)

test('only HTTP/1.1 is offered', async () => {
  const socket = await secured(proxy.url, graphHost)
  expect(socket.alpnProtocol).toBe('http/1.1')
  socket.destroy()
})

test('64 MB: what is not taken is not fetched, and all of it arrives', async () => {
  const block = bytes('block', 64 * 1024)
  const all = 1024
  let written = 0
  const big = await realHost(graphHost, async socket => {
    socket.on('error', () => {})
    socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${all * block.length}\r\n\r\n`)
    while (written < all) {
      written++
      if (!socket.write(block)) await new Promise(resolve => socket.once('drain', resolve))
    }
    socket.end()
  })
  const way = await companyProxy({ [graphHost]: big.port })
  const watched = await watching(way.url)
  const socket = await secured(watched.url, graphHost)
  const before = process.memoryUsage().rss
  socket.pause()
  socket.write(`GET /v1.0/big HTTP/1.1\r\nHost: ${graphHost}\r\n\r\n`)
  // Until the server waits: nothing more is written through many turns.
  for (let seen = -1, still = 0; still < 2000; still = seen === written ? still + 1 : 0) {
    seen = written
    await new Promise(resolve => setImmediate(resolve))
  }
  expect(written).toBeGreaterThan(0)
  expect(written * block.length).toBeLessThan(24 * 1024 * 1024)
  let length = 0
  let most = 0
  for await (const piece of socket) {
    length += (piece as Buffer).length
    most = Math.max(most, process.memoryUsage().rss)
  }
  expect(length).toBeGreaterThan(all * block.length)
  expect(most - before).toBeLessThan(150 * 1024 * 1024)
  expect(watched.exchanges).toMatchObject([
    { status: 200, target: '/v1.0/big', answer: { body: '', isWhole: false } },
  ])
  await watched.stop()
  way.stop()
  big.stop()
}, 60_000)

test('a host that is not read is tunnelled with its own certificate', async () => {
  const at = script.push({ answer: Buffer.from('hello'), got: Buffer.alloc(0) }) - 1
  const socket = await tunnel(proxy.url, 'other.example:443')
  expect(socket).not.toBeTypeOf('number')
  ;(socket as Exclude<typeof socket, number>).destroy()
  expect(proxy.told).toContain('passed other.example')
  expect(script[at]!.got).toHaveLength(0)
})

test('without the key there is no way, and a real host with a wrong certificate is told', async () => {
  expect(await tunnel(proxy.url.replace('open-sesame', 'guess'), `${graphHost}:443`)).toBe(407)
  expect(await tunnel(proxy.url.replace(/\/\/.*@/, '//'), `${graphHost}:443`)).toBe(407)
  const open = await watching(company.url, {
    key: null,
    leadsTo: { to: 'real', outwards: { environment: { HTTPS_PROXY: company.url }, roots: () => '' } },
  })
  expect(await tunnel(open.url, `${graphHost}:443`)).toBe(502)
  expect(open.told.join()).toContain('whom this program does not trust')
  await open.stop()
})

test('a program that does not take the certificate is told of, and one that asks is not', async () => {
  const watched = await watching(company.url)
  for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
    const socket = await tunnel(watched.url, `${graphHost}:443`)
    if (typeof socket === 'number') throw new Error(`no tunnel: ${socket}`)
    const pinned = tls.connect({
      socket,
      servername: graphHost,
      ca: '',
      minVersion: version,
      maxVersion: version,
    })
    await new Promise(resolve => pinned.once('error', resolve))
  }
  const asking = await secured(watched.url, graphHost)
  asking.end('\u0000')
  await rest(asking)
  while (watched.told.length < 2) await new Promise(resolve => setImmediate(resolve))
  await watched.stop()
  expect(watched.told.filter(words => words !== 'lost')).toEqual([
    `unasked ${graphHost}`,
    `unasked ${graphHost}`,
  ])
})
