import { Why403Error } from '../core/error.ts'
import { cannotRead } from '../core/secret/named-file.ts'
import type { Io } from '../io.ts'
import { type Flags, inputFlags } from './flags.ts'

/** Input that is no list of operations and no token is cut off here: 1 MiB. */
const inputLimit = 1024 * 1024

/** A file, of at most so many bytes, or standard input, of at most a token's length. */
export async function readInput(file: string, flag: string, io: Io, limit = inputLimit): Promise<string> {
  if (file === '-') {
    const text = await io.stdin.read(inputLimit)
    if (text !== null) return text
    throw new Why403Error('unreadable-input', 'Standard input holds more than 1 MiB.', [
      'No token is that long. A list of operations that is can be given as a file: --from FILE',
    ])
  }
  try {
    return await io.readFile(file, limit)
  } catch (cause) {
    throw cannotRead(flag, file, takesFile(flag), cause)
  }
}

function takesFile(flag: string): string {
  return `${flag} takes a file, or - for standard input.`
}

/** Standard input can be read once. */
export function refuseTwoReaders(flags: Flags): void {
  const readers = inputFlags.filter(name => flags.text(name) === '-')
  if (readers.length < 2) return
  throw new Why403Error(
    'usage',
    `${readers.map(name => `--${name} -`).join(' and ')} cannot both read standard input.`,
    ['Give one of them a file.'],
  )
}
