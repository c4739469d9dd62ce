import type { KnownSecrets } from './core/secret/known.ts'
import type { Secret } from './core/secret.ts'

/**
 * Everything outside the program, handed in. main(argv, outside) therefore runs in a test as it runs in a
 * terminal, and time, network and randomness come from one place.
 */
export interface Outside {
  readonly stdout: Output
  readonly stderr: Output
  readonly stdin: Input
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  /** As Node names it: `linux`, `darwin`, `win32`. */
  readonly platform: string
  /** Milliseconds since 1970. */
  now(): number
  /** Minutes east of UTC at a time: how times are shown to people. */
  utcOffset(at: number): number
  /** A random UUID, for client-request-id. */
  uuid(): string
  /** Bytes from a cryptographic source. */
  randomBytes(count: number): Uint8Array
  /** Resolves after a turn of the event loop: what was to be sent by then has left. */
  turn(): Promise<void>
  /** Keeps nobody waiting: where nothing else is under way, the process ends. */
  sleep(ms: number): Promise<void>
  /** Waits, and keeps the process alive; ends early, without an error, where the signal says so. */
  pause(ms: number, signal?: AbortSignal): Promise<void>
  /** Resolves at the first SIGINT or SIGTERM. */
  untilInterrupted(): Promise<void>
  /** How to tell a failure that nobody waited for. The process then ends with the exit code that comes back. */
  onCrash(tell: (error: unknown) => number): void
  readonly http: HttpClient
  /** Runs a program by its words, without a shell. How it ended is a value. */
  runCommand(words: readonly string[], wish: CommandWish): Promise<CommandEnd>
  /**
   * Runs a program in this one's place: its input, output, signals and terminal are its own. How it ended is a value.
   *
   * @param began told its process id
   */
  runProgram(
    words: readonly string[],
    environment: Readonly<Record<string, string | undefined>>,
    began: (pid: number) => void,
  ): Promise<ProgramEnd>
  /** Files in a folder that only its owner can look into, gone with this process however it ends. */
  lend(files: ReadonlyMap<string, string>): Promise<Lent>
  /** UTF-8 or UTF-16, at most so many bytes. Rejects with Node's own error; its code is EFBIG where there is more. */
  readFile(path: string, limit: number): Promise<string>
  /** The bytes as they are, within the same limit. */
  readBytes(path: string, limit: number): Promise<Uint8Array>
  /** The same, piece by piece: for what may be long. */
  readPieces(path: string): AsyncIterable<string>
  /** Null: there is nothing of that name. */
  fileStatus(path: string): Promise<FileStatus | null>
  /** The one name of the regular file that a path leads to, there or not yet; null for a device, a pipe or a folder. */
  regularPath(path: string): Promise<string | null>
  /**
   * Whole or not at all: written beside the target and renamed; what is no regular file is written to as it is.
   * The mode is a new file's; 0600 is for secrets, and also what a file that was there gets. Rejects with Node's
   * own error.
   */
  writeFile(path: string, text: string | AsyncIterable<string>, mode: FileMode): Promise<void>
  /** The path of a file of this name that is not there yet, in a new folder that only its owner can look into. */
  temporaryFile(name: string): Promise<string>
  /** Shows a file in the browser. False: none could be started. */
  browse(path: string): Promise<boolean>
  /** With those above it, all for their owner only; no complaint when it is there. */
  makeFolder(path: string): Promise<void>
}

/** The same behind the gate that keeps secrets in: what everything but cli.ts and main.ts is given. */
export interface Io extends Outside {
  /** The secrets that this run has met. Whoever reads one adds it. */
  readonly known: KnownSecrets
  /** The one way for a secret into a file: a line, in a file that nobody else can read. */
  writeSecret(path: string, secret: Secret): Promise<void>
}

export interface CommandWish {
  readonly timeoutMs: number
  /** Bytes of all that it prints. */
  readonly longest: number
  /** Variables of the environment that it does not get. */
  readonly without: readonly string[]
}

/** `not-passed-on`: its arguments hold what the system's own shell would read anew. */
export type CommandEnd =
  | {
      readonly kind: 'ended'
      /** Null: by a signal. */
      readonly code: number | null
      readonly stdout: string
      readonly stderr: string
    }
  | { readonly kind: 'not-found' | 'not-started' | 'not-passed-on' | 'timed-out' | 'too-long' }

/** `code`: 128 and the signal's number, where a signal ended it. */
export type ProgramEnd =
  | { readonly kind: 'ended'; readonly code: number }
  | { readonly kind: 'not-found' | 'not-started' | 'not-passed-on' }

export interface Lent {
  readonly path: string
  /** A process that is not to outlive this one; 0: none any more. */
  endWithUs(pid: number): void
  giveBack(): void
}

export type FileMode = 0o600 | 0o644

export interface FileStatus {
  readonly kind: 'file' | 'folder' | 'other'
  /** Permission bits; null where the system has none. */
  readonly mode: number | null
  /** Whether it belongs to whoever runs the program; null where the system does not say. */
  readonly isOurs: boolean | null
}

export interface Output {
  write(text: string): void
  /** Resolves when the reader has taken what was written: a long answer waits for it. False: nobody takes any more. */
  taken(): Promise<boolean>
  readonly isTerminal: boolean
  /** Columns of the terminal; null when there is none. */
  readonly columns: number | null
  /** 0 none, 1 sixteen colours, 2 256, 3 true colour: what the stream itself supports. */
  readonly colourDepth: 0 | 1 | 2 | 3
}

export interface Input {
  readonly isTerminal: boolean
  /** The whole of it, at most so many bytes; resolves null when there is more. */
  read(limit: number): Promise<string | null>
  /** The same, piece by piece: for what may be long. */
  pieces(): AsyncIterable<string>
  /** The same from somebody who answers as they are asked: nobody is told that input is awaited. */
  typed(): AsyncIterable<string>
  /** Nobody is asked any more: what they might still type does not keep the process. */
  letGo(): void
}

export interface HttpRequest {
  readonly method: string
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** For the whole exchange. */
  readonly timeoutMs: number
  /** For the connection alone. Default: ten seconds. */
  readonly connectMs?: number
  /** Bytes of the answer's body: a longer one is a failure. */
  readonly longest: number
  /** Ends it before its time. */
  readonly signal?: AbortSignal
}

export interface HttpResponse {
  readonly status: number
  /** Names in lower case; repeated ones joined by a comma and a blank. */
  readonly headers: Readonly<Record<string, string>>
  /** UTF-8. */
  readonly body: string
  /** Host of the proxy that it came through; absent: it came directly. */
  readonly proxy?: string
  /** How often it was asked for until it came; absent: once. */
  readonly attempts?: number
}

/**
 * One exchange: no redirect is followed, and no answer asks for another try. Rejects with a Why403Error:
 * `unreachable`, or `bad-answer` for what cannot be read as an answer.
 */
export type HttpClient = (request: HttpRequest) => Promise<HttpResponse>
