import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'rolldown'

export const root = fileURLToPath(new URL('../../', import.meta.url))

export interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

export interface RunOptions {
  readonly stdin?: string
  readonly env?: Readonly<Record<string, string>>
}

/** The program as a process, in a folder of its own. */
export interface Program {
  readonly folder: string
  /** What Node is to be started with. */
  readonly file: string
  start(argv: readonly string[], options?: RunOptions): ChildProcess
  /** With nothing of this process's environment but the path. */
  run(argv: readonly string[], options?: RunOptions): Promise<Ended>
  remove(): void
}

/** Bundles the one file that knows the process. */
export async function buildProgram(): Promise<Program> {
  const dir = mkdtempSync(join(root, 'node_modules', '.why403-'))
  const folder = mkdtempSync(join(tmpdir(), 'why403-'))
  await build({
    cwd: root,
    platform: 'node',
    tsconfig: false,
    input: { why403: 'src/cli.ts' },
    external: [/^[^./]/],
    output: { dir, format: 'esm', entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' },
  })
  const file = join(dir, 'why403.mjs')
  const start: Program['start'] = (argv, { env = {} } = {}) =>
    spawn(process.execPath, [file, ...argv], {
      cwd: folder,
      env: { PATH: process.env.PATH, LANG: 'C.UTF-8', ...env },
    })
  return {
    folder,
    file,
    start,
    run: (argv, options = {}) =>
      new Promise(done => {
        const child = start(argv, options)
        let [out, err] = ['', '']
        child.stdout!.setEncoding('utf8').on('data', text => {
          out += text
        })
        child.stderr!.setEncoding('utf8').on('data', text => {
          err += text
        })
        child.on('close', code => done({ code, out, err }))
        child.stdin!.on('error', () => {}).end(options.stdin ?? '')
      }),
    remove: () => {
      for (const made of [dir, folder]) rmSync(made, { recursive: true, force: true })
    },
  }
}

/** The most memory that a process ever had: it writes that down as it ends. */
export interface MemoryMeter {
  /** For Node, before the program's file. */
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** In megabytes. */
  read(): number
}

export function memoryMeter(folder: string, name: string): MemoryMeter {
  const [hook, file] = [join(folder, 'peak.cjs'), join(folder, `${name}.peak`)]
  const peak = 'String(process.resourceUsage().maxRSS)'
  writeFileSync(
    hook,
    `process.on('exit', () => require('node:fs').writeFileSync(process.env.PEAK_FILE, ${peak}))`,
  )
  return {
    args: ['--require', hook],
    env: { PEAK_FILE: file },
    read: () => Number(readFileSync(file, 'utf8')) / 1024,
  }
}
