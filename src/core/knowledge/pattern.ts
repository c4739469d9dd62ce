/** A list of permission names as services write it: `A.Read.All, B.Read.All`. */
const list = '[A-Za-z](?:[\\w.-]*\\w)?(?:\\s*,\\s*[A-Za-z](?:[\\w.-]*\\w)?)*'

/**
 * A pattern of a table, such as `/token is {list}/i`: compiled when it is first used, as a start asks for few of them. A bar
 * that stands outside of all brackets parts nothing here: alternatives are a group.
 */
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
    return this.#compiled === null && !mayFit(this.#text, text) ? null : this.compiled.exec(text)
  }
}

/** Whether a match may stand in a text, by the letters that it begins with: to look for them costs less than to compile. */
function mayFit(pattern: string, text: string): boolean {
  const flags = pattern.slice(pattern.lastIndexOf('/') + 1)
  if (flags.includes('i') || flags.includes('m')) return true
  if (pattern.startsWith('/^')) return mayBegin(pattern, 2, text, 0)
  const first = letterAt(pattern, 1)
  if (first === null) return true
  for (let place = text.indexOf(first); place >= 0; place = text.indexOf(first, place + 1))
    if (mayBegin(pattern, 1, text, place)) return true
  return false
}

/** What is no letter where it stands in a pattern. */
const signs = '^$.|()[]{}?*+/'

/** Whether a pattern may go on at a place as a text does at another. Yes, where more than letters tell. */
function mayBegin(pattern: string, start: number, text: string, from: number): boolean {
  let at = start
  let place = from
  for (let letter = letterAt(pattern, at); letter !== null; letter = letterAt(pattern, at)) {
    if (text[place] !== letter) return false
    at += pattern[at] === '\\' ? 2 : 1
    place++
  }
  return pattern[at] !== '(' || mayBeginGroup(pattern, at, text, place)
}

/** The letter that must stand at a place; null: something else, or it need not be there. */
function letterAt(pattern: string, at: number): string | null {
  const isEscaped = pattern[at] === '\\'
  const letter = pattern.charAt(isEscaped ? at + 1 : at)
  const isLetter = isEscaped ? !/\w/.test(letter) : !signs.includes(letter)
  return isLetter && !'?*+{'.includes(pattern.charAt(at + (isEscaped ? 2 : 1))) ? letter : null
}

function mayBeginGroup(pattern: string, open: number, text: string, place: number): boolean {
  const isPlain = pattern.startsWith('?:', open + 1)
  // It only looks.
  if (!isPlain && pattern.startsWith('?', open + 1)) return true
  const start = open + (isPlain ? 3 : 1)
  let depth = 1
  let isClass = false
  for (let at = start; depth > 0; at++) {
    if (depth === 1 && (at === start || pattern[at - 1] === '|') && mayBegin(pattern, at, text, place))
      return true
    const sign = pattern[at]
    if (sign === '\\') at++
    else if (isClass) isClass = sign !== ']'
    else if (sign === '[') isClass = true
    else if (sign === '(') depth++
    else if (sign === ')' && --depth === 0) return '?*{'.includes(pattern.charAt(at + 1))
  }
  return true
}
