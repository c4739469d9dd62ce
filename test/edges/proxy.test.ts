import http from 'node:http'
import net from 'node:net'
import tls from 'node:tls'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { Why403Error } from '../../src/core/error.ts'
import { httpClient } from '../../src/edges/http.ts'
import { proxyFor } from '../../src/edges/proxy.ts'
import { selfSigned } from '../support/certificate.ts'
import { buildProgram, type Program } from '../support/program.ts'
import { deadAddress } from '../support/server.ts'

const graph = 'https://graph.microsoft.com/v1.0/users'

describe('which proxy an address goes through', () => {
  test.each([
    [{ HTTPS_PROXY: 'http://proxy.example:8080' }, 'proxy.example:8080'],
    [{ https_proxy: 'http://proxy.example:8080/' }, 'proxy.example:8080'],
    [{ HTTPS_PROXY: 'proxy.example:3128' }, 'proxy.example:3128'],
    [{ HTTPS_PROXY: '  http://proxy.example ' }, 'proxy.example'],
    [{ HTTPS_PROXY: 'https://proxy.example:8443' }, 'proxy.example:8443'],
    [{ HTTPS_PROXY: 'http://[fd00::1]:3128' }, '[fd00::1]:3128'],
    [{ ALL_PROXY: 'http://all.example:1' }, 'all.example:1'],
    [{ all_proxy: 'http://all.example:1', HTTPS_PROXY: '' }, 'all.example:1'],
    [{ https_proxy: 'http://small.example:1', HTTPS_PROXY: 'http://great.example:1' }, 'small.example:1'],
    [{ HTTP_PROXY: 'http://proxy.example:8080' }, null],
    [{ HTTPS_PROXY: '' }, null],
    [{}, null],
  ])('%j: %s', (environment, host) => {
    expect(proxyFor(graph, environment)?.host ?? null).toBe(host)
  })

  test.each([
    ['graph.microsoft.com', null],
    ['microsoft.com', null],
    ['.microsoft.com', null],
    ['*.microsoft.com', null],
    ['GRAPH.Microsoft.com', null],
    ['localhost, 127.0.0.1,graph.microsoft.com', null],
    ['localhost 127.0.0.1 graph.microsoft.com', null],
    ['graph.microsoft.com:443', null],
    ['*', null],
    ['graph.microsoft.com:8443', 'proxy.example:8080'],
    ['microsoft.com.example', 'proxy.example:8080'],
    ['soft.com', 'proxy.example:8080'],
    ['.', 'proxy.example:8080'],
    ['', 'proxy.example:8080'],
  ])('NO_PROXY=%s: %s', (list, host) => {
    const environment = { HTTPS_PROXY: 'http://proxy.example:8080', NO_PROXY: list }
    expect(proxyFor(graph, environment)?.host ?? null).toBe(host)
  })

  test('none for this machine, and none over http', () => {
    const environment = { HTTPS_PROXY: 'http://proxy.example:8080', ALL_PROXY: 'http://proxy.example:8080' }
    for (const url of [
      'https://127.0.0.1:1/',
      'https://localhost/',
      'https://[::1]/',
      'http://keys.example/',
    ])
      expect(proxyFor(url, environment)).toBeNull()
  })

  test.each([
    ['http://ada:p%40ss@proxy.example:8080', 'ada:p@ss'],
    ['ada:p4ss@proxy.example:8080', 'ada:p4ss'],
    ['http://ada@proxy.example:8080', 'ada:'],
    ['http://ada:100%@proxy.example:8080', 'ada:100%'],
  ])('user and password of the address are sent, and shown nowhere', (value, given) => {
    const proxy = proxyFor(graph, { HTTPS_PROXY: value })
    expect(proxy?.authorization).toBe(`Basic ${Buffer.from(given).toString('base64')}`)
    expect(proxy?.host).toBe('proxy.example:8080')
  })

  test.each([
    'http://?x',
    'http://a b',
    '://x',
    'socks5://proxy.example:1080',
    'file:///etc/passwd',
    'http://:p4ss@',
  ])('%s is refused, and not repeated', value => {
    const refusal = catching(() => proxyFor(graph, { HTTPS_PROXY: value }))
    expect(refusal.code).toBe('impossible-setting')
    expect(refusal.message).toMatch(/^HTTPS_PROXY (?:is not the address|names a kind) of /)
    expect([refusal.message, ...refusal.hints].join()).not.toContain(value)
  })
})

function catching(act: () => unknown): Why403Error {
  try {
    act()
  } catch (error) {
    if (error instanceof Why403Error) return error
  }
  throw new Error('nothing was refused')
}

const open: (() => void)[] = []
afterEach(() => {
  for (const close of open.splice(0)) close()
})

interface Asked {
  readonly target: string
  readonly authorization: string | undefined
}

/** A proxy on this machine: whom it was asked for, and what it answers. */
async function startProxy(
  answer: (socket: net.Socket, asked: Asked) => void,
): Promise<{ url: string; asked: Asked[] }> {
  const asked: Asked[] = []
  const sockets = new Set<net.Socket>()
  const server = http.createServer((_request, response) => response.writeHead(500).end())
  server.on('connection', socket => sockets.add(socket))
  server.on('connect', ({ url = '', headers }, socket) => {
    const one = { target: url, authorization: headers['proxy-authorization'] }
    asked.push(one)
    socket.on('error', () => {})
    answer(socket as net.Socket, one)
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  open.push(() => {
    server.close()
    for (const socket of sockets) socket.destroy()
  })
  return { url: `http://127.0.0.1:${(server.address() as net.AddressInfo).port}`, asked }
}

async function failure(environment: Record<string, string>, timeoutMs = 5000): Promise<Why403Error> {
  const request = {
    method: 'GET',
    url: graph,
    timeoutMs,
    longest: 1000,
    headers: { authorization: 'Bearer it' },
  }
  const error: unknown = await httpClient(request, environment).catch((error: unknown) => error)
  expect(error).toBeInstanceOf(Why403Error)
  return error as Why403Error
}

describe('a proxy that opens no tunnel is named, and what helps', () => {
  test.each([
    [
      '407 Proxy Authentication Required',
      'Proxy-Authenticate: Basic realm="x"',
      /wants to know who asks \(407\)/,
      /percent-encoded/,
    ],
    ['407 No', 'X: y', /wants to know who asks \(407\)/, /percent-encoded/],
    [
      '407 No',
      'Proxy-Authenticate: Negotiate, NTLM',
      /wants to know who asks \(407\)/,
      /negotiate or ntlm alone/,
    ],
    ['403 Forbidden', 'X: y', /opens no connection to graph\.microsoft\.com \(403\)/, /allow the host/],
    ['502 Bad Gateway', 'X: y', /opens no connection to graph\.microsoft\.com \(502\)/, /NO_PROXY/],
    [
      '302 Found',
      'Location: https://login.portal.example/',
      /opens no connection .* \(302\)/,
      /allow the host/,
    ],
  ])('%s, %s', async (status, header, says, helps) => {
    const { url, asked } = await startProxy(socket => socket.end(`HTTP/1.1 ${status}\r\n${header}\r\n\r\n`))
    const { code, message, hints } = await failure({ HTTPS_PROXY: url })
    expect({ code, message }).toEqual({ code: 'unreachable', message: expect.stringMatching(says) })
    expect(hints.join('\n')).toMatch(helps)
    expect(message).toContain(new URL(url).host)
    expect(asked).toEqual([{ target: 'graph.microsoft.com:443', authorization: undefined }])
  })

  test('a password that it does not take: said, and shown nowhere', async () => {
    const { url, asked } = await startProxy(socket => socket.end('HTTP/1.1 407 No\r\n\r\n'))
    const { message, hints } = await failure({ HTTPS_PROXY: url.replace('//', '//ada:x7KtZ94hQpLm@') })
    expect(message).toMatch(/does not take this user and password/)
    expect([message, ...hints].join()).not.toMatch(/ada|x7KtZ94hQpLm/)
    expect(asked[0]?.authorization).toBe(`Basic ${Buffer.from('ada:x7KtZ94hQpLm').toString('base64')}`)
  })

  test('nothing listens', async () => {
    const { code, message } = await failure({ HTTPS_PROXY: await deadAddress() })
    expect(code).toBe('unreachable')
    expect(message).toMatch(/^The proxy 127\.0\.0\.1:\d+ cannot be reached \(ECONNREFUSED\)\.$/)
  })

  test('it says nothing: the deadline ends it, and names it', async () => {
    const { url } = await startProxy(() => {})
    const { message } = await failure({ HTTPS_PROXY: url }, 200)
    expect(message).toMatch(/did not answer within 0\.2 s through the proxy 127\.0\.0\.1:\d+ \(ETIMEDOUT\)/)
  })

  test('it speaks no HTTP, or closes', async () => {
    for (const answer of ['SSH-2.0-x\r\n', '']) {
      const { url } = await startProxy(socket => socket.end(answer))
      expect((await failure({ HTTPS_PROXY: url })).message).toMatch(
        /^The proxy 127\.0\.0\.1:\d+ (?:cannot be reached|does not answer in HTTP) \(/,
      )
    }
  })

  test('it opens one, and what answers there has a certificate that nobody trusts', async () => {
    const { key, cert } = selfSigned('graph.microsoft.com')
    const server = tls.createServer({ key, cert }).on('tlsClientError', () => {})
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
    open.push(() => server.close())
    const { port } = server.address() as net.AddressInfo
    const { url } = await startProxy(socket => tunnel(socket, port))
    const { message, hints } = await failure({ HTTPS_PROXY: url })
    expect(message).toMatch(
      /^graph\.microsoft\.com through the proxy 127\.0\.0\.1:\d+ shows a certificate signed by "graph\.microsoft\.com", whom this program does not trust \(DEPTH_ZERO_SELF_SIGNED_CERT\)\.$/,
    )
    expect(hints.join()).toContain('NODE_EXTRA_CA_CERTS')
  })
})

function tunnel(socket: net.Socket, port: number): void {
  socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
  const upstream = net.connect(port, '127.0.0.1')
  upstream.on('error', () => socket.destroy())
  socket.pipe(upstream).pipe(socket)
}

describe('a whole run through a proxy', () => {
  let program: Program
  beforeAll(async () => {
    program = await buildProgram()
  })
  afterAll(() => program.remove())

  test('keys are asked for through it, with its password, and the server is verified', async () => {
    const { key, cert } = selfSigned('keys.contoso.example')
    const paths: string[] = []
    const web = http.createServer((request, response) => {
      paths.push(`${request.headers.host}${request.url}`)
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"keys":[]}')
    })
    const server = tls.createServer({ key, cert }, socket => web.emit('connection', socket))
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
    open.push(() => server.close())
    const { port } = server.address() as net.AddressInfo
    const { url, asked } = await startProxy(socket => tunnel(socket, port))
    const { mkdtempSync, writeFileSync } = await import('node:fs')
    const ca = `${mkdtempSync(`${program.folder}/ca-`)}/ca.pem`
    writeFileSync(ca, cert)
    const token = [{ alg: 'RS256', kid: 'a' }, { aud: 'https://graph.microsoft.com' }]
      .map(part => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.')
    const { out, err } = await program.run(['inspect', '--jwks', 'https://keys.contoso.example/keys'], {
      stdin: `${token}.${'A'.repeat(342)}`,
      env: { HTTPS_PROXY: url.replace('//', '//ada:p%40ss@'), NODE_EXTRA_CA_CERTS: ca },
    })
    expect(asked).toEqual([
      {
        target: 'keys.contoso.example:443',
        authorization: `Basic ${Buffer.from('ada:p@ss').toString('base64')}`,
      },
    ])
    expect(paths).toEqual(['keys.contoso.example/keys'])
    expect(out).toContain('aud')
    expect(err).not.toContain('p@ss')
  })
})
