import { createServer, type IncomingMessage } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { TLSSocket } from 'node:tls'
import type { Authority } from './authority.ts'
import { Conversation, type Listener } from './conversation.ts'
import { connectTo, type Outwards, secureTo } from './upstream.ts'

export interface WatchingProxy {
  /** `http://user:password@127.0.0.1:PORT`; without both where it is open. */
  readonly url: string
  stop(): Promise<void>
}

export interface ProxyOptions {
  /** 0 or absent: any free one. */
  readonly port?: number
  /** Who may use it, as `user:password`; null: whoever reaches it. */
  readonly key: string | null
  /** Which hosts are read: the authority answers for them. */
  isRead(host: string): boolean
  readonly authority: Authority
  readonly leadsTo: Destination
  readonly listener: Listener & Teller
  /** Milliseconds since 1970. */
  now(): number
}

/** Where connections lead. */
export type Destination =
  | { readonly to: 'real'; readonly outwards: Outwards }
  /** All that is read goes to a port of this machine, without TLS; everything else ends here. */
  | { readonly to: 'built-in'; readonly port: number }

export interface Teller {
  /** A connection that did not come to stand: an Error that says why, with its host. */
  failed(host: string, why: Error): void
  /** With the built-in tenant: a host that is not played, and was not asked. */
  keptFrom(host: string): void
  /** Somebody without the key. */
  refused(): void
  /** A connection ended before anything was asked, with the authority's certificate in sight. */
  unasked(host: string): void
  /** A host that is not read; its bytes pass. */
  passed(host: string): void
}

/**
 * A proxy on loopback that takes CONNECT alone (RFC 9110 §9.3.6). TLS to the hosts that are read ends here, and begins
 * anew: in between, the bytes go as they are, both ways, as fast as the slower side takes them. A copy is read.
 */
export async function startProxy(options: ProxyOptions): Promise<WatchingProxy> {
  const open = new Set<Duplex>()
  const kept = <Stream extends Duplex>(stream: Stream): Stream => {
    open.add(stream)
    stream.once('close', () => open.delete(stream))
    // Whoever waits for it hears of it; the rest is an end like others.
    stream.on('error', () => stream.destroy())
    return stream
  }
  const server = createServer((_request, response) => {
    response.writeHead(501, plainText).end('This proxy takes CONNECT only.\n')
  })
  server.on('connection', socket => kept(socket))
  server.on('connect', (request: IncomingMessage, client: Socket, head: Buffer) => {
    serve(request, client, head, options, kept).catch(() => client.destroy())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  const key = options.key === null ? '' : `${options.key}@`
  return {
    url: `http://${key}127.0.0.1:${port}`,
    stop: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        for (const stream of open) stream.destroy()
      }),
  }
}

const plainText = { 'content-type': 'text/plain; charset=utf-8' }

type Keep = <Stream extends Duplex>(stream: Stream) => Stream

async function serve(
  { url, headers }: IncomingMessage,
  client: Socket,
  head: Buffer,
  options: ProxyOptions,
  kept: Keep,
): Promise<void> {
  const { key, listener, leadsTo } = options
  if (key !== null && headers['proxy-authorization'] !== basic(key)) {
    listener.refused()
    client.end(answer('407 Proxy Authentication Required', 'Proxy-Authenticate: Basic realm="why403"\r\n'))
    return
  }
  const target = targetOf(url ?? '')
  if (target === null) {
    client.end(answer('400 Bad Request'))
    return
  }
  const { host, port } = target
  const isRead = port === 443 && options.isRead(host)
  if (!isRead && leadsTo.to === 'built-in') {
    listener.keptFrom(host)
    client.end(answer('502 Bad Gateway'))
    return
  }
  if (!isRead) listener.passed(host)
  let upstream: Socket
  try {
    upstream = kept(await upstreamOf(host, port, isRead, leadsTo))
  } catch (failure) {
    listener.failed(host, failure as Error)
    client.end(answer('502 Bad Gateway'))
    return
  }
  if (client.destroyed) {
    upstream.destroy()
    return
  }
  client.write('HTTP/1.1 200 Connection Established\r\n\r\n')
  if (head.length > 0) client.unshift(head)
  if (!isRead) {
    joined(client, upstream)
    return
  }
  const secureContext = await options.authority.contextFor(host)
  const decrypted = kept(
    new TLSSocket(client, { isServer: true, secureContext, ALPNProtocols: ['http/1.1'] }),
  )
  const conversation = new Conversation(host, options.now, listener)
  let isAsked = false
  decrypted.on('data', piece => {
    isAsked = true
    conversation.request(piece)
  })
  // A certificate that is not taken ends the connection: by an alert, or without a word.
  decrypted.once('close', () => {
    if (!isAsked) listener.unasked(host)
  })
  upstream.on('data', piece => conversation.answer(piece))
  upstream.once('close', () => conversation.end())
  joined(decrypted, upstream)
}

async function upstreamOf(
  host: string,
  port: number,
  isRead: boolean,
  leadsTo: Destination,
): Promise<Socket> {
  if (leadsTo.to === 'built-in')
    return connect({ host: '127.0.0.1', port: leadsTo.port, allowHalfOpen: true })
  return isRead ? secureTo(host, port, leadsTo.outwards) : connectTo(host, port, leadsTo.outwards)
}

/** Each end is passed on when all before it has arrived, and a break at once. */
function joined(one: Duplex, other: Duplex): void {
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    from.pipe(to)
    from.once('close', () => {
      if (!from.readableEnded) to.destroy()
    })
  }
}

const basic = (key: string): string => `Basic ${Buffer.from(key).toString('base64')}`

const answer = (status: string, headers = ''): string =>
  `HTTP/1.1 ${status}\r\n${headers}Connection: close\r\nContent-Length: 0\r\n\r\n`

function targetOf(authority: string): { host: string; port: number } | null {
  const [, name = '', port = ''] = /^(\[[\da-f:.]{2,45}\]|[\w.-]{1,253}):(\d{1,5})$/i.exec(authority) ?? []
  if (name === '' || Number(port) > 65_535) return null
  return {
    host: name
      .replace(/^\[|\]$/g, '')
      .toLowerCase()
      .replace(/\.$/, ''),
    port: Number(port),
  }
}
