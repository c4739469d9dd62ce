import { randomBytes, randomUUID } from 'node:crypto'
import { posix } from 'node:path'
import { KnownSecrets } from '../../src/core/secret/known.ts'
import { httpClient } from '../../src/edges/http.ts'
import { lendFolder } from '../../src/edges/lent-folder.ts'
import { runCommand } from '../../src/edges/run-command.ts'
import { runProgram } from '../../src/edges/run-program.ts'
import type { HttpClient, Io } from '../../src/io.ts'

/** A fixed time for tests that do not care which: 2026-11-22T20:00:00Z, in milliseconds. */
export const testNow = Date.UTC(2026, 10, 22, 20)

export interface TestIoOptions {
  readonly env?: Record<string, string>
  /** Files by name. What is written lands here too. */
  readonly files?: Record<string, string>
  /** Permission bits of those files; 0600 where none are named. */
  readonly modes?: Record<string, number>
  /** Files and folders that belong to somebody else. */
  readonly foreign?: readonly string[]
  /** Absent: a terminal that nobody types into. */
  readonly stdin?: string
  /** What is typed as it is asked for. Default: what stands in stdin, at once. */
  readonly typed?: () => AsyncIterable<string>
  readonly now?: () => number
  readonly columns?: number
  /** Whether stdout is a terminal. */
  readonly terminal?: boolean
  /** Whether stderr is. */
  readonly watched?: boolean
  /** Default: no time passes. */
  readonly sleep?: (ms: number) => Promise<void>
  /** Default: it is over at once, and no time has passed. */
  readonly pause?: (ms: number, signal?: AbortSignal) => Promise<void>
  /** Default: nobody interrupts. */
  readonly interrupted?: Promise<void>
  readonly colourDepth?: 0 | 1 | 2 | 3
  /** Whether a browser can be started: it can, unless this says otherwise. */
  readonly browser?: boolean
  /** Default: the real client, on loopback only. */
  readonly http?: HttpClient
}

export interface TestIo {
  readonly io: Io
  readonly files: Record<string, string>
  readonly modes: Record<string, number>
  /** Files that were shown in the browser. */
  readonly shown: readonly string[]
  out(): string
  err(): string
}

/** An Io in memory: main(argv, io) runs in a test as it runs in a terminal. Network: loopback only. */
export function testIo(options: TestIoOptions = {}): TestIo {
  const files = { ...options.files }
  const modes: Record<string, number> = { ...options.modes }
  const written = { out: '', err: '' }
  const shown: string[] = []
  const output = (name: 'out' | 'err'): Io['stdout'] => ({
    write: text => {
      written[name] += text
    },
    taken: async () => true,
    isTerminal: name === 'err' ? options.watched === true : options.terminal === true,
    columns: options.columns ?? null,
    colourDepth: options.colourDepth ?? 0,
  })
  const io: Io = {
    stdout: output('out'),
    stderr: output('err'),
    stdin: {
      isTerminal: options.stdin === undefined,
      read: async limit => {
        const text = options.stdin ?? ''
        return text.length > limit ? null : text
      },
      async *pieces() {
        yield options.stdin ?? ''
      },
      letGo: () => {},
      async *typed() {
        yield* options.typed?.() ?? [options.stdin ?? '']
      },
    },
    env: { LANG: 'C.UTF-8', ...options.env },
    cwd: '/',
    platform: 'linux',
    now: options.now ?? (() => testNow),
    utcOffset: () => 0,
    uuid: randomUUID,
    randomBytes,
    turn: () => new Promise(done => setImmediate(done)),
    sleep: ms => options.sleep?.(ms) ?? new Promise(() => {}),
    pause: async (ms, signal) => options.pause?.(ms, signal),
    untilInterrupted: () => options.interrupted ?? new Promise(() => {}),
    onCrash: () => {},
    http: options.http ?? loopbackOnly,
    runCommand: (words, wish) =>
      runCommand(words, wish, {
        environment: { PATH: process.env.PATH, ...options.env },
        platform: 'linux',
        kill: process.kill,
      }),
    runProgram: (words, environment, began) =>
      runProgram(words, { PATH: process.env.PATH, ...environment }, began, process),
    lend: async files => lendFolder(files, process.execPath),
    readFile: async (name, limit) => {
      const text = files[name]
      if (text === undefined) throw Object.assign(new Error(`no such file: ${name}`), { code: 'ENOENT' })
      if (text.length > limit) throw Object.assign(new Error('too long'), { code: 'EFBIG' })
      return text
    },
    readBytes: async (name, limit) => Buffer.from(await io.readFile(name, limit), 'latin1'),
    async *readPieces(name) {
      yield await io.readFile(name, Number.POSITIVE_INFINITY)
    },
    fileStatus: async name => {
      const isOurs = options.foreign?.includes(name) !== true
      if (name in files) return { kind: 'file', mode: modes[name] ?? 0o600, isOurs }
      const isFolder = Object.keys(files).some(file => file.startsWith(`${name}/`))
      return isFolder ? { kind: 'folder', mode: modes[name] ?? 0o700, isOurs } : null
    },
    regularPath: async name => (name.startsWith('/dev/') ? null : posix.resolve('/', name)),
    writeFile: async (name, text, mode) => {
      let whole = ''
      for await (const piece of text) whole += piece
      files[name] = whole
      modes[name] = mode
    },
    temporaryFile: async name => `/tmp/why403/${name}`,
    browse: async name => {
      if (options.browser !== false) shown.push(name)
      return options.browser !== false
    },
    makeFolder: async () => {},
    known: new KnownSecrets(),
    writeSecret: (name, secret) => io.writeFile(name, `${secret.reveal()}\n`, 0o600),
  }
  return { io, files, modes, shown, out: () => written.out, err: () => written.err }
}

/** The real client, and no way out of this machine. */
export const loopbackOnly: HttpClient = request => {
  if (new URL(request.url).hostname !== '127.0.0.1') throw new Error(`a test reached for ${request.url}`)
  return httpClient(request)
}
