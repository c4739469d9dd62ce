import dns from 'node:dns'
import tls from 'node:tls'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { httpClient } from '../../src/edges/http.ts'
import type { HttpClient } from '../../src/io.ts'
import { settings, standingIn, why403 } from '../cli/support.ts'
import { type Stage, stage } from '../emulator/support.ts'
import { leaks, listening } from '../support/leaks.ts'
import {
  type FaultName,
  type FaultyNetwork,
  faults,
  startFaulty,
  type Way,
} from '../support/network-faults.ts'

/**
 * Every fault of a network, on the way to each server that the road asks, reached directly and through a proxy. The rest is the
 * emulator in Microsoft's place. Every run ends by itself.
 */
const places = {
  token: { host: 'login.microsoftonline.com', asks: /\/oauth2\/v2\.0\/token/, argv: ['/users'] },
  keys: { host: 'login.microsoftonline.com', asks: /\/openid-configuration$/, argv: ['inspect'] },
  graph: { host: 'graph.microsoft.com', asks: /\/v1\.0\/users/, argv: ['/users'] },
  records: {
    host: 'graph.microsoft.com',
    asks: /\/v1\.0\/(?:servicePrincipals|applications)/,
    argv: ['/users', '--records'],
  },
} as const
type Place = keyof typeof places

const longest = 128 * 1024

/** Short where the time is to run out, ample elsewhere: a busy machine is slow, and no fault of the network. */
const limitsOf = (name: FaultName): { timeoutMs: number; connectMs: number } => ({
  timeoutMs: name === 'the answer drips' ? 400 : 5000,
  connectMs: name === 'no connection comes to stand' ? 200 : 5000,
})

let emulator: Stage
beforeAll(async () => {
  emulator = await stage()
  // What the first run loads takes longer than any answer may.
  await why403(['/users'], { env: settings(emulator, 'reporting') })
}, 60_000)
afterAll(() => emulator.stop())
afterEach(() => {
  vi.restoreAllMocks()
})

interface Met {
  readonly code: number
  readonly out: string
  readonly err: string
  /** The sentence that says what happened, and what helps where the run ends with it. */
  readonly told: string
  readonly leaked: readonly unknown[]
}

const rows: string[] = []

async function meet(place: Place, name: FaultName, way: Way): Promise<Met> {
  const { host, asks, argv } = places[place]
  const network = await startFaulty(faults[name], way, host)
  disturb(name, network)
  const usual = standingIn(emulator)
  const { http, heard } = listening((request => {
    if (!asks.test(request.url)) return usual(request)
    return httpClient({ ...request, ...limitsOf(name), longest }, network.environment)
  }) satisfies HttpClient)
  const { WHY403_EMULATOR: _, ...env } = settings(emulator, 'reporting')
  try {
    const met = await why403([...argv, '--format', 'json'], { env, http })
    const secrets = new Map([...heard, [env.CLIENT_SECRET!, 'client secret'], ['x7KtZ94hQpLm', 'password']])
    const said = toldBy(place, met.out, met.err)
    const told = network.proxy === null ? said : said.replaceAll(network.proxy, 'PROXY')
    rows.push(
      `${way.padEnd(7)}${place.padEnd(8)}${name.padEnd(36)}${met.code}  ${told.split('\n')[0]!.slice(0, 160)}`,
    )
    return { ...met, told, leaked: leaks(`${met.out}\n${met.err}`, secrets) }
  } finally {
    network.stop()
  }
}

/** Names are looked up nowhere, and connections end at the server that plays the fault. */
function disturb(name: FaultName, { rewritten }: FaultyNetwork): void {
  const fault = faults[name]
  const { connect } = tls
  vi.spyOn(tls, 'connect').mockImplementation(((options: tls.ConnectionOptions, ...more: []) =>
    connect(rewritten(options), ...more)) as typeof tls.connect)
  if (fault.at !== 'name') return
  const lookup = (_host: string, _options: object, done: (error: Error) => void): void =>
    done(Object.assign(new Error('no'), { code: fault.code }))
  vi.spyOn(dns, 'lookup').mockImplementation(lookup as unknown as typeof dns.lookup)
}

function toldBy(place: Place, out: string, err: string): string {
  if (out === '') return err
  const { token, calls, notChecked } = JSON.parse(out)
  switch (place) {
    case 'token':
      return err
    case 'keys':
      return String(token.signature.reason)
    case 'graph':
      return String(calls[0].reason)
    case 'records':
      return notChecked
        .filter(({ id }: { id: string }) => id.startsWith('records/'))
        .flatMap(({ missing }: { missing: string[] }) => missing)
        .join('\n')
  }
}

const portal = /status 200, text\/html|came with a web page/
const redirect = /status 302|came with a redirect/

/** What is said: of a server that is reached directly, and of one behind a proxy. */
const says: Record<FaultName, { readonly direct: RegExp | null; readonly proxy: RegExp }> = {
  'the name has no address': {
    direct: /microsoft\w*\.com cannot be found \(ENOTFOUND, no proxy set\)/,
    proxy: /The proxy PROXY cannot be reached \(ENOTFOUND\)\.(?! It)/,
  },
  'the name cannot be looked up': {
    direct: /cannot be found \(EAI_AGAIN, no proxy set\)\. It was tried 3 times/,
    proxy: /The proxy PROXY cannot be reached \(EAI_AGAIN\)\. It was tried 3 times/,
  },
  'the connection is refused': {
    direct: /refuses connections \(ECONNREFUSED, no proxy set\)\. It was tried 3 times/,
    proxy: /The proxy PROXY cannot be reached \(ECONNREFUSED\)\. It was tried 3 times/,
  },
  'no connection comes to stand': {
    direct: /No connection to \S+ within 0\.2 s \(ETIMEDOUT, no proxy set\)\. It was tried 3 times/,
    proxy: /No connection to \S+ through the proxy PROXY within 0\.2 s \(ETIMEDOUT\)/,
  },
  'the certificate is not trusted': {
    direct:
      /shows a certificate signed by "\S+", whom this program does not trust \(DEPTH_ZERO_SELF_SIGNED_CERT, /,
    proxy: /through the proxy PROXY shows a certificate signed by "\S+", whom this program does not trust/,
  },
  'the certificate is for another host': {
    direct: /shows a certificate for another host \(ERR_TLS_CERT_ALTNAME_INVALID, /,
    proxy: /through the proxy PROXY shows a certificate for another host/,
  },
  'TLS is not spoken': {
    direct: /does not speak TLS as this program does \(\w+, no proxy set\)/,
    proxy: /through the proxy PROXY does not speak TLS as this program does/,
  },
  'the connection is reset': {
    direct: /The connection to \S+ failed \((?:ECONNRESET|closed), no proxy set\)/,
    proxy: /The connection to \S+ through the proxy PROXY failed \((?:ECONNRESET|closed)\)/,
  },
  'the answer drips': {
    direct: /did not answer within 0\.4 s \(ETIMEDOUT, no proxy set\)/,
    proxy: /did not answer within 0\.4 s through the proxy PROXY \(ETIMEDOUT\)/,
  },
  'the answer is cut off': {
    direct: /The connection to \S+ failed \(\w+, no proxy set\)/,
    proxy: /The connection to \S+ through the proxy PROXY failed \(\w+\)/,
  },
  'the answer has no end': {
    direct: /microsoft\w*\.com sent an answer longer than 128 KiB \(no proxy set\)/,
    proxy: /\(through the proxy PROXY\) sent an answer longer than 128 KiB/,
  },
  'a captive portal answers': { direct: portal, proxy: portal },
  'a captive portal redirects': { direct: redirect, proxy: redirect },
  'it is busy (503)': { direct: /status 503/, proxy: /status 503/ },
  'the proxy wants a password (407)': {
    direct: null,
    proxy: /The proxy PROXY does not take this user and password \(407\)/,
  },
  'the proxy bars the host (403)': {
    direct: null,
    proxy: /The proxy PROXY opens no connection to \S+ \(403\)/,
  },
  'the proxy finds nobody (502)': {
    direct: null,
    proxy: /The proxy PROXY opens no connection to \S+ \(502\)\. It was tried 3 times/,
  },
  'the proxy does not speak HTTP': {
    direct: null,
    proxy: /The proxy PROXY does not answer in HTTP \(HPE_\w+\)\.(?! It)/,
  },
}

/** Whoever reads it knows whether a proxy was in between: named, or told not to be. */
const saysWhether = {
  direct: /no proxy (?:is )?set/,
  proxy: /PROXY/,
}

const ways: Way[] = ['direct', 'proxy']
const table = ways.flatMap(way =>
  (Object.keys(says) as FaultName[]).filter(name => says[name][way] !== null).map(name => ({ way, name })),
)
const bound = { timeout: 10_000 }

describe('on the way to the token endpoint: exit 3, one message with what helps', () => {
  test.each(table)('$way: $name', bound, async ({ way, name }) => {
    const { code, out, err, told, leaked } = await meet('token', name, way)
    expect({ code, out, leaked }).toEqual({ code: 3, out: '', leaked: [] })
    expect(err).toMatch(/^why403: [^\n]+\.\n(?: {2}[^\n]+\n)+$/)
    expect(told).toMatch(says[name][way]!)
    expect(told).toMatch(saysWhether[way])
    if (name === 'the certificate is not trusted') expect(told).toMatch(/NODE_EXTRA_CA_CERTS=FILE/)
  })
})

describe('on the way to the keys: undetermined, exit 1', () => {
  test.each(table)('$way: $name', bound, async ({ way, name }) => {
    const { code, out, err, told, leaked } = await meet('keys', name, way)
    expect({ code, err, leaked }).toEqual({ code: 1, err: '', leaked: [] })
    expect(JSON.parse(out).verdict).toBe('undetermined')
    expect(told).toMatch(says[name][way]!)
    expect(told).toMatch(saysWhether[way])
  })
})

describe('on the way to Graph: undetermined, exit 1', () => {
  test.each(table)('$way: $name', bound, async ({ way, name }) => {
    const { code, out, err, told, leaked } = await meet('graph', name, way)
    expect({ code, err, leaked }).toEqual({ code: 1, err: '', leaked: [] })
    expect(JSON.parse(out)).toMatchObject({ verdict: 'undetermined', calls: [{ status: null }] })
    expect(told).toMatch(says[name][way]!)
    expect(told).toMatch(saysWhether[way])
  })
})

describe('on the way to the records: not checked, and no exit code changes', () => {
  test.each(table)('$way: $name', bound, async ({ way, name }) => {
    const { code, out, err, told, leaked } = await meet('records', name, way)
    expect({ code, err, leaked }).toEqual({ code: 0, err: '', leaked: [] })
    expect(JSON.parse(out).verdict).toBe('clear')
    expect(told).toMatch(says[name][way]!)
    expect(told).toMatch(saysWhether[way])
  })
})

test('the table', () => {
  console.log(['way    place   fault                               exit  what is told', ...rows].join('\n'))
  expect(rows).toHaveLength(4 * table.length)
})
