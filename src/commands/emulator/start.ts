import type { CommandLine } from '../../core/command-line.ts'
import { Why403Error } from '../../core/error.ts'
import {
  type Emulator,
  type EmulatorOptions,
  type LabBeside,
  startEmulator,
} from '../../emulator/emulator.ts'
import type { Io } from '../../io.ts'
import type { Flags } from '../flags.ts'
import { openData } from '../open-data.ts'

/** What is asked of the built-in tenant. */
export type Wish = Pick<EmulatorOptions, 'seed' | 'faults' | 'crowd' | 'cloud' | 'tenant' | 'keep'> & {
  readonly port: number
}

/** With those of the usual tenant, a few hundred people: a directory that one can believe in. */
export const usualCrowd = 227

/** A number that a flag takes, from 0; absent where it was not given. */
export function wholeNumber(
  flags: Flags,
  name: 'port' | 'users',
  most: number,
  takes: string,
): number | undefined {
  const count = flags.number(name)
  if (count === undefined || (Number.isInteger(count) && count >= 0 && count <= most)) return count
  throw new Why403Error('usage', `--${name} takes ${takes}.`)
}

export function portOf(flags: Flags, usual: number): number {
  return wholeNumber(flags, 'port', 65_535, 'a number from 0 (any free one) to 65535') ?? usual
}

/** Starts the built-in tenant for people, at this machine's time. */
export async function startOn(
  wish: Wish,
  { shell }: CommandLine,
  io: Io,
  lab?: LabBeside,
): Promise<Emulator> {
  try {
    return await startEmulator({
      ...wish,
      portal: {
        ...(lab === undefined ? {} : { lab }),
        // Loaded when somebody asks for the first.
        explain: async (exchange, where) =>
          (await import('../explain-exchange.ts')).explainExchange(exchange, where, shell, io),
      },
      index: openData(io).index,
      now: () => io.now(),
      uuid: () => io.uuid(),
      randomBytes: count => io.randomBytes(count),
      sleep: ms => io.sleep(ms),
    })
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : null
    if (code !== 'EADDRINUSE' && code !== 'EACCES') throw cause
    throw new Why403Error(
      'unreachable',
      `Port ${wish.port} of 127.0.0.1 cannot be used (${code}).`,
      ['Any free port: --port 0'],
      { cause },
    )
  }
}
