/** A list of permission names as services write it: `A.Read.All, B.Read.All`. */
const list = '[A-Za-z](?:[\\w.-]*\\w)?(?:\\s*,\\s*[A-Za-z](?:[\\w.-]*\\w)?)*'

/** A pattern of a table, such as `/token is {list}/i`: compiled when it is first used, as a start asks for few of them. */
export class Pattern {
  readonly #text: string
  #compiled: RegExp | null = null
  #beginnings: readonly Beginning[] | null = null

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
    this.#beginnings ??= beginningsOf(this.#text)
    if (
      !this.#beginnings.some(({ first, letters }) =>
        first ? text.startsWith(letters) : text.includes(letters),
      )
    )
      return null
    return this.compiled.exec(text)
  }
}

/** Letters that a match begins with: those that the text begins with, or anywhere in it. */
interface Beginning {
  readonly first: boolean
  readonly letters: string
}

/**
 * What each match of a pattern begins with, one of several: letters cost less to look for than a pattern to compile. No
 * letters of one that begins otherwise, or takes letters of either case.
 */
function beginningsOf(pattern: string): Beginning[] {
  if (pattern.endsWith('i')) return [{ first: false, letters: '' }]
  return alternativesOf(pattern.slice(1, pattern.lastIndexOf('/'))).flatMap(alternative => {
    const first = alternative.startsWith('^')
    const source = first ? alternative.slice(1) : alternative
    const { letters, end } = lettersAt(source)
    const group = source[end] === '(' ? groupAt(source, end) : null
    const all = group === null ? [letters] : group.split('|').map(one => letters + lettersAt(one).letters)
    return all.map(letters => ({ first, letters }))
  })
}

/** The letters that a source begins with, and where they end. */
function lettersAt(source: string): { letters: string; end: number } {
  const [run = ''] = /^(?:[\w ]|\\[^\w\s])*/.exec(source) ?? []
  const letters = run.includes('\\') ? run.replace(/\\(.)/g, '$1') : run
  // What may stand there or not, and as often as it likes, is no letter to count on.
  return {
    letters: '?*+{'.includes(source[run.length] ?? ' ') ? letters.slice(0, -1) : letters,
    end: run.length,
  }
}

/** What a group holds; null where it is not there once at the least, only looks, or has more than letters in it. */
function groupAt(source: string, start: number): string | null {
  const end = source.indexOf(')', start)
  const inside = source.slice(source.startsWith('?:', start + 1) ? start + 3 : start + 1, end)
  return /[([]|^\?|\\[()[|]/.test(inside) || '?*{'.includes(source[end + 1] ?? ' ') ? null : inside
}

/** The parts of a source between the bars that stand outside of all brackets. */
function alternativesOf(source: string): string[] {
  if (!source.includes('|')) return [source]
  const parts: string[] = []
  let depth = 0
  let start = 0
  for (let at = 0; at < source.length; at++) {
    const sign = source[at]!
    if (sign === '\\') at++
    else if (sign === '(' || sign === '[') depth++
    else if (sign === ')' || sign === ']') depth--
    else if (sign === '|' && depth === 0) {
      parts.push(source.slice(start, at))
      start = at + 1
    }
  }
  return [...parts, source.slice(start)]
}
