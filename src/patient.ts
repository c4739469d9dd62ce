import { isPlainlyFile } from './core/secret/named-file.ts'
import type { Io } from './io.ts'
import { forTerminal } from './render/neutralise.ts'

/** So long nothing is said: a command whose output is read as a file takes its time. */
const patienceMs = 1000

/**
 * The same Io, whose files do not make anybody wait in silence: a pipe that nobody writes to never ends, and
 * stderr says that it is awaited.
 */
export function patient(io: Io): Io {
  const { sleep, stderr } = io
  async function awaited<Value>(file: string, reading: Promise<Value>): Promise<Value> {
    let silent = true
    void sleep(patienceMs).then(() => {
      if (silent) stderr.write(`Waiting for what is written to ${named(file)} (end with Ctrl-C)\n`)
    })
    return reading.finally(() => {
      silent = false
    })
  }
  return {
    ...io,
    readFile: (file, limit) => awaited(file, io.readFile(file, limit)),
    async *readPieces(file) {
      const pieces = io.readPieces(file)[Symbol.asyncIterator]()
      const first = await awaited(file, pieces.next())
      if (first.done === true) return
      yield first.value
      yield* { [Symbol.asyncIterator]: () => pieces }
    },
  }
}

/** A name that may be a secret in the wrong place is not repeated. */
function named(file: string): string {
  return isPlainlyFile(file) ? forTerminal(file) : 'a file'
}
