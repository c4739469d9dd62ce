import type { Emulator } from '../../src/emulator/emulator.ts'
import type { HttpClient, HttpResponse } from '../../src/io.ts'
import { main } from '../../src/main.ts'
import { start } from '../emulator/support.ts'
import { loopbackOnly, type TestIoOptions, testIo } from '../support/io.ts'

/** What a command line left behind. */
export interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
  readonly files: Readonly<Record<string, string>>
  readonly modes: Readonly<Record<string, number>>
  readonly shown: readonly string[]
}

/** Runs a command line in this process, at the emulator's time. */
export async function why403(argv: readonly string[], options: TestIoOptions = {}): Promise<Ran> {
  const { io, files, modes, shown, out, err } = testIo({ now: () => start, ...options })
  const code = await main(argv, io)
  return { code, out: out(), err: err(), files, modes, shown }
}

/** The report of a command line that prints one as JSON. */
// biome-ignore lint/suspicious/noExplicitAny: tests look into parts of many shapes
export async function report(argv: readonly string[], options: TestIoOptions = {}): Promise<any> {
  const { out, err } = await why403(['--format', 'json', ...argv], options)
  if (out === '') throw new Error(`no report: ${err}`)
  return JSON.parse(out)
}

/** The settings that `why403 emulator` prints, for an app by its key. */
export function settings({ url, tenantId, apps }: Emulator, app = 'lab'): Record<string, string> {
  const { clientId, secret } = apps[app]!
  return { WHY403_EMULATOR: url, TENANT_ID: tenantId, CLIENT_ID: clientId, CLIENT_SECRET: secret }
}

/** As lines of a .env file. */
export function dotenv(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('')
}

/** The network, but for some URLs: those are answered here. */
export function answering(urls: RegExp, answer: Partial<HttpResponse>): HttpClient {
  return async request =>
    urls.test(request.url) ? { status: 200, headers: {}, body: '', ...answer } : loopbackOnly(request)
}

/** The network, with the emulator in Microsoft's place: a command line takes it for the global cloud. */
export function standingIn({ url }: Emulator): HttpClient {
  const hosts = /^https:\/\/(login\.microsoftonline\.com|graph\.microsoft\.com)(?=\/)/
  return async request => loopbackOnly({ ...request, url: request.url.replace(hosts, url) })
}
