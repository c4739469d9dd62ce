import type { Io, Output } from '../io.ts'

/** A terminal in a folder of its own: files and variables of the real one are not there, and nothing is left behind. */
export class Terminal {
  readonly #files = new Map<string, string>()
  readonly #io: Io
  readonly #now: () => number
  readonly #pass: (ms: number) => void

  /** @param pass lets time pass, where a command waits */
  constructor(io: Io, now: () => number, pass: (ms: number) => void) {
    this.#io = io
    this.#now = now
    this.#pass = pass
  }

  write(name: string, text: string): void {
    this.#files.set(name, text)
  }

  /** What a command that is typed here is given. */
  withSettings(settings: Readonly<Record<string, string>>, print: (text: string) => void): Io {
    const { env, stdout } = this.#io
    const quiet: Output = { ...noOutput, columns: stdout.columns }
    const shown: Output = { ...quiet, write: print }
    const pass = async (ms: number): Promise<void> => this.#pass(ms)
    return {
      ...this.#io,
      ...{ stdout: shown, stderr: quiet, stdin: noInput, cwd: '/lesson' },
      env: { LANG: env.LANG, LC_ALL: env.LC_ALL, LC_CTYPE: env.LC_CTYPE, ...settings },
      ...{ now: this.#now, sleep: pass, pause: pass },
      readFile: async name => this.read(name),
      readBytes: async name => new TextEncoder().encode(this.read(name)),
      readPieces: name => pieces(this.read(name)),
      fileStatus: async name => (this.#files.has(name) ? { kind: 'file', mode: 0o600, isOurs: true } : null),
      regularPath: async name => `/lesson/${name}`,
      writeFile: async (name, text) => {
        let whole = ''
        for await (const piece of typeof text === 'string' ? [text] : text) whole += piece
        this.write(name, whole)
      },
      writeSecret: async (name, secret) => this.write(name, `${secret.reveal()}\n`),
      makeFolder: async () => {},
    }
  }

  /** @throws an error of Node's form, ENOENT */
  read(name: string): string {
    const text = this.#files.get(name)
    if (text === undefined) throw Object.assign(new Error('There is no such file.'), { code: 'ENOENT' })
    return text
  }
}

const noOutput: Output = {
  write: () => {},
  taken: async () => true,
  isTerminal: false,
  columns: null,
  colourDepth: 0,
}

/** Nobody types into a command. */
const noInput: Io['stdin'] = {
  isTerminal: true,
  read: async () => '',
  pieces: () => pieces(''),
  typed: () => pieces(''),
  letGo: () => {},
}

async function* pieces(text: string): AsyncGenerator<string> {
  if (text !== '') yield text
}
