import http from 'node:http'
import https from 'node:https'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import tls from 'node:tls'
import { type HttpProxy, ProxyFailure } from './proxy.ts'

/**
 * Asks a proxy for a way to a server by CONNECT (RFC 9110 §9.3.6). What asks for it has a deadline of its own, which keeps
 * the process alive; a proxy that says nothing does not.
 *
 * Rejects with a ProxyFailure.
 */
export function openTunnel(
  { protocol, hostname, port, authorization }: HttpProxy,
  target: string,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const asked = (protocol === 'http:' ? http : https).request({
      method: 'CONNECT',
      host: hostname,
      port,
      path: target,
      headers: { host: target, ...(authorization === null ? {} : { 'proxy-authorization': authorization }) },
      agent: false,
    })
    asked.once('socket', socket => socket.unref())
    asked.once('error', error => reject(new ProxyFailure(null, [], error)))
    asked.once('connect', ({ statusCode = 0, headers }, socket) => {
      if (statusCode < 200 || statusCode > 299) {
        socket.destroy()
        reject(new ProxyFailure(statusCode, schemesIn(headers['proxy-authenticate'])))
        return
      }
      socket.ref()
      resolve(socket)
    })
    asked.end()
  })
}

type Done = (error: Error | null, stream?: Duplex) => void

/** Connects through a proxy, with TLS to the server itself: the proxy sees its name alone. */
class TunnelAgent extends https.Agent {
  readonly #proxy: HttpProxy

  constructor(proxy: HttpProxy, keepAlive: boolean) {
    super({ keepAlive })
    this.#proxy = proxy
  }

  override createConnection(
    options: tls.ConnectionOptions & { host: string; port: number },
    done: Done,
  ): undefined {
    openTunnel(this.#proxy, `${options.host}:${options.port}`).then(
      socket =>
        done(null, tls.connect({ ...options, socket, servername: options.servername ?? options.host })),
      (failure: ProxyFailure) => done(failure),
    )
  }
}

function schemesIn(header: string | undefined): string[] {
  return [...(header ?? '').slice(0, 4096).matchAll(/(?:^|,)\s*([a-z]+)(?=\s|,|$)/gi)].map(
    ([, scheme = '']) => scheme.toLowerCase(),
  )
}

const kept = new Map<string, https.Agent>()

/** The connections through a proxy; `isNew`: none that was kept. */
export function tunnelsOf(proxy: HttpProxy, isNew: boolean): https.Agent {
  if (isNew) return new TunnelAgent(proxy, false)
  const key = JSON.stringify(proxy)
  const agent = kept.get(key) ?? new TunnelAgent(proxy, true)
  kept.set(key, agent)
  return agent
}
