import type { HttpClient, HttpResponse } from '../../src/io.ts'
import { check, inspectToken, loadIndex, type PermissionIndex, requiredPermissions } from '../../src/node.ts'
import { Seed } from '../canary/seed.ts'
import { why403 } from '../cli/support.ts'
import type { TestIoOptions } from '../support/io.ts'
import { built, drawn, type Family, families, type Input, tokenOf } from './inputs.ts'

/** An input that broke a promise. */
export interface Broken {
  readonly input: Input
  /** The reader: `why403 explain`, `inspectToken`. */
  readonly reader: string
  readonly why: string
}

export interface Outcome {
  readonly inputs: Readonly<Record<Family, number>>
  readonly broken: readonly Broken[]
  /** Of all readings, in milliseconds. */
  readonly slowest: number
  /** In bytes, after collection, between the first third and the end; null where it cannot be asked for. */
  readonly growth: number | null
}

interface Reader {
  readonly name: string
  /** Resolves with a complaint, or null. */
  read(text: string): Promise<string | null>
}

/** What one reading may take: so much to start, and so much for a thousand characters. In milliseconds. */
const patience = { start: 400, each: 40 }

/** What else runs on a machine makes a reading slow now and then; a bad pattern does always. */
const secondLooks = 3

export const mostGrowth = 24 * 1024 * 1024

/** Draws inputs until there are so many, or the time is over. The same seed draws the same ones. */
export async function fuzz(options: {
  readonly seed: number
  readonly inputs?: number
  readonly milliseconds?: number
  now(): number
}): Promise<Outcome> {
  const { now, inputs: most = Number.POSITIVE_INFINITY, milliseconds = Number.POSITIVE_INFINITY } = options
  const readers = await readersOf()
  const inputs = Object.fromEntries(families.map(family => [family, 0])) as Record<Family, number>
  const broken: Broken[] = []
  const from = now()
  let [slowest, early] = [0, null as number | null]
  for (let turn = 0; turn < most && now() - from < milliseconds; turn++) {
    const family = families[turn % families.length]!
    const input = drawn(family, new Seed(`${options.seed}/${turn}`))
    inputs[family]++
    for (const reader of readers[family]) {
      const { why, took } = await reading(reader, input, now)
      slowest = Math.max(slowest, took)
      if (why !== null) broken.push({ input, reader: reader.name, why })
    }
    const third = Math.max((now() - from) / milliseconds, turn / most) > 1 / 3
    if (third) early ??= heap()
  }
  const late = heap()
  return { inputs, broken, slowest, growth: early === null || late === null ? null : late - early }
}

/** Reads what was once found again. */
export async function replay(input: Input, now: () => number): Promise<Broken[]> {
  const found: Broken[] = []
  for (const reader of (await readersOf())[input.family]) {
    const { why } = await reading(reader, input, now)
    if (why !== null) found.push({ input, reader: reader.name, why })
  }
  return found
}

async function reading(
  reader: Reader,
  input: Input,
  now: () => number,
): Promise<{ why: string | null; took: number }> {
  const text = built(input)
  const limit = patience.start + (patience.each * text.length) / 1000
  let took = Number.POSITIVE_INFINITY
  for (let look = 0; look < secondLooks && took > limit; look++) {
    const [from, before] = [now(), process.cpuUsage()]
    const why = await reader
      .read(text)
      .catch(
        error =>
          `rejects: ${error instanceof Error ? `${error.name}: ${error.message.slice(0, 200)}` : typeof error}`,
      )
    const { user, system } = process.cpuUsage(before)
    // Where others have the processor, the clock goes on; and threads may use more than it says.
    took = Math.min(took, now() - from, (user + system) / 1000)
    if (why !== null) return { why, took }
  }
  return { why: took > limit ? `takes ${Math.round(took)} ms for ${text.length} characters` : null, took }
}

function heap(): number | null {
  const collect = (globalThis as { gc?: () => void }).gc
  if (collect === undefined) return null
  collect()
  return process.memoryUsage().heapUsed
}

const settings = {
  TENANT_ID: 'contoso.example',
  CLIENT_ID: '6f1c2d9e-0b7a-4c55-9a0e-2f4f0d9b7c11',
  CLIENT_SECRET: 'make-believe-secret-value',
}
const operations = ['GET /users', 'GET /users/{id}/messages', 'POST /groups']

/** Nobody answers. */
const silent: HttpClient = async () => ({ status: 404, headers: {}, body: '' })

async function readersOf(): Promise<Readonly<Record<Family, readonly Reader[]>>> {
  const index = await loadIndex()
  const inspecting = [
    library('inspectToken', text => inspectToken(index, text, { at: 1795375900, operations })),
    command(['inspect', '--offline'], text => ({ stdin: text })),
    command(['inspect', '--offline', '--format', 'json', '--token-file', 'token', '--reach'], text => ({
      files: { token: text },
    })),
    command(['check', '--offline', '--token-file', 'token', '/users'], text => ({ files: { token: text } })),
  ]
  return {
    claims: [...inspecting, library('check', text => checked(text, index))],
    token: inspecting,
    address: [
      library('requiredPermissions', text => requiredPermissions(index, text)),
      command(
        ['permissions', '--'],
        () => ({}),
        text => [text],
      ),
      command(
        ['check', '--offline', '--token-file', 'token', '--'],
        () => ({ files: { token: good } }),
        text => [text],
      ),
    ],
    list: [
      command(['permissions', '--from', '-'], text => ({ stdin: text })),
      command(['permissions', '--format', 'jsonl', '--from', 'list'], text => ({ files: { list: text } })),
      command(['check', '--offline', '--token-file', 'token', '--from', 'list'], text => ({
        files: { list: text, token: good },
      })),
    ],
    paste: [
      command(['explain'], text => ({ stdin: text })),
      command(['explain', '--format', 'json'], text => ({ stdin: text })),
    ],
    body: [
      command([], text => ({ env: settings, http: answering('/token', text) })),
      command(['--token-file', 'token', '/users', '--rows', '--format', 'json'], text => ({
        files: { token: good },
        http: answering('/users', text),
      })),
      command(['check', '--token-file', 'token', '--records'], text => ({
        files: { token: good },
        http: answering('/v1.0/', text),
      })),
      command(['inspect', '--token-file', 'token'], text => ({
        files: { token: good },
        http: answering('/', text),
      })),
    ],
    case: [
      command(['open', '-'], text => ({ stdin: text })),
      command(['open', 'case', '--verbose'], text => ({ files: { case: text } })),
      command(['open', 'case', '--claims', '--reach'], text => ({ files: { case: text } })),
      command(['open', 'case', '--format', 'json'], text => ({ files: { case: text } })),
      command(['open', 'case', '--format', 'markdown'], text => ({ files: { case: text } })),
    ],
    dotenv: [
      command(['check'], text => ({ files: { '.env': text }, http: silent })),
      command(['inspect', '--dotenv', 'x', '--verbose'], text => ({ files: { x: text }, http: silent })),
    ],
  }
}

const good = tokenOf(
  '{"alg":"RS256","typ":"JWT","kid":"x"}',
  JSON.stringify({
    aud: 'https://graph.microsoft.com',
    iss: 'https://sts.windows.net/4b3e1f60-8a2d-4d0c-9e57-c0a1b2d3e4f5/',
    tid: '4b3e1f60-8a2d-4d0c-9e57-c0a1b2d3e4f5',
    idtyp: 'app',
    appid: settings.CLIENT_ID,
    roles: ['User.Read.All', 'Application.Read.All'],
    exp: 1795379767,
    nbf: 1795375867,
    ver: '1.0',
  }),
)

/** The claims of a token, where they are an object. */
function checked(token: string, index: PermissionIndex): unknown {
  let claims: unknown
  try {
    claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'))
  } catch {
    return null
  }
  return typeof claims === 'object' && claims !== null && !Array.isArray(claims)
    ? check(index, { ...claims }, operations, { at: 1795375900 })
    : null
}

function library(name: string, read: (text: string) => unknown): Reader {
  return {
    name,
    read: async text => {
      await read(text)
      return null
    },
  }
}

function command(
  argv: readonly string[],
  options: (text: string) => TestIoOptions,
  words: (text: string) => string[] = () => [],
): Reader {
  return {
    name: `why403 ${argv.join(' ')}`,
    read: async text => {
      const { code, err } = await why403(
        [...argv, ...words(text)],
        debugged({ http: silent, ...options(text) }),
      )
      if (![0, 1, 2, 3].includes(code)) return `exit code ${code}`
      const crash = /something went wrong[^(]*\((\w+)\)[\s\S]*?\n( +at .*)/.exec(err)
      return crash === null ? null : `crashes: ${crash[1]}${crash[2]}`
    },
  }
}

/** With the frames of a crash, which name files and functions. */
function debugged(options: TestIoOptions): TestIoOptions {
  return { ...options, env: { ...options.env, WHY403_DEBUG: '1' } }
}

/** A network that answers one kind of address with the text, and all others with nothing. */
function answering(part: string, body: string): HttpClient {
  return async ({ url }): Promise<HttpResponse> => {
    if (!url.includes(part)) return { status: 404, headers: {}, body: '' }
    const statuses = [200, 400, 401, 403, 404, 429, 500]
    return {
      status: statuses[body.length % statuses.length]!,
      headers: { 'content-type': 'application/json', 'request-id': 'x' },
      body,
    }
  }
}
