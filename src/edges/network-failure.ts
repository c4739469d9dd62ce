import { Why403Error } from '../core/error.ts'

/**
 * Whether a request that came to nothing may be sent again: `always`, since it never arrived; `idempotent`, where it changes
 * nothing that it may have arrived; `never`, since it would come to the same.
 */
export type Again = 'always' | 'idempotent' | 'never'

/** A request that came to nothing. */
export class NetworkFailure extends Why403Error {
  readonly again: Again

  constructor(
    code: 'unreachable' | 'bad-answer',
    again: Again,
    message: string,
    hints: readonly string[],
    cause?: Error,
  ) {
    super(code, message, hints, { cause })
    this.again = again
  }
}
