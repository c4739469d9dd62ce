/** A list of permission names as services write it: `A.Read.All, B.Read.All`. */
const list = '[A-Za-z](?:[\\w.-]*\\w)?(?:\\s*,\\s*[A-Za-z](?:[\\w.-]*\\w)?)*'

/** A pattern of a table, such as `/token is {list}/i`: compiled when it is first used, as a start asks for few of them. */
export class Pattern {
  readonly #text: string
  #compiled: RegExp | null = null

  constructor(text: string) {
    this.#text = text
  }

  get compiled(): RegExp {
    if (this.#compiled === null) {
      const end = this.#text.lastIndexOf('/')
      if (!this.#text.startsWith('/') || end === 0) throw new Error(`no pattern: ${this.#text}`)
      const source = this.#text.slice(1, end).replaceAll('{list}', list)
      this.#compiled = new RegExp(source, this.#text.slice(end + 1))
    }
    return this.#compiled
  }

  exec(text: string): RegExpExecArray | null {
    return this.compiled.exec(text)
  }
}
