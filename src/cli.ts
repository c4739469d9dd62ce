import { createReadStream, type Stats, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { decodePieces, decodeText } from './edges/decode-text.ts'
import { readWhole } from './edges/read-file.ts'
import type { FileStatus, Input, Output, Outside } from './io.ts'
import { version } from './version.ts'

// The only file that knows `process`. --version is answered before anything else is loaded.
const argv = process.argv.slice(2)
let outputFailed = false
/** How main tells a failure; null until it is loaded. */
let tell: ((error: unknown) => number) | null = null
if (argv.length === 1 && argv[0] === '--version') {
  output(() => process.stdout).write(`${version}\n`)
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
    // Opening a stream costs a millisecond or more: only those that are used are.
    stdout: output(() => process.stdout),
    stderr: output(() => process.stderr),
    stdin: input(() => process.stdin),
    env: process.env,
    cwd: process.cwd(),
    platform: process.platform,
    now: Date.now,
    utcOffset: at => -new Date(at).getTimezoneOffset(),
    uuid: () => crypto.randomUUID(),
    randomBytes: count => crypto.getRandomValues(new Uint8Array(count)),
    sleep: ms => new Promise(done => setTimeout(done, ms).unref()),
    untilInterrupted: () =>
      new Promise(done => {
        for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => done())
      }),
    onCrash: told => {
      tell = told
    },
    http: async request => (await import('./edges/http.ts')).httpClient(request),
    readFile: async (name, limit) => readWhole(path(name), limit),
    readPieces: name => decodePieces(createReadStream(path(name), { highWaterMark: 32 * 1024 })),
    fileStatus: async name => {
      const stats = statSync(path(name), { throwIfNoEntry: false })
      return stats === undefined ? null : statusOf(stats)
    },
    regularPath: async name => (await import('./edges/write-file.ts')).regularPath(path(name)),
    writeFile: async (name, text, mode) =>
      (await import('./edges/write-file.ts')).writeWhole(path(name), text, mode, onInterrupt),
    makeFolder: async name => {
      ;(await import('./edges/write-file.ts')).makeFolder(path(name))
    },
  }
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

function output(open: () => NodeJS.WriteStream): Output {
  let opened: NodeJS.WriteStream | null = null
  // Node never destroys its standard streams: they go on taking what goes nowhere.
  let broken = false
  const stream = (): NodeJS.WriteStream => {
    opened ??= open().on('error', (error: NodeJS.ErrnoException) => {
      const known = broken
      broken = true
      // A reader that has seen enough (head, less) closes the pipe, and that is no failure.
      if (known || error.code === 'EPIPE' || opened === process.stderr) return
      process.stderr.write(`why403: Standard output cannot be written (${error.code}).\n`)
      process.stderr.write('  Is the disk full? --output FILE writes the answer elsewhere.\n')
      outputFailed = true
      process.exitCode = 3
    })
    return opened
  }
  return {
    write: text => {
      if (!broken) stream().write(text)
    },
    taken: async () => {
      if (!broken && stream().writableNeedDrain) {
        await new Promise<void>(done => {
          const end = (): void => {
            stream().off('drain', end).off('error', end)
            done()
          }
          stream().on('drain', end).on('error', end)
        })
      }
      return !broken
    },
    get isTerminal() {
      return stream().isTTY === true
    },
    get columns() {
      return stream().columns ?? null
    },
    get colourDepth() {
      const bits = stream().isTTY ? stream().getColorDepth() : 1
      return bits >= 24 ? 3 : bits >= 8 ? 2 : bits > 1 ? 1 : 0
    },
  }
}

function input(stream: () => NodeJS.ReadStream): Input {
  return {
    get isTerminal() {
      return stream().isTTY === true
    },
    read: async limit => {
      const chunks: Buffer[] = []
      let length = 0
      for await (const chunk of stream()) {
        chunks.push(chunk as Buffer)
        length += (chunk as Buffer).length
        if (length > limit) return null
      }
      return decodeText(Buffer.concat(chunks))
    },
    pieces: () => decodePieces(stream()),
  }
}
