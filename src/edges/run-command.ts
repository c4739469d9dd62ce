import { type ChildProcess, spawn } from 'node:child_process'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { CommandEnd, CommandWish } from '../io.ts'

/** The process that runs it. */
export interface System {
  readonly environment: Environment
  readonly platform: string
  readonly kill: (pid: number, signal: 'SIGKILL') => unknown
}

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Runs a program without a shell, its standard input closed, and collects what it prints. Whatever it started ends with
 * it when it takes too long.
 */
export function runCommand(
  words: readonly string[],
  { timeoutMs, longest, without }: CommandWish,
  { environment, platform, kill }: System,
): Promise<CommandEnd> {
  const started = startOf(words, environment, platform)
  if (started === null) return Promise.resolve({ kind: 'not-passed-on' })
  const env = Object.fromEntries(Object.entries(environment).filter(([name]) => !without.includes(name)))
  const isGrouped = platform !== 'win32'
  const child = begun(started, env, isGrouped)
  if (child === null) return Promise.resolve({ kind: 'not-started' })
  return new Promise(resolve => {
    const printed = { stdout: [] as Buffer[], stderr: [] as Buffer[] }
    let length = 0
    const end = (how: CommandEnd): void => {
      clearTimeout(timer)
      resolve(how)
    }
    const stop = (how: CommandEnd): void => {
      endAll(child, isGrouped ? kill : null)
      end(how)
    }
    const timer = setTimeout(() => stop({ kind: 'timed-out' }), timeoutMs)
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].on('data', (piece: Buffer) => {
        length += piece.length
        if (length > longest) stop({ kind: 'too-long' })
        else printed[name].push(piece)
      })
    }
    child.on('error', (error: NodeJS.ErrnoException) => {
      end({ kind: error.code === 'ENOENT' ? 'not-found' : 'not-started' })
    })
    child.on('close', code => {
      const text = (pieces: readonly Buffer[]): string => Buffer.concat(pieces).toString('utf8')
      end({ kind: 'ended', code, stdout: text(printed.stdout), stderr: text(printed.stderr) })
    })
  })
}

/** Null: what no system would start, such as a name that is too long. Node throws some of that, and tells the rest later. */
function begun({ file, arguments: words, verbatim }: Started, env: Environment, detached: boolean) {
  try {
    return spawn(file, words, {
      ...{ env: { ...env }, detached, windowsHide: true, windowsVerbatimArguments: verbatim },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  } catch {
    return null
  }
}

/** With the whole group, which is what it started itself. */
function endAll(child: ChildProcess, kill: System['kill'] | null): void {
  try {
    if (kill !== null && child.pid !== undefined) kill(-child.pid, 'SIGKILL')
    else child.kill('SIGKILL')
  } catch {
    // It has ended meanwhile.
  }
}

interface Started {
  readonly file: string
  readonly arguments: readonly string[]
  /** Windows only: the arguments are one line already. */
  readonly verbatim: boolean
}

/**
 * What is started. On Windows many a program is a batch file (az.cmd), which cmd.exe alone can run and which reads its
 * arguments anew: only those without any sign that it knows are passed on. Null: they hold others.
 */
export function startOf(
  words: readonly string[],
  environment: Environment,
  platform: string,
): Started | null {
  const [program = '', ...rest] = words
  if (platform !== 'win32') return { file: program, arguments: rest, verbatim: false }
  const found = onPath(program, environment)
  if (!/\.(?:cmd|bat)$/i.test(found)) return { file: found, arguments: rest, verbatim: false }
  if (!rest.every(word => /^[A-Za-z0-9._:/=@-]+$/.test(word)) || /["%^&|<>!]/.test(found)) return null
  const file = environment.ComSpec ?? environment.COMSPEC ?? 'cmd.exe'
  return { file, arguments: ['/d', '/s', '/c', `"${[`"${found}"`, ...rest].join(' ')}"`], verbatim: true }
}

/** As Windows finds a program: by PATHEXT in the folders of PATH. The name itself, where it is in none. */
function onPath(program: string, environment: Environment): string {
  if (/[\\/]/.test(program) || /\.[a-z]{3}$/i.test(program)) return program
  const endings = (environment.PATHEXT ?? '.COM;.EXE;.BAT;.CMD').split(';')
  for (const folder of (environment.Path ?? environment.PATH ?? '').split(';')) {
    for (const ending of endings) {
      const file = join(folder, program + ending)
      if (folder !== '' && statSync(file, { throwIfNoEntry: false })?.isFile() === true) return file
    }
  }
  return program
}
