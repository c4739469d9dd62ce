import type { Io } from '../../io.ts'
import type { Flags } from '../flags.ts'
import { save } from '../output.ts'

/** Where rows go as they come: standard output, or the file of --output, which is written whole or not at all. */
export interface RowOutput {
  /** Whether it is a terminal. */
  readonly isSeen: boolean
  /** Resolves when it was taken; false: nobody takes any more. */
  write(text: string): Promise<boolean>
  end(failure?: unknown): Promise<void>
}

export function rowOutput(flags: Flags, io: Io): RowOutput {
  const file = flags.text('output')
  return file === undefined ? toStdout(io) : toFile(file, io)
}

function toStdout({ stdout }: Io): RowOutput {
  return {
    isSeen: stdout.isTerminal,
    async write(text) {
      if (text !== '') stdout.write(text)
      return stdout.taken()
    },
    end: async () => {},
  }
}

/** The file takes what it is given when it asks for it: one piece is under way at a time. */
function toFile(file: string, io: Io): RowOutput {
  const pieces = handOver()
  const saving = save(file, pieces.taken, io)
  // It is waited for at the end; until then a failure is told by the next write.
  let isFailed = false
  saving.catch(() => {
    isFailed = true
    pieces.give(null)
  })
  return {
    isSeen: false,
    async write(text) {
      if (text !== '' && !isFailed) await pieces.give({ text })
      return !isFailed
    },
    async end(failure) {
      if (failure === undefined) pieces.give(null)
      else pieces.give({ failure })
      // A road that failed tells its own failure; the file was not written because of it.
      await (failure === undefined ? saving : saving.catch(() => {}))
    },
  }
}

type Piece = { readonly text: string } | { readonly failure: unknown }

/** One that gives and one that takes, each waiting for the other. */
function handOver(): { readonly taken: AsyncIterable<string>; give(piece: Piece | null): Promise<void> } {
  let offered: { readonly piece: Piece | null; done(): void } | null = null
  let wake: () => void = () => {}
  return {
    give: piece =>
      new Promise(done => {
        offered = { piece, done }
        wake()
      }),
    taken: {
      async *[Symbol.asyncIterator]() {
        for (;;) {
          if (offered === null) {
            await new Promise<void>(woken => {
              wake = woken
            })
            continue
          }
          const { piece, done } = offered as { readonly piece: Piece | null; done(): void }
          offered = null
          done()
          if (piece === null) return
          if ('failure' in piece) throw piece.failure
          yield piece.text
        }
      },
    },
  }
}
