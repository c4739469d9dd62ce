import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Far above anything a token request or a grant needs. */
const bodyLimit = 64 * 1024

export interface Listener {
  readonly url: string
  close(): Promise<void>
}

/** An answer, and how much of it goes over the wire. */
export interface Sent {
  readonly response: Response
  /** What the header Date says, milliseconds since 1970. */
  readonly date: number
  /** Nothing of it: the connection is reset. */
  readonly isReset?: boolean
  /** It breaks off after so many bytes. */
  readonly cutTo?: number | 'half'
}

type Handle = (request: Request) => Promise<Sent>

/**
 * Serves a handler on loopback. Answers only to its own names, so that a page in a browser cannot
 * reach it by DNS rebinding, and to pages of other origins only where they link to one of its own.
 * Under the names that it stands in for, it is asked by a proxy that ended their TLS: to a handler they are https.
 *
 * An adapter package would do the first half, but its types want the DOM library, and the checks of the
 * second half must come before a URL is made of what the client sent.
 */
export async function listen(
  port: number,
  standsInFor: readonly string[],
  now: () => number,
  handle: Handle,
): Promise<Listener> {
  const server = createServer((incoming, outgoing) => {
    answer(incoming, { own: hosts, standsInFor }, handle)
      .catch(() => plain(500, 'The emulator failed. This is a bug in why403.'))
      .then(answered =>
        send('response' in answered ? answered : { response: answered, date: now() }, outgoing),
      )
      .catch(() => outgoing.destroy())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const bound = (server.address() as AddressInfo).port
  const hosts = [`127.0.0.1:${bound}`, `localhost:${bound}`]

  return {
    url: `http://${hosts[0]}`,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

interface Names {
  readonly own: readonly string[]
  readonly standsInFor: readonly string[]
}

async function answer(
  incoming: IncomingMessage,
  { own, standsInFor }: Names,
  handle: Handle,
): Promise<Sent | Response> {
  const { method = 'GET', url: path = '/' } = incoming
  const host = incoming.headers.host?.toLowerCase().replace(/:443$/, '') ?? ''
  const isStandIn = standsInFor.includes(host)
  if (!isStandIn && !own.includes(host))
    return plain(421, `This emulator answers to ${own.join(' and ')} only.`)
  const origin = `${isStandIn ? 'https' : 'http'}://${host}`
  if (isForeign(incoming, origin) && !isLink(incoming)) {
    return plain(403, 'This emulator takes no request from a page of another origin.')
  }
  const url = `${origin}${path}`
  if (!path.startsWith('/') || !URL.canParse(url)) return plain(400, 'This is no path.')

  const body = await read(incoming)
  if (body === null) return plain(413, 'This is too long for the emulator.')
  const headers = new Headers()
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value)
  }
  // A Request cannot have this method, and no service here knows it. (CONNECT never comes this far.)
  if (method === 'TRACE') return plain(405, 'The emulator traces nothing.')
  const bodiless = method === 'GET' || method === 'HEAD'
  return handle(new Request(url, bodiless ? { method, headers } : { method, headers, body }))
}

/**
 * Whether a page of another origin made a browser ask: another port of this machine is `same-site`, and
 * foreign. A client that is no browser sends neither header. Sources: W3C Fetch Metadata; RFC 6454.
 */
function isForeign({ headers }: IncomingMessage, own: string): boolean {
  const site = headers['sec-fetch-site']
  return (
    (headers.origin !== undefined && headers.origin !== own) ||
    (site !== undefined && site !== 'same-origin' && site !== 'none')
  )
}

/** Somebody followed a link: the answer is shown to them, and the page that linked cannot read it. */
function isLink({ method, headers }: IncomingMessage): boolean {
  return (
    method === 'GET' && headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document'
  )
}

/** The body, or null when it is longer than the limit; it is read to its end, or else no answer would arrive. */
async function read(incoming: IncomingMessage): Promise<Buffer<ArrayBuffer> | null> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length <= bodyLimit) chunks.push(chunk)
  }
  return length > bodyLimit ? null : Buffer.concat(chunks)
}

async function send({ response, date, isReset, cutTo }: Sent, outgoing: ServerResponse): Promise<void> {
  if (isReset === true) {
    outgoing.socket?.resetAndDestroy()
    return
  }
  const body = Buffer.from(await response.arrayBuffer())
  outgoing.statusCode = response.status
  response.headers.forEach((value, name) => {
    outgoing.setHeader(name, value)
  })
  outgoing.setHeader('date', new Date(date).toUTCString())
  if (response.status !== 204) outgoing.setHeader('content-length', body.length)
  if (cutTo === undefined) outgoing.end(body)
  else {
    const bytes = cutTo === 'half' ? Math.floor(body.length / 2) : cutTo
    outgoing.flushHeaders()
    outgoing.write(body.subarray(0, bytes), () => outgoing.destroy())
  }
}

const plain = (status: number, text: string) =>
  new Response(`${text}\n`, { status, headers: { 'content-type': 'text/plain; charset=utf-8' } })
