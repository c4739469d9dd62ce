import http from 'node:http'
import net from 'node:net'
import tls from 'node:tls'
import { selfSigned } from './certificate.ts'
import { answer, type Play, plays } from './hostile-servers.ts'

/** How a server is to be reached, and what is wrong on the way. */
export type Way = 'direct' | 'proxy'

/** What goes wrong: at the name, at the connection, in TLS, at the proxy, or behind all of these. */
export type Fault =
  | { readonly at: 'name'; readonly code: string }
  | { readonly at: 'connection'; readonly how: 'refused' | 'mute' }
  | { readonly at: 'tls'; readonly how: 'untrusted' | 'other host' | 'plain' }
  | { readonly at: 'proxy'; readonly says: string }
  | { readonly at: 'server'; readonly play: Play }

const html = { 'content-type': 'text/html' }

/** Every fault of a network, by what it is. */
export const faults = {
  'the name has no address': { at: 'name', code: 'ENOTFOUND' },
  'the name cannot be looked up': { at: 'name', code: 'EAI_AGAIN' },
  'the connection is refused': { at: 'connection', how: 'refused' },
  'no connection comes to stand': { at: 'connection', how: 'mute' },
  'the certificate is not trusted': { at: 'tls', how: 'untrusted' },
  'the certificate is for another host': { at: 'tls', how: 'other host' },
  'TLS is not spoken': { at: 'tls', how: 'plain' },
  'the connection is reset': { at: 'server', play: socket => socket.destroy() },
  'the answer drips': { at: 'server', play: plays['drips its body'] },
  'the answer is cut off': { at: 'server', play: plays['hangs up in the body'] },
  'the answer has no end': { at: 'server', play: plays['sends a body without end'] },
  'a captive portal answers': { at: 'server', play: plays['is a captive portal'] },
  'a captive portal redirects': {
    at: 'server',
    play: answer(302, { location: 'https://login.portal.example/' }),
  },
  'it is busy (503)': { at: 'server', play: answer(503, { ...html, 'retry-after': '1' }, '<h1>Busy') },
  'the proxy wants a password (407)': {
    at: 'proxy',
    says: 'HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm="p"\r\n\r\n',
  },
  'the proxy bars the host (403)': { at: 'proxy', says: 'HTTP/1.1 403 Forbidden\r\n\r\n<h1>Blocked' },
  'the proxy finds nobody (502)': { at: 'proxy', says: 'HTTP/1.1 502 Bad Gateway\r\n\r\n' },
  'the proxy does not speak HTTP': { at: 'proxy', says: 'SSH-2.0-OpenSSH_9.6\r\n' },
} as const satisfies Record<string, Fault>

export type FaultName = keyof typeof faults

export interface FaultyNetwork {
  /** What a request is to be made with. */
  readonly environment: Readonly<Record<string, string>>
  /** For the options of a connection to the server: where it is instead, and whom to trust. */
  readonly rewritten: (options: tls.ConnectionOptions) => tls.ConnectionOptions
  /** The proxy as messages name it; null: there is none. */
  readonly proxy: string | null
  stop(): void
}

/** A network between us and one https host, in which something is wrong. */
export async function startFaulty(fault: Fault, way: Way, host: string): Promise<FaultyNetwork> {
  const open: { close(): void }[] = []
  const sockets = new Set<net.Socket>()
  const listen = async (server: net.Server): Promise<number> => {
    server.on('connection', socket => {
      sockets.add(socket)
      socket.on('error', () => {})
    })
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
    open.push(server)
    return (server.address() as net.AddressInfo).port
  }
  const { key, cert } = selfSigned(fault.at === 'tls' && fault.how === 'other host' ? 'portal.example' : host)
  const isOpen = fault.at !== 'connection' || fault.how !== 'refused'
  const port = isOpen ? await listen(serverOf(fault, { key, cert })) : 1
  const proxyPort =
    way === 'direct' ? null : fault.at === 'connection' ? port : await listen(proxyTo(port, fault))
  const isNamed = fault.at === 'name'
  const proxy = proxyPort === null ? null : isNamed ? 'proxy.example:8080' : `127.0.0.1:${proxyPort}`
  const isTrusted = fault.at !== 'tls' || fault.how !== 'untrusted'
  return {
    environment: proxy === null ? {} : { HTTPS_PROXY: `http://ada:x7KtZ94hQpLm@${proxy}` },
    rewritten: options => ({
      ...options,
      ...(way === 'direct' && !isNamed ? { host: '127.0.0.1', port, servername: host } : {}),
      ...(isTrusted ? { ca: cert } : {}),
    }),
    proxy,
    stop: () => {
      for (const server of open) server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}

function serverOf(fault: Fault, certificate: { key: string; cert: string }): net.Server {
  if (fault.at === 'connection') return net.createServer(() => {})
  if (fault.at === 'tls' && fault.how === 'plain')
    return net.createServer(socket => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
  const play = fault.at === 'server' ? fault.play : answer(200, {})
  const server = tls.createServer(certificate, socket => {
    socket.on('error', () => {})
    let text = ''
    socket.setEncoding('latin1').on('data', piece => {
      text += piece
      const [head = '', body] = text.split('\r\n\r\n')
      const length = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0)
      if (body === undefined || body.length < length) return
      play(socket, text)
      text = ''
    })
  })
  return server.on('tlsClientError', () => {})
}

function proxyTo(port: number, fault: Fault): net.Server {
  const server = http.createServer()
  server.on('connect', (_request, socket) => {
    socket.on('error', () => {})
    if (fault.at === 'proxy') {
      socket.end(fault.says)
      return
    }
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
    const upstream = net.connect(port, '127.0.0.1')
    upstream.on('error', () => socket.destroy()).on('close', () => socket.destroy())
    socket.on('close', () => upstream.destroy())
    socket.pipe(upstream).pipe(socket)
  })
  return server
}
