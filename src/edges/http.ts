import http from 'node:http'
import https from 'node:https'
import { Why403Error } from '../core/error.ts'
import type { HttpClient, HttpRequest, HttpResponse } from '../io.ts'

/** Answers larger than this are cut off as an error: nothing that why403 asks for comes near it. */
const largestBody = 64 * 1024 * 1024

/** Connections are kept for the next request to the same host; idle ones do not keep the process alive. */
const agents = { http: new http.Agent({ keepAlive: true }), https: new https.Agent({ keepAlive: true }) }

/**
 * One client for Entra ID, keys and Graph, on node:http and node:https: loading the global fetch makes a
 * short process several times slower to end on Node 20, and hides why a connection failed. Follows no
 * redirect, so that a bearer never travels to another host. Retries nothing, but for a kept connection that
 * the server had closed meanwhile: that request never arrived, and goes out again on a new one.
 */
export const httpClient: HttpClient = request =>
  new Promise((resolve, reject) => {
    const url = new URL(request.url)
    const send = url.protocol === 'http:' ? http.request : https.request
    const body = request.body === undefined ? undefined : Buffer.from(request.body)
    const outgoing = send(
      url,
      {
        method: request.method,
        headers: { ...request.headers, ...(body === undefined ? {} : { 'content-length': body.length }) },
        agent: url.protocol === 'http:' ? agents.http : agents.https,
      },
      incoming => {
        const chunks: Buffer[] = []
        let length = 0
        incoming.on('data', (chunk: Buffer) => {
          length += chunk.length
          if (length > largestBody) incoming.destroy(new Error('the answer is too long'))
          else chunks.push(chunk)
        })
        incoming.on('error', fail)
        incoming.on('end', () => {
          clearTimeout(timer)
          resolve(response(incoming, Buffer.concat(chunks)))
        })
      },
    )
    const timer = setTimeout(() => {
      outgoing.destroy(Object.assign(new Error('timed out'), { code: 'ETIMEDOUT' }))
    }, request.timeoutMs)
    const fail = (cause: Error): void => {
      clearTimeout(timer)
      const closedMeanwhile = outgoing.reusedSocket && 'code' in cause && cause.code === 'ECONNRESET'
      if (closedMeanwhile) resolve(httpClient(request))
      else reject(unreachable(request, cause))
    }
    outgoing.on('error', fail)
    outgoing.end(body)
  })

function response(incoming: http.IncomingMessage, body: Buffer): HttpResponse {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value
  }
  return { status: incoming.statusCode ?? 0, headers, body: body.toString('utf8') }
}

function unreachable({ url, timeoutMs }: HttpRequest, cause: Error): Why403Error {
  const { host, hostname } = new URL(url)
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message
  const loopback = ['127.0.0.1', 'localhost', '[::1]'].includes(hostname)
  const startIt = 'Is the emulator running? Start it with: why403 emulator'
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new Why403Error(
        'unreachable',
        `${host} cannot be found (${code}).`,
        ['Is this machine online, and its DNS working?'],
        { cause },
      )
    case 'ECONNREFUSED':
      return new Why403Error(
        'unreachable',
        `${host} refuses connections (${code}).`,
        [loopback ? startIt : 'Is a proxy needed? why403 connects directly.'],
        { cause },
      )
    case 'ETIMEDOUT':
      return new Why403Error(
        'unreachable',
        `${host} did not answer within ${timeoutMs / 1000} s (${code}).`,
        ['Is a proxy or a firewall in between? why403 connects directly.'],
        { cause },
      )
    default:
      return new Why403Error(
        'unreachable',
        `The connection to ${host} failed (${code}).`,
        /CERT|SIGNED|TLS|SSL/.test(code)
          ? ['A proxy that opens TLS needs its certificate in NODE_EXTRA_CA_CERTS.']
          : [loopback ? startIt : 'Try again; if it stays, look for a proxy or a firewall in between.'],
        { cause },
      )
  }
}
