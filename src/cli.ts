import { createReadStream, type Stats, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { decodePieces } from './edges/decode-text.ts'
import { readAllBytes, readWhole } from './edges/read-file.ts'
import { standardInput, standardOutput } from './edges/standard-streams.ts'
import type { FileStatus, Outside } from './io.ts'
import { version } from './version.ts'

// The only file that knows `process`. --version is answered before anything else is loaded.
const argv = process.argv.slice(2)
let outputFailed = false
/** How main tells a failure; null until it is loaded. */
let tell: ((error: unknown) => number) | null = null
if (argv.length === 1 && argv[0] === '--version') {
  standardOutput(process, 'stdout', cannotBeWritten).write(`${version}\n`)
} else {
  // Until main answers nothing has succeeded, however the process may end.
  process.exitCode = 3
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) process.on(event, crash)
  process.on('beforeExit', lost)
  void import('./main.ts').then(async ({ main }) => {
    const code = await main(argv, processIo())
    process.off('beforeExit', lost)
    process.exitCode = outputFailed ? 3 : code
  })
}

/** A failure that nobody waited for: told once, and the end. */
function crash(error: unknown): never {
  if (tell === null) process.stderr.write('why403: The program cannot be loaded. Is it installed whole?\n')
  process.exit(tell?.(error) ?? 3)
}

/** Nothing is under way any more, and main still waits. */
function lost(): void {
  crash(Object.assign(new Error(), { name: 'LostPromise' }))
}

function processIo(): Outside {
  const path = (name: string): string => resolve(process.cwd(), name)
  return {
    stdout: standardOutput(process, 'stdout', cannotBeWritten),
    stderr: standardOutput(process, 'stderr'),
    stdin: standardInput(process),
    env: process.env,
    cwd: process.cwd(),
    platform: process.platform,
    now: Date.now,
    utcOffset: at => -new Date(at).getTimezoneOffset(),
    uuid: () => crypto.randomUUID(),
    randomBytes: count => crypto.getRandomValues(new Uint8Array(count)),
    turn: () => new Promise(done => setImmediate(done)),
    sleep: ms => new Promise(done => setTimeout(done, ms).unref()),
    pause,
    untilInterrupted: () =>
      new Promise(done => {
        for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => done())
      }),
    onCrash: told => {
      tell = told
    },
    http: async request => (await import('./edges/http.ts')).httpClient(request, process.env),
    runCommand: async (words, wish) =>
      (await import('./edges/run-command.ts')).runCommand(words, wish, {
        environment: process.env,
        platform: process.platform,
        kill: process.kill,
      }),
    runProgram: async (words, environment, began) =>
      (await import('./edges/run-program.ts')).runProgram(words, environment, began, process),
    lend: async files => (await import('./edges/lent-folder.ts')).lendFolder(files, process.execPath),
    readFile: async (name, limit) => readWhole(path(name), limit),
    readBytes: async (name, limit) => readAllBytes(path(name), limit),
    readPieces: name => decodePieces(createReadStream(path(name), { highWaterMark: 32 * 1024 })),
    fileStatus: async name => {
      const stats = statSync(path(name), { throwIfNoEntry: false })
      return stats === undefined ? null : statusOf(stats)
    },
    regularPath: async name => (await import('./edges/write-file.ts')).regularPath(path(name)),
    writeFile: async (name, text, mode) =>
      (await import('./edges/write-file.ts')).writeWhole(path(name), text, mode, onInterrupt),
    temporaryFile: async name => (await import('./edges/browser.ts')).temporaryFile(name),
    browse: async name => (await import('./edges/browser.ts')).browse(path(name), process.platform),
    makeFolder: async name => {
      ;(await import('./edges/write-file.ts')).makeFolder(path(name))
    },
  }
}

function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise(done => {
    const end = (): void => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', end)
      done()
    }
    // Node takes a wait of more than 24 days for none.
    const timer = setTimeout(end, Math.min(ms, 2 ** 31 - 1))
    if (signal?.aborted === true) end()
    else signal?.addEventListener('abort', end)
  })
}

function cannotBeWritten(code: string | undefined): void {
  process.stderr.write(`why403: Standard output cannot be written (${code}).\n`)
  process.stderr.write('  Is the disk full? --output FILE writes the answer elsewhere.\n')
  outputFailed = true
  process.exitCode = 3
}

function statusOf(stats: Stats): FileStatus {
  const { getuid } = process
  return {
    kind: stats.isFile() ? 'file' : stats.isDirectory() ? 'folder' : 'other',
    mode: process.platform === 'win32' ? null : stats.mode & 0o7777,
    isOurs: getuid === undefined ? null : stats.uid === getuid(),
  }
}

/** Cleans up when the process is told to end, and lets it end. */
function onInterrupt(cleanUp: () => void): () => void {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  const end = (signal: NodeJS.Signals): void => {
    cleanUp()
    takeBack()
    process.kill(process.pid, signal)
  }
  const takeBack = (): void => {
    for (const signal of signals) process.off(signal, end)
  }
  for (const signal of signals) process.on(signal, end)
  return takeBack
}
