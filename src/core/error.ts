/**
 * What can go wrong with why403 itself. A refusal by Entra ID or Graph is no error of ours: it is a value
 * (core/refusal). The code decides the exit code; the message and the hints may be reworded freely.
 */
export type ErrorCode =
  /** The command line makes no sense. Exit 2. */
  | 'usage'
  /** A setting is absent. Exit 2. */
  | 'missing-setting'
  /** A setting cannot form a request. Exit 2. */
  | 'impossible-setting'
  /** A file, or what a file or stdin holds, cannot be read. Exit 3. */
  | 'unreadable-input'
  /** A server cannot be reached, or hangs. Exit 3. */
  | 'unreachable'
  /** A server answered something that is not its protocol. Exit 3. */
  | 'bad-answer'
  /** A file cannot be written. Exit 3. */
  | 'unwritable-output'

/**
 * An expected failure, told in one sentence with next steps. The program catches it in one place, and never as a stack
 * trace; the library throws it for an index that cannot be read, as `unreadable-input`.
 */
export class Why403Error extends Error {
  override readonly name = 'Why403Error'
  readonly code: ErrorCode
  /** Next steps, each a line of its own. */
  readonly hints: readonly string[]

  constructor(
    code: ErrorCode,
    message: string,
    hints: readonly string[] = [],
    options?: { cause?: unknown },
  ) {
    super(message, options)
    this.code = code
    this.hints = hints
  }

  /** 2: the command or its settings must change. 3: the world outside must. */
  get exitCode(): 2 | 3 {
    return this.code === 'usage' || this.code === 'missing-setting' || this.code === 'impossible-setting'
      ? 2
      : 3
  }
}
