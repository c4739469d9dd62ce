import { brotliCompressSync, gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { Conversation, type Exchange } from '../../src/proxy/conversation.ts'

/** What is read of a conversation whose bytes come in pieces of one size. */
function read(requests: string | Buffer, answers: string | Buffer, size = Number.POSITIVE_INFINITY) {
  const exchanges: Exchange[] = []
  let lost = 0
  let at = 1000
  const conversation = new Conversation('graph.microsoft.com', () => at++, {
    take: exchange => void exchanges.push(exchange),
    lose: () => lost++,
  })
  const feed = (bytes: Buffer, to: (piece: Buffer) => void): void => {
    for (let from = 0; from < bytes.length; from += size) to(bytes.subarray(from, from + size))
  }
  feed(Buffer.from(requests), piece => conversation.request(piece))
  feed(Buffer.from(answers), piece => conversation.answer(piece))
  conversation.end()
  return { exchanges, lost }
}

const get = (path: string, ...headers: string[]): string =>
  [`GET ${path} HTTP/1.1`, 'Host: graph.microsoft.com', ...headers, '', ''].join('\r\n')
const ok = (body: string, ...headers: string[]): string =>
  ['HTTP/1.1 200 OK', `Content-Length: ${Buffer.byteLength(body)}`, ...headers, '', body].join('\r\n')

test.each([1, 3, 50, 100_000])('kept connections, request by request, in pieces of %i', size => {
  const chunked =
    'HTTP/1.1 403 Forbidden\r\nTransfer-Encoding: chunked\r\n\r\n4;x=y\r\n{"a"\r\n3\r\n:1}\r\n0\r\nX-T: 1\r\n\r\n'
  const { exchanges, lost } = read(
    `${get('/v1.0/users') + get('/v1.0/groups')}HEAD /v1.0/me HTTP/1.1\r\nHost: x\r\n\r\n${get('/last')}`,
    `${ok('one')}${chunked}HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n${ok('four')}`,
    size,
  )
  expect(lost).toBe(0)
  expect(
    exchanges.map(({ method, target, status, answer }) => [method, target, status, answer.body]),
  ).toEqual([
    ['GET', '/v1.0/users', 200, 'one'],
    ['GET', '/v1.0/groups', 403, '{"a":1}'],
    ['HEAD', '/v1.0/me', 200, ''],
    ['GET', '/last', 200, 'four'],
  ])
})

test('100-continue belongs to the request whose answer follows', () => {
  const { exchanges } = read(
    'POST /v1.0/x HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n{}',
    `HTTP/1.1 100 Continue\r\n\r\n${ok('done')}`,
  )
  expect(exchanges).toMatchObject([{ method: 'POST', request: { body: '{}' }, answer: { body: 'done' } }])
})

test('a refusal that comes before the body has', () => {
  const { exchanges, lost } = read(
    'POST /v1.0/x HTTP/1.1\r\nContent-Length: 5\r\n\r\nab',
    'HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n',
  )
  expect(lost).toBe(0)
  expect(exchanges).toMatchObject([{ status: 413, request: { isWhole: false } }])
})

test('what is compressed is read, and what cannot be is not whole', () => {
  const zipped = (encoding: string, body: Buffer): Buffer =>
    Buffer.concat([
      Buffer.from(
        `HTTP/1.1 200 OK\r\nContent-Encoding: ${encoding}\r\nContent-Length: ${body.length}\r\n\r\n`,
      ),
      body,
    ])
  const answers = [
    zipped('gzip', gzipSync('plain')),
    zipped('BR', brotliCompressSync('plain')),
    zipped('zstd', Buffer.from('????')),
    zipped('gzip', Buffer.from('not gzip')),
    // A bomb: kilobytes that become 16 MB.
    zipped('gzip', gzipSync(Buffer.alloc(16 * 1024 * 1024))),
  ]
  const { exchanges } = read(answers.map((_, at) => get(`/${at}`)).join(''), Buffer.concat(answers))
  expect(exchanges.map(({ answer }) => answer.body || answer.isWhole)).toEqual([
    'plain',
    'plain',
    false,
    false,
    false,
  ])
})

test('an answer without a length ends with its connection', () => {
  expect(read(get('/x'), 'HTTP/1.1 200 OK\r\n\r\nall of it').exchanges).toMatchObject([
    { answer: { body: 'all of it' } },
  ])
})

test.each([
  ['no HTTP', '\u0016\u0003\u0001', ''],
  ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 'HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n'],
  ['another protocol', get('/x'), 'HTTP/1.1 101 Switching Protocols\r\n\r\n\u0000\u0001'],
  ['an answer that nobody asked for', '', ok('x')],
  ['a head without an end', 'x'.repeat(70_000), ''],
  ['a chunk of no size', get('/x'), 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'],
])('%s is not read, and nothing is thrown', (_, requests, answers) => {
  expect(read(requests, answers).exchanges).toEqual([])
})
