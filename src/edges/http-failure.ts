import { joined } from '../core/text.ts'
import type { HttpRequest } from '../io.ts'
import { isLoopback } from './loopback.ts'
import { type Again, NetworkFailure } from './network-failure.ts'
import { type HttpProxy, ProxyFailure } from './proxy.ts'
import { tlsTrouble } from './tls-failure.ts'

/** How an exchange can end without an answer that can be used. */
export type Broken =
  | { readonly kind: 'not-connected'; readonly withinMs: number }
  | { readonly kind: 'timed-out' | 'interrupted' | 'switched-protocols' | 'compressed' | 'too-long' }
  | {
      readonly kind: 'connection'
      /** Node's own error; undefined where the connection ended without one. */
      readonly cause: NodeJS.ErrnoException | undefined
      /** The connection stood, so that the request may have arrived. */
      readonly connected: boolean
      /** It was a kept one, and closed before a byte of the answer came: the request may not have arrived. */
      readonly unheard: boolean
      /** Who signed the certificate that was refused; null: not seen. */
      readonly issuer: string | null
    }

/** Such an end in one sentence, with what to look for. Of what the server sent, nothing is repeated but a certificate's issuer. */
export function failureOf(
  { url, timeoutMs, longest }: HttpRequest,
  broken: Broken,
  proxy: HttpProxy | null,
): NetworkFailure {
  const { host } = new URL(url)
  const through = proxy === null ? '' : ` through the proxy ${proxy.host}`
  const [alone, beside] = proxy !== null || isLoopback(url) ? ['', ''] : [' (no proxy set)', ', no proxy set']
  const odd = (what: string, cause?: Error): NetworkFailure =>
    new NetworkFailure(
      'bad-answer',
      'never',
      `${host}${proxy === null ? '' : ` (through the proxy ${proxy.host})`} ${what}${alone}.`,
      [otherServer(url, proxy)],
      cause,
    )
  switch (broken.kind) {
    case 'not-connected':
      return new NetworkFailure(
        'unreachable',
        'always',
        `No connection to ${host}${through} within ${broken.withinMs / 1000} s (ETIMEDOUT${beside}).`,
        [slowBecause(url, proxy)],
      )
    case 'timed-out':
      return new NetworkFailure(
        'unreachable',
        'never',
        `${host} did not answer within ${timeoutMs / 1000} s${through} (ETIMEDOUT${beside}).`,
        [slowBecause(url, proxy), ...(isLoopback(url) ? [] : ['More time: --timeout 2m'])],
      )
    case 'interrupted':
      return new NetworkFailure('unreachable', 'never', `${host} had not answered when this was ended.`, [])
    case 'switched-protocols':
      return odd('wants to speak another protocol (101), and nobody asked for one')
    case 'compressed':
      return odd('sent its answer compressed, although that was ruled out')
    case 'too-long':
      return odd(`sent an answer longer than ${sizeOf(longest)}`)
    case 'connection': {
      const { cause } = broken
      if (cause instanceof ProxyFailure && proxy !== null) return noTunnel(host, proxy, cause)
      const code = cause === undefined ? 'closed' : (cause.code ?? cause.name)
      if (code === 'HPE_HEADER_OVERFLOW') return odd(`sent more headers than anybody needs (${code})`, cause)
      if (/^HPE_/.test(code)) return odd(`answered, but not in HTTP (${code})`, cause)
      return unreachable(url, through, code, `${code}${beside}`, broken, proxy)
    }
  }
}

function otherServer(url: string, proxy: HttpProxy | null): string {
  if (isLoopback(url)) return 'Another program may be listening there.'
  return proxy === null
    ? 'A captive portal or a proxy that nobody named may be answering in its place; HTTPS_PROXY is not set for this host.'
    : 'The proxy may be answering in its place.'
}

function sizeOf(bytes: number): string {
  return bytes >= 1024 * 1024 ? `${Math.floor(bytes / 1024 / 1024)} MiB` : `${Math.ceil(bytes / 1024)} KiB`
}

function unreachable(
  url: string,
  through: string,
  code: string,
  shown: string,
  { cause, connected, issuer }: Extract<Broken, { kind: 'connection' }>,
  proxy: HttpProxy | null,
): NetworkFailure {
  const { host } = new URL(url)
  const fail = (again: Again, message: string, ...hints: readonly string[]): NetworkFailure =>
    new NetworkFailure('unreachable', again, message, hints, cause)
  const helps = isLoopback(url) ? startIt : proxy === null ? noProxy : exempt(host)
  switch (code) {
    case 'ENOTFOUND':
      return fail('never', `${host} cannot be found (${shown}).`, `${online} ${noProxy}`)
    case 'EAI_AGAIN':
      return fail('always', `${host} cannot be found (${shown}).`, `${online} ${noProxy}`)
    case 'ECONNREFUSED':
      return fail(isLoopback(url) ? 'never' : 'always', `${host} refuses connections (${shown}).`, helps)
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ETIMEDOUT':
      return fail('always', `There is no way to ${host} (${shown}).`, `${online} ${helps}`)
  }
  const trouble = tlsTrouble(code, issuer)
  if (trouble !== null)
    return fail('never', `${host}${through} ${trouble.what} (${shown}).`, ...trouble.hints)
  return fail(
    connected ? 'idempotent' : 'always',
    `The connection to ${host}${through} failed (${shown}).`,
    isLoopback(url) ? startIt : 'Try again; if it stays, look for a proxy or a firewall in between.',
  )
}

function slowBecause(url: string, proxy: HttpProxy | null): string {
  if (isLoopback(url)) return startIt
  return proxy === null ? `A firewall may stand before it. ${noProxy}` : exempt(new URL(url).host)
}

const online = 'Is this machine online, and its DNS working?'

/** What to look at where nothing was told of a proxy. */
const noProxy = 'Where a proxy is needed, HTTPS_PROXY names it; none is set for this host.'

function exempt(host: string): string {
  return `Is HTTPS_PROXY right? Where none is needed, name the host in NO_PROXY: ${host}`
}

/** A proxy that is busy may open one in a moment. */
const passing = [429, 502, 503, 504]

/** What a proxy says to CONNECT is its own, and none of the server's. */
function noTunnel(host: string, proxy: HttpProxy, failure: ProxyFailure): NetworkFailure {
  const { status, schemes, cause } = failure
  if (status === null) {
    const code = (cause as NodeJS.ErrnoException | undefined)?.code ?? 'no answer'
    const isOdd = /^HPE_/.test(code)
    const message = `The proxy ${proxy.host} ${isOdd ? 'does not answer in HTTP' : 'cannot be reached'} (${code}).`
    const again = isOdd || code === 'ENOTFOUND' ? 'never' : 'always'
    return new NetworkFailure('unreachable', again, message, [exempt(host)], failure)
  }
  if (status !== 407) {
    const message = `The proxy ${proxy.host} opens no connection to ${host} (${status}).`
    return new NetworkFailure(
      'unreachable',
      passing.includes(status) ? 'always' : 'never',
      message,
      ['Ask whoever runs it to allow the host.', exempt(host)],
      failure,
    )
  }
  const takesBasic = schemes.length === 0 || schemes.includes('basic')
  return new NetworkFailure(
    'unreachable',
    'never',
    proxy.authorization === null
      ? `The proxy ${proxy.host} wants to know who asks (407).`
      : `The proxy ${proxy.host} does not take this user and password (407).`,
    [
      takesBasic
        ? 'User and password stand before its name in HTTPS_PROXY, followed by @; other signs than letters and digits are percent-encoded.'
        : `It takes ${joined(schemes, 'or')} alone, which why403 does not speak; a local proxy such as cntlm or px does.`,
    ],
    failure,
  )
}

const startIt = 'Is the emulator running? Start it with: why403 emulator'
