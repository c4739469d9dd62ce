/**
 * The text tables of `data/`. A row is a block of lines, each `name: value`; the first one is its key. Blocks stand apart
 * by a blank line, and one that begins with # is a comment, as the first always is. A row is searched for in place: only
 * what is asked for is taken apart.
 */
export class Row {
  /** Each line behind the sign of a line's end. */
  readonly #text: string

  constructor(block: string) {
    this.#text = `\n${block}`
  }

  get #lines(): readonly string[] {
    return this.#text.slice(1).split('\n')
  }

  /** All fields of a name, in their order. */
  all(name: string): string[] {
    const start = `${name}: `
    return this.#lines.filter(line => line.startsWith(start)).map(line => line.slice(start.length))
  }

  /** A field that may be left out. */
  maybe(name: string): string | undefined {
    const start = `\n${name}: `
    const at = this.#text.indexOf(start)
    if (at < 0) return undefined
    const end = this.#text.indexOf('\n', at + 1)
    return this.#text.slice(at + start.length, end < 0 ? undefined : end)
  }

  /** A field that every row has. */
  text(name: string): string {
    const value = this.maybe(name)
    if (value === undefined) throw new Error(`no ${name} in the row of ${this.#lines[0]}`)
    return value
  }

  /** A field whose values are a closed set. */
  member<Member extends string>(name: string, members: readonly Member[]): Member {
    return oneOf(this.text(name), members)
  }

  maybeMember<Member extends string>(name: string, members: readonly Member[]): Member | undefined {
    const word = this.maybe(name)
    return word === undefined ? undefined : oneOf(word, members)
  }

  /** A field of several words, each of a closed set; none where it is left out. */
  members<Member extends string>(name: string, members: readonly Member[]): Member[] {
    const words = this.maybe(name)?.split(', ') ?? []
    return words.map(word => oneOf(word, members))
  }

  /** The lines below the key of a row that is a list, by what stands before the colon. */
  entries(): Map<string, string> {
    return new Map(
      this.#lines.slice(1).map(line => {
        const end = line.indexOf(': ')
        return [line.slice(0, end), line.slice(end + 2)]
      }),
    )
  }

  /** Lines such as `name (note): value`, or plain ones, in their order. */
  noted(name: string): Noted[] {
    return this.#lines.flatMap((line): Noted[] => {
      const rest = line.startsWith(name) ? line.slice(name.length) : ''
      if (rest.startsWith(': ')) return [{ note: null, value: rest.slice(2) }]
      const end = rest.startsWith(' (') ? rest.indexOf(')') : -1
      const isNoted = end > 0 && rest.startsWith('): ', end)
      return isNoted ? [{ note: rest.slice(2, end), value: rest.slice(end + 3) }] : []
    })
  }
}

interface Noted {
  readonly note: string | null
  readonly value: string
}

/** The word as a member of a closed set. A table with another word is wrong, which its tests find out. */
export function oneOf<Member extends string>(word: string, members: readonly Member[]): Member {
  const member = members.find(member => member === word)
  if (member === undefined) throw new Error(`${word} is none of ${members.join(', ')}`)
  return member
}

/** The row of a key, such as `code: 7000215`; null where the table has none. */
export function findRow(table: string, name: string, key: string): Row | null {
  return key.includes('\n') ? null : rowAt(table, table.indexOf(`\n\n${name}: ${key}\n`) + 2)
}

/** The row that has such a field, which is not its key; null where none has. */
export function findRowWith(table: string, name: string, value: string): Row | null {
  const at = value.includes('\n') ? -1 : table.indexOf(`\n${name}: ${value}\n`)
  return at < 0 ? null : rowAt(table, table.lastIndexOf('\n\n', at) + 2)
}

/** Below 2: there is none. */
function rowAt(table: string, start: number): Row | null {
  if (start < 2) return null
  const end = table.indexOf('\n\n', start)
  return new Row(table.slice(start, end < 0 ? undefined : end).trimEnd())
}

/** All rows, for lists. */
export function allRows(table: string): Row[] {
  const blocks = table.trimEnd().split('\n\n')
  return blocks.filter(block => !block.startsWith('#')).map(block => new Row(block))
}
