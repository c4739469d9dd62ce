import { createHash, randomBytes } from 'node:crypto'
import { createServer as createHttpServer } from 'node:http'
import { type AddressInfo, connect, type Server, type Socket } from 'node:net'
import tls from 'node:tls'
import { type Authority, makeAuthority } from '../../src/proxy/authority.ts'
import type { Exchange } from '../../src/proxy/conversation.ts'
import { type ProxyOptions, startProxy, type WatchingProxy } from '../../src/proxy/proxy.ts'

/** TLS looks at the machine's clock, and nothing here at the time. */
export const now = Date.now

export const graphHost = 'graph.microsoft.com'

/** Who signs for Microsoft's hosts here, and who answers in their place under the proxy. */
export const realAuthority: Authority = await makeAuthority({
  hosts: [graphHost, 'login.microsoftonline.com', 'other.example'],
  now,
  randomBytes,
})
export const ourAuthority: Authority = await makeAuthority({ hosts: [graphHost], now, randomBytes })

/** Bytes that repeat from run to run. */
export function bytes(seed: string, length: number): Buffer {
  return createHash('shake256', { outputLength: length }).update(seed).digest()
}

export async function listening(server: Server): Promise<number> {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

/** A TLS server that stands for a host of the real world. */
export async function realHost(
  host: string,
  serve: (socket: tls.TLSSocket) => void,
): Promise<{ port: number; stop(): void }> {
  const open = new Set<Socket>()
  const server = tls.createServer(
    {
      secureContext: undefined,
      SNICallback: (_name, done) => void realAuthority.contextFor(host).then(context => done(null, context)),
      allowHalfOpen: true,
    } as tls.TlsOptions,
    serve,
  )
  server.on('connection', socket => open.add(socket))
  const port = await listening(server)
  return {
    port,
    stop() {
      server.close()
      for (const socket of open) socket.destroy()
    },
  }
}

/** A company's proxy, which leads each host to a port of this machine; `asked` has what it was asked for. */
export async function companyProxy(
  ports: Readonly<Record<string, number>>,
): Promise<{ url: string; asked: string[]; stop(): void }> {
  const asked: string[] = []
  const open = new Set<Socket>()
  const server = createHttpServer()
  server.on('connection', socket => open.add(socket))
  server.on('connect', (request, client: Socket) => {
    asked.push(request.url ?? '')
    const port = ports[(request.url ?? '').split(':')[0]!]
    if (port === undefined) return void client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n')
    const upstream = connect({ host: '127.0.0.1', port, allowHalfOpen: true }, () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n')
      client.pipe(upstream).pipe(client)
    })
    for (const socket of [client, upstream]) socket.on('error', () => socket.destroy())
  })
  const port = await listening(server)
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    stop() {
      server.close()
      for (const socket of open) socket.destroy()
    },
  }
}

export interface Watched extends WatchingProxy {
  readonly exchanges: Exchange[]
  readonly told: string[]
}

/** The proxy as it leads to the real world, through a company's. */
export async function watching(
  upstream: string | null,
  options: Partial<ProxyOptions> = {},
): Promise<Watched> {
  const exchanges: Exchange[] = []
  const told: string[] = []
  const proxy = await startProxy({
    key: 'why403:open-sesame',
    isRead: host => host === graphHost,
    authority: ourAuthority,
    leadsTo: {
      to: 'real',
      outwards: {
        environment: upstream === null ? {} : { HTTPS_PROXY: upstream },
        roots: () => realAuthority.certificate,
      },
    },
    now,
    listener: {
      take: exchange => void exchanges.push(exchange),
      lose: () => void told.push('lost'),
      failed: (host, why) => void told.push(`failed ${host}: ${why.message}`),
      keptFrom: host => void told.push(`kept from ${host}`),
      refused: () => void told.push('refused'),
      unasked: host => void told.push(`unasked ${host}`),
      passed: host => void told.push(`passed ${host}`),
    },
    ...options,
  })
  return { ...proxy, exchanges, told }
}

/** A way through a proxy, as a program asks for it; the status where there is none. */
export function tunnel(proxyUrl: string, target: string): Promise<Socket | number> {
  const { hostname, port, username, password } = new URL(proxyUrl)
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true })
    socket.on('error', reject)
    const key = Buffer.from(`${username}:${password}`).toString('base64')
    const proof = username === '' ? '' : `Proxy-Authorization: Basic ${key}\r\n`
    socket.write(`CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n${proof}\r\n`)
    socket.once('data', head => {
      socket.off('error', reject)
      const status = Number(/^HTTP\/1\.1 (\d+)/.exec(head.toString('latin1'))?.[1])
      if (status === 200) resolve(socket)
      else {
        socket.destroy()
        resolve(status)
      }
    })
  })
}

/** TLS to a host behind such a way, trusting one authority. */
export async function secured(
  proxyUrl: string,
  host: string,
  ca = ourAuthority.certificate,
  ALPNProtocols = ['h2', 'http/1.1'],
): Promise<tls.TLSSocket> {
  const socket = await tunnel(proxyUrl, `${host}:443`)
  if (typeof socket === 'number') throw new Error(`no tunnel: ${socket}`)
  const secure = tls.connect({ socket, servername: host, ca, ALPNProtocols })
  await new Promise<void>((resolve, reject) => {
    secure.once('secureConnect', resolve)
    secure.once('error', reject)
  })
  return secure
}

/** All that comes until the end; the other way stays open. */
export function rest(socket: Socket): Promise<Buffer> {
  const pieces: Buffer[] = []
  return new Promise((resolve, reject) => {
    socket.on('data', piece => pieces.push(piece))
    socket.once('end', () => resolve(Buffer.concat(pieces)))
    socket.once('error', reject)
  })
}
