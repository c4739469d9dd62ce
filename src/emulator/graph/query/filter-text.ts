import { type GraphRefusal, refuse } from '../refusal.ts'

/** What a `$filter` says. Source: OData 4.01, part 2, §5.1.1; as much of it as directories are asked. */
export type Clause =
  | { readonly kind: 'and' | 'or'; readonly clauses: readonly Clause[] }
  | { readonly kind: 'not'; readonly clause: Clause }
  | Comparison

export interface Comparison {
  readonly kind: 'comparison'
  readonly property: string
  /** Of several values: `in`. */
  readonly operator: Operator
  readonly values: readonly Literal[]
}

export const comparisons = ['eq', 'ne', 'ge', 'le', 'gt', 'lt', 'in'] as const
export const functions = ['startswith', 'endswith', 'contains'] as const
export type Operator = (typeof comparisons)[number] | (typeof functions)[number]

export interface Literal {
  /** As OData calls it; `null` is of no type. */
  readonly type: 'Edm.String' | 'Edm.Boolean' | 'Edm.Int32' | 'Edm.DateTimeOffset' | 'Edm.Guid' | 'null'
  readonly text: string
}

/** A word, a quoted text or a mark, and where it ends. */
interface Piece {
  readonly text: string
  readonly isText: boolean
  readonly end: number
}

/** Longer and deeper ones are beyond what anybody asks the emulator. */
const longest = 4000
const deepest = 24

/** Reads a filter, or refuses it: as Graph refuses what is malformed, as not played what it would take. */
export function readFilter(text: string): Clause | GraphRefusal {
  if (text.length > longest) return tooMuch
  const pieces = piecesOf(text)
  return pieces === null ? syntaxError(text, text.length) : new Reader(text, pieces).read()
}

const tooMuch = refuse('not-played', { what: 'a $filter of this size' })

const syntaxError = (text: string, position: number): GraphRefusal =>
  refuse('filter-syntax', { position: String(position), text })

/** Null: a quotation has no end. */
function piecesOf(text: string): Piece[] | null {
  const pieces: Piece[] = []
  // A text in quotes, a mark, or a run of what is neither: each begins where the last one ended.
  const next = /\s*(?:'((?:[^']|'')*)'|([(),])|([^\s'(),]+))/y
  while (next.lastIndex < text.length) {
    const at = next.lastIndex
    const found = next.exec(text)
    if (found === null) return text.slice(at).trim() === '' ? pieces : null
    const [, quoted, mark, word] = found
    const isText = quoted !== undefined
    pieces.push({
      text: isText ? quoted.replaceAll("''", "'") : (mark ?? word ?? ''),
      isText,
      end: next.lastIndex,
    })
  }
  return pieces
}

class Reader {
  readonly #text: string
  readonly #pieces: readonly Piece[]
  #at = 0

  constructor(text: string, pieces: readonly Piece[]) {
    this.#text = text
    this.#pieces = pieces
  }

  read(): Clause | GraphRefusal {
    const clause = this.#joined('or', 0)
    return 'refusal' in clause || this.#at === this.#pieces.length ? clause : this.#wrong()
  }

  #joined(kind: 'or' | 'and', depth: number): Clause | GraphRefusal {
    if (depth > deepest) return tooMuch
    const clauses: Clause[] = []
    do {
      const clause = kind === 'or' ? this.#joined('and', depth) : this.#single(depth)
      if ('refusal' in clause) return clause
      clauses.push(clause)
    } while (this.#take(kind))
    return clauses.length === 1 ? clauses[0]! : { kind, clauses }
  }

  #single(depth: number): Clause | GraphRefusal {
    if (this.#take('not')) {
      const clause = depth > deepest ? tooMuch : this.#single(depth + 1)
      return 'refusal' in clause ? clause : { kind: 'not', clause }
    }
    if (!this.#take('(')) return this.#comparison()
    const clause = this.#joined('or', depth + 1)
    if ('refusal' in clause) return clause
    return this.#take(')') ? clause : this.#wrong()
  }

  #comparison(): Clause | GraphRefusal {
    const property = this.#word()
    if (property === null) return this.#wrong()
    if (this.#peek('(')) return this.#call(property)
    if (property.includes('/')) return refuse('not-played', { what: 'this form of $filter' })
    const word = this.#word()?.toLowerCase()
    const operator = comparisons.find(one => one === word)
    if (operator === undefined) return this.#wrong(word === undefined ? 0 : 1)
    const values = operator === 'in' ? this.#list() : this.#value()
    return values === null ? this.#wrong() : { kind: 'comparison', property, operator, values }
  }

  /** `startswith(displayName,'a')`, behind which `eq true` may stand. */
  #call(name: string): Clause | GraphRefusal {
    const operator = functions.find(one => one === name.toLowerCase())
    if (operator === undefined) {
      // Lambdas and casts are Graph's, and not played.
      return name.includes('/')
        ? refuse('not-played', { what: 'this form of $filter' })
        : refuse('filter-function', { name })
    }
    this.#take('(')
    const property = this.#word()
    if (property === null || !this.#take(',')) return this.#wrong()
    const values = this.#value()
    if (values === null || !this.#take(')')) return this.#wrong()
    const clause: Comparison = { kind: 'comparison', property, operator, values }
    if (!this.#take('eq')) return clause
    if (this.#take('true')) return clause
    return this.#take('false') ? { kind: 'not', clause } : this.#wrong()
  }

  #list(): readonly Literal[] | null {
    if (!this.#take('(')) return null
    const values: Literal[] = []
    do {
      const value = this.#value()
      if (value === null) return null
      values.push(...value)
    } while (this.#take(','))
    return this.#take(')') ? values : null
  }

  #value(): readonly [Literal] | null {
    const piece = this.#piece()
    if (piece === undefined) return null
    const type = piece.isText ? 'Edm.String' : typeOfWord(piece.text)
    if (type === null) return null
    this.#at++
    return [{ type, text: piece.text }]
  }

  #word(): string | null {
    const piece = this.#piece()
    if (piece === undefined || piece.isText || !/^[a-z_$][\w./:$]*$/i.test(piece.text)) return null
    this.#at++
    return piece.text
  }

  #peek(text: string): boolean {
    const piece = this.#piece()
    return piece !== undefined && !piece.isText && piece.text.toLowerCase() === text
  }

  #piece(): Piece | undefined {
    return this.#pieces.at(this.#at)
  }

  #take(text: string): boolean {
    const isThere = this.#peek(text)
    if (isThere) this.#at++
    return isThere
  }

  /** @param before so many pieces before the one at hand */
  #wrong(before = 0): GraphRefusal {
    return syntaxError(this.#text, this.#pieces.at(this.#at - before)?.end ?? this.#text.length)
  }
}

function typeOfWord(word: string): Literal['type'] | null {
  if (/^null$/i.test(word)) return 'null'
  if (/^(?:true|false)$/i.test(word)) return 'Edm.Boolean'
  if (/^-?\d{1,9}$/.test(word)) return 'Edm.Int32'
  if (/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(word)) return 'Edm.Guid'
  const isDate = /^\d{4}-\d\d-\d\d(?:t\d\d:\d\d(?::\d\d(?:\.\d{1,12})?)?(?:z|[+-]\d\d:\d\d))?$/i.test(word)
  return isDate && !Number.isNaN(Date.parse(word)) ? 'Edm.DateTimeOffset' : null
}
