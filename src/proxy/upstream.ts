import { connect, type Socket } from 'node:net'
import tls from 'node:tls'
import { type Broken, failureOf } from '../edges/http-failure.ts'
import { proxyFor } from '../edges/proxy.ts'
import { watchIssuer } from '../edges/tls-failure.ts'
import { openTunnel } from '../edges/tunnel.ts'

/** How the real hosts are reached. */
export interface Outwards {
  /** The environment that may name a proxy to go through. */
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Certificates of those who are trusted, in PEM. */
  readonly roots: () => string
}

/** In milliseconds. */
const connectMs = 20_000

/** Rejects with a NetworkFailure that says what was in the way. */
export async function connectTo(host: string, port: number, outwards: Outwards): Promise<Socket> {
  const proxy = proxyFor(addressOf(host, port), outwards.environment)
  const failed = (cause: Cause): Error => failure(host, port, outwards, cause, null)
  if (proxy === null) return settled(connect({ host, port, allowHalfOpen: true }), 'connect', failed)
  return openTunnel(proxy, `${bracketed(host)}:${port}`).catch(cause => {
    throw failed(cause)
  })
}

const contexts = new WeakMap<Outwards, tls.SecureContext>()

/** With TLS, the certificate verified, and HTTP/1.1 alone: that is what is read. */
export async function secureTo(host: string, port: number, outwards: Outwards): Promise<tls.TLSSocket> {
  const context = contexts.get(outwards) ?? tls.createSecureContext({ ca: outwards.roots() })
  contexts.set(outwards, context)
  let issuer: string | null = null
  const raw = await connectTo(host, port, outwards)
  const socket = tls.connect({
    ...{ socket: raw, servername: host, secureContext: context, ALPNProtocols: ['http/1.1'] },
  })
  watchIssuer(socket, name => {
    issuer = name
  })
  return settled(socket, 'secureConnect', cause => failure(host, port, outwards, cause, issuer))
}

/** Once it stands, or the failure that it met. */
function settled<Connection extends Socket>(
  socket: Connection,
  stands: 'connect' | 'secureConnect',
  failed: (cause: Cause) => Error,
): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const fail = (cause: Cause): void => {
      clearTimeout(timer)
      socket.destroy()
      reject(failed(cause))
    }
    const timer = setTimeout(() => fail('late'), connectMs)
    socket.once('error', fail)
    socket.once(stands, () => {
      clearTimeout(timer)
      socket.off('error', fail)
      resolve(socket)
    })
  })
}

/** Node's own error, or a deadline that passed. */
type Cause = Error | 'late'

function failure(
  host: string,
  port: number,
  { environment }: Outwards,
  cause: Cause,
  issuer: string | null,
): Error {
  const url = addressOf(host, port)
  const broken: Broken =
    cause === 'late'
      ? { kind: 'not-connected', withinMs: connectMs }
      : { kind: 'connection', cause, connected: false, unheard: false, issuer }
  const request = { method: 'CONNECT', url, timeoutMs: connectMs, longest: 0 }
  return failureOf(request, broken, proxyFor(url, environment))
}

const addressOf = (host: string, port: number): string =>
  `https://${bracketed(host)}${port === 443 ? '' : `:${port}`}`

const bracketed = (host: string): string => (host.includes(':') ? `[${host}]` : host)
