/** A list of permission names as services write it: `A.Read.All, B.Read.All`. */
const list = '[A-Za-z](?:[\\w.-]*\\w)?(?:\\s*,\\s*[A-Za-z](?:[\\w.-]*\\w)?)*'

/** A pattern of a table, such as `/token is {list}/i`: compiled when it is first used, as a start asks for few of them. */
export class Pattern {
  readonly #text: string
  #compiled: RegExp | null = null
  #literal: Literal | null = null

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
    this.#literal ??= literalIn(this.#text)
    const { begins, words } = this.#literal
    if (begins ? !text.startsWith(words) : !text.includes(words)) return null
    return this.compiled.exec(text)
  }
}

/** What stands in every text that a pattern fits: at its beginning, or anywhere. */
interface Literal {
  readonly begins: boolean
  readonly words: string
}

const none: Literal = { begins: false, words: '' }

/**
 * The letters that a pattern begins with, and that cost less to look for than the pattern to compile. None of one that
 * begins otherwise, has alternatives, or takes letters of either case.
 */
function literalIn(pattern: string): Literal {
  const end = pattern.lastIndexOf('/')
  if (pattern.endsWith('i')) return none
  const begins = pattern[1] === '^'
  const letters: string[] = []
  for (let at = begins ? 2 : 1; at < end; at++) {
    const letter = /^(?:\\([^\w\s])|([\w ]))/.exec(pattern.slice(at, at + 2))
    if (letter === null) {
      if (/[?*+{]/.test(pattern[at]!)) letters.pop()
      break
    }
    at += letter[0].length - 1
    letters.push(letter[1] ?? letter[2]!)
  }
  return hasAlternatives(pattern) ? none : { begins, words: letters.join('') }
}

/** Whether the whole is one of several: a bar outside of all brackets. */
function hasAlternatives(pattern: string): boolean {
  let depth = 0
  for (let at = 0; at < pattern.length; at++) {
    const sign = pattern[at]!
    if (sign === '\\') at++
    else if (sign === '(' || sign === '[') depth++
    else if (sign === ')' || sign === ']') depth--
    else if (sign === '|' && depth === 0) return true
  }
  return false
}
