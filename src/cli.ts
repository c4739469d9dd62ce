import { createReadStream, mkdirSync, readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Input, Output, Outside } from './io.ts'
import { version } from './version.ts'

// The only file that knows `process`. --version is answered before anything else is loaded.
const argv = process.argv.slice(2)
if (argv.length === 1 && argv[0] === '--version') {
  process.stdout.write(`${version}\n`)
} else {
  void import('./main.ts').then(async ({ main }) => {
    process.exitCode = await main(argv, processIo())
  })
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
    http: async request => (await import('./edges/http.ts')).httpClient(request),
    // Small files, and nothing else under way: the thread pool costs more than it saves.
    readFile: async name => readFileSync(path(name), 'utf8'),
    readPieces: name => createReadStream(path(name), { encoding: 'utf8', highWaterMark: 32 * 1024 }),
    fileMode: async name =>
      process.platform === 'win32' ? null : (statSync(path(name), { throwIfNoEntry: false })?.mode ?? null),
    writeFile: async (name, text, mode) => {
      const { rename, rm, writeFile } = await import('node:fs/promises')
      const beside = `${path(name)}.${crypto.randomUUID()}.tmp`
      try {
        await writeFile(beside, text, { mode, flag: 'wx' })
        await rename(beside, path(name))
      } catch (error) {
        await rm(beside, { force: true })
        throw error
      }
    },
    makeFolder: async name => {
      mkdirSync(path(name), { recursive: true })
    },
  }
}

function output(open: () => NodeJS.WriteStream): Output {
  let opened: NodeJS.WriteStream | null = null
  const stream = (): NodeJS.WriteStream => {
    // A reader that has seen enough (head, less) closes the pipe, and that is no failure.
    opened ??= open().on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
    })
    return opened
  }
  return {
    write: text => {
      stream().write(text)
    },
    taken: async () => {
      if (stream().writableNeedDrain) await new Promise(done => stream().once('drain', done))
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
      return Buffer.concat(chunks).toString('utf8')
    },
    pieces: () => stream().setEncoding('utf8'),
  }
}
