import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { settings } from '../cli/support.ts'
import { companyProxy, realAuthority, realHost } from '../proxy/support.ts'
import { type Ground, ground, watchee } from '../proxy/watched.ts'

let program: Ground['program']
let temporary: Ground['temporary']
let env: Ground['env']
let emulator: Ground['emulator']
let stop: Ground['stop']

beforeAll(async () => {
  ;({ program, temporary, env, emulator, stop } = await ground())
})
afterAll(() => stop())

const at = (file: string): string => readFileSync(join(program.folder, file), 'utf8')

test('a report in a file, a case, and a record that other commands read', async () => {
  const files = ['--output', 'run.json', '--case', 'run.case', '--record', 'calls.jsonl']
  const paths = [
    '/v1.0/users/adele.vance@contoso.example?$select=id,mail&$expand=manager',
    '/v1.0/nothing/here',
    '/v1.0/users',
    '/v1.0/users',
  ]
  const ran = await program.run(
    ['run', '--built-in', '--exit-code', '--format', 'json', ...files, '--', ...watchee, ...paths],
    { env },
  )
  expect(ran.code).toBe(1)
  const report = JSON.parse(at('run.json'))
  expect(report).toMatchObject({
    verdict: 'problem',
    acquisition: { credential: 'secret', origin: 'the program', status: 200 },
    token: { access: 'app-only' },
    minimal: { application: expect.any(Array) },
  })
  expect(report.operations.map(({ status }: { status: string }) => status)).toEqual([
    'known',
    'unknown-path',
    'known',
  ])
  expect(
    at('calls.jsonl')
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line)),
  ).toEqual([
    { method: 'GET', url: '/v1.0/users/{id}?$select=id,mail' },
    { method: 'GET', url: '/v1.0/nothing/here' },
    { method: 'GET', url: '/v1.0/users' },
  ])
  const everything = ran.err + at('run.json') + at('run.case') + at('calls.jsonl')
  expect(everything).not.toContain(env.CLIENT_SECRET)
  expect(everything).not.toMatch(/eyJ[\w-]{20}/)
  expect(ran.err + at('calls.jsonl')).not.toContain('adele.vance')

  const permissions = await program.run(['permissions', '--from', 'calls.jsonl', '--format', 'jsonl'])
  expect(permissions.out.trimEnd().split('\n')).toHaveLength(3)
  const opened = await program.run(['open', 'run.case'])
  expect(opened.out).toContain('✖ consent/missing-admin-consent')
  // A case is foreign text: no next step of it starts a program.
  expect(opened.out).toContain(`why403 run --built-in --consent -- '<program>'`)
  expect(opened.out + at('run.case')).not.toContain('program.mjs')
  const checked = await program.run(['check', '--from', 'calls.jsonl', '--format', 'json'], { env })
  expect(JSON.parse(checked.out).operations).toHaveLength(3)
})

test('own settings of the program are refused as such, and its secret is shown nowhere', async () => {
  const secret = 'abc8Q~not-make-believe-but-formed-so.1234'
  const script = `process.env.CLIENT_SECRET = '${secret}'; await import('${watchee[1]}')`
  writeFileSync(join(program.folder, 'override.mjs'), script)
  const ran = await program.run(
    ['run', '--built-in', '--output', 'report.txt', process.execPath, 'override.mjs'],
    { env },
  )
  expect({ code: ran.code, out: ran.out }).toEqual({ code: 7, out: 'no token: 401\n' })
  expect(ran.err).toMatch(
    /✖ 401 token for the app · with a client secret\n[^✖]*the program used its own settings/,
  )
  expect(at('report.txt')).toContain('no override by a .env')
  expect(ran.err + at('report.txt')).not.toContain(secret)
  expect(JSON.stringify(emulator.exchanges())).not.toContain(secret)
})

test('with a tenant of its own, and nothing reaches the internet', async () => {
  const script = `import { connect } from 'node:net'
const { hostname, port, username, password } = new URL(process.env.HTTPS_PROXY)
const key = Buffer.from(username + ':' + password).toString('base64')
const socket = connect(Number(port), hostname)
socket.write('CONNECT example.com:443 HTTP/1.1\\r\\nProxy-Authorization: Basic ' + key + '\\r\\n\\r\\n')
socket.on('data', head => { console.log(String(head).split('\\r\\n')[0]); console.log(process.env.AZURE_CLIENT_ID, process.env.IDENTITY_ENDPOINT, process.env.NO_PROXY); process.exit() })`
  writeFileSync(join(program.folder, 'elsewhere.mjs'), script)
  const own = { TMPDIR: temporary, AZURE_CLIENT_ID: 'mine', IDENTITY_ENDPOINT: 'http://mine', NO_PROXY: '*' }
  const ran = await program.run(['run', '--built-in', process.execPath, 'elsewhere.mjs'], { env: own })
  expect(ran.out).toBe(
    `HTTP/1.1 502 Bad Gateway\n${emulator.apps.lab!.clientId} undefined localhost,127.0.0.1,::1\n`,
  )
  expect(ran.err).toContain('example.com was asked for, and nothing reaches the internet')
})

test('a tenant that is kept: one command grants, and the second run reads', async () => {
  const own = { env: { TMPDIR: temporary } }
  const line = ['run', '--built-in', '--state', 'tenant.json']
  expect((await program.run([...line, ...watchee, '/v1.0/users'], own)).out).toBe('403 /v1.0/users\n')
  const granted = await program.run([...line, '--consent', process.execPath, '--version'], own)
  expect(granted.err).toContain('Granted: User.Read.All, AuditLog.Read.All')
  const read = await program.run([...line, ...watchee, '/v1.0/users', '/v1.0/auditLogs/signIns'], own)
  expect({ code: read.code, out: read.out }).toEqual({
    code: 0,
    out: '200 /v1.0/users\n200 /v1.0/auditLogs/signIns\n',
  })
})

test('a runtime that sends no password: told, and let in where that was asked for', async () => {
  const script = `const { HTTPS_PROXY } = process.env
process.env.HTTPS_PROXY = HTTPS_PROXY.replace(/why403:[^@]*@/, '')
await import('${watchee[1]}')`
  writeFileSync(join(program.folder, 'no-password.mjs'), script)
  const line = [process.execPath, 'no-password.mjs', '/v1.0/users']
  const refused = await program.run(['run', '--built-in', ...line], { env })
  expect(refused.code).not.toBe(0)
  expect(refused.err).toContain('came to the proxy without its password')
  const taken = await program.run(['run', '--built-in', '--open-proxy', ...line], { env })
  expect(taken.out).toBe('403 /v1.0/users\n')
  expect(taken.err).toContain('The proxy takes whoever on this machine reaches it (--open-proxy).')
})

describe('what is the program’s own', () => {
  test('its input, its bytes, its flags, and its exit code', async () => {
    const echo = `process.stdin.on('data', d => process.stdout.write(d)).on('end', () => { console.log(process.argv.slice(1).join(' ')); process.exitCode = 42 })`
    const ran = await program.run(
      ['run', process.execPath, '-e', echo, '--', '--format', 'json', '--help', '-q'],
      {
        stdin: '\u0000bytes\n',
        env: { TMPDIR: temporary },
      },
    )
    expect({ code: ran.code, out: ran.out }).toEqual({
      code: 42,
      out: '\u0000bytes\n--format json --help -q\n',
    })
    expect(ran.err).toContain('Nothing came to Microsoft Entra ID or Graph')
    expect(ran.err).toContain('Node.js:')
  })

  test('a signal that ends it, as a shell tells that', async () => {
    const kill = `process.kill(process.pid, 'SIGTERM')`
    expect(
      (await program.run(['run', process.execPath, '-e', kill], { env: { TMPDIR: temporary } })).code,
    ).toBe(143)
    expect(readdirSync(temporary)).toEqual([])
  })

  test.each(['SIGTERM', 'SIGKILL'] as const)(
    '%s to why403: no program is left, and no file',
    async signal => {
      const wait = `console.log(process.pid, process.env.SSL_CERT_FILE); setInterval(() => {}, 1000)`
      const child = program.start(['run', process.execPath, '-e', wait], { env: { TMPDIR: temporary } })
      const [pid, file] = await new Promise<[number, string]>(resolve => {
        child.stdout!.on('data', told => {
          const [id = '', name = ''] = String(told).trim().split(' ')
          resolve([Number(id), name])
        })
      })
      expect(statSync(file).mode & 0o077).toBe(0)
      const ended = new Promise(resolve => child.once('exit', (code, by) => resolve(code ?? by)))
      child.kill(signal)
      expect(await ended).toBe(signal === 'SIGTERM' ? 143 : 'SIGKILL')
      // The keeper of the folder hears of it from the system.
      while (isAlive(pid) || existsSync(file)) await new Promise(resolve => setImmediate(resolve))
      expect(readdirSync(temporary)).toEqual([])
    },
  )
})

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

test('emulator --proxy: what it prints leads several programs to it', async () => {
  const child = program.start(['emulator', '--proxy'], { env: { TMPDIR: temporary, no_proxy: '*' } })
  let [out, err] = ['', '']
  child.stderr!.on('data', told => {
    err += told
  })
  const printed = await new Promise<string>(resolve => {
    child.stdout!.on('data', told => {
      out += told
      if (
        out.includes('Or PowerShell:\n\n  $env:') &&
        out.endsWith('\n') &&
        out.includes('NODE_USE_ENV_PROXY =')
      )
        resolve(out)
    })
  })
  const lines = printed.slice(printed.indexOf('What a shell starts')).split('\nOr PowerShell')[0]!
  const exported = lines.split('\n').filter(line => /^ {2}export /.test(line))
  expect(exported.length).toBeGreaterThan(8)
  const ask = `${exported.join('\n')}\n'${watchee[0]}' '${watchee[1]}' /v1.0/users`
  writeFileSync(join(program.folder, 'ask.sh'), ask)
  const answers = await Promise.all(
    [1, 2].map(() => program.run(['run', '/bin/sh', 'ask.sh'], { env: { TMPDIR: temporary } })),
  )
  expect(answers.map(({ out }) => out)).toEqual(['403 /v1.0/users\n', '403 /v1.0/users\n'])
  const ended = new Promise(resolve => child.once('exit', resolve))
  child.kill('SIGTERM')
  expect(await ended).toBe(0)
  expect(err.match(/✖ 403 GET \/users · as the app/g)).toHaveLength(2)
  expect(readdirSync(temporary)).toEqual([])
})

test('in the real world: through a company’s proxy, the real certificates verified, the fix for the real tenant', async () => {
  const hosts = ['login.microsoftonline.com', 'graph.microsoft.com'] as const
  const servers = await Promise.all(
    hosts.map(host =>
      realHost(
        host,
        socket => void socket.pipe(connect(Number(new URL(emulator.url).port), '127.0.0.1')).pipe(socket),
      ),
    ),
  )
  const company = await companyProxy(Object.fromEntries(hosts.map((host, at) => [host, servers[at]!.port])))
  const bundle = join(program.folder, 'company.pem')
  writeFileSync(bundle, realAuthority.certificate)
  const { TENANT_ID, CLIENT_ID, CLIENT_SECRET } = settings(emulator)
  const own = { TENANT_ID, CLIENT_ID, CLIENT_SECRET } as Record<string, string>
  const real = { ...own, TMPDIR: temporary, HTTPS_PROXY: company.url, SSL_CERT_FILE: bundle }
  const ran = await program.run(['run', ...watchee, '/v1.0/users'], { env: real })
  expect({ code: ran.code, out: ran.out }).toEqual({ code: 5, out: '403 /v1.0/users\n' })
  expect(company.asked).toEqual(['login.microsoftonline.com:443', 'graph.microsoft.com:443'])
  expect(ran.err).toContain('✖ 403 GET /users · as the app')
  expect(ran.err).toContain('az ad app permission')

  const untrusted = await program.run(['run', ...watchee, '/v1.0/users'], {
    env: { ...real, SSL_CERT_FILE: '' },
  })
  expect(untrusted.err).toContain('login.microsoftonline.com was not reached')
  expect(untrusted.err).toContain('whom this program does not trust')
  company.stop()
  for (const server of servers) server.stop()
})
