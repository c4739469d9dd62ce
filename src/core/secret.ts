/**
 * A value that must never be shown: a token, a secret, an assertion. It redacts itself wherever JavaScript
 * would turn it into text (string conversion, JSON, util.inspect and so console.log and crash reports);
 * only reveal() gives it away, and each call of that is a place to review.
 */
export class Secret {
  readonly #value: string
  /** What it is: `access token`. */
  readonly what: string

  /** `what` names it when it is redacted: `access token`. */
  constructor(what: string, value: string) {
    this.what = what
    this.#value = value
  }

  reveal(): string {
    return this.#value
  }

  toString(): string {
    return `[${this.what}, not shown]`
  }

  toJSON(): string {
    return this.toString()
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }
}
