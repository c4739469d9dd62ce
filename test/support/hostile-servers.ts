import type { AddressInfo } from 'node:net'
import { createServer, type Socket } from 'node:net'
import { gzipSync } from 'node:zlib'

/** What a server does with the connection once a request has arrived on it. */
export type Play = (socket: Socket, request: string) => void

export interface HostileServer {
  /** http://127.0.0.1:PORT */
  readonly url: string
  /** The requests that arrived, as they were sent. */
  readonly asked: readonly string[]
  stop(): Promise<void>
}

/** A loopback server below HTTP: it writes bytes, or none, and closes when it likes. */
export async function startHostile(play: Play): Promise<HostileServer> {
  const asked: string[] = []
  const open = new Set<Socket>()
  const server = createServer(socket => {
    open.add(socket)
    socket.on('close', () => open.delete(socket))
    socket.on('error', () => {})
    let text = ''
    socket.setEncoding('latin1').on('data', piece => {
      text += piece
      if (!isWhole(text)) return
      asked.push(text)
      play(socket, text)
      text = ''
    })
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    stop: () =>
      new Promise(done => {
        server.close(() => done())
        for (const socket of open) socket.destroy()
      }),
  }
}

/** With its body, as far as content-length tells. */
function isWhole(text: string): boolean {
  const headEnd = text.indexOf('\r\n\r\n')
  const length = Number(/^content-length: *(\d+)/im.exec(text)?.[1] ?? 0)
  return headEnd !== -1 && text.length >= headEnd + 4 + length
}

type Headers = Readonly<Record<string, string>>

/** An answer with a body of its length, on a connection that is then closed. */
export function answer(status: number, headers: Headers, body: string | Buffer = ''): Play {
  return socket => {
    const length = { 'content-length': String(Buffer.byteLength(body)), connection: 'close' }
    socket.write(head(status, { ...length, ...headers }))
    socket.end(body)
  }
}

function head(status: number, headers: Headers): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return `HTTP/1.1 ${status} X\r\n${lines.join('')}\r\n`
}

/** Writes the same again and again, as fast as it is taken, or a piece every so many milliseconds. */
function forever(first: string, piece: string, everyMs: number | null): Play {
  return socket => {
    socket.write(first)
    const write = (): void => {
      if (socket.destroyed) return
      if (everyMs !== null) {
        socket.write(piece)
        setTimeout(write, everyMs).unref()
      } else if (socket.write(piece)) setImmediate(write)
      else socket.once('drain', write)
    }
    write()
  }
}

const json = { 'content-type': 'application/json' }
const html = { 'content-type': 'text/html' }
const plain = { 'content-type': 'text/plain' }
const requestId = { 'request-id': '0f8fad5b-d9cb-469f-a165-70867728950e' }

/** Everything that a server, a proxy or a captive portal can do in the place of an answer. */
export const plays = {
  'redirects (302)': answer(302, { location: 'http://127.0.0.1:9/login?next=here' }),
  'redirects for good (308)': answer(308, { location: 'http://127.0.0.1:9/elsewhere' }),
  'redirects to nowhere': answer(307, {}),
  'switches protocols (101)': socket =>
    socket.end(head(101, { upgrade: 'websocket', connection: 'Upgrade' })),
  'switches protocols, open': socket => socket.write(head(101, { upgrade: 'h2c', connection: 'Upgrade' })),
  'switches to nothing (101)': socket => socket.end(head(101, {})),
  'says 102 without end': forever('', head(102, {}), 5),
  'never answers': () => {},
  'drips its headers': forever('HTTP/1.1 200 X\r\nx: ', 'a', 5),
  'drips its body': forever(head(200, { ...json, 'content-length': '100000' }), ' ', 5),
  'falls silent in the body': socket => socket.write(`${head(200, { ...json, 'content-length': '99' })}{"va`),
  'sends a body without end': forever(head(200, json), 'x'.repeat(16_384), null),
  'announces a huge body': socket => socket.write(head(200, { ...json, 'content-length': '99999999999' })),
  'floods the headers': forever('HTTP/1.1 200 X\r\n', `x-${'a'.repeat(60)}: ${'b'.repeat(4000)}\r\n`, null),
  'sends a gzip bomb': answer(
    200,
    { ...json, 'content-encoding': 'gzip' },
    gzipSync(Buffer.alloc(10_000_000)),
  ),
  'sends half a JSON': answer(200, { ...json, ...requestId }, '{"value":[{"id":"'),
  'hangs up in the body': socket => socket.end(`${head(200, { ...json, 'content-length': '99' })}{"value"`),
  'hangs up in the headers': socket => socket.end('HTTP/1.1 200 OK\r\ncontent-ty'),
  'hangs up at once': socket => socket.end(),
  'resets at once': socket => socket.resetAndDestroy(),
  'resets in the headers': thenReset('HTTP/1.1 200 OK\r\ncontent-ty'),
  'resets in the body': thenReset(`${head(200, { ...json, 'content-length': '99' })}{"value"`),
  'does not speak HTTP': socket => socket.end('SSH-2.0-OpenSSH_9.6\r\n'),
  'is a captive portal': answer(200, html, '<html><body>Welcome! <form action="/accept">'),
  'is a captive portal (511)': answer(511, html, '<html><body>Log in to use this network.'),
  'is a proxy that refuses (403)': answer(403, html, '<html><h1>Blocked by policy</h1>'),
  'is a proxy that fails (502)': answer(502, html, '<html><h1>Bad gateway</h1>'),
  'is a proxy that asks for a password (407)': answer(407, { 'proxy-authenticate': 'Basic realm="p"' }),
  'echoes in plain text': echo(200, plain),
  'echoes as JSON': echo(200, json),
  'echoes in an error page': echo(502, html),
  'echoes in its headers': (socket, request) => {
    const shown = request.replaceAll(/[\r\n]+/g, ' ').slice(0, 6000)
    answer(400, { 'content-type': `text/${shown}`, 'request-id': shown, 'www-authenticate': shown })(
      socket,
      '',
    )
  },
  'says OK in plain text': answer(200, plain, 'OK'),
  'says nothing (200)': answer(200, {}),
  'says nothing (204)': answer(204, {}),
  'says JSON that is not an object': answer(200, json, '[1]'),
  'says null': answer(200, json, 'null'),
  'says an object of its own': answer(200, json, '{"status":"up"}'),
  'says JSON 20,000 deep': answer(200, json, `${'[{"a":'.repeat(10_000)}1${'}]'.repeat(10_000)}`),
} satisfies Record<string, Play>

function thenReset(text: string): Play {
  return socket => {
    // What was written before a reset is lost unless it is on its way.
    socket.write(text, () => setTimeout(() => socket.resetAndDestroy(), 10))
  }
}

function echo(status: number, headers: Headers): Play {
  return (socket, request) => {
    const isJson = headers['content-type'] === 'application/json'
    answer(status, headers, isJson ? JSON.stringify({ request, error: request }) : request)(socket, request)
  }
}

export type PlayName = keyof typeof plays
