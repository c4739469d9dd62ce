import { Why403Error } from '../core/error.ts'
import { joined } from '../core/text.ts'
import type { HttpRequest } from '../io.ts'
import { isLoopback } from './loopback.ts'
import { type HttpProxy, ProxyFailure } from './proxy.ts'

/** How an exchange can end without an answer that can be used. */
export type Broken =
  | { readonly kind: 'timed-out' | 'switched-protocols' | 'compressed' | 'too-long' }
  | {
      readonly kind: 'connection'
      /** Node's own error; undefined where the connection ended without one. */
      readonly cause: NodeJS.ErrnoException | undefined
      /** It was a kept one, and closed before a byte of the answer came: the request may not have arrived. */
      readonly unheard: boolean
    }

/** Such an end in one sentence, with what to look for. Of what the server sent, nothing is repeated. */
export function failureOf(
  { url, timeoutMs, longest }: HttpRequest,
  broken: Broken,
  proxy: HttpProxy | null,
): Why403Error {
  const { host } = new URL(url)
  const through = proxy === null ? '' : ` through the proxy ${proxy.host}`
  switch (broken.kind) {
    case 'timed-out':
      return new Why403Error(
        'unreachable',
        `${host} did not answer within ${timeoutMs / 1000} s${through} (ETIMEDOUT).`,
        [slowBecause(url, proxy)],
      )
    case 'switched-protocols':
      return notWhatWasAsked(`${host} wants to speak another protocol (101), and nobody asked for one.`)
    case 'compressed':
      return notWhatWasAsked(`${host} sent its answer compressed, although that was ruled out.`)
    case 'too-long':
      return notWhatWasAsked(`The answer of ${host} is longer than ${sizeOf(longest)}.`)
    case 'connection':
      if (broken.cause instanceof ProxyFailure && proxy !== null) return noTunnel(host, proxy, broken.cause)
      return broken.cause === undefined
        ? lost(url, through, 'closed')
        : disconnected(url, through, broken.cause)
  }
}

const otherServer = 'A proxy or a captive portal may be answering in its place.'

function notWhatWasAsked(message: string): Why403Error {
  return new Why403Error('bad-answer', message, [otherServer])
}

function sizeOf(bytes: number): string {
  return bytes >= 1024 * 1024 ? `${Math.floor(bytes / 1024 / 1024)} MiB` : `${Math.ceil(bytes / 1024)} KiB`
}

function disconnected(url: string, through: string, cause: NodeJS.ErrnoException): Why403Error {
  const { host } = new URL(url)
  const code = cause.code ?? cause.name
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new Why403Error(
        'unreachable',
        `${host} cannot be found (${code}).`,
        [`Is this machine online, and its DNS working? ${noProxy}`],
        { cause },
      )
    case 'ECONNREFUSED':
      return new Why403Error(
        'unreachable',
        `${host} refuses connections (${code}).`,
        [isLoopback(url) ? startIt : noProxy],
        { cause },
      )
    case 'HPE_HEADER_OVERFLOW':
      return notWhatWasAsked(`${host} sent more headers than anybody needs (${code}).`)
    default:
      return /^HPE_/.test(code)
        ? notWhatWasAsked(`${host} answered, but not in HTTP (${code}).`)
        : lost(url, through, code, cause)
  }
}

function slowBecause(url: string, proxy: HttpProxy | null): string {
  if (isLoopback(url)) return startIt
  return proxy === null ? `A firewall may stand before it. ${noProxy}` : exempt(new URL(url).host)
}

/** What to look at where nothing was told of a proxy. */
const noProxy = 'Where a proxy is needed, HTTPS_PROXY names it; none is set for this host.'

function exempt(host: string): string {
  return `Is HTTPS_PROXY right? Where none is needed, name the host in NO_PROXY: ${host}`
}

/** What a proxy says to CONNECT is its own, and none of the server's. */
function noTunnel(host: string, proxy: HttpProxy, failure: ProxyFailure): Why403Error {
  const { status, schemes, cause } = failure
  if (status === null) {
    const code = (cause as NodeJS.ErrnoException | undefined)?.code ?? 'no answer'
    const message = `The proxy ${proxy.host} cannot be reached (${code}).`
    return new Why403Error('unreachable', message, [exempt(host)], { cause: failure })
  }
  const options = { cause: failure }
  if (status !== 407) {
    const message = `The proxy ${proxy.host} opens no connection to ${host} (${status}).`
    return new Why403Error(
      'unreachable',
      message,
      ['Ask whoever runs it to allow the host.', exempt(host)],
      options,
    )
  }
  const takesBasic = schemes.length === 0 || schemes.includes('basic')
  return new Why403Error(
    'unreachable',
    proxy.authorization === null
      ? `The proxy ${proxy.host} wants to know who asks (407).`
      : `The proxy ${proxy.host} does not take this user and password (407).`,
    [
      takesBasic
        ? 'User and password stand before its name in HTTPS_PROXY, followed by @; other signs than letters and digits are percent-encoded.'
        : `It takes ${joined(schemes, 'or')} alone, which why403 does not speak; a local proxy such as cntlm or px does.`,
    ],
    options,
  )
}

const startIt = 'Is the emulator running? Start it with: why403 emulator'

function lost(url: string, through: string, code: string, cause?: Error): Why403Error {
  const elsewhere = 'Try again; if it stays, look for a proxy or a firewall in between.'
  return new Why403Error(
    'unreachable',
    `The connection to ${new URL(url).host}${through} failed (${code}).`,
    /CERT|SIGNED|TLS|SSL/.test(code)
      ? ['A proxy that opens TLS needs its certificate in NODE_EXTRA_CA_CERTS.']
      : [isLoopback(url) ? startIt : elsewhere],
    { cause },
  )
}
