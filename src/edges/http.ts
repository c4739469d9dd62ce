import http from 'node:http'
import https from 'node:https'
import type { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import type { HttpRequest, HttpResponse } from '../io.ts'
import { type Broken, failureOf } from './http-failure.ts'
import { proxyFor } from './proxy.ts'
import { watchIssuer } from './tls-failure.ts'

const agents = new Map<string, http.Agent>()

/**
 * Connections are kept for the next request to the same host; idle ones do not keep the process alive. TLS is loaded
 * where an address asks for it.
 */
function keptAgent(protocol: string): http.Agent {
  const kept = agents.get(protocol)
  if (kept !== undefined) return kept
  const { Agent } = protocol === 'http:' ? http : https
  const agent = new Agent({ keepAlive: true })
  agents.set(protocol, agent)
  return agent
}

/** As Node's own documentation tells them apart. */
function isTls(socket: Socket): socket is TLSSocket {
  return 'encrypted' in socket
}

/**
 * One client for Entra ID, keys and Graph, on node:http and node:https: loading the global fetch makes a
 * short process several times slower to end on Node 20, and hides why a connection failed. Follows no
 * redirect, so that a bearer never travels to another host. Goes through the proxy that the environment names. Sends a request a second time only where a kept
 * connection turns out to be closed by the server: nothing of an answer came, the clock runs on, and the
 * second goes out on a new connection.
 */
export async function httpClient(
  request: HttpRequest,
  environment: Readonly<Record<string, string | undefined>> = {},
): Promise<HttpResponse> {
  const proxy = proxyFor(request.url, environment)
  const tunnels = proxy === null ? null : (await import('./tunnel.ts')).tunnelsOf
  const agent = (isNew: boolean): http.Agent | false =>
    proxy === null || tunnels === null ? directly(request.url, isNew) : tunnels(proxy, isNew)
  const deadline = new AbortController()
  const timer = setTimeout(() => deadline.abort(), request.timeoutMs)
  try {
    let end = await exchange(request, agent(false), deadline.signal)
    if (end.kind === 'connection' && end.unheard) end = await exchange(request, agent(true), deadline.signal)
    if (end.kind === 'answered') return proxy === null ? end.response : { ...end.response, proxy: proxy.host }
    throw failureOf(request, end, proxy)
  } finally {
    clearTimeout(timer)
  }
}

/** So long a connection may take to stand, TLS and a proxy's tunnel included: far below what a slow answer may take. */
const usualConnectMs = 10_000

/** `isNew`: on a connection of its own. */
function directly(url: string, isNew: boolean): http.Agent | false {
  if (isNew) return false
  return keptAgent(new URL(url).protocol)
}

type End = { readonly kind: 'answered'; readonly response: HttpResponse } | Broken

/** One request on one connection. It ends once, and leaves nothing behind that could fail later. */
function exchange(request: HttpRequest, agent: http.Agent | false, deadline: AbortSignal): Promise<End> {
  return new Promise(resolve => {
    const url = new URL(request.url)
    const send = url.protocol === 'http:' ? http.request : https.request
    const body = request.body === undefined ? undefined : Buffer.from(request.body)
    const outgoing = send(url, {
      method: request.method,
      headers: {
        ...request.headers,
        'accept-encoding': 'identity',
        ...(body === undefined ? {} : { 'content-length': body.length }),
      },
      agent,
    })

    let ended = false
    const end = (how: End): void => {
      if (ended) return
      ended = true
      deadline.removeEventListener('abort', outOfTime)
      request.signal?.removeEventListener('abort', interrupted)
      clearTimeout(connecting)
      resolve(how)
      if (how.kind !== 'answered') outgoing.destroy()
    }
    const outOfTime = (): void => end({ kind: 'timed-out' })
    const interrupted = (): void => end({ kind: 'interrupted' })
    const { timeoutMs, connectMs = usualConnectMs } = request
    const connecting =
      connectMs < timeoutMs
        ? setTimeout(() => end({ kind: 'not-connected', withinMs: connectMs }), connectMs)
        : undefined
    let connected = false
    let issuer: string | null = null
    let bytesBefore = 0
    const disconnected = (cause?: NodeJS.ErrnoException): void => {
      const { socket, reusedSocket } = outgoing
      const silent = reusedSocket && socket?.bytesRead === bytesBefore
      const unheard = silent && /^(ECONNRESET|EPIPE)$/.test(cause?.code ?? '')
      end({ kind: 'connection', cause, connected, unheard, issuer })
    }

    deadline.addEventListener('abort', outOfTime)
    request.signal?.addEventListener('abort', interrupted)
    if (request.signal?.aborted === true) interrupted()
    outgoing.on('socket', socket => {
      bytesBefore = socket.bytesRead
      if (isTls(socket)) {
        watchIssuer(socket, name => {
          issuer = name
        })
      }
      whenConnected(socket, outgoing.reusedSocket, () => {
        connected = true
        clearTimeout(connecting)
      })
    })
    outgoing.on('error', disconnected)
    // Node closes some connections without an error, and without an answer.
    const closed = (): void => disconnected()
    outgoing.on('close', closed)
    // Without a listener, Node drops the connection and tells nobody.
    outgoing.on('upgrade', (_incoming, socket) => {
      socket.destroy()
      end({ kind: 'switched-protocols' })
    })
    outgoing.on('response', incoming => {
      // From here on the answer tells, and with a reason.
      outgoing.off('close', closed)
      incoming.on('error', disconnected).on('close', closed)
      read(incoming, request, end)
    })
    outgoing.end(body)
  })
}

function whenConnected(socket: Socket, isKept: boolean, stands: () => void): void {
  if (isKept) stands()
  else socket.once(isTls(socket) ? 'secureConnect' : 'connect', stands)
}

function read(
  incoming: http.IncomingMessage,
  { method, longest }: HttpRequest,
  end: (how: End) => void,
): void {
  const status = incoming.statusCode ?? 0
  const { 'content-encoding': encoding = '', 'content-length': announced = 0 } = incoming.headers
  // A 101 that names no protocol comes as an answer.
  if (status < 200) end({ kind: 'switched-protocols' })
  else if (method !== 'HEAD' && !/^(?:identity)?$/i.test(encoding.trim())) end({ kind: 'compressed' })
  else if (method !== 'HEAD' && Number(announced) > longest) end({ kind: 'too-long' })
  const chunks: Buffer[] = []
  let length = 0
  incoming.on('data', (chunk: Buffer) => {
    length += chunk.length
    if (length > longest) end({ kind: 'too-long' })
    else chunks.push(chunk)
  })
  incoming.on('end', () => {
    // A body that was cut off ends too.
    if (!incoming.complete) return
    const body = Buffer.concat(chunks).toString('utf8')
    end({ kind: 'answered', response: { status, headers: headersOf(incoming), body } })
  })
}

function headersOf({ headers }: http.IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  )
}
