import { Why403Error } from '../core/error.ts'
import type { HttpRequest } from '../io.ts'
import { isLoopback } from './loopback.ts'

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
export function failureOf({ url, timeoutMs, longest }: HttpRequest, broken: Broken): Why403Error {
  const { host } = new URL(url)
  switch (broken.kind) {
    case 'timed-out':
      return new Why403Error(
        'unreachable',
        `${host} did not answer within ${timeoutMs / 1000} s (ETIMEDOUT).`,
        ['Is a proxy or a firewall in between? why403 connects directly.'],
      )
    case 'switched-protocols':
      return notWhatWasAsked(`${host} wants to speak another protocol (101), and nobody asked for one.`)
    case 'compressed':
      return notWhatWasAsked(`${host} sent its answer compressed, although that was ruled out.`)
    case 'too-long':
      return notWhatWasAsked(`The answer of ${host} is longer than ${sizeOf(longest)}.`)
    case 'connection':
      return broken.cause === undefined ? lost(url, 'closed') : disconnected(url, broken.cause)
  }
}

const otherServer = 'A proxy or a captive portal may be answering in its place.'

function notWhatWasAsked(message: string): Why403Error {
  return new Why403Error('bad-answer', message, [otherServer])
}

function sizeOf(bytes: number): string {
  return bytes >= 1024 * 1024 ? `${Math.floor(bytes / 1024 / 1024)} MiB` : `${Math.ceil(bytes / 1024)} KiB`
}

function disconnected(url: string, cause: NodeJS.ErrnoException): Why403Error {
  const { host } = new URL(url)
  const code = cause.code ?? cause.name
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
        [isLoopback(url) ? startIt : 'Is a proxy needed? why403 connects directly.'],
        { cause },
      )
    case 'HPE_HEADER_OVERFLOW':
      return notWhatWasAsked(`${host} sent more headers than anybody needs (${code}).`)
    default:
      return /^HPE_/.test(code)
        ? notWhatWasAsked(`${host} answered, but not in HTTP (${code}).`)
        : lost(url, code, cause)
  }
}

const startIt = 'Is the emulator running? Start it with: why403 emulator'

function lost(url: string, code: string, cause?: Error): Why403Error {
  const elsewhere = 'Try again; if it stays, look for a proxy or a firewall in between.'
  return new Why403Error(
    'unreachable',
    `The connection to ${new URL(url).host} failed (${code}).`,
    /CERT|SIGNED|TLS|SSL/.test(code)
      ? ['A proxy that opens TLS needs its certificate in NODE_EXTRA_CA_CERTS.']
      : [isLoopback(url) ? startIt : elsewhere],
    { cause },
  )
}
