import { type ChildProcess, spawn } from 'node:child_process'
import { constants } from 'node:os'
import type { ProgramEnd } from '../io.ts'
import { startOf } from './run-command.ts'

/** The process that runs it. */
export interface System {
  readonly platform: string
  on(signal: Passed, listener: () => void): unknown
  off(signal: Passed, listener: () => void): unknown
  readonly stdin: { readonly isTTY?: boolean }
}

const passed = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
type Passed = (typeof passed)[number]

/**
 * Runs a program in this one's place: input, output, signals and the terminal are its own, and this process waits for it.
 *
 * @param began told its process id
 */
export function runProgram(
  words: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  began: (pid: number) => void,
  system: System,
): Promise<ProgramEnd> {
  const started = startOf(words, environment, system.platform)
  if (started === null) return Promise.resolve({ kind: 'not-passed-on' })
  return new Promise(resolve => {
    let child: ChildProcess
    try {
      child = spawn(started.file, started.arguments, {
        ...{ env: { ...environment }, stdio: 'inherit', windowsVerbatimArguments: started.verbatim },
      })
    } catch {
      resolve({ kind: 'not-started' })
      return
    }
    const handlers = passed.map(signal => {
      // A terminal gives Ctrl-C to both.
      const pass = (): void => {
        if (signal !== 'SIGINT' || system.stdin.isTTY !== true) child.kill(signal)
      }
      system.on(signal, pass)
      return [signal, pass] as const
    })
    const end = (how: ProgramEnd): void => {
      for (const [signal, pass] of handlers) system.off(signal, pass)
      resolve(how)
    }
    if (child.pid !== undefined) began(child.pid)
    child.once('error', (error: NodeJS.ErrnoException) => {
      end({ kind: error.code === 'ENOENT' ? 'not-found' : 'not-started' })
    })
    child.once('exit', (code, signal) => {
      // As a shell tells it (POSIX, "Exit Status for Commands").
      end({ kind: 'ended', code: code ?? 128 + (signal === null ? 0 : constants.signals[signal]) })
    })
  })
}
