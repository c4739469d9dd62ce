import { isPlainlyFile } from './core/secret/named-file.ts'
import type { Io } from './io.ts'
import { forTerminal } from './render/neutralise.ts'

/** So long nothing is said: a command whose output is read takes its time. */
const patienceMs = 1000

/**
 * The same Io, which makes nobody wait in silence: a pipe that nobody writes to never ends, nor does a terminal that
 * nobody types into, and stderr says that it is awaited.
 */
export function patient(io: Io): Io {
  const { sleep, stderr, stdin } = io
  async function awaited<Value>(what: () => string, reading: Promise<Value>): Promise<Value> {
    let silent = true
    void sleep(patienceMs).then(() => {
      if (silent) stderr.write(`Waiting for ${what()}\n`)
    })
    return reading.finally(() => {
      silent = false
    })
  }
  async function* fromFirst(what: () => string, pieces: AsyncIterable<string>): AsyncGenerator<string> {
    const rest = pieces[Symbol.asyncIterator]()
    const first = await awaited(what, rest.next())
    if (first.done === true) return
    yield first.value
    yield* { [Symbol.asyncIterator]: () => rest }
  }
  return {
    ...io,
    stdin: {
      get isTerminal() {
        return stdin.isTerminal
      },
      read: limit => awaited(standardInput, stdin.read(limit)),
      pieces: () => fromFirst(standardInput, stdin.pieces()),
      typed: () => stdin.typed(),
      letGo: () => stdin.letGo(),
    },
    readFile: (file, limit) => awaited(() => written(file), io.readFile(file, limit)),
    readBytes: (file, limit) => awaited(() => written(file), io.readBytes(file, limit)),
    readPieces: file => fromFirst(() => written(file), io.readPieces(file)),
  }
}

const standardInput = (): string => 'standard input (end it with Ctrl-D)'

/** A name that may be a secret in the wrong place is not repeated. */
function written(file: string): string {
  return `what is written to ${isPlainlyFile(file) ? forTerminal(file) : 'a file'} (end with Ctrl-C)`
}
