import { Why403Error } from '../core/error.ts'
import { isLoopback } from './loopback.ts'

/** A proxy that the environment names. */
export interface HttpProxy {
  /** For people: without user and password. */
  readonly host: string
  readonly protocol: 'http:' | 'https:'
  readonly hostname: string
  readonly port: number
  /** The value of Proxy-Authorization (RFC 9110 §11.7.2); null: none is given. */
  readonly authorization: string | null
}

/** Why a proxy opened no tunnel. */
export class ProxyFailure extends Error {
  override readonly name = 'ProxyFailure'
  /** Of the proxy's answer to CONNECT; null: there was none. */
  readonly status: number | null
  /** The ways to name oneself that it takes, in small letters: `basic`, `negotiate`. */
  readonly schemes: readonly string[]

  constructor(status: number | null, schemes: readonly string[], cause?: Error) {
    super('no tunnel', { cause })
    this.status = status
    this.schemes = schemes
  }
}

type Environment = Readonly<Record<string, string | undefined>>

/** In this order; small letters first, as curl reads them. */
const names = ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY'] as const

/**
 * The proxy for an address; null: it is asked for directly. Only https goes through one, since only this machine is
 * asked for over http. Sources: curl's manual, "Environment"; Node.js, "Built-in proxy support".
 *
 * @throws Why403Error `impossible-setting`, without the value: it may hold a password
 */
export function proxyFor(url: string, environment: Environment): HttpProxy | null {
  const { protocol, hostname, port } = new URL(url)
  const name = names.find(name => (environment[name] ?? '').trim() !== '')
  if (name === undefined || protocol !== 'https:' || isLoopback(url)) return null
  const exempt = environment.no_proxy ?? environment.NO_PROXY ?? ''
  if (isExemptFrom(hostname, port === '' ? '443' : port, exempt)) return null
  return readProxy(name, environment[name]!.trim())
}

function readProxy(name: string, value: string): HttpProxy {
  const url = parsed(/^[a-z][a-z\d+.-]*:\/\//i.test(value) ? value : `http://${value}`)
  if (url === null || url.hostname === '')
    throw unusable(`${name} is not the address of a proxy.`, 'It is like http://proxy.example:8080.')
  const { protocol, host, hostname, username, password } = url
  if (protocol !== 'http:' && protocol !== 'https:')
    throw unusable(
      `${name} names a kind of proxy that why403 cannot use.`,
      'It uses those of http:// and https://.',
    )
  const port = url.port === '' ? (protocol === 'http:' ? 80 : 443) : Number(url.port)
  const given = `${decoded(username)}:${decoded(password)}`
  const authorization =
    username === '' && password === '' ? null : `Basic ${Buffer.from(given).toString('base64')}`
  return { host, protocol, hostname: hostname.replace(/^\[|\]$/g, ''), port, authorization }
}

function unusable(message: string, next: string): Why403Error {
  return new Why403Error('impossible-setting', message, [next])
}

function parsed(value: string): URL | null {
  try {
    return new URL(value)
  } catch {
    return null
  }
}

/** A sign that should have been percent-encoded is taken as it is. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Whether NO_PROXY, or an entry of it, exempts a host: `*`, hosts with what is below them, `.example.com`, `*.example.com`, each with or without a port. */
export function isExemptFrom(hostname: string, port: string, list: string): boolean {
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(entry => entry !== '')
    .some(entry => {
      if (entry === '*') return true
      const [, host = '', wanted = port] = /^(.*?)(?::(\d{1,5}))?$/.exec(entry) ?? []
      const name = host.replace(/^\*?\./, '')
      return wanted === port && name !== '' && (hostname === name || hostname.endsWith(`.${name}`))
    })
}
