import { closeSync, constants, fstatSync, openSync, readSync, type Stats, writeSync } from 'node:fs'
import type { Input, Output } from '../io.ts'
import { decodePieces, decodeText } from './decode-text.ts'

/**
 * Standard input and output. Node's own streams load its network code, which is a tenth of a short run: what is
 * no terminal is read and written by its descriptor as long as that makes nobody wait, and by the stream from
 * there on.
 */

type Streams = Pick<NodeJS.Process, 'platform' | 'stdin' | 'stdout' | 'stderr'>

const descriptors = { stdin: 0, stdout: 1, stderr: 2 } as const

/** What a descriptor leads to; null where it is a terminal or a device, or where the system does not say. */
function plain(descriptor: number, { platform }: Streams): Stats | null {
  if (platform === 'win32') return null
  try {
    const stats = fstatSync(descriptor)
    return stats.isFile() || stats.isFIFO() || stats.isSocket() ? stats : null
  } catch {
    return null
  }
}

/** A pipe takes as much as this though nobody reads yet (macOS: 16 KiB, Linux: 64 KiB). In bytes. */
const pipeful = 16 * 1024

/** @param failed is told once why nothing can be written any more, and never of a reader who has seen enough */
export function standardOutput(
  streams: Streams,
  name: 'stdout' | 'stderr',
  failed: (code: string | undefined) => void = () => {},
): Output {
  const descriptor = descriptors[name]
  const stats = plain(descriptor, streams)
  /** Bytes that may still be written by the descriptor: what a pipe does not take at once is the stream's. */
  let atOnce = stats === null ? 0 : stats.isFile() ? Number.POSITIVE_INFINITY : pipeful
  let opened: NodeJS.WriteStream | null = null
  // Node never destroys its standard streams: they go on taking what goes nowhere.
  let broken = false
  const fail = ({ code }: NodeJS.ErrnoException): void => {
    const known = broken
    broken = true
    // A reader that has seen enough (head, less) closes the pipe, and that is no failure.
    if (!known && code !== 'EPIPE') failed(code)
  }
  const stream = (): NodeJS.WriteStream => {
    opened ??= streams[name].on('error', fail)
    return opened
  }
  /** What is left of the bytes. */
  const writeAtOnce = (bytes: Buffer): Buffer => {
    let rest = bytes
    try {
      while (rest.length > 0 && rest.length <= atOnce) {
        const written = writeSync(descriptor, rest)
        atOnce -= written
        rest = rest.subarray(written)
      }
    } catch (error) {
      // A pipe that is full, and that its maker set not to wait.
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') fail(error as NodeJS.ErrnoException)
    }
    return rest
  }
  return {
    write: text => {
      if (broken) return
      if (atOnce === 0) {
        stream().write(text)
        return
      }
      const rest = writeAtOnce(Buffer.from(text))
      if (rest.length === 0 || broken) return
      atOnce = 0
      stream().write(rest)
    },
    taken: async () => {
      if (!broken && opened?.writableNeedDrain) {
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
      return stats === null && stream().isTTY === true
    },
    // Some pseudo-terminals say that they have none.
    get columns() {
      return stats === null ? stream().columns || null : null
    },
    get colourDepth() {
      const bits = stats === null && stream().isTTY ? stream().getColorDepth() : 1
      return bits >= 24 ? 3 : bits >= 8 ? 2 : bits > 1 ? 1 : 0
    },
  }
}

export function standardInput(streams: Streams): Input {
  const stats = plain(descriptors.stdin, streams)
  async function* chunks(): AsyncGenerator<Buffer> {
    const source = stats === null ? null : withoutWaiting(descriptors.stdin, stats)
    if (source !== null && (yield* readAtOnce(source))) return
    yield* streams.stdin as AsyncIterable<Buffer>
  }
  return {
    get isTerminal() {
      return stats === null && streams.stdin.isTTY === true
    },
    read: async limit => {
      const read: Buffer[] = []
      let length = 0
      for await (const chunk of chunks()) {
        read.push(chunk)
        length += chunk.length
        if (length > limit) return null
      }
      return decodeText(Buffer.concat(read))
    },
    pieces: () => decodePieces(chunks()),
    typed: () => decodePieces(chunks()),
    letGo: () => streams.stdin.unref?.(),
  }
}

interface Source {
  readonly descriptor: number
  close(): void
}

/**
 * A descriptor that never makes wait: a file's own; a pipe's, opened once more (Linux), since whoever made the
 * pipe shares the setting. Null: there is none.
 */
function withoutWaiting(descriptor: number, stats: Stats): Source | null {
  if (stats.isFile()) return { descriptor, close: () => {} }
  try {
    const again = openSync(`/proc/self/fd/${descriptor}`, constants.O_RDONLY | constants.O_NONBLOCK)
    return { descriptor: again, close: () => closeSync(again) }
  } catch {
    return null
  }
}

/** Whether it came to the end; else there is nothing more yet, and the rest is the stream's. */
async function* readAtOnce({ descriptor, close }: Source): AsyncGenerator<Buffer, boolean> {
  try {
    for (let turn = 0; ; turn++) {
      // Timers and signals have their turn too, however long it is.
      if (turn > 0) await new Promise(done => setImmediate(done))
      const chunk = Buffer.allocUnsafe(32 * 1024)
      const length = readSync(descriptor, chunk)
      if (length === 0) return true
      yield chunk.subarray(0, length)
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return false
    throw error
  } finally {
    close()
  }
}
